/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which folders lead to a store, lie in it, and are the place of manifests. */
#include "planner/storeway.h"

#include <criterion/criterion.h>

#include "tests/support/storeplan.h"

static struct storeplan maker;
static struct storeway way;
static struct arena arena;
static const uint32_t no_drive[] = {MACHINE_NONE};

enum { ROOT, A, STORE, USMT, FILES, DEEP, OTHER, AWAY, AWAY_STORE, NFOLDERS };

/* Without a drive names are compared as ASCII has them. */
static void begin(void)
{
    static const struct {
        uint32_t parent;
        const char *name;
    } folders[NFOLDERS] = {
        {PLAN_NONE, ""}, {ROOT, "a"},      {A, "STORE"},   {STORE, "usmt"}, {USMT, "File"},
        {USMT, "USMT"},  {STORE, "other"}, {ROOT, "away"}, {AWAY, "store"},
    };

    storeplan_begin(&maker, &(struct plan_volume){.drive = str_of("C:")});
    maker.plan.store = str_of("C:\\A\\store");
    for (uint32_t i = 0; i < NFOLDERS; i++)
        storeplan_folder(&maker, folders[i].parent, str_of(folders[i].name), false);
    cr_assert_eq(storeway_begin(&way, &maker.plan, NULL, no_drive, &arena), STATUS_OK);
}

static void end(void)
{
    arena_free(&arena);
    plan_free(&maker.plan);
}

TestSuite(storeway_place, .init = begin, .fini = end, .timeout = 60);

Test(storeway_place, the_store_and_what_lies_in_it_are_inside)
{
    static const bool is_inside[NFOLDERS] = {
        [STORE] = true, [USMT] = true, [FILES] = true, [DEEP] = true, [OTHER] = true};

    for (uint32_t i = 0; i < NFOLDERS; i++)
        cr_expect_eq(storeway_is_inside(&way, i), is_inside[i], "folder %u", i);
}

Test(storeway_place, only_the_steps_of_its_path_lead_on)
{
    cr_expect(storeway_leads_on(&way, ROOT, str_of("a")));
    cr_expect(storeway_leads_on(&way, A, str_of("Store")));
    cr_expect_not(storeway_leads_on(&way, ROOT, str_of("store")));
    cr_expect_not(storeway_leads_on(&way, A, str_of("stores")));
    cr_expect_not(storeway_leads_on(&way, AWAY, str_of("store")));
    cr_expect_not(storeway_leads_on(&way, STORE, str_of("store")));
}

Test(storeway_place, manifests_have_one_place)
{
    for (uint32_t i = 0; i < NFOLDERS; i++)
        cr_expect_eq(storeway_is_manifest(&way, i, str_of("mftlink-manifest.parquet")), i == USMT,
                     "folder %u", i);
    cr_expect(storeway_is_manifest(&way, USMT, str_of("MFTLINK-manifest-2.parquet")));
    cr_expect_not(storeway_is_manifest(&way, USMT, str_of("mftlink.parquet")));
}

Test(storeway_place, a_store_that_is_a_root_has_nothing_in_it)
{
    maker.plan.store = str_of("C:\\");
    cr_assert_eq(storeway_begin(&way, &maker.plan, NULL, no_drive, &arena), STATUS_OK);
    for (uint32_t i = 0; i < NFOLDERS; i++) {
        cr_expect_not(storeway_is_inside(&way, i));
        cr_expect_not(storeway_is_manifest(&way, i, str_of("mftlink-manifest.parquet")));
    }
}
