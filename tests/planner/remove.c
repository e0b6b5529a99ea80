/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores that go: by hand, and by chance after a plan that made them. */
#include "planner/remove.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/check.h"
#include "planner/predict.h"
#include "tests/support/aftermath.h"
#include "tests/support/thicket.h"

#define STORE "\\store\\USMT\\"
#define TREE  STORE "File\\C$\\"

enum { TEXT_BYTES = 8000, ROUNDS = 400 };

static struct holding holding;
static struct plan plan;
static char text[TEXT_BYTES];

static void begin(void)
{
    holding_begin(&holding, 2, 2000);
}

static void end(void)
{
    plan_free(&plan);
    holding_free(&holding);
}

TestSuite(remove, .init = begin, .fini = end, .timeout = 60);

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

static enum status run(struct holding *of, const char *store, enum remove_only_copies only_copies)
{
    const struct remove_job job = {&of->machine, of->volumes, str_of(store), only_copies};

    plan_begin(&plan);
    return remove_plan(&job, &plan);
}

/* A line for each operation and each refusal: "unlink C:\x", "only-copy C:\y". */
static const char *planned(enum remove_only_copies only_copies)
{
    size_t n = 0;

    plan_free(&plan);
    cr_assert_eq(run(&holding, "C:\\store", only_copies), STATUS_OK);
    cr_expect(str_equal(plan.command, str_of("remove")));
    expect_holds(&holding.machine);
    text[0] = '\0';
    for (uint32_t i = 0; i < plan.nops; i++)
        n = put_row(n, plan_kind_word(plan.ops[i].kind), plan.ops[i].folder, plan.ops[i].name);
    for (uint32_t i = 0; i < plan.nrefusals; i++)
        n = put_row(n, plan_reason_word(plan.refusals[i].reason), plan.refusals[i].from_folder,
                    plan.refusals[i].from_name);
    return text;
}

/* The last file that was added gets one more name in a folder that may not be there yet. */
static void add_linked(uint32_t drive, const char *path, const char *store_path)
{
    struct str above = str_of(store_path);

    while (above.at[above.n - 1] != '\\')
        above.n--;
    holding_folder(&holding, drive, above);
    holding_add(&holding, drive, path);
    holding_link(&holding, drive, store_path);
}

Test(remove, a_store_goes_names_first_then_folders_from_within)
{
    holding_add(&holding, 0, TREE "x\\y\\");
    add_linked(0, "\\a", TREE "a");
    holding_link(&holding, 0, TREE "x\\y\\a again");
    add_linked(0, "\\b", TREE "x\\b");
    holding_add(&holding, 0, STORE "mftlink-manifest.parquet");
    add_linked(1, "\\d", "\\Store\\USMT\\File\\D$\\d");
    holding_finish(&holding);
    cr_expect_str_eq(planned(REMOVE_KEEP_ONLY_COPIES),
                     "unlink C:\\store\\USMT\\File\\C$\\a\n"
                     "unlink C:\\store\\USMT\\File\\C$\\x\\b\n"
                     "unlink C:\\store\\USMT\\File\\C$\\x\\y\\a again\n"
                     "delete C:\\store\\USMT\\mftlink-manifest.parquet\n"
                     "rmdir C:\\store\\USMT\\File\\C$\\x\\y\n"
                     "rmdir C:\\store\\USMT\\File\\C$\\x\n"
                     "rmdir C:\\store\\USMT\\File\\C$\n"
                     "rmdir C:\\store\\USMT\\File\n"
                     "rmdir C:\\store\\USMT\n"
                     "rmdir C:\\store\n"
                     "unlink D:\\Store\\USMT\\File\\D$\\d\n"
                     "rmdir D:\\Store\\USMT\\File\\D$\n"
                     "rmdir D:\\Store\\USMT\\File\n"
                     "rmdir D:\\Store\\USMT\n"
                     "rmdir D:\\Store\n");
}

