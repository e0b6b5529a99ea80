/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No manifest is larger than its price, whatever names, times and owners there are. */
#include "planner/manifest.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/chance.h"
#include "tests/support/holding.h"
#include "tests/support/manifestmaker.h"

enum { ROUNDS = 12, PATH_BYTES = 240, OWNER_BYTES = 190 };

static struct holding holding;
static struct chance chance;

/* As long as SIDs are, and each another one. */
static bool owner(void *context, uint32_t drive, uint32_t file, struct str *text_ret)
{
    static char text[OWNER_BYTES + 1];
    size_t n = (size_t)snprintf(text, sizeof text, "S-1-");

    (void)context, (void)drive, (void)file;
    while (n < OWNER_BYTES)
        text[n++] = (char)('0' + chance_below(&chance, 10));
    *text_ret = (struct str){text, n};
    return true;
}

/* Names of which nothing can be compressed; some are no UTF-8. */
static void plant(uint32_t nfiles)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    for (uint32_t i = 0; i < nfiles; i++) {
        char path[PATH_BYTES];
        size_t n =
            (size_t)snprintf(path, sizeof path, "\\x%u\\%s", i % 7, i % 3 ? "" : "\xED\xA0\x80");
        uint32_t file;

        for (uint32_t k = 4 + chance_below(&chance, 40); k > 0; k--)
            path[n++] = letters[chance_below(&chance, sizeof letters - 1)];
        path[n] = '\0';
        file = holding_add(&holding, 0, path);
        holding.groves[0].index.files.size[file] = chance_bits(&chance) >> 1;
        holding.groves[0].index.files.attributes[file] = (uint32_t)chance_bits(&chance) & 0xA7;
        for (uint32_t k = 0; k < TIMES; k++)
            holding.groves[0].index.files.times[TIMES * (size_t)file + k] = chance_bits(&chance);
    }
}

static void expect_enough(uint32_t nfiles)
{
    struct manifest manifest;
    struct arena arena = {0};
    struct bytes bytes;
    struct plan plan;
    uint64_t price[2];

    holding_begin(&holding, 2, 30000);
    plant(nfiles);
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    holding_save(&holding, &plan);

    const struct manifest_job job = {.plan = &plan, .machine = &holding.machine, .owner = owner};
    cr_assert_eq(manifest_make(&job, &manifest), STATUS_OK);
    bytes = manifestmaker_bytes(&manifest, 1, &arena);
    cr_assert_eq(manifest_price(&plan, &holding.machine, price), STATUS_OK);
    cr_assert_leq(bytes.n, price[0], "%u files", nfiles);
    /* Of what cannot be compressed most is there; owners, each another one here, could be as many
     * in each row group. */
    if (nfiles > 10000)
        cr_assert_leq(price[0], 3 * bytes.n / 2, "%zu of %llu", bytes.n,
                      (unsigned long long)price[0]);
    cr_assert_eq(plan.ops[plan.nops - 1].expect.size, price[0]);
    arena_free(&arena);
    manifest_free(&manifest);
    plan_free(&plan);
    holding_free(&holding);
}

Test(manifest_price, it_is_never_too_low, .timeout = 120)
{
    chance = chance_seed(4);
    for (uint32_t i = 0; i < ROUNDS; i++)
        expect_enough(1u << i);
    expect_enough(20000);
}
