/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans that are forged on purpose, of operations that each could be right: what the checker lets
 * through is carried out on a list of names, which knows nothing of ledgers. No file of it may lose
 * its last name but by a delete that says so, and nothing outside the store may change.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "planner/check.h"
#include "planner/draft.h"
#include "tests/support/chance.h"
#include "tests/support/holding.h"

enum { ROUNDS = 60000, NAMES_MAX = 100, OPS_MAX = 5, FOLDERS = 9, FILES = 8 };

static struct holding holding;

/* A name of the list: folders are known by their place in PATHS, files by their row. */
struct entry {
    uint32_t folder;
    struct str name;
    uint32_t file; /* row; of what a plan makes, behind all rows */
    bool is_there;
};

static struct entry entries[NAMES_MAX];
static uint32_t nentries;

static const char *const paths[FOLDERS] = {"\\",
                                           "\\st",
                                           "\\st\\USMT",
                                           "\\st\\USMT\\File",
                                           "\\st\\USMT\\File\\C$",
                                           "\\st\\USMT\\File\\C$\\x",
                                           "\\x",
                                           "\\st\\USMT\\File\\C$\\x\\e",
                                           "\\st\\mine"};
static const uint32_t parents[FOLDERS] = {PLAN_NONE, 0, 1, 2, 3, 4, 0, 5, 1};

static struct str last_step(uint32_t folder)
{
    const char *at = strrchr(paths[folder], '\\') + 1;

    return str_of(at);
}

/* ---- The tree ---- */

/* Files of one to four names anywhere. */
static void plant(struct chance *chance)
{
    static const char *const names[] = {"a", "b", "A", "mftlink-manifest.parquet", "d", "e1"};
    struct grove *grove = &holding.groves[0];
    uint32_t rows[FOLDERS];
    bool used[FOLDERS][6] = {{false}};

    holding_begin(&holding, 1, NAMES_MAX);
    for (uint32_t i = 0; i < FOLDERS; i++)
        rows[i] = holding_folder(&holding, 0, str_of(paths[i]));
    for (uint32_t i = 0; i < FILES; i++)
        for (uint32_t n = 1 + chance_below(chance, 3), first = 1; n > 0; n--) {
            uint32_t folder = chance_below(chance, FOLDERS), name = chance_below(chance, 6);

            if (used[folder][name] || (name == 0 && used[folder][2]) ||
                (name == 2 && used[folder][0]))
                continue;
            used[folder][name] = true;
            if (first)
                grove_add(grove, rows[folder], str_of(names[name]), 0);
            else
                grove_link(grove, rows[folder], str_of(names[name]));
            first = 0;
        }
    holding_finish(&holding);
}

static void list_names(void)
{
    const struct index *index = &holding.groves[0].index;

    nentries = 0;
    for (uint32_t name = 1; name < index->names.n; name++)
        for (uint32_t i = 0; i < FOLDERS; i++) {
            uint32_t row;

            cr_assert_eq(path_find(index, str_of(paths[i]), NULL, &row, NULL), STATUS_OK);
            if (index->names.parent[name] == index_reference(index, index->names.file[row]))
                entries[nentries++] =
                    (struct entry){i, index_name(index, name), index->names.file[name], true};
        }
}

/* ---- Plans ---- */

static const struct entry *any_entry(struct chance *chance)
{
    return &entries[chance_below(chance, nentries)];
}

/* An operation on a name that is there, or was; sometimes not quite. */
static void forge_op(struct chance *chance, struct plan_op *op)
{
    static const enum plan_kind kinds[] = {PLAN_UNLINK, PLAN_UNLINK, PLAN_UNLINK, PLAN_DELETE,
                                           PLAN_LINK,   PLAN_MOVE,   PLAN_RMDIR,  PLAN_MKDIR};
    const struct index *index = &holding.groves[0].index;
    const struct entry *at = any_entry(chance);

    *op = (struct plan_op){.kind = kinds[chance_below(chance, 8)],
                           .folder = at->folder,
                           .name = at->name,
                           .from_folder = PLAN_NONE,
                           .from_name = str_of(""),
                           .rule = PLAN_NONE};
    if (chance_below(chance, 16))
        op->expect = draft_expect(index, at->file);
    if (op->kind == PLAN_LINK || op->kind == PLAN_MOVE) {
        op->from_folder = op->folder;
        op->from_name = op->name;
        op->folder = chance_below(chance, FOLDERS);
        if (chance_below(chance, 2))
            op->name = any_entry(chance)->name;
    } else if (op->kind == PLAN_MKDIR) {
        op->expect = (struct plan_expect){0};
    } else if (chance_below(chance, 16) == 0) {
        op->name = any_entry(chance)->name;
    }
}

static void forge(struct chance *chance, struct plan *plan, struct plan_folder *folders,
                  struct plan_op *ops)
{
    static const char *const commands[] = {"save", "remove", "undo", "restore", ""};