Test(remove, what_only_the_store_has_stays_unless_it_is_to_go)
{
    holding_add(&holding, 0, TREE "x\\");
    holding_add(&holding, 0, TREE "only");
    holding_link(&holding, 0, TREE "x\\only");
    add_linked(0, "\\b", TREE "x\\b");
    holding_add(&holding, 0, STORE "mftlink-manifest.parquet");
    holding_finish(&holding);
    cr_expect_str_eq(planned(REMOVE_KEEP_ONLY_COPIES),
                     "unlink C:\\store\\USMT\\File\\C$\\x\\b\n"
                     "only-copy C:\\store\\USMT\\File\\C$\\only\n"
                     "only-copy C:\\store\\USMT\\File\\C$\\x\\only\n"
                     "still-needed C:\\store\\USMT\\mftlink-manifest.parquet\n");
    cr_expect_str_eq(planned(REMOVE_DELETE_ONLY_COPIES),
                     "unlink C:\\store\\USMT\\File\\C$\\only\n"
                     "delete C:\\store\\USMT\\File\\C$\\x\\only\n"
                     "unlink C:\\store\\USMT\\File\\C$\\x\\b\n"
                     "delete C:\\store\\USMT\\mftlink-manifest.parquet\n"
                     "rmdir C:\\store\\USMT\\File\\C$\\x\n"
                     "rmdir C:\\store\\USMT\\File\\C$\n"
                     "rmdir C:\\store\\USMT\\File\n"
                     "rmdir C:\\store\\USMT\n"
                     "rmdir C:\\store\n");
}

Test(remove, what_is_no_part_of_the_store_stays_and_keeps_no_file_alive)
{
    add_linked(0, "\\a", TREE "a");
    add_linked(0, "\\store\\mine\\b", TREE "b");
    holding_add(&holding, 0, "\\store\\readme.txt");
    holding_add(&holding, 0, STORE "USMT.MIG");
    holding_add(&holding, 0, STORE "mftlink-manifest-2.parquet");
    holding_add(&holding, 0, STORE "mftlink-manifest-x.parquet");
    holding_add(&holding, 0, STORE "File\\loose");
    holding_add(&holding, 0, STORE "File\\CC$\\x");
    holding_finish(&holding);
    cr_expect_str_eq(planned(REMOVE_KEEP_ONLY_COPIES),
                     "unlink C:\\store\\USMT\\File\\C$\\a\n"
                     "not-ours C:\\store\\mine\n"
                     "not-ours C:\\store\\readme.txt\n"
                     "not-ours C:\\store\\USMT\\USMT.MIG\n"
                     "not-ours C:\\store\\USMT\\mftlink-manifest-x.parquet\n"
                     "not-ours C:\\store\\USMT\\File\\loose\n"
                     "not-ours C:\\store\\USMT\\File\\CC$\n"
                     "only-copy C:\\store\\USMT\\File\\C$\\b\n"
                     "still-needed C:\\store\\USMT\\mftlink-manifest-2.parquet\n");
}

Test(remove, foreign_files_alone_keep_the_folders_above_them_but_no_manifest)
{
    add_linked(0, "\\a", TREE "a");
    holding_add(&holding, 0, "\\store\\readme.txt");
    holding_add(&holding, 0, STORE "mftlink-manifest.parquet");
    holding_finish(&holding);
    cr_expect_str_eq(planned(REMOVE_KEEP_ONLY_COPIES),
                     "unlink C:\\store\\USMT\\File\\C$\\a\n"
                     "delete C:\\store\\USMT\\mftlink-manifest.parquet\n"
                     "rmdir C:\\store\\USMT\\File\\C$\n"
                     "rmdir C:\\store\\USMT\\File\n"
                     "rmdir C:\\store\\USMT\n"
                     "not-ours C:\\store\\readme.txt\n");
}

Test(remove, files_of_which_something_is_wrong_keep_all_names)
{
    struct index *index = &holding.groves[0].index;

    add_linked(0, "\\a", TREE "a");
    holding_find(&holding, 0, index->files.n - 1, FINDING_LINK_COUNT, 3);
    add_linked(0, "\\b", TREE "b");
    holding_find(&holding, 0, index->files.n - 1, FINDING_BAD_ATTRIBUTE, 0);
    add_linked(0, "\\c", TREE "c");
    holding_finish(&holding);
    index->names.parent[index->names.n - 2] += UINT64_C(1) << 48;
    cr_expect_str_eq(planned(REMOVE_DELETE_ONLY_COPIES),
                     "link-count C:\\store\\USMT\\File\\C$\\a\n"
                     "damaged C:\\store\\USMT\\File\\C$\\b\n"
                     "stale-parent C:\\store\\USMT\\File\\C$\\c\n");
}

