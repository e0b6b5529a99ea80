/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans to tables and back. */
#include "src/planfile_read.h"

#include "src/planfile_write.h"
#include "tests/support/planmaker.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct textbuf written(const struct plan *plan, unsigned nworkers)
{
    struct out out = out_to_memory();

    cr_assert_eq(planfile_write(plan, nworkers, &out), STATUS_OK);
    cr_assert_eq(out.error, 0);
    return out.text;
}

static void expect_back(const struct planmaker *maker)
{
    struct plan plan, back;
    struct textbuf file, again;
    struct source source;
    struct tableread *table;
    const char *why = NULL;

    planmaker(maker, &plan);
    file = written(&plan, 1);
    source = source_of_memory((struct bytes){(const uint8_t *)file.at, file.n});
    cr_assert_eq(tableread_open(&source, &table, &why), STATUS_OK, "%s", why);
    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        cr_assert_eq(planfile_read(table, nworkers, &back, &why), STATUS_OK, "%s", why);
        cr_expect(planmaker_are_equal(&plan, &back));
        again = written(&back, 3);
        cr_expect(str_equal(textbuf_view(&file), textbuf_view(&again)), "the same bytes");
        textbuf_free(&again);
        plan_free(&back);
    }
    tableread_close(table);
    textbuf_free(&file);
    plan_free(&plan);
}

Test(planfile_read, small_plans_come_back)
{
    for (uint64_t seed = 1; seed < 60; seed++)
        expect_back(&(struct planmaker){.seed = seed,
                                        .nfolders = (uint32_t)(2 + seed),
                                        .nops = (uint32_t)(seed * 7),
                                        .nrefusals = (uint32_t)(seed % 5)});
}

Test(planfile_read, empty_plans_come_back)
{
    expect_back(&(struct planmaker){.seed = 1, .nfolders = 2});
    expect_back(&(struct planmaker){.seed = 2, .nfolders = 2, .nrefusals = 1});
    expect_back(&(struct planmaker){.seed = 3, .nfolders = 2, .nops = 1});
}

Test(planfile_read, many_rows_come_back)
{
    expect_back(&(struct planmaker){
        .seed = 4, .nfolders = 20000, .nops = 250000, .nrefusals = 40000, .is_plain = true});
    expect_back(&(struct planmaker){.seed = 5, .nfolders = 500, .nops = 150000, .nrefusals = 300});
}

/* Whoever reads a plan has room for so many. */
static bool is_read_with(uint32_t nvolumes)
{
    struct plan_volume volumes[PLAN_VOLUMES_MAX + 1];
    char drives[PLAN_VOLUMES_MAX + 1][8];
    struct plan plan, back;
    struct textbuf file;
    struct source source;
    struct tableread *table;
    const char *why = NULL;
    enum status status;

    planmaker(&(struct planmaker){.seed = 6, .nfolders = 2, .nops = 1}, &plan);
    for (uint32_t i = 0; i < nvolumes; i++) {
        snprintf(drives[i], sizeof drives[i], "%02u:", i);
        volumes[i] = plan.volumes[i % plan.nvolumes];
        volumes[i].drive = (struct str){drives[i], 3};
    }
    plan.volumes = volumes;
    plan.nvolumes = nvolumes;
    file = written(&plan, 1);
    source = source_of_memory((struct bytes){(const uint8_t *)file.at, file.n});
    cr_assert_eq(tableread_open(&source, &table, &why), STATUS_OK, "%s", why);
    status = planfile_read(table, 1, &back, &why);
    if (status == STATUS_OK)
        plan_free(&back);
    tableread_close(table);
    textbuf_free(&file);
    plan_free(&plan);
    return status == STATUS_OK;
}

Test(planfile_read, no_plan_has_more_volumes_than_there_is_room_for)
{
    cr_expect(is_read_with(PLAN_VOLUMES_MAX));
    cr_expect_not(is_read_with(PLAN_VOLUMES_MAX + 1));
}
