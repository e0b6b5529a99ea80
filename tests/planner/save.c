/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a store: what becomes of what is taken, where it goes, in which order. */
#include "planner/save.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>

#include "tests/support/holding.h"

enum { TEXT_BYTES = 1 << 16 };

static struct holding holding;
static struct plan plan;
static char text[TEXT_BYTES];
static size_t ntext;

static void begin(void)
{
    holding_begin(&holding, 2, 4000);
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(save, .init = begin, .fini = end, .timeout = 120);

static void say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    ntext += (size_t)vsnprintf(text + ntext, TEXT_BYTES - ntext, format, arguments);
    va_end(arguments);
    cr_assert_lt(ntext, TEXT_BYTES);
}

static void say_path(uint32_t id, struct str name)
{
    const struct plan_folder *folder = &plan.folders[id];
    struct str drive = plan.volumes[folder->volume].drive;

    say("%.*s%.*s%s%.*s", (int)drive.n, drive.at, (int)folder->path.n, folder->path.at,
        folder->path.n > 1 && name.n > 0 ? "\\" : "", (int)name.n, name.at);
}

static uint32_t volume_of(const struct plan_op *op)
{
    return plan.folders[op->folder].volume;
}

/* How many manifests are at the end: one for each volume on which something is done, in their
 * order. */
static uint32_t count_manifests(void)
{
    bool is_used[2] = {false, false};
    uint32_t n = 0, before = PLAN_NONE;

    for (uint32_t i = 0; i < plan.nops; i++) {
        const struct plan_op *op = &plan.ops[i];

        if (op->kind != PLAN_MANIFEST) {
            is_used[volume_of(op)] = true;
            cr_assert_eq(n, 0, "nothing is done behind them");
            continue;
        }
        cr_assert(before == PLAN_NONE || volume_of(op) > before);
        cr_assert_eq(op->from_folder, PLAN_NONE);
        cr_assert_eq(op->expect.reference, 0);
        cr_assert_gt(op->expect.size, 0);
        before = volume_of(op);
        n++;
    }
    cr_assert_eq(n, is_used[0] + is_used[1]);
    return n;
}

/* A line for each operation but the manifests: "link C:\store\... reason". */
static const char *ops(void)
{
    ntext = 0;
    text[0] = '\0';
    holding_save(&holding, &plan);
    for (uint32_t i = 0, n = plan.nops - count_manifests(); i < n; i++) {
        const struct plan_op *op = &plan.ops[i];

        say("%s ", plan_kind_word(op->kind));
        say_path(op->folder, op->name);
        if (op->from_folder != PLAN_NONE) {
            say(" < ");
            say_path(op->from_folder, op->from_name);
        }
        say(op->reason != PLAN_AS_USUAL ? " %s\n" : "\n", plan_reason_word(op->reason));
    }
    return text;
}

/* A line for each refusal: "link C:\... reason detail". */
static const char *refusals(void)
{
    ntext = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < plan.nrefusals; i++) {
        const struct plan_op *op = &plan.refusals[i];

        say("%s ", plan_kind_word(op->kind));
        if (op->from_folder != PLAN_NONE)
            say_path(op->from_folder, op->from_name);
        else
            say("%.*s", (int)op->name.n, op->name.at);
        say(" %s", plan_reason_word(op->reason));
        say(op->detail ? " %u\n" : "\n", op->detail);
    }
    return text;
}

Test(save, a_name_is_linked_in_folders_that_stand_for_its_own)
{
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    holding_add(&holding, 0, "\\Users\\b.txt");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\Users\\Ann\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(ops(), "mkdir C:\\store\n"
                            "mkdir C:\\store\\USMT\n"
                            "mkdir C:\\store\\USMT\\File\n"
                            "mkdir C:\\store\\USMT\\File\\C$ < C:\\\n"
                            "mkdir C:\\store\\USMT\\File\\C$\\Users < C:\\Users\n"
                            "mkdir C:\\store\\USMT\\File\\C$\\Users\\Ann < C:\\Users\\Ann\n"
                            "link C:\\store\\USMT\\File\\C$\\Users\\Ann\\a.txt < "
                            "C:\\Users\\Ann\\a.txt\n");
    cr_assert_eq(plan.ops[2].expect.attributes, 0x2, "File is hidden");
    cr_assert_eq(plan.nrefusals, 0);
    cr_assert(plan.volumes[0].has_store);
    cr_assert(!plan.volumes[1].has_store);
}