Test(remove, a_junction_is_not_entered_and_keeps_no_file_alive)
{
    struct index *index = &holding.groves[0].index;
    uint32_t junction;

    holding_add(&holding, 0, TREE "x\\");
    junction = index->files.n - 1;
    add_linked(0, TREE "x\\a", TREE "a");
    index->files.flags[junction] |= FILE_REPARSE;
    index->reparse.file[0] = junction;
    index->reparse.tag[0] = 0xA0000003;
    index->reparse.n = 1;
    holding_finish(&holding);
    cr_expect_str_eq(planned(REMOVE_DELETE_ONLY_COPIES),
                     "folder-reparse C:\\store\\USMT\\File\\C$\\x\n"
                     "only-copy C:\\store\\USMT\\File\\C$\\a\n");
}

Test(remove, a_name_that_no_path_leads_to_keeps_no_file_alive)
{
    struct index *index = &holding.groves[0].index;

    holding_add(&holding, 0, "\\lost\\");
    add_linked(0, "\\lost\\a", TREE "a");
    holding_finish(&holding);
    for (uint32_t name = 1; name < index->names.n; name++)
        if (str_equal(index_name(index, name), str_of("lost")))
            index->names.parent[name] += UINT64_C(1) << 48;
    cr_expect_str_eq(planned(REMOVE_KEEP_ONLY_COPIES), "only-copy C:\\store\\USMT\\File\\C$\\a\n");
}

Test(remove, what_is_no_store_is_not_found)
{
    static const char *const stores[] = {"C:\\",       "C:\\none", "C:\\x",   "C:\\x\\USMT",
                                         "E:\\store",  "C:\\.",    "store",   "C:\\store\\USMT",
                                         "C:\\almost", "",         "C:\\file"};

    holding_add(&holding, 0, TREE "a");
    holding_add(&holding, 0, "\\x\\y\\");
    holding_add(&holding, 0, "\\almost\\USMT\\other");
    holding_add(&holding, 0, "\\file");
    holding_add(&holding, 0, "\\rest\\USMT\\");
    holding_finish(&holding);
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        cr_expect_eq(run(&holding, stores[i], REMOVE_KEEP_ONLY_COPIES), STATUS_NOT_FOUND, "%s",
                     stores[i]);
        plan_free(&plan);
    }
    cr_expect_eq(run(&holding, "C:\\rest", REMOVE_KEEP_ONLY_COPIES), STATUS_OK);
    cr_expect_eq(plan.nops, 2, "what is left of a store that went before");
    plan_free(&plan);
    cr_expect_eq(run(&holding, "c:///STORE/", REMOVE_KEEP_ONLY_COPIES), STATUS_OK);
    cr_expect(str_equal(plan.store, str_of("C:\\store")), "by the names that it has");
}

/* A name with a DOS name beside it is counted twice in the header, and both go. */
Test(remove, a_dos_name_goes_with_its_partner)
{
    enum { A = 1, TREE_ROW = 5 };
    struct index *index = &holding.groves[0].index;
    static struct holding gone;
    struct prediction prediction;
    struct predict_differences differences;

    holding_add(&holding, 0, "\\a");
    /* The folder comes behind the file that is in it. */
    index->files.record[TREE_ROW] = index->files.record[A] + TREE_ROW - A;
    index->files.sequence[TREE_ROW] = index->files.sequence[A];
    grove_link(&holding.groves[0], TREE_ROW, str_of("a long name"));
    cr_assert_eq(holding_folder(&holding, 0, str_of(TREE)), TREE_ROW);
    index->names.name_space[index_first_name(index, A) + 1] = NAMESPACE_WIN32;
    index->files.header_links[A] = 3;
    holding_finish(&holding);
    planned(REMOVE_KEEP_ONLY_COPIES);
    cr_assert_eq(plan.nops, 5);
    cr_assert_eq(predict(&plan, &holding.machine, 0, &prediction), STATUS_OK);
    cr_expect_eq(prediction.nold, holding.groves[0].index.names.n - plan.nops);
    holding_begin(&gone, 1, 100);
    holding_add(&gone, 0, "\\a");
    holding_finish(&gone);
    for (uint16_t links = 1; links <= 2; links++) {
        gone.groves[0].index.files.header_links[A] = links;
        cr_assert_eq(predict_compare(&prediction, &gone.groves[0].index, &differences), STATUS_OK);
        cr_expect_eq(differences.n, links - 1u);
        predict_differences_free(&differences);
    }
    predict_free(&prediction);
    holding_free(&gone);
}

