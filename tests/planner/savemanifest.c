/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifests that plans of stores have at their end; save.c counts them in every plan. */
#include "planner/save.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

static struct holding holding;
static struct plan plan;

static void begin(void)
{
    holding_begin(&holding, 2, 4000);
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(savemanifest, .init = begin, .fini = end, .timeout = 60);

static void plan_it(void)
{
    holding_finish(&holding);
    holding_save(&holding, &plan);
}

Test(savemanifest, the_last_operation_of_a_volume_writes_its_manifest)
{
    holding.drives[1].is_ntfs = true;
    holding_add(&holding, 0, "\\x\\a");
    holding_add(&holding, 1, "\\y\\b");
    holding_rule(&holding, RULES_INCLUDE, 0, "* [*]");
    plan_it();
    for (uint32_t i = 0; i < 2; i++) {
        const struct plan_op *op = &plan.ops[plan.nops - 2 + i];

        cr_expect_eq(plan.folders[op->folder].volume, i);
        cr_expect(str_equal(op->name, str_of("mftlink-manifest.parquet")));
        cr_expect(str_equal(plan.folders[op->folder].path, str_of("\\store\\USMT")));
        cr_expect_eq(op->rule, PLAN_NONE);
    }
}

Test(savemanifest, a_store_that_gets_more_gets_the_next_manifest)
{
    holding_add(&holding, 0, "\\store\\usmt\\MFTLINK-Manifest.parquet");
    holding_add(&holding, 0, "\\store\\usmt\\mftlink-manifest-11.PARQUET");
    holding_add(&holding, 0, "\\store\\usmt\\mftlink-manifest-012.parquet");
    holding_add(&holding, 0, "\\store\\usmt\\mftlink-manifest-13.parquet.bak");
    holding_add(&holding, 0, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    plan_it();
    cr_assert(str_equal(plan.ops[plan.nops - 1].name, str_of("mftlink-manifest-12.parquet")));
}

Test(savemanifest, where_nothing_is_done_there_is_no_manifest)
{
    holding_add(&holding, 0, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\y\\* [*]");
    plan_it();
    cr_assert_eq(plan.nops, 0);
}
