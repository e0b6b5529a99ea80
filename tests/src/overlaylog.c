/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An overlay's writes through a redo log to the volume. */
#define _GNU_SOURCE /* mkdtemp */

#include "src/overlaylog.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "src/redo_compare.h"
#include "tests/support/chance.h"
#include "tests/support/redolog.h"

enum { VOLUME_BYTES = (40 << 20) + 700, NWRITES = 3000 };

static char path[64];

static uint8_t *base_of(uint64_t seed)
{
    struct chance chance = chance_seed(seed);
    uint8_t *base = calloc(1, VOLUME_BYTES);

    cr_assert(base);
    for (size_t i = 0; i < VOLUME_BYTES; i += 1 + chance_below(&chance, 300))
        base[i] = (uint8_t)chance_bits(&chance);
    return base;
}

/* Writes by chance, to the overlay and to EXPECTED; some change nothing. */
static void write_by_chance(struct overlay *overlay, uint64_t seed, uint8_t *expected)
{
    static uint8_t bytes[70000];
    struct chance chance = chance_seed(seed);

    for (int i = 0; i < NWRITES; i++) {
        size_t n = 1 + chance_below(&chance, i % 100 ? 5000 : sizeof bytes);
        size_t at = chance_below(&chance, (uint32_t)(VOLUME_BYTES - n + 1));

        memcpy(bytes, expected + at, n);
        for (size_t k = chance_below(&chance, (uint32_t)n); i % 5 && k < n; k++)
            bytes[k] = (uint8_t)(i + (int)k / 64);
        cr_assert_eq(overlay_write(overlay, at, bytes, n), STATUS_OK);
        memcpy(expected + at, bytes, n);
    }
}

/* The log of OVERLAY on the volume BASE, which then is EXPECTED. */
static void carry_over(struct overlay *overlay, uint8_t *base, const uint8_t *expected)
{
    const struct redo_about about = {.volume_bytes = VOLUME_BYTES, .batch = 1};
    struct overlaylog log = {overlay, 0};
    struct redo_extents extents = overlaylog_extents(&log);
    struct redolog_volume volume = {.at = base, .nbytes = VOLUME_BYTES};
    struct source source = source_of_memory((struct bytes){base, VOLUME_BYTES});
    struct redo_state state;
    const char *why;
    struct redo *redo;

    cr_assert_eq(redo_write(path, &about, &extents, 2), STATUS_OK);
    cr_assert_eq(redo_open(path, &redo, &why), STATUS_OK);
    cr_assert_eq(redo_bytes(redo), overlay_bytes(overlay) - (OVERLAY_BLOCK_BYTES - 700));
    cr_assert_eq(redo_compare(redo, &source, &state, &why), STATUS_OK);
    cr_assert(state.nforeign == 0 && state.nbefore > 1000);
    cr_assert_eq(redo_carry_out(redo, redolog_target(&volume), &why), STATUS_OK);
    cr_assert_eq(memcmp(base, expected, VOLUME_BYTES), 0);
    cr_assert_eq(redo_compare(redo, &source, &state, &why), STATUS_OK);
    cr_assert(state.nforeign == 0 && state.nbefore == 0 && state.nafter > 1000);
    redo_close(redo);
    cr_assert_eq(redo_remove(path), STATUS_OK);
}

Test(overlaylog, what_was_written_reaches_the_volume_and_what_was_there_is_known, .timeout = 60)
{
    uint8_t *base = base_of(1), *expected = base_of(1);
    struct source source = source_of_memory((struct bytes){base, VOLUME_BYTES});
    char folder[] = "/tmp/mftlink-overlaylog-XXXXXX";
    struct overlay *overlay;

    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/PLAN.redo", folder);
    cr_assert_eq(overlay_new(&source, UINT64_MAX, &overlay), STATUS_OK);
    for (uint64_t seed = 0; seed < 3; seed++) {
        write_by_chance(overlay, seed, expected);
        cr_assert_eq(overlay_write(overlay, VOLUME_BYTES - 1, &(uint8_t){(uint8_t)(seed + 1)}, 1),
                     STATUS_OK);
        expected[VOLUME_BYTES - 1] = (uint8_t)(seed + 1);
        cr_assert_eq(overlay_settle(overlay, 2), STATUS_OK);
        carry_over(overlay, base, expected);
        overlay_forget(overlay);
    }
    overlay_free(overlay);
    cr_assert_eq(rmdir(folder), 0);
    free(base);
    free(expected);
}

Test(overlaylog, fingerprints_are_known_only_while_the_overlay_is_settled)
{
    static const uint8_t base[8192];
    struct source source = source_of_memory((struct bytes){base, sizeof base});
    uint32_t prints[BLOCKHASH_SECTORS];
    struct overlay_extent extent = {0};
    struct overlay *overlay;

    cr_assert_eq(overlay_new(&source, UINT64_MAX, &overlay), STATUS_OK);
    blockhash_block((struct bytes){base, OVERLAY_BLOCK_BYTES}, prints);
    for (int again = 0; again < 2; again++) {
        cr_assert_eq(overlay_write(overlay, 5, "x", 1), STATUS_OK);
        cr_assert(overlay_extent(overlay, &(uint64_t){0}, &extent));
        cr_assert_null(extent.prints);
        cr_assert_eq(overlay_settle(overlay, 2), STATUS_OK);
        cr_assert(overlay_extent(overlay, &(uint64_t){0}, &extent));
        cr_assert(extent.prints && memcmp(extent.prints, prints, sizeof prints) == 0);
    }
    overlay_free(overlay);
}