Test(save, every_other_name_of_a_folder_comes_in_a_second_round)
{
    static const char *const names[] = {"e", "B", "a", "G", "d", "F", "c"};
    char path[20];

    for (size_t i = 0; i < 7; i++) {
        snprintf(path, sizeof path, "\\x\\%s", names[i]);
        holding_add(&holding, 0, path);
    }
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    cr_assert_eq(plan.nops, 5 + 7 + 1);
    for (uint32_t i = 0; i < 7; i++)
        cr_assert_eq(plan.ops[5 + i].name.at[0], "aceGBdF"[i]);
}

/* ---- What becomes of what is taken ---- */

static struct file_rows *files(uint32_t drive)
{
    return &holding.groves[drive].index.files;
}

static void add_tag(uint32_t drive, uint32_t file, uint32_t tag)
{
    struct reparse_rows *rows = &holding.groves[drive].index.reparse;

    rows->file[rows->n] = file;
    rows->tag[rows->n++] = tag;
    files(drive)->flags[file] |= FILE_REPARSE;
}

Test(save, what_cannot_be_linked_is_refused_with_its_reason)
{
    uint32_t online = holding_add(&holding, 0, "\\x\\online");
    uint32_t damaged = holding_add(&holding, 0, "\\x\\damaged");
    uint32_t counted = holding_add(&holding, 0, "\\x\\counted");
    uint32_t stale = holding_add(&holding, 0, "\\x\\stale");
    uint32_t full = holding_add(&holding, 0, "\\x\\full");
    uint32_t junction = holding_add(&holding, 0, "\\x\\junction\\");
    uint32_t cloud = holding_add(&holding, 0, "\\x\\cloud\\");

    holding_add(&holding, 0, "\\x\\cloud\\kept");
    files(0)->attributes[online] |= 0x400000;
    holding_find(&holding, 0, damaged, FINDING_LINK_COUNT, 7);
    holding_find(&holding, 0, damaged, FINDING_BAD_ATTRIBUTE, 0);
    holding_find(&holding, 0, counted, FINDING_LINK_COUNT, 7);
    holding_find(&holding, 0, stale, FINDING_PARENT_STALE, 9);
    files(0)->header_links[full] = 1024;
    add_tag(0, junction, 0xA0000003);
    add_tag(0, cloud, 0x9000601A);
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    cr_assert_str_eq(refusals(), "link C:\\x\\online placeholder\n"
                                 "link C:\\x\\damaged damaged\n"
                                 "link C:\\x\\counted link-count 7\n"
                                 "link C:\\x\\stale stale-parent\n"
                                 "link C:\\x\\full link-limit 1024\n"
                                 "mkdir C:\\x\\junction folder-reparse\n");
    cr_assert_eq(plan.nops, 8, "six folders, what lies in that of the cloud, the manifest");
    cr_assert_str_eq(plan_reason_word(plan.refusals[0].reason), "placeholder");
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        cr_assert_eq(plan.refusals[i].rule, 0);
}

Test(save, folders_that_would_stay_empty_for_refusals_are_made_only_when_taken)
{
    uint32_t file = holding_add(&holding, 0, "\\x\\way\\online");

    files(0)->attributes[file] |= 0x400000;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [online]");
    holding_finish(&holding);
    cr_assert_str_eq(ops(), "");
    cr_assert_str_eq(refusals(), "link C:\\x\\way\\online placeholder\n");
    cr_assert(!plan.volumes[0].has_store);
}

static void check_efs(enum save_efs efs, const char *op, const char *refusal, bool is_blocked)
{
    plan_free(&plan);
    holding.job.efs = efs;
    cr_expect(strstr(ops(), op), "%d: %s", efs, text);
    cr_expect_str_eq(refusals(), refusal);
    cr_expect_eq(plan.is_blocked, is_blocked);
}

