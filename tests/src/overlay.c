/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes over a source, beside the same writes in a plain array. */
#include "src/overlay.h"

#include "tests/support/chance.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = OVERLAY_BLOCK_BYTES,
    NBLOCKS = 150,
    SIZE = NBLOCKS * BLOCK + 1234, /* the last block is short */
    STEPS = 10000,
    PLENTY = 1 << 30,
};

/* A base in memory that counts what it is asked, and has a bad byte. */
struct bed {
    uint8_t bytes[SIZE], first[SIZE], expected[SIZE];
    uint64_t bad; /* reads of this byte fail */
    enum status failure;
    unsigned nreads;
};

static struct bed bed;
static struct overlay *overlay;

static enum status read_bed(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    bed.nreads++;
    if (offset <= bed.bad && bed.bad - offset < n) {
        errno = EIO;
        return bed.failure;
    }
    memcpy(buffer, bed.bytes + offset, n);
    return STATUS_OK;
}

static void begin(uint64_t limit_bytes)
{
    struct chance chance = chance_seed(1);
    const struct source base = {
        .read = read_bed, .fd = -1, .size_bytes = SIZE, .sector_bytes = 4096};

    for (size_t i = 0; i < SIZE; i++)
        bed.bytes[i] = (uint8_t)chance_bits(&chance);
    memcpy(bed.first, bed.bytes, SIZE);
    memcpy(bed.expected, bed.bytes, SIZE);
    bed.bad = UINT64_MAX;
    bed.failure = STATUS_IO;
    bed.nreads = 0;
    cr_assert_eq(overlay_new(&base, limit_bytes, &overlay), STATUS_OK);
}

static void end(void)
{
    cr_assert_eq(memcmp(bed.bytes, bed.first, SIZE), 0, "the base was written");
    overlay_free(overlay);
}

static enum status put(uint64_t offset, const void *bytes, size_t n)
{
    const enum status status = overlay_write(overlay, offset, bytes, n);

    if (status == STATUS_OK)
        memcpy(bed.expected + offset, bytes, n);
    return status;
}

static void expect_range(uint64_t offset, size_t n)
{
    static uint8_t got[SIZE + 1];

    got[n] = 0xA5;
    cr_assert_eq(overlay_read(overlay, offset, got, n), STATUS_OK);
    cr_assert_eq(memcmp(got, bed.expected + offset, n), 0, "%zu bytes at %zu", n, (size_t)offset);
    cr_assert_eq(got[n], 0xA5);
    memset(got, 0, n);
    cr_assert_eq(overlay_read_alone(overlay, offset, got, n), STATUS_OK);
    cr_assert_eq(memcmp(got, bed.expected + offset, n), 0, "%zu bytes at %zu", n, (size_t)offset);
    cr_assert_eq(got[n], 0xA5);
}

/* The base with the extents laid over it is what is expected; returns how many there are. */
static size_t expect_extents(void)
{
    static uint8_t built[SIZE];
    struct overlay_extent extent;
    uint64_t at = 0, behind = 0;
    size_t n = 0;

    memcpy(built, bed.first, SIZE);
    while (overlay_extent(overlay, &at, &extent)) {
        cr_assert_eq(extent.offset % BLOCK, 0);
        cr_assert_geq(extent.offset, behind);
        cr_assert_eq(extent.bytes.n, extent.offset / BLOCK < NBLOCKS ? BLOCK : SIZE % BLOCK);
        memcpy(built + extent.offset, extent.bytes.at, extent.bytes.n);
        behind = extent.offset + extent.bytes.n;
        n++;
    }
    cr_assert_not(overlay_extent(overlay, &at, &extent));
    cr_assert_eq(memcmp(built, bed.expected, SIZE), 0);
    cr_assert_eq(overlay_bytes(overlay), n * BLOCK);
    return n;
}

/* How many blocks differ from the base. */
static size_t count_changed(void)
{
    size_t n = 0;

    for (size_t i = 0; i < SIZE; i += BLOCK)
        n += memcmp(bed.first + i, bed.expected + i, SIZE - i < BLOCK ? SIZE - i : BLOCK) != 0;
    return n;
}

