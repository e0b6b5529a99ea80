/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees by chance, saved and restored to places by chance: whatever is planned holds, is the same
 * each time, has the names that it says, and leaves nothing to do when it was carried out.
 */
#include <criterion/criterion.h>

#include "planner/check.h"
#include "planner/predict.h"
#include "planner/restore.h"
#include "tests/support/aftermath.h"
#include "tests/support/thicket.h"

enum { ROUNDS = 300, MAPS = 12 };

static struct holding holding, saved, restored;
static struct knownfolder rows[MAPS];
static struct knownfolders folders;
static struct restore_part parts[HOLDING_DRIVES];

/* Some folders become others, and one of them nobody's. */
static void map_by_chance(struct chance *chance)
{
    static const char *const places[] = {
        "C:\\a",     "C:\\c",    "C:\\Users",    "C:\\e",      "C:\\f",    "C:\\store",
        "C:\\USMT",  "C:\\a\\c", "C:\\e\\Users", "C:\\File",   "D:\\a",    "D:\\c",
        "D:\\Users", "D:\\e",    "C:\\new\\one", "C:\\a\\new", "E:\\gone", "D:\\store"};
    enum { NPLACES = sizeof places / sizeof places[0] };

    folders = (struct knownfolders){.at = rows};
    for (uint32_t i = 0; i < MAPS; i++) {
        bool is_nobodys = chance_below(chance, 12) == 0;

        rows[folders.n++] =
            (struct knownfolder){str_of(places[chance_below(chance, NPLACES)]),
                                 str_of(is_nobodys ? "" : places[chance_below(chance, NPLACES)])};
    }
}

static void make(struct holding *of, struct plan *plan_ret)
{
    const struct restore_job job = {
        .machine = &of->machine,
        .volumes = of->volumes,
        .parts = parts,
        .store = of->job.store,
        .folders = &folders,
    };
    uint32_t absent;

    plan_begin(plan_ret);
    cr_assert_eq(restore_plan(&job, plan_ret, &absent), STATUS_OK);
}

static void check_same(const struct plan *plan, uint32_t round)
{
    struct plan again;

    make(&saved, &again);
    cr_assert(again.nops == plan->nops && again.nrefusals == plan->nrefusals &&
                  again.nfolders == plan->nfolders,
              "round %u", round);
    for (uint32_t i = 0; i < plan->nops; i++)
        cr_assert(again.ops[i].kind == plan->ops[i].kind &&
                      again.ops[i].folder == plan->ops[i].folder &&
                      str_equal(again.ops[i].name, plan->ops[i].name),
                  "round %u", round);
    plan_free(&again);
}

static void check_holds(const struct plan *plan, uint32_t round)
{
    struct check_faults faults;

    cr_assert_eq(check_plan(plan, &saved.machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "round %u: operation %u: %s", round, faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
}

/* PLAN's names, and no others, come to what is there. */
static void check_predicted(const struct plan *plan, uint32_t drive, uint32_t round)
{
    struct prediction prediction;
    struct predict_differences differences;

    cr_assert_eq(predict(plan, &saved.machine, drive, &prediction), STATUS_OK);
    cr_assert_eq(predict_compare(&prediction, restored.drives[drive].index, &differences),
                 STATUS_OK);
    cr_assert_eq(differences.n, 0, "round %u: kind %d", round,
                 differences.n ? (int)differences.at[0].kind : 0);
    predict_differences_free(&differences);
    predict_free(&prediction);
}

static void check_nothing_left(uint32_t round)
{
    struct plan again;

    make(&restored, &again);
    cr_assert_eq(again.nops, 0, "round %u: %s %.*s", round,
                 again.nops ? plan_kind_word(again.ops[0].kind) : "",
                 again.nops ? (int)again.ops[0].name.n : 0, again.nops ? again.ops[0].name.at : "");
    plan_free(&again);
}

static bool has_store(const struct plan *save)
{
    for (uint32_t i = 0; i < save->nops; i++)
        if (save->ops[i].kind == PLAN_LINK || save->ops[i].kind == PLAN_COPY)
            return true;
    return false;
}

static uint32_t check_round(uint32_t round)
{
    struct chance chance = chance_seed(round);
    struct plan save, plan;
    uint32_t nops = 0;

    holding_begin(&holding, 2, 4000);
    holding.drives[1].is_ntfs = chance_below(&chance, 4) != 0;
    holding.job.efs = SAVE_EFS_HARDLINK;
    holding.job.store = str_of("C:\\st");
    thicket_plant(&chance, &holding, 0);
    thicket_plant(&chance, &holding, 1);
    thicket_rules(&chance, &holding);
    holding_finish(&holding);
    holding_save(&holding, &save);
    map_by_chance(&chance);
    if (has_store(&save)) {
        aftermath_of(&holding, &save, &saved);
        make(&saved, &plan);
        nops = plan.nops;
        check_same(&plan, round);
        check_holds(&plan, round);
        aftermath_of(&saved, &plan, &restored);
        check_predicted(&plan, 0, round);
        check_predicted(&plan, 1, round);
        check_nothing_left(round);
        holding_free(&restored);
        plan_free(&plan);
        holding_free(&saved);
    }
    plan_free(&save);
    holding_free(&holding);
    return nops;
}

Test(restore_chance, what_is_restored_holds_and_leaves_nothing_to_do, .timeout = 120)
{
    uint64_t nops = 0;

    for (uint32_t round = 1; round <= ROUNDS; round++)
        nops += check_round(round);
    cr_assert_gt(nops, ROUNDS, "trees by chance give plans worth the name");
}
