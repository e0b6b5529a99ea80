/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores that are restored, by hand: where things go, what they are called, what is refused. */
#include "planner/restore.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/check.h"
#include "planner/predict.h"
#include "tests/support/aftermath.h"

#define TREE "\\store\\USMT\\File\\C$\\"

enum { TEXT_BYTES = 16000, MAPS = 8, ROWS = 16, MANY = 3000 };

static struct holding holding;
static struct plan plan;
static uint32_t absent;
static char text[TEXT_BYTES];
static struct knownfolder rows[MAPS];
static struct knownfolders folders;
static struct restore_part parts[HOLDING_DRIVES];
static struct manifest manifest;
static struct manifest_row manifest_rows[ROWS];

static void begin(void)
{
    holding_begin(&holding, 2, 8000);
    folders = (struct knownfolders){.at = rows};
    manifest = (struct manifest){.rows = manifest_rows};
    memset(parts, 0, sizeof parts);
    absent = 0;
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(restore, .init = begin, .fini = end, .timeout = 60);

static void map(const char *from, const char *to)
{
    rows[folders.n++] = (struct knownfolder){str_of(from), str_of(to)};
}

/* A row of the manifest of C:. */
static void list(enum plan_kind kind, const char *path)
{
    manifest_rows[manifest.n++] = (struct manifest_row){
        .kind = kind, .path = str_of(path), .original = str_of("C:\\somewhere")};
    parts[0] = (struct restore_part){&manifest, 1};
}

/* A file that the store has a link to, and Windows.old its old name. */
static uint32_t store(const char *store_path)
{
    return holding_add(&holding, 0, store_path);
}

static enum status run(struct holding *of, const char *where)
{
    const struct restore_job job = {
        .machine = &of->machine,
        .volumes = of->volumes,
        .parts = parts,
        .store = str_of(where),
        .folders = &folders,
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

static void expect_holds(const struct machine *machine)
{
    struct check_faults faults;

    cr_assert_eq(check_plan(&plan, machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "operation %u: %s", faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
}

/* A line for each operation and each refusal: "link C:\x", "no-user C:\store\...". */
static const char *planned(void)
{
    size_t n = 0;

    cr_assert_eq(run(&holding, "C:\\store"), STATUS_OK);
    cr_expect(str_equal(plan.command, str_of("restore")));
    expect_holds(&holding.machine);
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
    cr_assert_eq(run(&after, "C:\\store"), STATUS_OK);
    cr_expect_eq(plan.nops, 0, "%u operations, the first %s %.*s", plan.nops,
                 plan.nops ? plan_kind_word(plan.ops[0].kind) : "",
                 plan.nops ? (int)plan.ops[0].name.n : 0, plan.nops ? plan.ops[0].name.at : "");
    holding_free(&after);
}

/* ---- Where to ---- */

Test(restore, what_the_store_has_goes_to_its_old_place)
{
    store(TREE "Data\\b.txt");
    store(TREE "Data\\a.txt");
    store(TREE "Data\\Empty\\");
    holding_add(&holding, 0, "\\Data\\");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Data\\Empty\n"
                                "link C:\\Data\\a.txt\n"
                                "link C:\\Data\\b.txt\n");
    cr_expect_eq(absent, 0);
    cr_expect(plan.ops[0].from_folder != PLAN_NONE, "a folder is made like that of the store");
    cr_expect_eq(plan.volumes[0].has_store, true);
    expect_done();
}

Test(restore, known_folders_of_the_old_windows_become_those_of_the_new)
{
    map("C:\\Documents and Settings", "C:\\Users");
    map("c:\\documents and settings\\Ann", "C:\\Users\\Anna");
    map("C:\\Documents and Settings\\Ann\\My Documents", "C:\\Users\\Anna\\Documents");
    map("C:\\Documents and Settings\\Ann\\My Documents\\My Music", "C:\\Users\\Anna\\Music");
    map("C:\\Documents and Settings\\Ann\\Application Data", "C:\\Users\\Anna\\AppData\\Roaming");
    store(TREE "Documents and Settings\\Ann\\Application Data\\App\\a.cfg");
    store(TREE "Documents and Settings\\Ann\\My Documents\\Sub\\a.txt");
    store(TREE "Documents and Settings\\Ann\\My Documents\\My Music\\a.mp3");
    store(TREE "Documents and Settings\\Ann\\Odd\\b");
    holding_add(&holding, 0, "\\Users\\Anna\\Documents\\sub\\");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Users\\Anna\\AppData\n"
                                "mkdir C:\\Users\\Anna\\AppData\\Roaming\n"
                                "mkdir C:\\Users\\Anna\\AppData\\Roaming\\App\n"
                                "mkdir C:\\Users\\Anna\\Music\n"
                                "mkdir C:\\Users\\Anna\\Odd\n"
                                "link C:\\Users\\Anna\\AppData\\Roaming\\App\\a.cfg\n"
                                "link C:\\Users\\Anna\\Music\\a.mp3\n"
                                "link C:\\Users\\Anna\\Documents\\sub\\a.txt\n"
                                "link C:\\Users\\Anna\\Odd\\b\n");
    cr_expect_eq(plan.ops[0].from_folder, PLAN_NONE, "AppData stands for no folder of the store");
    expect_done();
}

Test(restore, a_profile_that_nobody_takes_over_is_refused_as_a_whole)
{
    map("C:\\Users\\Ann", "C:\\Users\\Ann");
    map("C:\\Users\\Bob", "");
    store(TREE "Users\\Ann\\a");
    store(TREE "Users\\Bob\\Documents\\b");
    store(TREE "Users\\Bob\\b");
    holding_add(&holding, 0, "\\Users\\Ann\\");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "link C:\\Users\\Ann\\a\n"
                                "no-user C:\\store\\USMT\\File\\C$\\Users\\Bob\n");
    expect_done();
}

Test(restore, what_was_on_a_drive_that_is_gone_goes_to_that_of_windows)
{
    holding_add(&holding, 0, "\\store\\USMT\\File\\E$\\Photos\\a.jpg");
    holding_add(&holding, 1, "\\store\\USMT\\File\\D$\\Data\\d");
    holding_finish(&holding);
    holding.volumes[1].is_ntfs = holding.drives[1].is_ntfs = true;
    cr_expect_str_eq(planned(), "mkdir C:\\Photos\n"
                                "mkdir D:\\Data\n"
                                "copy C:\\Photos\\a.jpg\n"
                                "link D:\\Data\\d\n");
    cr_expect_eq(absent, 1U << ('E' - 'A'));
    cr_expect_eq(plan.ops[2].reason, PLAN_STORE_COPY);
    expect_done();
}

Test(restore, what_must_cross_a_volume_is_copied)
{
    map("D:\\Documents of Ann", "C:\\Users\\Ann\\Documents");
    holding_add(&holding, 1, "\\store\\USMT\\File\\D$\\Documents of Ann\\d");
    holding_add(&holding, 0, "\\Users\\Ann\\Documents\\");
    holding_finish(&holding);
    holding.volumes[1].is_ntfs = holding.drives[1].is_ntfs = true;
    cr_expect_str_eq(planned(), "copy C:\\Users\\Ann\\Documents\\d\n");
    cr_expect_eq(plan.ops[0].reason, PLAN_OTHER_VOLUME);
    expect_done();
}

Test(restore, a_drive_that_is_not_ntfs_is_not_written)
{
    holding_add(&holding, 0, "\\store\\USMT\\File\\D$\\Photos\\a.jpg");
    holding_finish(&holding);
    holding.volumes[1].is_ntfs = holding.drives[1].is_ntfs = false;
    cr_expect_str_eq(planned(), "not-ntfs C:\\store\\USMT\\File\\D$\n");
}

Test(restore, without_a_store_there_is_nothing_to_restore)
{
    holding_add(&holding, 0, "\\store\\USMT\\Other\\");
    holding_add(&holding, 0, "\\Data\\");
    holding_finish(&holding);
    cr_expect_eq(run(&holding, "C:\\store"), STATUS_NOT_FOUND);
    cr_expect_eq(run(&holding, "C:\\Data"), STATUS_NOT_FOUND);
    cr_expect_eq(run(&holding, "C:\\"), STATUS_NOT_FOUND);
    cr_expect_eq(run(&holding, "X:\\store"), STATUS_NOT_FOUND);
}

/* ---- Whose it is ---- */

static enum plan_reason reason_of(const char *path)
{
    for (uint32_t i = 0; i < plan.nops; i++) {
        const struct plan_op *op = &plan.ops[i];
        const struct plan_folder *at = &plan.folders[op->folder];
        char whole[200];

        snprintf(whole, sizeof whole, "%.*s%s%.*s", (int)at->path.n, at->path.at,
                 at->parent == PLAN_NONE ? "" : "\\", (int)op->name.n, op->name.at);
        if (strcmp(whole, path) == 0)
            return op->reason;
    }
    cr_expect(false, "%s is not made", path);
    return PLAN_AS_USUAL;
}

Test(restore, folders_made_for_a_user_are_that_users)
{
    struct profile_folder shell = {.name = str_of("Personal"), .path = str_of("C:\\Redirected")};

    store(TREE "Users\\Ann\\Letters\\Old\\a.txt");
    store(TREE "Users\\Carl\\b.txt");
    store(TREE "Redirected\\Sub\\c.txt");
    store(TREE "Data\\d.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\");
    holding_add(&holding, 0, "\\Redirected\\");
    holding_finish(&holding);
    holding.users[0] = (struct profile){.path = str_of("C:\\Users\\Ann"), .shell = {&shell, 1}};
    holding.users[1] = (struct profile){.path = str_of("C:\\Users\\Carl")};
    holding.profiles.at = holding.users;
    holding.profiles.n = 2;
    planned();
    cr_expect_eq(reason_of("\\Users\\Ann\\Letters"), PLAN_USERS_OWN);
    cr_expect_eq(reason_of("\\Users\\Ann\\Letters\\Old"), PLAN_USERS_OWN);
    cr_expect_eq(reason_of("\\Redirected\\Sub"), PLAN_USERS_OWN);
    cr_expect_eq(reason_of("\\Data"), PLAN_AS_USUAL);
    cr_expect_eq(reason_of("\\Users\\Carl"), PLAN_AS_USUAL, "there is no profile to be like");
    expect_done();
}

Test(restore, a_folder_that_two_users_have_is_nobodys)
{
    struct profile_folder shell = {.name = str_of("Personal"), .path = str_of("C:\\Shared")};
    struct profile_folder wide = {.name = str_of("Personal"), .path = str_of("C:\\Users")};

    store(TREE "Shared\\Sub\\c.txt");
    store(TREE "Users\\New\\b.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\");
    holding_add(&holding, 0, "\\Users\\Bob\\");
    holding_add(&holding, 0, "\\Shared\\");
    holding_finish(&holding);
    holding.users[0] = (struct profile){.path = str_of("C:\\Users\\Ann"), .shell = {&shell, 1}};
    holding.users[1] = (struct profile){.path = str_of("C:\\Users\\Bob"), .shell = {&shell, 1}};
    holding.users[2] = (struct profile){.path = str_of("C:\\Users\\Ann"), .shell = {&wide, 1}};
    holding.profiles.at = holding.users;
    holding.profiles.n = 3;
    planned();
    cr_expect_eq(reason_of("\\Shared\\Sub"), PLAN_AS_USUAL);
    cr_expect_eq(reason_of("\\Users\\New"), PLAN_AS_USUAL, "a folder around profiles");
}

/* ---- Collisions ---- */

Test(restore, the_same_file_in_its_place_is_restored_already)
{
    holding_folder(&holding, 0, str_of("\\Data"));
    store(TREE "Data\\a.txt");
    holding_link(&holding, 0, "\\Data\\A.TXT");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "");
}

Test(restore, what_comes_gets_a_number_and_what_is_there_stays)
{
    store(TREE "Data\\letter.doc");
    store(TREE "Data\\.rc");
    store(TREE "Data\\plain");
    store(TREE "Data\\two.tar.gz");
    holding_add(&holding, 0, "\\Data\\Letter.doc");
    holding_add(&holding, 0, "\\Data\\letter(1).doc");
    holding_add(&holding, 0, "\\Data\\.rc");
    holding_add(&holding, 0, "\\Data\\plain\\");
    holding_add(&holding, 0, "\\Data\\two.tar.gz");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "link C:\\Data\\.rc(1)\n"
                                "link C:\\Data\\plain(1)\n"
                                "link C:\\Data\\letter(2).doc\n"
                                "link C:\\Data\\two.tar(1).gz\n");
    expect_done();
}

Test(restore, names_that_are_free_come_before_those_that_are_made_up)
{
    map("C:\\One", "C:\\All");
    map("C:\\Two", "C:\\All");
    store(TREE "One\\a.txt");
    store(TREE "Two\\a.txt");
    store(TREE "Two\\a(1).txt");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\All\n"
                                "link C:\\All\\a.txt\n"
                                "link C:\\All\\a(1).txt\n"
                                "link C:\\All\\a(2).txt\n");
    expect_done();
}

Test(restore, thousands_of_one_name_take_thousands_of_steps)
{
    static struct knownfolder many[MANY];
    static char froms[MANY][20];
    char path[100];

    holding_add(&holding, 0, "\\All\\a.txt");
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, TREE "Old\\%d\\a.txt", i);
        store(path);
        snprintf(froms[i], sizeof froms[i], "C:\\Old\\%d", i);
        many[i] = (struct knownfolder){str_of(froms[i]), str_of("C:\\All")};
    }
    holding_finish(&holding);
    folders = (struct knownfolders){.at = many, .n = MANY};
    cr_assert_eq(run(&holding, "C:\\store"), STATUS_OK);
    cr_expect_eq(plan.nops, MANY);
    cr_expect(str_equal(plan.ops[MANY - 1].name, str_of("a(3000).txt")));
    expect_holds(&holding.machine);
    expect_done();
}

