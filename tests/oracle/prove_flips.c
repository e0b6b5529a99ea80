/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Single bits of what a batch has made are flipped, thousands of them by chance. One that the proof
 * does not see must lie where it says nothing: in room that nothing uses, in what only numbers or
 * dates a structure, or in what names repeat of their file.
 */
#include "mft/fixup.h"
#include "mft/layout_index.h"
#include "mft/stream.h"
#include "tests/oracle/provebreak.h"
#include "tests/support/chance.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { NNAMES = 100, NFILES = 2, FLIPS = 3000, BLOCKS_MAX = 4096 };

TestSuite(prove_flips, .timeout = 600);

/* ---- Where a flip says nothing ---- */

/* Times, sizes and attributes: of the file, as they were when the name was made. */
static bool is_repeated(size_t at)
{
    return at >= FN_CREATED && at < FN_NAME_UNITS;
}

/* In the entry at AT of the node of USED bytes at NODE: X counts from the node. */
static bool is_idle_in_node(const uint8_t *node, size_t x)
{
    const size_t used = bytes_u32(node + NODE_USED);
    size_t at = bytes_u32(node + NODE_ENTRIES_OFF);

    if (x >= used)
        return true;
    if (x < at)
        return x >= 2 * sizeof(uint32_t); /* bytes allocated, flags, and the fix-ups of a block */
    while (at + bytes_u16(node + at + ENTRY_LENGTH) <= x)
        at += bytes_u16(node + at + ENTRY_LENGTH);
    x -= at;
    if (x < ENTRY_KEY)
        return x >= ENTRY_FLAGS || bytes_u16(node + at + ENTRY_FLAGS) & ENTRY_LAST;
    return is_repeated(x - ENTRY_KEY) ||
           x >= ENTRY_KEY + (size_t)bytes_u16(node + at + ENTRY_KEY_BYTES);
}

static bool is_idle_in_attribute(const struct attribute *a, size_t x, bool is_new)
{
    const size_t value = (size_t)(a->value.at - a->record) - a->at;

    if (x == ATTR_ID || x == ATTR_ID + 1 || x == ATTR_NAME_OFF || x == ATTR_NAME_OFF + 1)
        return true;
    if (!a->is_nonresident && x > ATTR_VALUE_OFF + 1 && x < value)
        return true; /* indexed, and padding */
    if (a->is_nonresident && x > ATTR_COMPRESSION_UNIT && x < ATTR_ALLOCATED)
        return true;
    if (x >= value + a->value.n)
        return true;
    if (a->name_units > 0 && x < value)
        return x >= (size_t)(a->name - a->record) - a->at + 2 * (size_t)a->name_units;
    if (x < value)
        return false;
    if (a->type == ATTR_STANDARD_INFORMATION)
        return is_new; /* times and attributes of what is made are its maker's business */
    if (a->type == ATTR_FILE_NAME)
        return is_repeated(x - value);
    if (a->type == ATTR_INDEX_ROOT)
        return x - value < ROOT_NODE
                   ? x - value > ROOT_BLOCK_BYTES + 3
                   : is_idle_in_node(a->value.at + ROOT_NODE, x - value - ROOT_NODE);
    return a->is_nonresident; /* runs: behind their end mark */
}

static bool is_idle_in_record(const uint8_t *record, size_t x, bool is_new)
{
    const size_t array = bytes_u16(record + RECORD_USA_OFF);
    struct attribute a;

    /* The tails are in the array. */
    if (x >= array + 2 && x < array + 2 * (size_t)bytes_u16(record + RECORD_USA_COUNT))
        x = ((x - array) / 2) * FIXUP_STRIDE - 2 + (x - array) % 2;
    if (!(record_flags(record) & RECORD_IN_USE) || x >= bytes_u32(record + RECORD_BYTES_IN_USE) - 4)
        return true;
    if (x < bytes_u16(record + RECORD_ATTRIBUTES_OFF))
        return (x >= RECORD_LSN && x < RECORD_SEQUENCE) || (x >= 0x28 && x < RECORD_OWN_NUMBER) ||
               x >= array;
    attribute_first(record, &a);
    while (attribute_next(&a) == STATUS_OK)
        if (x >= a.at && x < a.at + a.length)
            return is_idle_in_attribute(&a, x - a.at, is_new);
    return false;
}

static bool is_idle_in_block(const uint8_t *block, size_t x)
{
    const size_t array = bytes_u16(block + RECORD_USA_OFF);

    if (x >= array + 2 && x < array + 2 * (size_t)bytes_u16(block + RECORD_USA_COUNT))
        x = ((x - array) / 2) * FIXUP_STRIDE - 2 + (x - array) % 2;
    return (x >= RECORD_LSN && x < BLOCK_VCN) ||
           (x >= BLOCK_NODE && is_idle_in_node(block + BLOCK_NODE, x - BLOCK_NODE));
}

/* In a record of $MFT? Then X_RET is where. */
static bool find_record(const struct volume *volume, uint64_t offset, uint64_t *number_ret,
                        size_t *x_ret)
{
    for (uint64_t number = 0; number < volume->nrecords; number++) {
        const uint64_t first = volume_record_offset(volume, number);

        if (offset < first || offset >= first + volume->geometry.record_bytes)
            continue;
        *number_ret = number;
        *x_ret = (size_t)(offset - first);
        return true;
    }
    return false;
}

