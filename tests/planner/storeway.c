/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be taken away, and of what: plans that the checker holds against a store. */
#include "planner/storeway.h"

#include <criterion/criterion.h>

#include "planner/check.h"
#include "planner/draft.h"
#include "tests/support/faultlist.h"
#include "tests/support/holding.h"
#include "tests/support/storeplan.h"

static struct holding holding;

static void end(void)
{
    holding_free(&holding);
}

TestSuite(storeway, .fini = end, .timeout = 60);

static const char *faults_of(const struct plan *of)
{
    return faultlist_of(of, &holding.machine);
}

/* A store with \\one in it twice and nowhere else, and \\two there and outside. */
static void begin_store(struct holding *of, struct storeplan *maker, uint32_t *tree_ret)
{
    static const char *const steps[] = {"store", "USMT", "File", "C$"};
    uint32_t folder;

    holding_begin(of, 1, 100);
    holding_add(of, 0, "\\store\\USMT\\File\\C$\\x\\");
    holding_add(of, 0, "\\store\\USMT\\File\\C$\\one");
    holding_link(of, 0, "\\store\\USMT\\File\\C$\\once more");
    holding_add(of, 0, "\\two");
    holding_link(of, 0, "\\store\\USMT\\File\\C$\\two");
    holding_add(of, 0, "\\store\\USMT\\mftlink-manifest.parquet");
    holding_add(of, 0, "\\store\\USMT\\other.parquet");
    holding_add(of, 0, "\\store\\mine.txt");
    holding_finish(of);
    storeplan_begin(maker, &of->volumes[0]);
    maker->plan.command = str_of("remove");
    maker->plan.store = str_of("C:\\store");
    folder = storeplan_folder(maker, PLAN_NONE, str_of(""), false);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        folder = storeplan_folder(maker, folder, str_of(steps[i]), false);
    *tree_ret = folder;
}

/* Takes NAME in FOLDER away, which is what PATH leads to. */
static struct plan_op *take(const struct holding *of, struct storeplan *maker, enum plan_kind kind,
                            uint32_t folder, const char *name, const char *path)
{
    const struct index *index = &of->groves[0].index;
    struct plan_op *at = storeplan_op(maker, kind, folder, str_of(name), 0, 0);
    uint32_t row;

    at->from_name = str_of("");
    cr_assert_eq(path_find(index, str_of(path), NULL, &row, NULL), STATUS_OK, "%s", path);
    at->expect = draft_expect(index, index->names.file[row]);
    return at;
}

#define TREE "\\store\\USMT\\File\\C$\\"

Test(storeway, of_several_names_in_the_store_the_last_one_stays)
{
    struct storeplan maker;
    struct plan_op *at;
    uint32_t tree;

    begin_store(&holding, &maker, &tree);
    take(&holding, &maker, PLAN_UNLINK, tree, "two", TREE "two");
    take(&holding, &maker, PLAN_UNLINK, tree, "one", TREE "one");
    at = take(&holding, &maker, PLAN_UNLINK, tree, "once more", TREE "once more");
    cr_expect_str_eq(faults_of(&maker.plan), "2 last-name\n");
    at->kind = PLAN_DELETE;
    cr_expect_str_eq(faults_of(&maker.plan), "");
    at->name = str_of("ONCE MORE");
    cr_expect_str_eq(faults_of(&maker.plan), "2 no-source\n", "what goes is called by its name");
    at->name = str_of("..");
    cr_expect_str_eq(faults_of(&maker.plan), "2 bad-name\n");
    at->name = str_of("once more");
    at->expect.reference += UINT64_C(1) << 48;
    cr_expect_str_eq(faults_of(&maker.plan), "2 drift reference\n");
    plan_free(&maker.plan);
}

Test(storeway, a_name_that_no_path_leads_to_keeps_no_file)
{
    struct storeplan maker;
    struct index *index;
    uint32_t tree, row;

    begin_store(&holding, &maker, &tree);
    index = &holding.groves[0].index;
    take(&holding, &maker, PLAN_UNLINK, tree, "two", TREE "two");
    cr_assert_eq(path_find(index, str_of("\\two"), NULL, &row, NULL), STATUS_OK);
    index->names.parent[row] += UINT64_C(1) << 48;
    cr_expect_str_eq(faults_of(&maker.plan), "0 last-name\n");
    holding_find(&holding, 0, index->names.file[row], FINDING_PARENT_STALE, 0);
    cr_expect_str_eq(faults_of(&maker.plan), "0 damaged\n0 last-name\n");
    plan_free(&maker.plan);
}

Test(storeway, nothing_is_taken_away_that_is_no_part_of_the_store)
{
    enum { ROOT, STORE, USMT, FILES, TREE_C };
    static const char *const commands[] = {"remove",  "save",          "undo",
                                           "restore", "undo-restores", "anything"};
    static const struct {
        enum plan_kind kind;
        uint32_t folder;
        const char *name, *path;
        bool may_be;
    } rows[] = {
        {PLAN_DELETE, USMT, "mftlink-manifest.parquet", "\\store\\USMT\\mftlink-manifest.parquet",
         true},
        {PLAN_DELETE, USMT, "other.parquet", "\\store\\USMT\\other.parquet", false},
        {PLAN_DELETE, STORE, "mine.txt", "\\store\\mine.txt", false},
        {PLAN_UNLINK, ROOT, "two", "\\two", false},
        {PLAN_UNLINK, TREE_C, "two", TREE "two", true},
        {PLAN_RMDIR, TREE_C, "x", TREE "x", true},
    };
    struct storeplan maker;
    uint32_t tree;

    begin_store(&holding, &maker, &tree);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t k = 0; k < sizeof commands / sizeof commands[0]; k++) {
            maker.plan.command = str_of(commands[k]);
            maker.plan.nops = 0;
            take(&holding, &maker, rows[i].kind, rows[i].folder, rows[i].name, rows[i].path);
            cr_expect_str_eq(faults_of(&maker.plan), rows[i].may_be ? "" : "0 outside\n",
                             "row %zu, %s", i, commands[k]);
        }
    plan_free(&maker.plan);
}

