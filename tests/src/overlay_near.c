/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/overlay_near.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { PIECE = OVERLAY_NEAR_BYTES, SIZE = 100 * PIECE + 700 };

static uint8_t bytes[SIZE];
static unsigned nreads;
static uint64_t broken; /* a byte that cannot be read */

static enum status read_bytes(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    nreads++;
    if (broken - offset < n)
        return STATUS_IO;
    memcpy(buffer, bytes + offset, n);
    return STATUS_OK;
}

static const struct source base = {.read = read_bytes, .fd = -1, .size_bytes = SIZE};
static struct overlay_near *near;

static void begin(void)
{
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t)(i * 2654435761u >> 13);
    near = calloc(1, sizeof(*near));
    cr_assert_not_null(near);
    broken = UINT64_MAX;
    nreads = 0;
}

static void end(void)
{
    free(near);
}

TestSuite(overlay_near, .init = begin, .fini = end);

static void expect(uint64_t offset, size_t n)
{
    uint8_t *got = malloc(n + 1);

    got[n] = 0x5A;
    cr_assert_eq(overlay_near_read(near, &base, offset, got, n), STATUS_OK);
    cr_assert_eq(memcmp(got, bytes + offset, n), 0, "%zu bytes at %zu", n, (size_t)offset);
    cr_assert_eq(got[n], 0x5A);
    free(got);
}

Test(overlay_near, what_lies_side_by_side_is_read_once)
{
    for (uint64_t at = 0; at < 4 * PIECE; at += 1024)
        expect(at, 1024);
    cr_assert_eq(nreads, 4);
}

Test(overlay_near, every_place_is_read_as_it_is)
{
    for (uint64_t at = 0; at < SIZE; at += 333)
        expect(at, at + 900 <= SIZE ? 900 : SIZE - at);
    for (uint64_t at = SIZE; at-- > SIZE - 2000;)
        expect(at, SIZE - at);
    expect(PIECE - 1, 2);
    expect(0, SIZE);
    expect(5, 0);
}

Test(overlay_near, pieces_of_one_place_do_not_mix)
{
    for (int i = 0; i < 3; i++) {
        expect(7, 100);
        expect(7 + (uint64_t)OVERLAY_NEAR_PIECES * PIECE, 100);
    }
    cr_assert_eq(nreads, 6);
}

Test(overlay_near, a_byte_that_cannot_be_read_fails_only_who_wants_it)
{
    uint8_t got[512];

    broken = 3 * PIECE + 5000;
    expect(3 * PIECE, 512);
    cr_assert_eq(overlay_near_read(near, &base, 3 * PIECE + 4608, got, 512), STATUS_IO);
    expect(3 * PIECE + 5120, 512);
    broken = UINT64_MAX;
    expect(3 * PIECE + 4608, 512);
}

Test(overlay_near, nothing_is_read_beyond_the_end)
{
    uint8_t got[16];

    cr_assert_eq(overlay_near_read(near, &base, SIZE - 1, got, 2), STATUS_TRUNCATED);
    cr_assert_eq(overlay_near_read(near, &base, UINT64_MAX, got, 2), STATUS_TRUNCATED);
    cr_assert_eq(nreads, 0);
}

Test(overlay_near, what_is_forgotten_is_read_again)
{
    expect(100, 10);
    bytes[105] ^= 1;
    overlay_near_forget(near);
    expect(100, 10);
    cr_assert_eq(nreads, 2);
}
