/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees by chance: whatever is planned holds, is the same each time, has the names that it says,
 * and leaves nothing to do when it was carried out.
 */
#include <criterion/criterion.h>

#include "planner/check.h"
#include "planner/predict.h"
#include "planner/save.h"
#include "tests/support/aftermath.h"
#include "tests/support/thicket.h"

enum { ROUNDS = 400 };

static struct holding holding, after;

static bool is_same_op(const struct plan_op *a, const struct plan_op *b)
{
    return a->kind == b->kind && a->reason == b->reason && a->folder == b->folder &&
           a->from_folder == b->from_folder && str_equal(a->name, b->name) &&
           str_equal(a->from_name, b->from_name) && a->rule == b->rule && a->detail == b->detail &&
           memcmp(&a->expect, &b->expect, sizeof a->expect) == 0;
}

static void check_same(const struct plan *plan, uint32_t round)
{
    struct plan again;

    holding_save(&holding, &again);
    cr_assert(again.nops == plan->nops && again.nrefusals == plan->nrefusals &&
                  again.nfolders == plan->nfolders && again.nrules == plan->nrules,
              "round %u", round);
    for (uint32_t i = 0; i < plan->nops; i++)
        cr_assert(is_same_op(&plan->ops[i], &again.ops[i]), "round %u", round);
    for (uint32_t i = 0; i < plan->nrefusals; i++)
        cr_assert(is_same_op(&plan->refusals[i], &again.refusals[i]), "round %u", round);
    plan_free(&again);
}

static void check_holds(const struct plan *plan, uint32_t round)
{
    struct check_faults faults;

    cr_assert_eq(check_plan(plan, &holding.machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "round %u: operation %u: %s", round, faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
}

static uint32_t nops_on(const struct plan *plan, uint32_t drive)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->nops; i++)
        n += plan->folders[plan->ops[i].folder].volume == drive;
    return n;
}

/* PLAN's names, and no others, come to what is there. */
static void check_predicted(const struct plan *plan, uint32_t drive, uint32_t round)
{
    const struct index *index = &holding.groves[drive].index;
    struct prediction prediction;
    struct predict_differences differences;

    cr_assert_eq(predict(plan, &holding.machine, drive, &prediction), STATUS_OK);
    cr_assert_eq(prediction.nold, index->names.n, "round %u", round);
    cr_assert_eq(prediction.n, nops_on(plan, drive), "round %u", round);
    for (uint32_t i = 0; i < prediction.n; i++) {
        const struct plan_op *op = &plan->ops[prediction.names[i].op];

        cr_assert_eq(plan->folders[op->folder].volume, drive);
        cr_assert_eq(prediction.names[i].reference,
                     op->kind == PLAN_LINK ? op->expect.reference : 0);
    }
    cr_assert_eq(predict_compare(&prediction, after.drives[drive].index, &differences), STATUS_OK);
    cr_assert_eq(differences.n, 0, "round %u: kind %d", round,
                 differences.n ? (int)differences.at[0].kind : 0);
    predict_differences_free(&differences);
    predict_free(&prediction);
}

static void check_nothing_left(const struct plan *plan, uint32_t round)
{
    struct plan again;

    holding_save(&after, &again);
    cr_assert_eq(again.nops, 0, "round %u: %s %.*s", round,
                 again.nops ? plan_kind_word(again.ops[0].kind) : "",
                 again.nops ? (int)again.ops[0].name.n : 0, again.nops ? again.ops[0].name.at : "");
    cr_assert_eq(again.nrefusals, plan->nrefusals, "round %u", round);
    /* Other names of a file may have filled it up since. */
    for (uint32_t i = 0; i < plan->nrefusals; i++)
        cr_assert(again.refusals[i].reason == plan->refusals[i].reason ||
                      again.refusals[i].reason == PLAN_LINK_LIMIT,
                  "round %u: %.*s: %s, %s", round, (int)plan->refusals[i].name.n,
                  plan->refusals[i].name.at, plan_reason_word(plan->refusals[i].reason),
                  plan_reason_word(again.refusals[i].reason));
    plan_free(&again);
}

static uint32_t check_round(uint32_t round)
{
    struct chance chance = chance_seed(round);
    struct plan plan;
    uint32_t nops;

    holding_begin(&holding, 2, 4000);
    holding.drives[1].is_ntfs = chance_below(&chance, 4) != 0;
    holding.job.efs = (enum save_efs)chance_below(&chance, 5);
    holding.job.store = str_of(chance_below(&chance, 2) ? "C:\\st" : "C:\\Users\\st");
    thicket_plant(&chance, &holding, 0);
    thicket_plant(&chance, &holding, 1);
    thicket_rules(&chance, &holding);
    holding_finish(&holding);
    holding_save(&holding, &plan);
    nops = plan.nops;
    check_same(&plan, round);
    check_holds(&plan, round);
    aftermath_of(&holding, &plan, &after);
    check_predicted(&plan, 0, round);
    check_predicted(&plan, 1, round);
    check_nothing_left(&plan, round);
    holding_free(&after);
    plan_free(&plan);
    holding_free(&holding);
    return nops;
}

Test(save_chance, what_is_planned_holds_and_leaves_nothing_to_do, .timeout = 120)
{
    uint64_t nops = 0;

    for (uint32_t round = 1; round <= ROUNDS; round++)
        nops += check_round(round);
    cr_assert_gt(nops, ROUNDS, "trees by chance give plans worth the name");
}
