/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores that are restored by rules: where things go that locationModify moves, and what merge does
 * where names are taken. */
#include "planner/restore.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/check.h"
#include "tests/support/aftermath.h"

#define TREE "\\store\\USMT\\File\\C$\\"

enum { TEXT_BYTES = 4000, MAPS = 8, MOVES = 8, DEEP = 1000 };

static struct holding holding;
static struct plan plan;
static uint32_t absent;
static char text[TEXT_BYTES];
static struct knownfolder rows[MAPS];
static struct knownfolders folders;
static struct relocation moved[MOVES];
static struct relocations moves;
static struct restore_part parts[HOLDING_DRIVES];

static void begin(void)
{
    holding_begin(&holding, 2, 4 * DEEP);
    folders = (struct knownfolders){.at = rows};
    moves = (struct relocations){.at = moved};
    absent = 0;
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(restore_move, .init = begin, .fini = end, .timeout = 60);

static void map(const char *from, const char *to)
{
    rows[folders.n++] = (struct knownfolder){str_of(from), str_of(to)};
}

static struct relocation *move(const char *pattern, enum helper_id kind, const char *target)
{
    struct relocation *to = &moved[moves.n++];

    *to = (struct relocation){.rule = holding.expansion.nrules,
                              .kind = kind,
                              .target = str_of(target),
                              .source = str_of(""),
                              .leaf = str_of("")};
    holding_rule(&holding, RULES_LOCATION_MODIFY, 0, pattern);
    return to;
}

static void store(const char *path)
{
    char whole[200];

    snprintf(whole, sizeof whole, TREE "%s", path);
    holding_add(&holding, 0, whole);
}

static enum status run(const struct holding *of)
{
    const struct restore_job job = {
        .machine = &of->machine,
        .volumes = of->volumes,
        .parts = parts,
        .store = str_of("C:\\store"),
        .folders = &folders,
        .expansion = &holding.expansion,
        .moves = &moves,
    };

    plan_free(&plan);
    plan_begin(&plan);
    return restore_plan(&job, &plan, &absent);
}

static size_t put_row(size_t n, const char *word, uint32_t folder, struct str name)
{
    const struct plan_folder *at = &plan.folders[folder];

    return n + (size_t)snprintf(text + n, TEXT_BYTES - n, "%s %.*s%.*s%s%.*s\n", word,
                                (int)plan.volumes[at->volume].drive.n,
                                plan.volumes[at->volume].drive.at, (int)at->path.n, at->path.at,
                                at->parent == PLAN_NONE ? "" : "\\", (int)name.n, name.at);
}

/* Operations and refusals, one a line; the plan holds. */
static const char *planned(void)
{
    struct check_faults faults;
    size_t n = 0;

    cr_assert_eq(run(&holding), STATUS_OK);
    cr_assert_eq(check_plan(&plan, &holding.machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "operation %u: %s", faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
    text[0] = '\0';
    for (uint32_t i = 0; i < plan.nops; i++)
        n = put_row(n, plan_kind_word(plan.ops[i].kind), plan.ops[i].folder, plan.ops[i].name);
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        n = put_row(n, plan_reason_word(plan.refusals[i].reason), plan.refusals[i].from_folder,
                    plan.refusals[i].from_name);
    return text;
}

/* Carried out, there is nothing left to do. */
static void expect_done(void)
{
    struct holding after;

    aftermath_of(&holding, &plan, &after);
    cr_assert_eq(run(&after), STATUS_OK);
    cr_expect_eq(plan.nops, 0);
    holding_free(&after);
}

Test(restore_move, move_keeps_the_folders_below_the_drive)
{
    store("Old\\Sub\\a.mp3");
    store("Old\\b.txt");
    store("c.mp3");
    move("C:\\* [*.mp3]", HELPER_MOVE, "C:\\Music");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Old\n"
                                "mkdir C:\\Music\n"
                                "mkdir C:\\Music\\Old\n"
                                "mkdir C:\\Music\\Old\\Sub\n"
                                "link C:\\Music\\c.mp3\n"
                                "link C:\\Old\\b.txt\n"
                                "link C:\\Music\\Old\\Sub\\a.mp3\n");
    expect_done();
}

Test(restore_move, move_keeps_the_folders_below_the_nearest_known_one)
{
    map("C:\\Docs\\Ann\\My Documents", "C:\\Users\\Ann\\Documents");
    store("Docs\\Ann\\My Documents\\Songs\\a.mp3");
    move("C:\\* [*.mp3]", HELPER_MOVE, "C:\\Music");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Music\n"
                                "mkdir C:\\Music\\Songs\n"
                                "link C:\\Music\\Songs\\a.mp3\n");
    expect_done();
}

Test(restore_move, exact_move_puts_all_into_one_folder)
{
    store("Old\\Sub\\a.txt");
    store("Old\\a.txt");
    move("C:\\Old\\* [*]", HELPER_EXACT_MOVE, "D:\\All");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir D:\\All\n"
                                "copy D:\\All\\a.txt\n"
                                "copy D:\\All\\a(1).txt\n");
}