Test(save, encrypted_files_are_what_efs_says)
{
    uint32_t file = holding_add(&holding, 0, "\\x\\secret");

    files(0)->attributes[file] |= FILE_ATTRIBUTE_ENCRYPTED;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    check_efs(SAVE_EFS_ABORT, "", "link C:\\x\\secret efs-abort\n", true);
    check_efs(SAVE_EFS_SKIP, "", "link C:\\x\\secret efs-skip\n", false);
    check_efs(SAVE_EFS_DECRYPTCOPY, "", "copy C:\\x\\secret efs-no-key\n", false);
    check_efs(SAVE_EFS_COPYRAW, "copy C:\\store\\USMT\\File\\C$\\x\\secret < C:\\x\\secret efs-raw",
              "", false);
    check_efs(SAVE_EFS_HARDLINK, "link C:\\store\\USMT\\File\\C$\\x\\secret < C:\\x\\secret\n", "",
              false);
}

Test(save, locked_files_are_what_the_first_line_of_fileLocked_says)
{
    static const struct save_lock locks[] = {{{"C:\\x\\swap", 9}, true},
                                             {{"c:\\X\\MAIL", 9}, false},
                                             {{"C:\\x\\db\\a", 9}, false},
                                             {{"C:\\nowhere\\a", 12}, false},
                                             {{"C:\\y\\other", 10}, false}};
    struct config_lock all = {.is_linked = true, .pattern = str_of("C:\\x\\*")};
    struct config_lock db = {.next = &all, .pattern = str_of("c:\\x\\DB\\* [*]")};
    struct config config = {.locks = &db};

    holding_add(&holding, 0, "\\x\\swap");
    holding_add(&holding, 0, "\\x\\mail");
    holding_add(&holding, 0, "\\x\\db\\a");
    holding_add(&holding, 0, "\\y\\other");
    holding.job.locks = locks;
    holding.job.nlocks = 5;
    holding.job.config = &config;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    ops();
    cr_expect(
        strstr(text, "copy C:\\store\\USMT\\File\\C$\\x\\swap < C:\\x\\swap locked-by-system"));
    cr_expect(strstr(text, "link C:\\store\\USMT\\File\\C$\\x\\mail < C:\\x\\mail\n"),
              "a pattern of folders means what is in them");
    cr_expect(strstr(text, "copy C:\\store\\USMT\\File\\C$\\x\\db\\a < C:\\x\\db\\a locked-copy"));
    cr_expect_str_eq(refusals(), "link C:\\y\\other locked\n");
}

Test(save, what_must_be_copied_and_only_windows_can_read_is_refused)
{
    static const struct save_lock locks[] = {{{"C:\\x\\wof", 8}, true},
                                             {{"C:\\x\\symlink", 12}, true}};
    uint32_t wof = holding_add(&holding, 0, "\\x\\wof");
    uint32_t symlink = holding_add(&holding, 0, "\\x\\symlink");
    uint32_t dedup = holding_add(&holding, 0, "\\x\\dedup");

    add_tag(0, wof, 0x80000017);
    add_tag(0, symlink, 0xA000000C);
    add_tag(0, dedup, 0x80000013);
    holding.job.locks = locks;
    holding.job.nlocks = 2;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    cr_expect(strstr(text, "link C:\\store\\USMT\\File\\C$\\x\\dedup"));
    cr_expect(strstr(text, "copy C:\\store\\USMT\\File\\C$\\x\\symlink"));
    cr_expect_str_eq(refusals(), "copy C:\\x\\wof unreadable\n");
}

Test(save, what_is_not_ntfs_is_copied_to_the_master_store)
{
    holding.drives[1].is_ntfs = false;
    holding_add(&holding, 1, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "D:\\x\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(ops(), "mkdir C:\\store\n"
                            "mkdir C:\\store\\USMT\n"
                            "mkdir C:\\store\\USMT\\File\n"
                            "mkdir C:\\store\\USMT\\File\\D$ < D:\\\n"
                            "mkdir C:\\store\\USMT\\File\\D$\\x < D:\\x\n"
                            "copy C:\\store\\USMT\\File\\D$\\x\\a < D:\\x\\a other-file-system\n");
}