/* A range by chance, often with ends at blocks or at the end of the source. */
static size_t choose(struct chance *chance, uint64_t *offset_ret)
{
    uint32_t offset = chance_below(chance, SIZE), n = 1 + chance_below(chance, 3 * BLOCK);

    if (chance_below(chance, 4) == 0)
        offset -= offset % BLOCK;
    if (chance_below(chance, 50) == 0)
        n *= 20;
    if (n > SIZE - offset || chance_below(chance, 40) == 0)
        n = SIZE - offset;
    else if (chance_below(chance, 4) == 0 && n > BLOCK)
        n -= (offset + n) % BLOCK;
    *offset_ret = offset;
    return n;
}

static void step(struct chance *chance)
{
    static uint8_t bytes[SIZE];
    uint64_t offset;
    size_t n = choose(chance, &offset);
    const bool is_restored = chance_below(chance, 3) == 0;

    if (chance_below(chance, 2) == 0) {
        expect_range(offset, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        bytes[i] = is_restored ? bed.first[offset + i] : (uint8_t)chance_bits(chance);
    cr_assert_eq(put(offset, bytes, n), STATUS_OK);
}

Test(overlay, is_a_plain_array_through_any_reads_and_writes)
{
    struct chance chance = chance_seed(2);

    begin(PLENTY);
    for (unsigned i = 0; i < STEPS; i++) {
        step(&chance);
        if (i % 500 == 250) {
            expect_extents();
            cr_assert_eq(overlay_settle(overlay, 2), STATUS_OK);
            cr_assert_eq(expect_extents(), count_changed());
            expect_range(0, SIZE);
        }
        if (i % 2500 == 1000) {
            overlay_forget(overlay);
            memcpy(bed.expected, bed.first, SIZE);
            cr_assert_eq(expect_extents(), 0);
        }
    }
    expect_range(0, SIZE);
    cr_assert_geq(expect_extents(), NBLOCKS / 2);
    end();
}

Test(overlay, nothing_is_written_at_the_limit)
{
    static const uint8_t bytes[4 * BLOCK] = {1};

    begin(3 * BLOCK + BLOCK - 1);
    cr_expect_eq(put(0, bytes, 4 * BLOCK), STATUS_TOO_LARGE);
    cr_expect_eq(put(10, bytes, 3 * BLOCK), STATUS_TOO_LARGE);
    cr_expect_eq(overlay_bytes(overlay), 0);
    expect_range(0, SIZE);
    cr_expect_eq(put(BLOCK, bytes, 2 * BLOCK), STATUS_OK);
    cr_expect_eq(put(BLOCK - 1, bytes, 2 * BLOCK + 2), STATUS_TOO_LARGE);
    cr_expect_eq(put(BLOCK - 1, bytes, 2), STATUS_OK);
    cr_expect_eq(put(0, bytes, 3 * BLOCK), STATUS_OK, "blocks that are there cost nothing");
    cr_expect_eq(put(5 * BLOCK, bytes, 1), STATUS_TOO_LARGE);
    cr_expect_eq(expect_extents(), 3);
    end();
}

Test(overlay, the_first_failure_is_remembered_until_all_is_forgotten)
{
    static const uint8_t bytes[3 * BLOCK];

    begin(2 * BLOCK);
    cr_expect_eq(put(0, bytes, 1), STATUS_OK);
    cr_expect_eq(overlay_failure(overlay), STATUS_OK);
    cr_expect_eq(put(0, bytes, 3 * BLOCK), STATUS_TOO_LARGE);
    cr_expect_eq(put(SIZE, bytes, 1), STATUS_TRUNCATED);
    cr_expect_eq(put(0, bytes, 1), STATUS_OK);
    cr_expect_eq(overlay_failure(overlay), STATUS_TOO_LARGE);
    overlay_forget(overlay);
    cr_expect_eq(overlay_failure(overlay), STATUS_OK);
    end();
}

Test(overlay, room_that_is_required_and_not_there_counts_as_a_refused_write)
{
    begin(3 * BLOCK);
    cr_expect_eq(put(0, "x", 1), STATUS_OK);
    cr_expect_eq(overlay_require(overlay, 2 * BLOCK), STATUS_OK);
    cr_expect_eq(overlay_failure(overlay), STATUS_OK);
    cr_expect_eq(overlay_require(overlay, 2 * BLOCK + 1), STATUS_TOO_LARGE);
    cr_expect_eq(overlay_failure(overlay), STATUS_TOO_LARGE);
    cr_expect_eq(overlay_bytes(overlay), BLOCK);
    overlay_forget(overlay);
    cr_expect_eq(overlay_require(overlay, 3 * BLOCK), STATUS_OK);
    end();
}

Test(overlay, dropped_blocks_make_room_again)
{
    begin(2 * BLOCK);
    cr_assert_eq(put(7, bed.first + 7, 1), STATUS_OK);
    cr_assert_eq(put(9 * BLOCK, "x", 1), STATUS_OK);
    cr_assert_eq(put(20 * BLOCK, "y", 1), STATUS_TOO_LARGE);
    cr_assert_eq(overlay_settle(overlay, 2), STATUS_OK);
    cr_assert_eq(overlay_bytes(overlay), BLOCK);
    cr_assert_eq(put(20 * BLOCK, "y", 1), STATUS_OK);
    cr_assert_eq(expect_extents(), 2);
    end();
}

Test(overlay, ranges_beyond_the_end_are_refused)
{
    static uint8_t bytes[BLOCK];

    begin(PLENTY);
    cr_expect_eq(overlay_write(overlay, SIZE - 1, bytes, 2), STATUS_TRUNCATED);
    cr_expect_eq(overlay_read(overlay, SIZE - 1, bytes, 2), STATUS_TRUNCATED);
    cr_expect_eq(overlay_write(overlay, UINT64_MAX, bytes, 2), STATUS_TRUNCATED);
    cr_expect_eq(overlay_read(overlay, UINT64_MAX, bytes, 2), STATUS_TRUNCATED);
    cr_expect_eq(overlay_write(overlay, SIZE, bytes, 0), STATUS_OK);
    cr_expect_eq(overlay_read(overlay, SIZE, bytes, 0), STATUS_OK);
    cr_expect_eq(put(SIZE - 1, "z", 1), STATUS_OK);
    cr_expect_eq(expect_extents(), 1);
    end();
}

Test(overlay, a_base_that_fails_leaves_all_as_it_was)
{
    static uint8_t bytes[3 * BLOCK];

    begin(PLENTY);
    bed.bad = 5 * BLOCK + 7;
    cr_expect_eq(overlay_read(overlay, 4 * BLOCK, bytes, 2 * BLOCK), STATUS_IO);
    cr_expect_eq(put(5 * BLOCK, "x", 1), STATUS_IO);
    cr_expect_eq(put(4 * BLOCK + 1, bytes, 2 * BLOCK - 2), STATUS_IO, "the last block");
    cr_expect_eq(put(5 * BLOCK + 8, bytes, BLOCK), STATUS_IO, "the first block");
    bed.failure = STATUS_TRUNCATED;
    cr_expect_eq(put(5 * BLOCK, "x", 1), STATUS_TRUNCATED);
    expect_extents();
    bed.bad = UINT64_MAX;
    expect_range(0, SIZE);
    end();
}

Test(overlay, the_base_is_not_asked_where_blocks_hold_all)
{
    static uint8_t bytes[3 * BLOCK];

    begin(PLENTY);
    cr_assert_eq(put(5 * BLOCK, bytes, 3 * BLOCK), STATUS_OK);
    cr_assert_eq(put((uint64_t)NBLOCKS * BLOCK, bytes, SIZE % BLOCK), STATUS_OK);
    bed.bad = 5 * BLOCK + 7;
    expect_range(5 * BLOCK + 1, 3 * BLOCK - 2);
    expect_range((uint64_t)NBLOCKS * BLOCK + 1, SIZE % BLOCK - 1);
    cr_expect_eq(bed.nreads, 0);
    cr_expect_eq(overlay_settle(overlay, 2), STATUS_IO, "it cannot be compared");
    cr_expect_eq(expect_extents(), 4);
    end();
}

Test(overlay, a_large_read_asks_the_base_once)
{
    begin(PLENTY);
    for (uint64_t block = 1; block < NBLOCKS; block += 7)
        cr_assert_eq(put(block * BLOCK + 5, "changed", 7), STATUS_OK);
    bed.nreads = 0;
    expect_range(0, SIZE);
    cr_expect_eq(bed.nreads, 2, "once for each way to read");
    end();
}

Test(overlay, is_a_source_with_parts)
{
    struct source source, part;
    uint8_t got[16];
    size_t n;

    begin(PLENTY);
    cr_assert_eq(put(BLOCK + 3, "through", 7), STATUS_OK);
    source = overlay_source(overlay);
    part = source_part(&source, BLOCK, 8);
    cr_expect_eq(source.size_bytes, SIZE);
    cr_expect_eq(source.sector_bytes, 4096);
    cr_expect_eq(source_read_all(&source, BLOCK + 3, got, 7), STATUS_OK);
    cr_expect_eq(memcmp(got, "through", 7), 0);
    cr_expect_eq(source_read(&part, 3, got, 16, &n), STATUS_OK);
    cr_expect_eq(n, 5);
    cr_expect_eq(memcmp(got, "throu", 5), 0);
    end();
}

/* ---- Other sizes ---- */

/* Reads zeros, however large. */
static enum status read_zeros(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    (void)offset;
    memset(buffer, 0, n);
    return STATUS_OK;
}

/* The last block of SIZE bytes can be written, read, and is the one extent. */
static void check_last_block(uint64_t size)
{
    const struct source base = {.read = read_zeros, .fd = -1, .size_bytes = size};
    struct overlay_extent extent;
    uint64_t at = 0;
    uint8_t got[2] = {0};

    cr_assert_eq(overlay_new(&base, PLENTY, &overlay), STATUS_OK);
    cr_expect_eq(overlay_write(overlay, size - 1, "x", 1), STATUS_OK);
    cr_expect_eq(overlay_write(overlay, 0, "y", 1), STATUS_OK);
    cr_expect_eq(overlay_read(overlay, size - 2, got, 2), STATUS_OK);
    cr_expect_eq(memcmp(got, size == 2 ? "yx" : "\0x", 2), 0);
    while (overlay_extent(overlay, &at, &extent))
        cr_expect_eq(extent.offset, at <= 1 ? 0 : (size - 1) / BLOCK * BLOCK);
    cr_expect_eq(overlay_bytes(overlay), size > BLOCK ? 2 * BLOCK : BLOCK);
    overlay_free(overlay);
}

Test(overlay, sources_of_any_size)
{
    static const uint64_t sizes[] = {2,
                                     BLOCK,
                                     BLOCK + 1,
                                     64 * BLOCK,
                                     64 * BLOCK + 1,
                                     4096 * BLOCK,
                                     UINT64_C(1) << 40,
                                     (UINT64_C(1) << 40) + 1,
                                     UINT64_MAX / 2,
                                     UINT64_MAX};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        check_last_block(sizes[i]);
}

Test(overlay, an_empty_source_holds_nothing)
{
    const struct source base = {.read = read_zeros, .fd = -1};
    struct overlay_extent extent;
    uint64_t at = 0;

    cr_assert_eq(overlay_new(&base, PLENTY, &overlay), STATUS_OK);
    cr_expect_eq(overlay_write(overlay, 0, "x", 1), STATUS_TRUNCATED);
    cr_expect_eq(overlay_settle(overlay, 2), STATUS_OK);
    cr_expect_not(overlay_extent(overlay, &at, &extent));
    overlay_free(overlay);
    overlay_free(NULL);
}
