/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans that are wrong in one way each, and what is said of them. */
#include "planner/check.h"

#include <criterion/criterion.h>

#include "planner/predict.h"
#include "tests/support/chance.h"
#include "tests/support/faultlist.h"
#include "tests/support/holding.h"

enum { LONG_UNITS = 300, FOLDERS = 40, OPS = 12 };

static struct holding holding;
static struct plan plan;
static char many[40000];

/* C: has \x\a (also \x\more), \x\b, \x\sub\; the plan makes a store of the first two. */
static void begin(void)
{
    holding_begin(&holding, 2, 1000);
    holding_add(&holding, 0, "\\x\\sub\\");
    holding_add(&holding, 0, "\\x\\a");
    holding_link(&holding, 0, "\\x\\more");
    holding_add(&holding, 0, "\\x\\b");
    holding_add(&holding, 1, "\\y");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x [a]");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x [b]");
    holding_finish(&holding);
    holding_save(&holding, &plan);
    cr_assert_eq(plan.nops, 8);
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(check, .init = begin, .fini = end, .timeout = 60);

static const char *faults_of(const struct plan *of)
{
    return faultlist_of(of, &holding.machine);
}

static struct plan_op *op(uint32_t no)
{
    return &plan.ops[no];
}

enum { MKDIR_STORE, MKDIR_USMT, MKDIR_FILE, MKDIR_C, MKDIR_X, LINK_A, LINK_B, MANIFEST };

Test(check, what_was_just_planned_holds)
{
    cr_assert_str_eq(faults_of(&plan), "");
}

Test(check, a_volume_that_is_not_there_is_told_once)
{
    plan.volumes[0].drive = str_of("Q:");
    cr_assert_str_eq(faults_of(&plan), "volume no-volume\n");
}

Test(check, a_folder_must_be_there_or_have_been_made_before)
{
    struct plan_op first = *op(MKDIR_X);

    *op(MKDIR_X) = *op(LINK_A);
    *op(LINK_A) = first;
    cr_expect_str_eq(faults_of(&plan), "4 no-parent\n");
    op(LINK_B)->folder = PLAN_NONE;
    cr_expect_str_eq(faults_of(&plan), "4 no-parent\n6 no-parent\n");
}

Test(check, a_folder_whose_path_is_forged_leads_nowhere)
{
    plan.folders[op(LINK_A)->folder].path = str_of("\\store\\USMT\\File\\C$\\elsewhere\\x");
    cr_expect_str_eq(faults_of(&plan), "5 no-parent\n6 no-parent\n");
    plan.folders[op(LINK_A)->folder].path = str_of("\\");
    cr_expect_str_eq(faults_of(&plan), "5 no-parent\n6 no-parent\n");
    plan.folders[op(LINK_A)->folder].path = str_of("");
    cr_expect_str_eq(faults_of(&plan), "5 no-parent\n6 no-parent\n");
    plan.folders[op(LINK_A)->folder].parent = op(LINK_A)->folder;
    cr_expect_str_eq(faults_of(&plan), "5 no-parent\n6 no-parent\n");
}

Test(check, a_name_is_taken_also_by_another_case)
{
    op(LINK_B)->name = str_of("A");
    cr_expect_str_eq(faults_of(&plan), "6 name-taken\n");
}

Test(check, folders_that_are_there_already_are_used)
{
    struct plan_op second = *op(MKDIR_STORE);

    *op(MKDIR_USMT) = second;
    op(MKDIR_USMT)->name = str_of("STORE");
    cr_expect(strstr(faults_of(&plan), "1 name-taken\n"));
}

Test(check, a_source_must_be_where_it_was)
{
    op(LINK_A)->from_name = str_of("gone");
    op(LINK_B)->from_folder = PLAN_NONE;
    cr_expect_str_eq(faults_of(&plan), "5 no-source\n6 no-source\n");
}

Test(check, a_link_stays_on_its_volume)
{
    uint32_t other = plan.nfolders;
    struct plan_folder *folders = arena_array(&plan.arena, (size_t)other + 1, sizeof *folders);

    memcpy(folders, plan.folders, other * sizeof *folders);
    folders[other] = (struct plan_folder){.volume = 1, .parent = PLAN_NONE, .path = str_of("\\")};
    plan.folders = folders;
    plan.nfolders++;
    op(LINK_B)->from_folder = other;
    op(LINK_B)->from_name = str_of("y");
    op(LINK_B)->expect.reference = index_reference(&holding.groves[1].index, 1);
    cr_expect_str_eq(faults_of(&plan), "6 no-source\n");
}