/* Behind the bytes of whichever of the system's streams lies there. */
static bool is_behind(const struct volume *volume, uint64_t offset, uint64_t record, uint32_t type)
{
    const uint32_t cluster = volume->geometry.cluster_bytes;
    struct arena arena = {0};
    struct stream stream;
    bool is_there = false;

    cr_assert_eq(stream_open(volume, record, type, "", &arena, &stream), STATUS_OK);
    for (size_t i = 0; i < stream.runs.n; i++) {
        const struct run *run = &stream.runs.runs[i];

        is_there |= offset / cluster >= run->lcn && offset / cluster < run->lcn + run->nclusters &&
                    (offset / cluster - run->lcn + run->vcn) * cluster + offset % cluster >=
                        stream.initialized_bytes;
    }
    arena_free(&arena);
    return is_there;
}

/* A cluster of an attribute list: behind its entries, or padding of one. */
static bool is_idle_in_list(const uint8_t *cluster, size_t x)
{
    for (size_t at = 0; bytes_u16(cluster + at + LIST_LENGTH) == 32; at += 32)
        if (x < at + 32)
            return x >= at + LIST_ENTRY_BYTES_MIN || x == at + LIST_NAME_OFF;
    return true;
}

static bool is_idle(const struct provebed *bed, uint64_t offset)
{
    static uint8_t block[OVERLAY_BLOCK_BYTES];
    struct source through = overlay_source(bed->overlay);
    struct volume *volume;
    const size_t x = (size_t)(offset % OVERLAY_BLOCK_BYTES);
    uint64_t number;
    size_t at;
    bool is;

    cr_assert_eq(volume_open(&through, &volume), STATUS_OK);
    cr_assert_eq(overlay_read(bed->overlay, offset - x, block, sizeof block), STATUS_OK);
    if (find_record(volume, offset, &number, &at)) {
        uint8_t record[RECORD_BYTES_MAX];
        enum record_state state;

        cr_assert_eq(volume_read_record(volume, number, record, &state), STATUS_OK);
        is = is_idle_in_record(record, at, index_find(bed->index, number) == INDEX_NONE);
    } else if (memcmp(block, "INDX", 4) == 0) {
        cr_assert(fixup_undo(block, sizeof block));
        is = is_idle_in_block(block, x);
    } else if (bytes_u32(block) == ATTR_STANDARD_INFORMATION) {
        is = is_idle_in_list(block, x);
    } else {
        is = is_behind(volume, offset, RECORD_MFT, ATTR_DATA) ||
             is_behind(volume, offset, RECORD_MFT, ATTR_BITMAP) ||
             is_behind(volume, offset, RECORD_BITMAP, ATTR_DATA) ||
             is_behind(volume, offset, RECORD_MFTMIRR, ATTR_DATA);
    }
    volume_close(volume);
    return is;
}

/* ---- Flips ---- */

static size_t list_blocks(const struct provebed *bed, uint64_t *offsets)
{
    struct overlay_extent extent;
    size_t n = 0;

    cr_assert_eq(overlay_settle(bed->overlay, 2), STATUS_OK);
    for (uint64_t at = 0; overlay_extent(bed->overlay, &at, &extent);) {
        cr_assert_lt(n, BLOCKS_MAX);
        offsets[n++] = extent.offset;
    }
    return n;
}

/* Is it seen? */
static bool flip(const struct provebed *bed, uint64_t offset, uint8_t mask)
{
    struct proof proof;
    bool is_seen;

    provebreak_flip(bed, offset, mask);
    provebed_prove(bed, &proof);
    is_seen = proof.kind != PROVE_HOLDS;
    prove_free(&proof);
    provebreak_flip(bed, offset, mask);
    return is_seen;
}

Test(prove_flips, a_bit_that_may_be_flipped_says_nothing)
{
    static uint64_t offsets[BLOCKS_MAX];
    struct chance chance = chance_seed(11);
    struct provebed bed;
    uint32_t rows[NFILES], store, nseen = 0;
    char name[80];
    size_t nblocks;

    provebed_begin(&bed, fixture_image("geometry:512:4096"), PROVEBED_PLENTY);
    bed.nworkers = 1;
    cr_assert_eq(provebed_files(&bed, 0, NFILES, rows), NFILES);
    store = provebed_mkdir(&bed, provebed_root(&bed), "a store");
    for (uint32_t i = 0; i < NNAMES; i++) {
        snprintf(name, sizeof name, "%05u is a name of forty units", i);
        provebed_link(&bed, index_first_name(bed.index, rows[i % NFILES]), store, name);
    }
    provebed_carry_out(&bed);
    nblocks = list_blocks(&bed, offsets);
    for (uint32_t i = 0; i < FLIPS; i++) {
        const uint64_t offset = offsets[chance_below(&chance, (uint32_t)nblocks)] +
                                chance_below(&chance, OVERLAY_BLOCK_BYTES);
        const uint8_t mask = (uint8_t)(1U << chance_below(&chance, 8));
        const bool is_seen = flip(&bed, offset, mask);

        nseen += is_seen;
        cr_expect(is_seen || is_idle(&bed, offset),
                  "byte %" PRIu64 " (%" PRIu64 " of its block), bit 0x%02x", offset,
                  offset % OVERLAY_BLOCK_BYTES, mask);
    }
    cr_expect_gt(nseen, FLIPS / 8);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}