    *plan = (struct plan){.command = str_of(commands[chance_below(chance, 5)]),
                          .store = str_of("C:\\st"),
                          .volumes = holding.volumes,
                          .nvolumes = 1,
                          .folders = folders,
                          .nfolders = FOLDERS,
                          .ops = ops,
                          .nops = 1 + chance_below(chance, OPS_MAX)};
    for (uint32_t i = 0; i < FOLDERS; i++)
        folders[i] = (struct plan_folder){.parent = parents[i], .path = str_of(paths[i])};
    for (uint32_t i = 0; i < plan->nops; i++)
        forge_op(chance, &ops[i]);
}

/* ---- What comes of it ---- */

static struct entry *find(uint32_t folder, struct str name)
{
    for (uint32_t i = 0; i < nentries; i++)
        if (entries[i].is_there && entries[i].folder == folder && str_equal(entries[i].name, name))
            return &entries[i];
    return NULL;
}

static uint32_t count_names(uint32_t file)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < nentries; i++)
        n += entries[i].is_there && entries[i].file == file;
    return n;
}

static bool is_folder_there(uint32_t folder)
{
    for (; parents[folder] != PLAN_NONE; folder = parents[folder])
        if (!find(parents[folder], last_step(folder)))
            return false;
    return true;
}

static bool is_in_tree(uint32_t folder)
{
    return folder == 4 || folder == 5 || folder == 7;
}

static void add(uint32_t folder, struct str name, uint32_t file)
{
    cr_assert_lt(nentries, NAMES_MAX);
    cr_assert(is_folder_there(folder));
    cr_assert_null(find(folder, name));
    entries[nentries++] = (struct entry){folder, name, file, true};
}

static bool restores; /* the plan says that it does */

/* What a restore finds in the way of a name gets another name beside it; none of these folders is
 * one that it moves things to. */
static bool is_moved_aside(const struct plan_op *op)
{
    return restores && op->kind == PLAN_MOVE && op->folder == op->from_folder;
}

static void take(const struct plan_op *op, uint32_t folder, struct str name)
{
    struct entry *at = find(folder, name);
    bool is_manifest = folder == 2 && str_equal(name, str_of("mftlink-manifest.parquet"));

    cr_assert_not_null(at);
    cr_assert(is_folder_there(folder));
    cr_assert(op->kind == PLAN_RMDIR || is_in_tree(folder) || is_moved_aside(op) ||
              (is_manifest && op->kind != PLAN_MOVE));
    at->is_there = false;
}

static void expect_empty(uint32_t folder, struct str name)
{
    for (uint32_t i = 1; i < FOLDERS; i++)
        if (parents[i] == folder && str_equal(last_step(i), name)) {
            cr_assert(i != 6 && i != 8, "these are not of the store");
            for (uint32_t k = 0; k < nentries; k++)
                cr_assert(!(entries[k].is_there && entries[k].folder == i));
        }
}

static void carry(const struct plan_op *op, uint32_t number)
{
    const struct entry *at;

    switch (op->kind) {
    case PLAN_LINK:
        at = find(op->from_folder, op->from_name);
        cr_assert_not_null(at);
        add(op->folder, op->name, at->file);
        break;
    case PLAN_MOVE:
        at = find(op->from_folder, op->from_name);
        cr_assert_not_null(at);
        take(op, op->from_folder, op->from_name);
        add(op->folder, op->name, at->file);
        break;
    case PLAN_MKDIR:
        add(op->folder, op->name, 1000 + number);
        break;
    case PLAN_UNLINK:
        at = find(op->folder, op->name);
        cr_assert_not_null(at);
        take(op, op->folder, op->name);
        cr_assert_gt(count_names(at->file), 0, "a file lost its last name");
        break;
    case PLAN_DELETE:
        at = find(op->folder, op->name);
        cr_assert_not_null(at);
        take(op, op->folder, op->name);
        cr_assert_eq(count_names(at->file), 0, "a file has others");
        break;
    case PLAN_RMDIR:
        expect_empty(op->folder, op->name);
        take(op, op->folder, op->name);
        break;
    case PLAN_COPY:
    case PLAN_MANIFEST:
    case PLAN_SECURE:
        break;
    }
}

static bool check_round(struct chance *chance)
{
    struct plan plan;
    struct plan_folder folders[FOLDERS];
    struct plan_op ops[OPS_MAX];
    struct check_faults faults;
    bool is_held;

    plant(chance);
    list_names();
    forge(chance, &plan, folders, ops);
    cr_assert_eq(check_plan(&plan, &holding.machine, &faults), STATUS_OK);
    is_held = faults.n == 0;
    restores = str_equal(plan.command, str_of("restore"));
    for (uint32_t i = 0; is_held && i < plan.nops; i++)
        carry(&ops[i], i);
    check_free(&faults);
    holding_free(&holding);
    return is_held;
}

Test(check_chance, no_plan_that_holds_loses_a_file, .timeout = 300)
{
    struct chance chance = chance_seed(17);
    uint32_t n = 0;

    for (uint32_t round = 0; round < ROUNDS; round++)
        n += check_round(&chance);
    cr_assert_gt(n, ROUNDS / 60, "some of them hold: %u", n);
}