Test(restore_move, exact_move_to_a_name_numbers_what_comes_later)
{
    store("Old\\a.txt");
    store("Old\\b.txt");
    move("C:\\Old [*.txt]", HELPER_EXACT_MOVE, "C:\\All")->leaf = str_of("one.txt");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\All\n"
                                "link C:\\All\\one.txt\n"
                                "link C:\\All\\one(1).txt\n");
    expect_done();
}

Test(restore_move, relative_move_takes_what_is_below_its_source_and_nothing_else)
{
    store("Old\\Sub\\Deep\\a");
    store("Old\\Sub\\Empty\\");
    store("Old\\b");
    move("C:\\* [*]", HELPER_RELATIVE_MOVE, "C:\\New\\")->source = str_of("c:\\old\\SUB");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Old\n"
                                "mkdir C:\\New\n"
                                "mkdir C:\\New\\Deep\n"
                                "mkdir C:\\New\\Empty\n"
                                "link C:\\Old\\b\n"
                                "link C:\\New\\Deep\\a\n");
    for (uint32_t i = 0; i < plan.nops; i++)
        cr_expect(plan.ops[i].from_folder != PLAN_NONE, "each is made like one of the store");
    expect_done();
}

Test(restore_move, the_most_specific_pattern_wins)
{
    store("Old\\a.txt");
    store("Old\\b.txt");
    move("C:\\Old [a.txt]", HELPER_EXACT_MOVE, "C:\\One");
    move("C:\\Old\\* [*]", HELPER_EXACT_MOVE, "C:\\Two");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Two\n"
                                "mkdir C:\\One\n"
                                "link C:\\One\\a.txt\n"
                                "link C:\\Two\\b.txt\n");
}

Test(restore_move, a_rule_does_not_lead_through_a_junction_or_into_the_store)
{
    uint32_t file = holding_add(&holding, 0, "\\Link\\");

    holding.groves[0].index.files.flags[file] |= FILE_REPARSE;
    store("Old\\a");
    store("Old\\b");
    store("Old\\c");
    move("C:\\Old [a]", HELPER_EXACT_MOVE, "C:\\Link\\Sub");
    move("C:\\Old [b]", HELPER_EXACT_MOVE, "C:\\store\\Sub");
    move("C:\\Old [c]", HELPER_EXACT_MOVE, "D:\\Sub");
    holding_finish(&holding);
    holding.volumes[1].is_ntfs = holding.drives[1].is_ntfs = false;
    cr_expect_str_eq(planned(), "place-reparse C:\\store\\USMT\\File\\C$\\Old\\a\n"
                                "not-ntfs C:\\store\\USMT\\File\\C$\\Old\\c\n"
                                "place-store C:\\store\\USMT\\File\\C$\\Old\\b\n");
}