Test(storeway, only_the_undo_of_a_restore_takes_away_what_lies_outside_and_no_last_name)
{
    struct storeplan maker;
    struct plan_op *at;
    uint32_t tree;

    begin_store(&holding, &maker, &tree);
    maker.plan.command = str_of("undo-restore");
    take(&holding, &maker, PLAN_UNLINK, tree - 4, "two", "\\two");
    cr_expect_str_eq(faults_of(&maker.plan), "");
    at = take(&holding, &maker, PLAN_UNLINK, tree, "two", TREE "two");
    cr_expect_str_eq(faults_of(&maker.plan), "1 last-name\n");
    at->kind = PLAN_DELETE;
    maker.plan.ops[0] = *at;
    maker.plan.nops = 1;
    cr_expect_str_eq(faults_of(&maker.plan), "0 other-names\n");
    maker.plan.nops = 0;
    take(&holding, &maker, PLAN_DELETE, tree - 3, "mine.txt", "\\store\\mine.txt");
    cr_expect_str_eq(faults_of(&maker.plan), "0 outside\n", "in the store all is as before");
    plan_free(&maker.plan);
}

Test(storeway, folders_go_when_all_in_them_went_and_only_if_they_are_the_ones)
{
    struct storeplan maker;
    struct plan_op *at;
    uint32_t tree;

    begin_store(&holding, &maker, &tree);
    take(&holding, &maker, PLAN_RMDIR, tree, "x", TREE "x");
    take(&holding, &maker, PLAN_UNLINK, tree, "one", TREE "one");
    take(&holding, &maker, PLAN_DELETE, tree, "once more", TREE "once more");
    at = take(&holding, &maker, PLAN_RMDIR, tree - 1, "C$", "\\store\\USMT\\File\\C$");
    cr_expect_str_eq(faults_of(&maker.plan), "3 not-empty\n");
    *at = *take(&holding, &maker, PLAN_UNLINK, tree, "two", TREE "two");
    take(&holding, &maker, PLAN_RMDIR, tree - 1, "C$", "\\store\\USMT\\File\\C$");
    at = &maker.plan.ops[4];
    *at = maker.plan.ops[5];
    maker.plan.nops = 5;
    cr_expect_str_eq(faults_of(&maker.plan), "");
    at->expect.reference++;
    cr_expect_str_eq(faults_of(&maker.plan), "4 drift reference\n");
    plan_free(&maker.plan);
}

Test(storeway, a_restore_moves_what_is_there_only_beside_itself_or_aside_and_undo_moves_it_back)
{
    struct storeplan maker;
    struct plan_op *at;
    uint32_t tree, root, elsewhere, aside;

    holding_begin(&holding, 1, 100);
    holding_add(&holding, 0, "\\two");
    holding_add(&holding, 0, "\\Docs\\");
    holding_add(&holding, 0, "\\store\\USMT\\File\\C$\\x");
    holding_add(&holding, 0, "\\store\\USMT\\Cleaned\\C$\\cleaned");
    holding_finish(&holding);
    storeplan_begin(&maker, &holding.volumes[0]);
    maker.plan.command = str_of("restore");
    maker.plan.store = str_of("C:\\store");
    root = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    elsewhere = storeplan_folder(&maker, root, str_of("Docs"), false);
    aside = storeplan_folder(&maker, root, str_of("store"), false);
    aside = storeplan_folder(&maker, aside, str_of("USMT"), false);
    tree = storeplan_folder(&maker, aside, str_of("File"), false);
    tree = storeplan_folder(&maker, tree, str_of("C$"), false);
    aside = storeplan_folder(&maker, aside, str_of("Cleaned"), false);
    aside = storeplan_folder(&maker, aside, str_of("C$"), false);

    at = take(&holding, &maker, PLAN_MOVE, root, "two(1)", "\\two");
    at->from_folder = root;
    at->from_name = str_of("two");
    cr_expect_str_eq(faults_of(&maker.plan), "");
    at->folder = aside;
    cr_expect_str_eq(faults_of(&maker.plan), "");
    at->folder = elsewhere;
    cr_expect_str_eq(faults_of(&maker.plan), "0 outside\n");
    at->folder = tree;
    cr_expect_str_eq(faults_of(&maker.plan), "0 outside\n", "what is saved is no place for it");
    at->folder = aside;
    maker.plan.command = str_of("save");
    cr_expect_str_eq(faults_of(&maker.plan), "0 outside\n", "only restores move what is outside");

    maker.plan.nops = 0;
    maker.plan.command = str_of("undo-restore");
    at = take(&holding, &maker, PLAN_MOVE, root, "cleaned", "\\store\\USMT\\Cleaned\\C$\\cleaned");
    at->from_folder = aside;
    at->from_name = str_of("cleaned");
    cr_expect_str_eq(faults_of(&maker.plan), "");
    plan_free(&maker.plan);
}
