/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of zstd, made and unpacked; bytes that are none. */
#include "src/compress.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { NBYTES = 300000 };

static struct compress *compress;
static struct compress_unpacker *unpacker;
static struct textbuf packed;
static uint8_t *plain, *unpacked;

static void begin(void)
{
    plain = malloc(NBYTES);
    unpacked = malloc(NBYTES + 1);
    cr_assert(plain && unpacked && compress_begin(&compress));
    for (size_t i = 0; i < NBYTES; i++)
        plain[i] = (uint8_t)(i / 100 * 7);
}

static void end(void)
{
    compress_end(compress);
    compress_unpack_end(unpacker);
    textbuf_free(&packed);
    free(plain);
    free(unpacked);
}

TestSuite(compress, .init = begin, .fini = end, .timeout = 20);

static enum status unpack(struct bytes frame, uint8_t *to, size_t n)
{
    return compress_unpack(&unpacker, frame, to, n);
}

static struct bytes pack(size_t n, bool is_checked)
{
    packed.n = 0;
    cr_assert(compress_append(compress, (struct bytes){plain, n}, is_checked, &packed));
    return (struct bytes){(const uint8_t *)packed.at, packed.n};
}

Test(compress, what_was_packed_comes_back)
{
    for (size_t n = 0; n <= NBYTES; n = n * 5 + 1)
        for (int is_checked = 0; is_checked < 2; is_checked++) {
            struct bytes frame = pack(n, is_checked);

            cr_assert_eq(compress_unpacked_bytes(frame), n);
            memset(unpacked, 0xEE, NBYTES);
            cr_assert_eq(unpack(frame, unpacked, n), STATUS_OK);
            cr_assert_eq(memcmp(unpacked, plain, n), 0);
        }
}

Test(compress, the_same_bytes_give_the_same_frame)
{
    struct compress *other;
    size_t n = pack(NBYTES, true).n;
    struct textbuf once_more = {0};

    cr_assert(compress_begin(&other));
    cr_assert(compress_append(other, (struct bytes){plain, 100}, false, &once_more));
    once_more.n = 0;
    cr_assert(compress_append(other, (struct bytes){plain, NBYTES}, true, &once_more));
    cr_assert(once_more.n == n && memcmp(once_more.at, packed.at, n) == 0);
    compress_end(other);
    textbuf_free(&once_more);
}

Test(compress, frames_are_appended)
{
    size_t first = pack(1000, false).n;

    cr_assert(compress_append(compress, (struct bytes){plain, 500}, false, &packed));
    struct bytes second = {(const uint8_t *)packed.at + first, packed.n - first};
    cr_assert_eq(compress_unpacked_bytes(second), 500);
    cr_assert_eq(unpack(second, unpacked, 500), STATUS_OK);
}

Test(compress, another_size_is_damage)
{
    struct bytes frame = pack(1000, false);

    cr_expect_eq(unpack(frame, unpacked, 999), STATUS_DAMAGED);
    cr_expect_eq(unpack(frame, unpacked, 1001), STATUS_DAMAGED);
    cr_expect_eq(unpack(frame, unpacked, 0), STATUS_DAMAGED);
}

Test(compress, what_is_no_frame_is_damage)
{
    static const uint8_t junk[] = "neither a frame nor anything else";
    struct bytes none = {junk, sizeof junk}, empty = {junk, 0};

    cr_expect_eq(compress_unpacked_bytes(none), UINT64_MAX);
    cr_expect_eq(compress_unpacked_bytes(empty), UINT64_MAX);
    cr_expect_eq(unpack(none, unpacked, 10), STATUS_DAMAGED);
    cr_expect_eq(unpack(empty, unpacked, 10), STATUS_DAMAGED);
}

Test(compress, every_cut_is_damage_and_the_checksum_tells_changes)
{
    struct bytes frame = pack(5000, true);

    for (size_t n = 0; n < frame.n; n++)
        cr_assert_eq(unpack((struct bytes){frame.at, n}, unpacked, 5000), STATUS_DAMAGED, "%zu", n);
    for (size_t i = 0; i < frame.n; i++) {
        packed.at[i] ^= 0x10;
        cr_assert(unpack(frame, unpacked, 5000) == STATUS_DAMAGED ||
                      memcmp(unpacked, plain, 5000) == 0,
                  "%zu", i);
        packed.at[i] ^= 0x10;
    }
}

Test(compress, a_frame_tells_where_it_ends_among_bytes)
{
    size_t nfirst = pack(NBYTES, false).n;

    cr_assert(compress_append(compress, (struct bytes){plain, 100}, true, &packed));
    for (size_t n = 0; n <= packed.n; n++)
        cr_assert_eq(compress_frame_bytes((struct bytes){(const uint8_t *)packed.at, n}),
                     n < nfirst ? 0 : nfirst);
    cr_assert_eq(compress_frame_bytes((struct bytes){plain, NBYTES}), 0);
}