Test(restore_move, what_nobody_takes_over_can_be_moved_by_a_rule)
{
    map("C:\\Users\\Bob", "");
    store("Users\\Bob\\a");
    store("Users\\Bob\\b");
    move("C:\\Users\\Bob\\* [a]", HELPER_EXACT_MOVE, "C:\\Archive");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Archive\n"
                                "link C:\\Archive\\a\n"
                                "no-user C:\\store\\USMT\\File\\C$\\Users\\Bob\n");
}

Test(restore_move, deep_trees_are_gone_up_but_once)
{
    static char path[3 * DEEP + sizeof TREE];
    size_t n = (size_t)snprintf(path, sizeof path, TREE);

    for (int i = 0; i < DEEP; i++) {
        memcpy(path + n, "f\\", 3);
        holding_add(&holding, 0, path);
        path[n + 1] = '\\';
        memcpy(path + n + 2, "x", 2);
        holding_add(&holding, 0, path);
        n += 2;
    }
    move("C:\\* [*]", HELPER_MOVE, "C:\\New");
    holding_finish(&holding);
    cr_assert_eq(run(&holding), STATUS_OK);
    cr_expect_eq(plan.nops, 2 * DEEP + 1);
}

/* ---- merge ---- */

static struct str form;

static void merge(const char *pattern, const char *function, const char *argument)
{
    static struct rules_call calls[HOLDING_RULES];
    struct rules_call *call = &calls[holding.expansion.nrules];

    form = str_of(argument);
    *call = (struct rules_call){
        .helper = helper_find(str_of(function)), .arguments = &form, .narguments = 1};
    holding_rule(&holding, RULES_MERGE, 0, pattern);
    holding.rules[holding.expansion.nrules - 1].call = call;
}

Test(restore_move, source_priority_gives_what_is_there_another_name)
{
    store("Data\\a.txt");
    store("Data\\free.txt");
    holding_add(&holding, 0, "\\Data\\A.txt");
    holding_add(&holding, 0, "\\Data\\a(1).txt");
    merge("C:\\Data\\* [*]", "SourcePriority", "");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "move C:\\Data\\A(2).txt\n"
                                "link C:\\Data\\a.txt\n"
                                "link C:\\Data\\free.txt\n");
    expect_done();
}

Test(restore_move, source_priority_replaces_no_folder_and_nothing_that_was_restored)
{
    map("C:\\One", "C:\\All");
    map("C:\\Two", "C:\\All");
    store("One\\a.txt");
    store("Two\\a.txt");
    store("One\\b");
    holding_add(&holding, 0, "\\All\\a.txt");
    holding_add(&holding, 0, "\\All\\b\\");
    merge("C:\\* [*]", "SourcePriority", "");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "move C:\\All\\a(1).txt\n"
                                "link C:\\All\\a.txt\n"
                                "link C:\\All\\b(1)\n"
                                "link C:\\All\\a(2).txt\n");
    expect_done();
}

Test(restore_move, destination_priority_leaves_what_comes_in_the_store)
{
    store("Data\\a.txt");
    store("Data\\free.txt");
    holding_add(&holding, 0, "\\Data\\a.txt");
    merge("C:\\Data\\* [*]", "DestinationPriority", "");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "link C:\\Data\\free.txt\n"
                                "kept-there C:\\store\\USMT\\File\\C$\\Data\\a.txt\n");
    expect_done();
}

Test(restore_move, names_are_made_by_the_form_of_a_rule_and_the_most_specific_wins)
{
    store("Data\\a.txt");
    store("Data\\b.txt");
    store("Data\\plain");
    holding_add(&holding, 0, "\\Data\\a.txt");
    holding_add(&holding, 0, "\\Data\\b.txt");
    holding_add(&holding, 0, "\\Data\\plain");
    merge("C:\\Data [b.txt]", "SourcePriority", "");
    merge("C:\\Data\\* [*]", "FindFilePlaceByPattern", "<F> (<N>).<E>");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "move C:\\Data\\b(1).txt\n"
                                "link C:\\Data\\a (1).txt\n"
                                "link C:\\Data\\plain (1)\n"
                                "link C:\\Data\\b.txt\n");
    expect_done();
}