Test(restore, copies_that_were_renamed_are_known_again)
{
    map("E:\\One", "C:\\All");
    map("E:\\Two", "C:\\All");
    map("E:\\Three", "C:\\All");
    for (int i = 0; i < 3; i++) {
        static const char *const paths[] = {"\\store\\USMT\\File\\E$\\One\\a.jpg",
                                            "\\store\\USMT\\File\\E$\\Two\\a.jpg",
                                            "\\store\\USMT\\File\\E$\\Three\\a.jpg"};

        holding_add(&holding, 0, paths[i]);
    }
    holding_finish(&holding);
    for (uint32_t i = 0; i < holding.groves[0].index.files.n; i++)
        holding.groves[0].index.files.size[i] = 100 + i;
    cr_expect_str_eq(planned(), "mkdir C:\\All\n"
                                "copy C:\\All\\a.jpg\n"
                                "copy C:\\All\\a(1).jpg\n"
                                "copy C:\\All\\a(2).jpg\n");
    expect_done();
}

Test(restore, a_name_too_long_for_a_number_is_refused)
{
    static char path[400], there[400];
    char name[256];

    memset(name, 'x', 254);
    name[254] = '\0';
    snprintf(path, sizeof path, TREE "%s", name);
    snprintf(there, sizeof there, "\\%s", name);
    store(path);
    holding_add(&holding, 0, there);
    holding_finish(&holding);
    cr_expect_eq(strncmp(planned(), "name-too-long C:\\store", 22), 0, "%s", text);
    cr_expect_eq(plan.refusals[0].detail, 257);
}