Test(save, each_volume_has_its_own_store_and_the_master_is_always_there)
{
    holding_add(&holding, 1, "\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "D:\\ [a]");
    holding_finish(&holding);
    cr_assert_str_eq(ops(), "mkdir D:\\store\n"
                            "mkdir D:\\store\\USMT\n"
                            "mkdir D:\\store\\USMT\\File\n"
                            "mkdir D:\\store\\USMT\\File\\D$ < D:\\\n"
                            "mkdir C:\\store\n"
                            "mkdir C:\\store\\USMT\n"
                            "mkdir C:\\store\\USMT\\File\n"
                            "link D:\\store\\USMT\\File\\D$\\a < D:\\a\n");
}

/* ---- The names ---- */

Test(save, of_names_that_differ_only_by_case_the_first_is_taken)
{
    holding_add(&holding, 0, "\\x\\same");
    holding_add(&holding, 0, "\\x\\SAME");
    holding_add(&holding, 0, "\\x\\Same\\in");
    holding_add(&holding, 0, "\\x\\other");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    cr_expect(strstr(text, "link C:\\store\\USMT\\File\\C$\\x\\SAME <"));
    cr_expect_str_eq(refusals(), "link C:\\x\\same case-collision\n"
                                 "mkdir C:\\x\\Same case-collision\n"
                                 "link C:\\x\\Same\\in case-collision\n");
}

Test(save, what_is_in_the_store_is_known_and_else_taken)
{
    holding_add(&holding, 0, "\\store\\USMT\\File\\C$\\x\\");
    holding_add(&holding, 0, "\\x\\linked");
    holding_link(&holding, 0, "\\store\\USMT\\File\\C$\\x\\LINKED");
    holding_add(&holding, 0, "\\x\\other");
    holding_add(&holding, 0, "\\x\\folder\\in");
    holding_add(&holding, 0, "\\store\\USMT\\File\\C$\\x\\other");
    holding_add(&holding, 0, "\\store\\USMT\\File\\C$\\x\\folder");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(ops(), "");
    cr_expect_str_eq(refusals(), "link C:\\x\\other name-taken\n"
                                 "mkdir C:\\x\\folder name-taken\n"
                                 "link C:\\x\\folder\\in name-taken\n");
}

Test(save, stores_are_not_taken_nor_the_way_to_the_own)
{
    holding.job.store = str_of("C:\\a\\b\\store");
    holding_add(&holding, 0, "\\a\\b\\store\\USMT\\File\\C$\\x\\old");
    holding_add(&holding, 0, "\\old\\usmt\\MFTLINK-manifest.parquet");
    holding_add(&holding, 0, "\\older\\USMT\\mftlink-manifest-7.parquet");
    holding_add(&holding, 0, "\\older\\rest");
    holding_add(&holding, 0, "\\old\\more");
    holding_add(&holding, 0, "\\other\\USMT\\more");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    cr_assert_str_eq(
        ops(), "mkdir C:\\a\\b\\store\\USMT\\File\\C$\\other < C:\\other\n"
               "mkdir C:\\a\\b\\store\\USMT\\File\\C$\\other\\USMT < C:\\other\\USMT\n"
               "link C:\\a\\b\\store\\USMT\\File\\C$\\other\\USMT\\more < C:\\other\\USMT\\more\n");
}

Test(save, a_file_gets_no_more_names_than_it_can_have)
{
    char path[40];
    uint32_t file = holding_add(&holding, 0, "\\x\\n0000");

    for (int i = 1; i < 600; i++) {
        snprintf(path, sizeof path, "\\x\\n%04d", i);
        holding_link(&holding, 0, path);
    }
    files(0)->header_links[file] = 610;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    cr_expect_eq(plan.nops, 5 + 1024 - 610 + 1);
    cr_expect_eq(plan.nrefusals, 600 - (1024 - 610));
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        cr_assert_eq(plan.refusals[i].reason, PLAN_LINK_LIMIT);
}

Test(save, the_way_to_the_store_and_that_of_what_is_taken_are_one_folder)
{
    holding.job.store = str_of("C:\\x\\store");
    holding_add(&holding, 0, "\\x\\a");
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\x\\* [*]");
    holding_finish(&holding);
    ops();
    for (uint32_t i = 0; i < plan.nfolders; i++)
        for (uint32_t j = 0; j < i; j++)
            cr_assert(!str_equal(plan.folders[i].path, plan.folders[j].path));
    cr_assert_eq(plan.nfolders, 7, "\\, \\x, and five that are made");
}

/* As deep as no recursion goes; the last folders are too far down for any path. */
Test(save, a_tree_of_any_depth_is_planned_as_far_as_paths_reach)
{
    enum { LEVELS = 17000 };
    static const char lone[] = "\xED\xA0\x80";
    uint32_t folder = GROVE_ROOT;

    holding_free(&holding);
    holding_begin(&holding, 1, LEVELS + 10);
    for (uint32_t i = 0; i < LEVELS; i++)
        folder = grove_add(&holding.groves[0], folder, str_of(lone), FILE_DIRECTORY);
    grove_add(&holding.groves[0], folder, str_of("a"), 0);
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\* [*]");
    holding_finish(&holding);
    holding_save(&holding, &plan);
    cr_assert_eq(plan.nops + plan.nrefusals, LEVELS + 2 + 4,
                 "the root, the file, the store and its manifest");
    cr_assert_eq(plan.ops[plan.nops - 2].kind, PLAN_MKDIR);
    /* C:\store\USMT\File\C$ has 21 units, each folder two more. */
    cr_assert_eq(plan.nops, 4 + (32767 - 21) / 2 + 1);
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        cr_assert_eq(plan.refusals[i].reason, PLAN_PATH_TOO_LONG);
}

/* ---- Tables ---- */

Test(save, the_plan_tells_its_rules_users_and_whom_it_left_out)
{
    struct expand_rule *second;
    static const struct save_left_out left_out[] = {{1, PLAN_PROFILE_ORPHANED}};
    uint32_t ben = holding_add(&holding, 0, "\\Users\\Ben\\");

    holding_add(&holding, 0, "\\Users\\Ann\\a");
    holding.profiles.n = 2;
    holding.users[0] = (struct profile){.name = str_of("Ann.CORP"),
                                        .domain = str_of("CORP"),
                                        .account = str_of("Ann"),
                                        .sid = str_of("S-1-5-21-1"),
                                        .path = str_of("C:\\Users\\Ann"),
                                        .folder = INDEX_NONE};
    holding.users[1] = (struct profile){
        .name = str_of("Ben"), .sid = str_of("S-1-5-21-2"), .folder = files(0)->first_name[ben]};
    holding.is_chosen[0] = true;
    holding.job.left_out = left_out;
    holding.job.nleft_out = 1;
    holding_rule(&holding, RULES_INCLUDE, 0, "C:\\nothing\\* [*]");
    second = holding_rule(&holding, RULES_INCLUDE, 1, "C:\\Users\\Ann\\* [*]");
    holding.scopes[1].user = 0;
    holding_finish(&holding);
    ops();
    cr_assert_eq(plan.nrules, 1, "only what took something");
    cr_expect(str_equal(plan.rules[0].pattern, second->text));
    cr_expect_eq(plan.rules[0].line, second->place.line);
    cr_assert_eq(plan.rules[0].user, 0);
    cr_assert_eq(plan.nusers, 1);
    cr_expect(str_equal(plan.users[0].name, str_of("CORP\\Ann")), "not by the computer's name");
    cr_expect_eq(plan.ops[plan.nops - 2].rule, 0);
    cr_expect_eq(plan.ops[0].rule, PLAN_NONE);
    cr_expect_str_eq(refusals(), "mkdir C:\\Users\\Ben profile-orphaned\n");
}

Test(save, a_store_must_have_a_place)
{
    const struct machine *machine = &holding.machine;
    uint32_t junction = holding_add(&holding, 0, "\\junction\\");

    holding_add(&holding, 0, "\\file");
    add_tag(0, junction, 0xA0000003);
    holding.drives[1].is_ntfs = false;
    holding_finish(&holding);
    cr_expect_null(save_refuses_store(machine, str_of("C:\\migdata")));
    cr_expect_null(save_refuses_store(machine, str_of("c:\\a\\b\\")));
    cr_expect(save_refuses_store(machine, str_of("C:\\")));
    cr_expect(save_refuses_store(machine, str_of("C:")));
    cr_expect(save_refuses_store(machine, str_of("migdata")));
    cr_expect(save_refuses_store(machine, str_of("D:\\migdata")));
    cr_expect(save_refuses_store(machine, str_of("Q:\\migdata")));
    cr_expect(save_refuses_store(machine, str_of("C:\\a\\..\\b")));
    cr_expect(save_refuses_store(machine, str_of("C:\\a:b")));
    cr_expect(save_refuses_store(machine, str_of("C:\\a/b")));
    cr_expect(save_refuses_store(machine, str_of("C:\\a.")));
    cr_expect(save_refuses_store(machine, str_of("C:\\file\\b")));
    cr_expect(save_refuses_store(machine, str_of("C:\\junction\\b")));
}
