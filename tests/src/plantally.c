/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies behind the names of a plan counts once for each name, and once for each file. */
#include "src/plantally.h"

#include <criterion/criterion.h>

#include "tests/support/planmaker.h"

static struct plan plan;
static struct plantally tally;

static void end(void)
{
    arena_free(&tally.arena);
    plan_free(&plan);
}

TestSuite(plantally, .fini = end, .timeout = 60);

static bool makes_name(const struct plan_op *op)
{
    return op->kind != PLAN_MKDIR && op->kind != PLAN_RMDIR && op->kind != PLAN_MANIFEST &&
           op->kind != PLAN_SECURE;
}

static uint32_t volume_of(const struct plan_op *op)
{
    return plan.folders[op->from_folder != PLAN_NONE ? op->from_folder : op->folder].volume;
}

/* Has an operation before I a name of the same file? */
static bool is_met(uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (makes_name(&plan.ops[k]) &&
            plan.ops[k].expect.reference == plan.ops[i].expect.reference &&
            volume_of(&plan.ops[k]) == volume_of(&plan.ops[i]))
            return true;
    return false;
}

Test(plantally, each_file_counts_once_whatever_bytes_its_reference_has)
{
    static const uint64_t references[] = {0, 1, 0x0001000000000001, 0xFFFF000000000001, 0x100, 5};
    enum { N = 600, NREFERENCES = sizeof references / sizeof references[0] };
    uint64_t unique = 0, naive = 0;

    planmaker(&(struct planmaker){.seed = 3, .nfolders = 20, .nops = N, .nrefusals = 5}, &plan);
    for (uint32_t i = 0; i < plan.nops; i++) {
        struct plan_op *op = &plan.ops[i];

        op->expect.reference = references[i * 7 % NREFERENCES];
        op->expect.size = 1000 + i;
        if (!makes_name(op))
            continue;
        naive += op->expect.size;
        if (op->expect.reference == 0 || !is_met(i))
            unique += op->expect.size;
    }
    cr_assert_eq(plantally_of(&plan, &tally), STATUS_OK);
    cr_expect_eq(tally.unique_bytes, unique);
    cr_expect_eq(tally.all.bytes, naive);
    cr_expect_lt(unique, naive);
}

Test(plantally, files_of_one_reference_on_two_volumes_are_two)
{
    uint32_t volumes[2] = {PLAN_NONE, PLAN_NONE};

    planmaker(&(struct planmaker){.seed = 3, .nfolders = 20, .nops = 50}, &plan);
    for (uint32_t i = 0; i < plan.nfolders && volumes[1] == PLAN_NONE; i++)
        if (volumes[0] == PLAN_NONE)
            volumes[0] = i;
        else if (plan.folders[i].volume != plan.folders[volumes[0]].volume)
            volumes[1] = i;
    cr_assert_neq(volumes[1], PLAN_NONE);
    for (uint32_t i = 0; i < plan.nops; i++) {
        plan.ops[i].kind = PLAN_LINK;
        plan.ops[i].from_folder = volumes[i % 2];
        plan.ops[i].expect.reference = 42;
        plan.ops[i].expect.size = i % 2 ? 3 : 500;
    }
    cr_assert_eq(plantally_of(&plan, &tally), STATUS_OK);
    cr_expect_eq(tally.unique_bytes, 503);
}