/* ---- What is refused ---- */

Test(restore, nothing_goes_through_a_junction_into_a_store_or_into_ntfs_itself)
{
    uint32_t file;

    store(TREE "Link\\Sub\\a");
    store(TREE "store\\a");
    store(TREE "Other\\USMT\\b");
    store(TREE "$Extend\\c");
    store(TREE "file\\d");
    file = holding_add(&holding, 0, "\\Link\\");
    holding.groves[0].index.files.flags[file] |= FILE_REPARSE;
    holding_add(&holding, 0, "\\Other\\USMT\\File\\");
    file = holding_add(&holding, 0, "\\$Extend\\");
    holding.groves[0].index.files.flags[file] |= FILE_SYSTEM;
    holding_add(&holding, 0, "\\file");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "is-system C:\\store\\USMT\\File\\C$\\$Extend\n"
                                "name-taken C:\\store\\USMT\\File\\C$\\file\n"
                                "place-reparse C:\\store\\USMT\\File\\C$\\Link\n"
                                "place-store C:\\store\\USMT\\File\\C$\\Other\n"
                                "place-store C:\\store\\USMT\\File\\C$\\store\n");
}

Test(restore, folders_of_the_store_that_lead_elsewhere_are_not_entered)
{
    uint32_t file = store(TREE "Link\\");

    holding.groves[0].index.files.flags[file] |= FILE_REPARSE;
    store(TREE "Link\\a");
    store(TREE "b");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "link C:\\b\n"
                                "folder-reparse C:\\store\\USMT\\File\\C$\\Link\n");
}

