/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <destinationCleanup>: what is there makes way for what comes, and nothing of it is lost. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/check.h"
#include "planner/restore.h"
#include "tests/support/aftermath.h"

#define TREE    "\\store\\USMT\\File\\C$\\"
#define CLEANED "\\store\\USMT\\Cleaned\\C$"

enum { MOST = 300, TEXT_BYTES = 6000, HIDDEN_SYSTEM = 6 };

static struct holding holding;
static struct restore_part parts[HOLDING_DRIVES];
static struct knownfolders folders;
static struct relocations moves;
static struct plan plan;
static char text[TEXT_BYTES];

static void begin(void)
{
    holding_begin(&holding, 2, MOST);
    folders = (struct knownfolders){0};
    moves = (struct relocations){0};
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(restore_clean, .init = begin, .fini = end, .timeout = 60);

static uint32_t there(const char *path)
{
    return holding_add(&holding, 0, path);
}

static struct expand_rule *clean(const char *pattern)
{
    return holding_rule(&holding, RULES_DESTINATION_CLEANUP, 0, pattern);
}

static void make(const struct holding *of)
{
    const struct restore_job job = {
        .machine = &of->machine,
        .volumes = of->volumes,
        .parts = parts,
        .store = str_of("C:\\store"),
        .folders = &folders,
        .expansion = &holding.expansion,
        .moves = &moves,
        .cleanup = &holding.expansion,
    };
    struct check_faults faults;
    uint32_t absent;

    plan_free(&plan);
    plan_begin(&plan);
    cr_assert_eq(restore_plan(&job, &plan, &absent), STATUS_OK);
    cr_assert_eq(check_plan(&plan, &of->machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "operation %u: %s", faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
}

static size_t put_path(size_t n, uint32_t folder, struct str name, const char *end)
{
    const struct plan_folder *at = &plan.folders[folder];

    return n + (size_t)snprintf(text + n, TEXT_BYTES - n, " %.*s%s%.*s%s", (int)at->path.n,
                                at->path.at, at->parent == PLAN_NONE ? "" : "\\", (int)name.n,
                                name.at, end);
}

/* What is moved, linked, copied and refused, one a line; folders that are made are not told. */
static const char *planned(void)
{
    size_t n = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < plan.nops; i++) {
        const struct plan_op *op = &plan.ops[i];

        if (op->kind == PLAN_MKDIR)
            continue;
        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%s", plan_kind_word(op->kind));
        if (op->kind == PLAN_MOVE)
            n = put_path(n, op->from_folder, op->from_name, " to");
        n = put_path(n, op->folder, op->name, "\n");
    }
    for (uint32_t i = 0; i < plan.nrefusals; i++) {
        const struct plan_op *op = &plan.refusals[i];

        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%s", plan_reason_word(op->reason));
        n = put_path(n, op->from_folder, op->from_name, "\n");
    }
    return text;
}

static const char *once(void)
{
    holding_finish(&holding);
    make(&holding);
    return planned();
}

/* Carried out, there is nothing left to do. */
static void expect_done(void)
{
    static struct holding after;

    aftermath_of(&holding, &plan, &after);
    make(&after);
    cr_expect_eq(plan.nops, 0);
    holding_free(&after);
}

Test(restore_clean, what_rules_mean_makes_way_into_the_store_with_its_folders)
{
    there(TREE "Docs\\a.txt");
    there("\\Docs\\a.txt");
    there("\\Docs\\Sub\\b.txt");
    there("\\Docs\\c.doc");
    there("\\Other\\d.txt");
    clean("C:\\Docs\\* [*.txt]");
    cr_expect_str_eq(once(), "move \\Docs\\a.txt to " CLEANED "\\Docs\\a.txt\n"
                             "move \\Docs\\Sub\\b.txt to " CLEANED "\\Docs\\Sub\\b.txt\n"
                             "link \\Docs\\a.txt\n");
    expect_done();
}

Test(restore_clean, what_the_store_has_stays)
{
    holding_folder(&holding, 0, str_of("\\Docs"));
    there(TREE "Docs\\a.txt");
    holding_link(&holding, 0, "\\Docs\\a.txt");
    holding_link(&holding, 0, "\\Docs\\another.txt");
    clean("C:\\* [*]");
    cr_expect_str_eq(once(), "");
}

Test(restore_clean, a_copy_that_is_there_stays_and_is_no_further_one_by_its_side)
{
    struct file_rows *store = &holding.groves[0].index.files,
                     *data = &holding.groves[1].index.files;
    uint32_t copy, same, other;

    copy = there("\\store\\USMT\\File\\D$\\Data\\a.txt");
    same = holding_add(&holding, 1, "\\Data\\a.txt");
    other = holding_add(&holding, 1, "\\Data\\b.txt");
    store->size[copy] = data->size[same] = 77;
    data->times[TIMES * (size_t)same + 1] = store->times[TIMES * (size_t)copy + 1];
    data->size[other] = 78;
    holding_rule(&holding, RULES_DESTINATION_CLEANUP, 0, "D:\\Data\\* [*]");
    cr_expect_str_eq(once(), "move \\Data\\b.txt to \\store\\USMT\\Cleaned\\D$\\Data\\b.txt\n");
    expect_done();
}

Test(restore_clean, a_copy_that_was_changed_makes_way)
{
    uint32_t copy = there("\\store\\USMT\\File\\D$\\Data\\a.txt");
    uint32_t changed = holding_add(&holding, 1, "\\Data\\a.txt");

    holding.groves[0].index.files.size[copy] = 77;
    holding.groves[1].index.files.size[changed] = 78;
    holding_rule(&holding, RULES_DESTINATION_CLEANUP, 0, "D:\\Data\\* [*]");
    cr_expect_str_eq(once(), "move \\Data\\a.txt to \\store\\USMT\\Cleaned\\D$\\Data\\a.txt\n"
                             "copy \\Data\\a.txt\n");
}

Test(restore_clean, windows_its_users_registry_and_the_old_windows_stay)
{
    struct index *index = &holding.groves[0].index;

    there(TREE "a.txt");
    there("\\Windows\\System32\\ntdll.dll");
    there("\\Windows\\notepad.exe");
    holding.profiles.windows = holding_folder(&holding, 0, str_of("\\Windows"));
    there("\\Windows.old.000\\Users\\Ann\\letter.doc");
    there("\\Users\\Ann\\ntuser.dat");
    there("\\Users\\Ann\\NTUSER.DAT.LOG1");
    there("\\Users\\Ann\\todo.txt");
    index->files.attributes[there("\\bootmgr")] = HIDDEN_SYSTEM;
    there("\\readme.txt");
    index->files.attributes[holding_folder(&holding, 0, str_of("\\Recovery"))] = HIDDEN_SYSTEM;
    there("\\Recovery\\WinRE\\winre.wim");
    clean("C:\\* [*]");
    once();
    cr_expect(strstr(text, "move \\readme.txt to " CLEANED "\\readme.txt\n"), "%s", text);
    cr_expect(strstr(text, "move \\Users\\Ann\\todo.txt to "), "%s", text);
    cr_expect(strstr(text, "of-windows \\Windows\n"), "%s", text);
    cr_expect(strstr(text, "of-windows \\Windows.old.000\n"), "%s", text);
    cr_expect(strstr(text, "of-windows \\Recovery\n"), "%s", text);
    cr_expect(strstr(text, "of-windows \\bootmgr\n"), "%s", text);
    cr_expect(strstr(text, "of-windows \\Users\\Ann\\ntuser.dat\n"), "%s", text);
    cr_expect(strstr(text, "of-windows \\Users\\Ann\\NTUSER.DAT.LOG1\n"), "%s", text);
    cr_expect_eq(plan.nrefusals, 6);
}

Test(restore_clean, stores_stay)
{
    there(TREE "a.txt");
    there("\\elsewhere\\USMT\\File\\C$\\Docs\\b.txt");
    there("\\store\\notes.txt");
    clean("C:\\* [*]");
    cr_expect_str_eq(once(), "link \\a.txt\n");
}

Test(restore_clean, a_damaged_file_stays_and_is_told)
{
    uint32_t file;

    there(TREE "a.txt");
    file = there("\\Docs\\bad.txt");
    holding_find(&holding, 0, file, FINDING_BAD_ATTRIBUTE, 0);
    clean("C:\\Docs\\* [*]");
    cr_expect_str_eq(once(), "link \\a.txt\ndamaged \\Docs\\bad.txt\n");
}

Test(restore_clean, what_goes_where_an_earlier_one_went_gets_a_number)
{
    there(TREE "a.txt");
    there(CLEANED "\\Docs\\a.txt");
    there(CLEANED "\\Docs\\a(1).txt");
    there("\\Docs\\A.txt");
    clean("C:\\Docs\\* [*]");
    cr_expect_str_eq(once(), "move \\Docs\\A.txt to " CLEANED "\\Docs\\A(2).txt\nlink \\a.txt\n");
}

Test(restore_clean, a_filter_asks_each_file)
{
    struct expand_rule *rule = clean("C:\\Docs\\* [*]");

    rule->filter = (struct filter){.kind = FILTER_PROPERTY,
                                   .property = FILTER_SIZE,
                                   .compares = FILTER_GT,
                                   .low = 1000,
                                   .high = 1000};
    there(TREE "a.txt");
    holding.groves[0].index.files.size[there("\\Docs\\large.bin")] = 1001;
    holding.groves[0].index.files.size[there("\\Docs\\small.bin")] = 1000;
    cr_expect_str_eq(once(), "move \\Docs\\large.bin to " CLEANED "\\Docs\\large.bin\n"
                             "link \\a.txt\n");
}

Test(restore_clean, of_many_names_of_a_file_that_go_each_goes)
{
    there(TREE "a.txt");
    there("\\Docs\\one.txt");
    holding_link(&holding, 0, "\\Docs\\two.txt");
    clean("C:\\Docs\\* [*]");
    once();
    cr_expect(strstr(text, "move \\Docs\\one.txt to " CLEANED "\\Docs\\one.txt\n"), "%s", text);
    cr_expect(strstr(text, "move \\Docs\\two.txt to " CLEANED "\\Docs\\two.txt\n"), "%s", text);
    expect_done();
}