Test(check, drift_names_each_field)
{
    op(LINK_A)->expect.size++;
    op(LINK_A)->expect.created++;
    op(LINK_A)->expect.modified++;
    op(LINK_A)->expect.attributes++;
    op(LINK_A)->expect.links++;
    cr_expect_str_eq(faults_of(&plan), "5 drift size\n5 drift created\n5 drift modified\n"
                                       "5 drift attributes\n5 drift links\n");
    op(LINK_A)->expect.reference += UINT64_C(1) << 48;
    op(MKDIR_X)->expect.created++;
    cr_expect_str_eq(faults_of(&plan), "4 drift created\n5 drift reference\n",
                     "another file is told by its reference alone");
}

Test(check, folders_may_have_got_names)
{
    op(MKDIR_X)->expect.modified++;
    cr_expect_str_eq(faults_of(&plan), "");
}

static const char *faults_of_begun(uint32_t nbegun)
{
    bool is_begun[OPS];

    for (uint32_t i = 0; i < plan.nops; i++)
        is_begun[i] = i < nbegun;
    return faultlist_of_begun(&plan, is_begun, &holding.machine);
}

Test(check, what_was_begun_counts_as_done)
{
    for (uint32_t n = 0; n <= plan.nops; n++)
        cr_expect_str_eq(faults_of_begun(n), "", "nothing of %u is there", n);
    end();
    begin();
    holding_add(&holding, 0, "\\store\\USMT\\File\\");
    holding_finish(&holding);
    cr_expect_str_eq(faults_of_begun(MKDIR_C), "", "a part of it is there");
    cr_expect(strstr(faults_of_begun(MKDIR_FILE), "2 name-taken\n"));
}

Test(check, what_was_begun_leads_nowhere_else_for_that)
{
    op(LINK_A)->name = str_of("..");
    op(LINK_B)->folder = op(MKDIR_STORE)->folder;
    cr_expect_str_eq(faults_of_begun(plan.nops), "5 bad-name\n6 outside\n");
}

Test(check, a_file_has_at_most_1024_names)
{
    holding.groves[0].index.files.header_links[index_find_reference(
        &holding.groves[0].index, op(LINK_A)->expect.reference)] = 1024;
    op(LINK_A)->expect.links = 1024;
    cr_expect_str_eq(faults_of(&plan), "5 link-limit\n");
}

Test(check, names_and_paths_have_an_end)
{
    memset(many, 'n', sizeof many);
    op(LINK_A)->name = (struct str){many, LONG_UNITS};
    op(LINK_B)->name = (struct str){many, 33000};
    cr_expect_str_eq(faults_of(&plan), "5 name-too-long\n6 name-too-long\n6 path-too-long\n");
}

Test(check, names_that_lead_elsewhere_are_none)
{
    static const struct str names[] = {{"", 0},    {".", 1},   {"..", 2},   {"a\\b", 3},
                                       {"a/b", 3}, {"a:b", 3}, {"a\0b", 3}, {"\xFF", 1}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        op(LINK_B)->name = names[i];
        cr_expect_str_eq(faults_of(&plan), "6 bad-name\n", "%zu", i);
    }
    op(LINK_B)->name = str_of("\xED\xA0\x80 \xEF\xBF\xBD");
    cr_expect_str_eq(faults_of(&plan), "", "a lone surrogate is a name as good as any");
}

Test(check, a_file_keeps_its_last_name)
{
    struct plan_op *at = op(LINK_B);

    at->kind = PLAN_UNLINK;
    at->folder = at->from_folder;
    cr_expect_str_eq(faults_of(&plan), "6 outside\n");
    *at = *op(LINK_A);
    at->kind = PLAN_UNLINK;
    cr_expect_str_eq(faults_of(&plan), "", "what was linked before can go");
    at->kind = PLAN_DELETE;
    cr_expect_str_eq(faults_of(&plan), "6 other-names\n");
    at->kind = PLAN_RMDIR;
    cr_expect_str_eq(faults_of(&plan), "6 no-source\n");
}

Test(check, a_folder_that_goes_is_empty)
{
    struct plan_op *at = op(LINK_B);

    at->kind = PLAN_RMDIR;
    at->folder = op(MKDIR_X)->folder;
    at->name = str_of("x");
    cr_expect(strstr(faults_of(&plan), "6 not-empty\n"));
}

Test(check, nothing_is_made_outside_the_store)
{
    op(LINK_B)->folder = op(LINK_B)->from_folder;
    op(LINK_B)->name = str_of("new");
    cr_expect_str_eq(faults_of(&plan), "6 outside\n");
    plan.command = str_of("restore");
    cr_expect_str_eq(faults_of(&plan), "");
    plan.command = str_of("save");
    op(MKDIR_STORE)->name = str_of("other");
    cr_expect(strstr(faults_of(&plan), "0 outside\n"));
    op(MKDIR_STORE)->name = str_of("store");
    plan.store = str_of("C:\\");
    cr_expect(strstr(faults_of(&plan), "0 outside\n"), "a root is no store");
}

Test(check, a_folder_is_not_linked)
{
    op(LINK_B)->from_name = str_of("sub");
    op(LINK_B)->name = str_of("sub");
    cr_expect_str_eq(faults_of(&plan), "6 is-folder\n");
}