/* ---- By chance ---- */

/* After a plan that makes a store and one that takes it away, all is as before. */
static void expect_as_before(const struct holding *before, const struct holding *after,
                             uint32_t drive, uint32_t round)
{
    struct prediction prediction;
    struct predict_differences differences;

    cr_assert_eq(predict(&plan, &after->machine, drive, &prediction), STATUS_OK);
    cr_assert_eq(predict_compare(&prediction, before->drives[drive].index, &differences),
                 STATUS_OK);
    cr_assert_eq(differences.n, 0, "round %u: kind %d", round,
                 differences.n ? (int)differences.at[0].kind : 0);
    predict_differences_free(&differences);
    predict_free(&prediction);
}

/* Was all that the store has made taken away, so that all must be as before? A name of a file that
 * no path leads to is a reason to leave its others. */
static bool check_round(uint32_t round)
{
    struct chance chance = chance_seed(round);
    static struct holding before, after;
    struct plan save;
    bool is_all;

    holding_begin(&before, 2, 4000);
    before.drives[1].is_ntfs = chance_below(&chance, 4) != 0;
    before.job.efs = (enum save_efs)chance_below(&chance, 5);
    before.job.store = str_of("C:\\keep");
    thicket_plant(&chance, &before, 0);
    thicket_plant(&chance, &before, 1);
    thicket_rules(&chance, &before);
    holding_finish(&before);
    holding_save(&before, &save);
    aftermath_of(&before, &save, &after);
    is_all = run(&after, "C:\\keep", REMOVE_DELETE_ONLY_COPIES) == STATUS_OK;
    if (is_all)
        expect_holds(&after.machine);
    is_all = is_all && plan.nrefusals == 0;
    for (uint32_t i = 0; is_all && i < plan.nvolumes; i++)
        expect_as_before(&before, &after, machine_drive(&after.machine, plan.volumes[i].drive),
                         round);
    plan_free(&plan);
    plan_free(&save);
    holding_free(&after);
    holding_free(&before);
    return is_all;
}

Test(remove, after_a_store_came_and_went_all_is_as_before)
{
    uint32_t n = 0;

    for (uint32_t round = 1; round <= ROUNDS; round++)
        n += check_round(round);
    cr_assert_gt(n, ROUNDS / 4, "%u", n);
}

/* Every name outside of what is the store's stays, and every file that had one. */
Test(remove, nothing_outside_the_store_is_touched_whatever_there_is)
{
    uint32_t nplans = 0;

    for (uint32_t round = 1; round <= ROUNDS; round++) {
        struct chance chance = chance_seed(round);
        static struct holding wild;

        holding_begin(&wild, 2, 4000);
        thicket_plant(&chance, &wild, 0);
        thicket_plant(&chance, &wild, 1);
        holding_finish(&wild);
        for (uint32_t k = 0; k < 4; k++) {
            static const char *const stores[] = {"C:\\st", "D:\\store", "C:\\Users", "C:\\a"};

            if (run(&wild, stores[k], (enum remove_only_copies)(round % 2)) == STATUS_OK) {
                expect_holds(&wild.machine);
                nplans++;
            }
            plan_free(&plan);
        }
        holding_free(&wild);
    }
    cr_assert_gt(nplans, 10);
}