Test(restore, damaged_files_are_refused)
{
    uint32_t file = store(TREE "a");

    holding_find(&holding, 0, file, FINDING_LINK_COUNT, 3);
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "link-count C:\\store\\USMT\\File\\C$\\a\n");
}

Test(restore, a_file_has_no_more_names_than_it_can_have)
{
    uint32_t file = store(TREE "a");

    holding_finish(&holding);
    holding.groves[0].index.files.header_links[file] = 1024;
    cr_expect_str_eq(planned(), "link-limit C:\\store\\USMT\\File\\C$\\a\n");
}

Test(restore, the_manifest_says_what_is_a_copy_what_is_not_ours_and_what_is_gone)
{
    list(PLAN_MKDIR, TREE "Data");
    list(PLAN_LINK, TREE "Data\\a");
    list(PLAN_COPY, TREE "Data\\locked");
    list(PLAN_LINK, TREE "Data\\gone");
    list(PLAN_LINK, TREE "Data\\gone");
    list(PLAN_LINK, TREE "Lost\\too\\gone");
    store(TREE "Data\\a");
    store(TREE "Data\\locked");
    store(TREE "Data\\mine");
    store(TREE "Mine\\b");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Data\n"
                                "link C:\\Data\\a\n"
                                "copy C:\\Data\\locked\n"
                                "not-ours C:\\store\\USMT\\File\\C$\\Mine\n"
                                "not-ours C:\\store\\USMT\\File\\C$\\Data\\mine\n"
                                "gone C:\\store\\USMT\\File\\C$\\Data\\gone\n"
                                "gone C:\\store\\USMT\\File\\C$\\Lost\\too\\gone\n");
}

Test(restore, folders_in_which_nothing_comes_to_lie_are_not_made)
{
    map("C:\\Data\\Pictures", "C:\\Users\\Ann\\Pictures");
    store(TREE "Data\\Pictures\\a.jpg");
    holding_add(&holding, 0, "\\Users\\Ann\\");
    holding_finish(&holding);
    cr_expect_str_eq(planned(), "mkdir C:\\Users\\Ann\\Pictures\n"
                                "link C:\\Users\\Ann\\Pictures\\a.jpg\n");
}

Test(restore, the_store_may_be_written_in_any_way)
{
    store(TREE "a");
    holding_finish(&holding);
    cr_assert_eq(run(&holding, "c:/STORE//"), STATUS_OK);
    cr_expect(str_equal(plan.store, str_of("c:\\STORE")));
    cr_expect_eq(plan.nops, 1);
}
