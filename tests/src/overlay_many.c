/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlays of very many blocks. */
#include "src/overlay.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

enum { BLOCK = OVERLAY_BLOCK_BYTES, PLENTY = 1 << 30 };

static struct overlay *overlay;

static enum status read_zeros(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    (void)offset;
    memset(buffer, 0, n);
    return STATUS_OK;
}

/* Scattered over a large source: as many as a batch may have. */
Test(overlay_many, a_hundred_thousand_blocks_far_from_each_other)
{
    enum { MANY = 100000 };
    const uint64_t step_bytes = UINT64_C(40) << 20;
    const struct source base = {.read = read_zeros, .fd = -1, .size_bytes = MANY * step_bytes};
    struct overlay_extent extent;
    uint64_t at = 0, n = 0;

    cr_assert_eq(overlay_new(&base, PLENTY, &overlay), STATUS_OK);
    for (uint64_t i = 0; i < MANY; i++) /* 77777 and MANY have no common divisor */
        cr_assert_eq(overlay_write(overlay, i * 77777 % MANY * step_bytes + 10, &i, sizeof i),
                     STATUS_OK);
    for (; overlay_extent(overlay, &at, &extent); n++) {
        cr_assert_eq(extent.offset, n * step_bytes);
        cr_assert_eq(bytes_u64(extent.bytes.at + 10) * 77777 % MANY, n);
    }
    cr_expect_eq(n, MANY);
    cr_expect_eq(overlay_settle(overlay, 2), STATUS_OK);
    cr_expect_eq(overlay_bytes(overlay), (uint64_t)(MANY - 1) * BLOCK, "number 0 writes zeros");
    overlay_free(overlay);
}

/* ---- So many that threads share them ---- */

enum { CROWD = 5000 };

static uint64_t crowd_bad;

/* Each block is full of a byte of its own. */
static enum status read_crowd(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    (void)source;
    if (crowd_bad >= offset && crowd_bad - offset < n) {
        errno = ENXIO;
        return STATUS_IO;
    }
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)buffer)[i] = (uint8_t)((offset + i) / BLOCK % 251);
    return STATUS_OK;
}

static void begin_crowd(void)
{
    const struct source base = {
        .read = read_crowd, .fd = -1, .size_bytes = (uint64_t)4 * CROWD * BLOCK};

    crowd_bad = UINT64_MAX;
    cr_assert_eq(overlay_new(&base, PLENTY, &overlay), STATUS_OK);
    for (uint64_t i = 0; i < CROWD; i++) {
        uint8_t byte = (uint8_t)(3 * i % 251 + i % 2);

        cr_assert_eq(overlay_write(overlay, 3 * i * BLOCK + 7, &byte, 1), STATUS_OK);
    }
}

Test(overlay_many, of_thousands_of_blocks_those_that_are_as_they_were_go)
{
    struct overlay_extent extent;
    uint64_t at = 0, n = 0;

    begin_crowd();
    cr_assert_eq(overlay_settle(overlay, 2), STATUS_OK);
    cr_expect_eq(overlay_bytes(overlay), (uint64_t)CROWD / 2 * BLOCK);
    for (; overlay_extent(overlay, &at, &extent); n++) {
        uint8_t before[BLOCK];
        uint32_t prints[BLOCKHASH_SECTORS];

        cr_assert_eq(extent.offset, (3 * (2 * n + 1)) * BLOCK);
        memset(before, (int)(extent.offset / BLOCK % 251), sizeof before);
        blockhash_block((struct bytes){before, sizeof before}, prints);
        cr_assert_eq(memcmp(extent.prints, prints, sizeof prints), 0);
    }
    cr_expect_eq(n, CROWD / 2);
    overlay_free(overlay);
}

Test(overlay_many, of_thousands_of_blocks_one_that_cannot_be_compared_is_told_with_its_error)
{
    begin_crowd();
    crowd_bad = (uint64_t)3 * 4321 * BLOCK + 99;
    errno = 0;
    cr_expect_eq(overlay_settle(overlay, 2), STATUS_IO);
    cr_expect_eq(errno, ENXIO);
    crowd_bad = UINT64_MAX;
    cr_expect_eq(overlay_settle(overlay, 2), STATUS_OK);
    overlay_free(overlay);
}