Test(check, what_was_moved_is_where_it_went)
{
    struct plan_op *at = op(LINK_B);

    plan.command = str_of("restore");
    *at = *op(LINK_A);
    at->kind = PLAN_MOVE;
    at->name = str_of("moved");
    cr_expect_str_eq(faults_of(&plan), "6 outside\n", "nothing outside the store is moved");
    at->from_folder = op(LINK_A)->folder;
    at->folder = op(LINK_A)->from_folder;
    cr_expect_str_eq(faults_of(&plan), "");
    at->name = str_of("more");
    cr_expect_str_eq(faults_of(&plan), "6 name-taken\n");
    at->name = str_of("moved");
    at->from_name = str_of("again");
    cr_expect_str_eq(faults_of(&plan), "6 no-source\n");
}

/* Values that a reader's checks of ranges let through. */
static uint32_t any(struct chance *chance, uint32_t n)
{
    uint32_t at = chance_below(chance, n + 1);

    return at == n ? PLAN_NONE : at;
}

static struct str any_text(struct chance *chance)
{
    static const char *const texts[] = {"",     "\\",  "\\x", "\\x\\sub", "x",     "a",
                                        "more", "sub", "..",  "\\store",  "store", "\\store\\USMT",
                                        "USMT"};

    return str_of(texts[chance_below(chance, sizeof texts / sizeof texts[0])]);
}

static void forge(struct chance *chance, struct plan *to, struct plan_folder *folders,
                  struct plan_op *ops)
{
    static const char *const commands[] = {"save", "restore", "remove", "undo"};

    *to = plan;
    to->command = str_of(commands[chance_below(chance, 4)]);
    to->folders = folders;
    to->ops = ops;
    to->nfolders = FOLDERS;
    to->nops = OPS;
    for (uint32_t i = 0; i < FOLDERS; i++)
        folders[i] = i < plan.nfolders && chance_below(chance, 5)
                         ? plan.folders[i]
                         : (struct plan_folder){chance_below(chance, 2), any(chance, FOLDERS),
                                                any_text(chance), chance_below(chance, 2)};
    for (uint32_t i = 0; i < OPS; i++) {
        ops[i] = plan.ops[chance_below(chance, plan.nops)];
        ops[i].kind = (enum plan_kind)chance_below(chance, PLAN_NKINDS);
        if (chance_below(chance, 3) == 0)
            ops[i].folder = any(chance, FOLDERS);
        if (chance_below(chance, 3) == 0)
            ops[i].from_folder = any(chance, FOLDERS);
        if (chance_below(chance, 3) == 0)
            ops[i].name = any_text(chance);
        if (chance_below(chance, 3) == 0)
            ops[i].from_name = any_text(chance);
    }
}

/* ---- Manifests ---- */

Test(check, a_manifest_lies_in_the_stores_folder_under_its_own_name)
{
    op(MANIFEST)->folder = op(MKDIR_C)->folder;
    cr_expect_str_eq(faults_of(&plan), "7 outside\n", "not deeper");
    op(MANIFEST)->folder = op(MKDIR_USMT)->folder;
    cr_expect_str_eq(faults_of(&plan), "7 outside\n", "nor higher");
    op(MANIFEST)->folder = op(LINK_A)->from_folder;
    cr_expect_str_eq(faults_of(&plan), "7 outside\n", "nor elsewhere");
    op(MANIFEST)->folder = op(MKDIR_FILE)->folder;
    cr_expect_str_eq(faults_of(&plan), "");
    op(MANIFEST)->name = str_of("other.parquet");
    cr_expect_str_eq(faults_of(&plan), "7 outside\n");
    op(MANIFEST)->name = str_of("mftlink-manifest-12.parquet");
    cr_expect_str_eq(faults_of(&plan), "");
    plan.command = str_of("restore");
    op(MANIFEST)->folder = op(LINK_A)->from_folder;
    cr_expect_str_eq(faults_of(&plan), "7 outside\n", "of no command");
}

Test(check, a_manifest_needs_its_name)
{
    *op(LINK_B) = *op(MANIFEST);
    cr_assert_str_eq(faults_of(&plan), "7 name-taken\n");
}

Test(check, forged_plans_do_no_harm)
{
    struct chance chance = chance_seed(1);

    for (uint32_t round = 0; round < 20000; round++) {
        struct plan_folder folders[FOLDERS];
        struct plan_op ops[OPS];
        struct plan forged;
        struct check_faults faults;
        struct prediction prediction;

        forge(&chance, &forged, folders, ops);
        cr_assert_eq(check_plan(&forged, &holding.machine, &faults), STATUS_OK);
        check_free(&faults);
        cr_assert_eq(predict(&forged, &holding.machine, 0, &prediction), STATUS_OK);
        predict_free(&prediction);
    }
}
