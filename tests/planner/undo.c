/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans taken back: by hand where something has changed meanwhile, and by chance. */
#include "planner/undo.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "planner/check.h"
#include "planner/predict.h"
#include "planner/remove.h"
#include "tests/support/aftermath.h"
#include "tests/support/thicket.h"

enum { TEXT_BYTES = 8000, ROUNDS = 300, OPS_MAX = 2000 };

static struct holding before, after;
static struct plan save, undo;
static bool is_done[OPS_MAX], is_begun[OPS_MAX];
static struct undo_made made[OPS_MAX];
static uint32_t nmade;
static char text[TEXT_BYTES];

/* What operations have made is where they have made it. */
static void find_made(const struct plan *plan, uint32_t nops, const struct holding *now)
{
    nmade = 0;
    cr_assert_leq(plan->nops, OPS_MAX);
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_op *op = &plan->ops[i];
        const struct plan_folder *folder = &plan->folders[op->folder];
        const struct index *index =
            now->drives[machine_drive(&now->machine, plan->volumes[folder->volume].drive)].index;
        char path[2000];
        uint32_t name;

        is_done[i] = i < nops;
        if (i >= nops ||
            (op->kind != PLAN_MKDIR && op->kind != PLAN_COPY && op->kind != PLAN_MANIFEST))
            continue;
        snprintf(path, sizeof path, "%.*s\\%.*s", (int)folder->path.n, folder->path.at,
                 (int)op->name.n, op->name.at);
        cr_assert_eq(path_find(index, str_of(path), NULL, &name, NULL), STATUS_OK, "%s", path);
        made[nmade++] = (struct undo_made){i, index_reference(index, index->names.file[name]),
                                           index->files.size[index->names.file[name]]};
    }
}

static void take_back(const struct plan *plan, const struct holding *now)
{
    const struct undo_job job = {.plan = plan,
                                 .is_done = is_done,
                                 .is_begun = is_begun,
                                 .made = made,
                                 .nmade = nmade,
                                 .machine = &now->machine,
                                 .volumes = now->volumes};
    struct check_faults faults;

    plan_begin(&undo);
    cr_assert_eq(undo_plan(&job, &undo), STATUS_OK);
    cr_assert_eq(check_plan(&undo, &now->machine, &faults), STATUS_OK);
    cr_assert_eq(faults.n, 0, "operation %u: %s", faults.n ? faults.at[0].op : 0,
                 faults.n ? check_kind_word(faults.at[0].kind) : "");
    check_free(&faults);
}

/* When UNDO was carried out on NOW, drive DRIVE is as in THEN, but for NLOST names that do not come
 * back. */
static void expect_becomes(const struct holding *now, const struct holding *then, uint32_t drive,
                           uint32_t nlost, uint32_t round)
{
    struct prediction prediction;
    struct predict_differences differences;

    cr_assert_eq(predict(&undo, &now->machine, drive, &prediction), STATUS_OK);
    cr_assert_eq(predict_compare(&prediction, then->drives[drive].index, &differences), STATUS_OK);
    cr_assert_eq(differences.n, nlost, "round %u: kind %d", round,
                 differences.n ? (int)differences.at[0].kind : 0);
    for (uint32_t i = 0; i < differences.n; i++)
        cr_assert_eq(differences.at[i].kind, PREDICT_UNEXPECTED, "round %u", round);
    predict_differences_free(&differences);
    predict_free(&prediction);
}

/* ---- By hand ---- */

/* \x\a (also \x\more) and \x\b, and a store of them; E: is copied. */
static void begin(void)
{
    holding_begin(&before, 2, 1000);
    holding_add(&before, 0, "\\x\\a");
    holding_link(&before, 0, "\\x\\more");
    holding_add(&before, 0, "\\x\\b");
    holding_add(&before, 1, "\\y");
    before.drives[1].is_ntfs = false;
    holding_rule(&before, RULES_INCLUDE, 0, "C:\\x [a]");
    holding_rule(&before, RULES_INCLUDE, 0, "C:\\x [b]");
    holding_rule(&before, RULES_INCLUDE, 0, "D:\\* [*]");
    holding_finish(&before);
    holding_save(&before, &save);
    aftermath_of(&before, &save, &after);
    find_made(&save, save.nops, &after);
}

static void end(void)
{
    plan_free(&save);
    plan_free(&undo);
    holding_free(&after);
    holding_free(&before);
}

TestSuite(undo, .init = begin, .fini = end, .timeout = 60);

static size_t put_rows(size_t n, const struct plan_op *rows, uint32_t nrows, bool is_refused)
{
    for (uint32_t i = 0; i < nrows; i++) {
        const struct plan_op *op = &rows[i];
        uint32_t folder = is_refused ? op->from_folder : op->folder;
        struct str name = is_refused ? op->from_name : op->name;

        n += (size_t)snprintf(text + n, TEXT_BYTES - n, "%s %.*s %.*s\n",
                              is_refused ? plan_reason_word(op->reason) : plan_kind_word(op->kind),
                              (int)undo.folders[folder].path.n, undo.folders[folder].path.at,
                              (int)name.n, name.at);
    }
    return n;
}

static const char *taken_back(void)
{
    size_t n;

    plan_free(&undo);
    take_back(&save, &after);
    cr_expect(str_equal(undo.command, str_of("undo")));
    cr_expect(str_equal(undo.store, save.store));
    text[0] = '\0';
    n = put_rows(0, undo.ops, undo.nops, false);
    put_rows(n, undo.refusals, undo.nrefusals, true);
    return text;
}

/* The file of the name that PATH of C: leads to, as it is now. */
static uint32_t file_of(const char *path)
{
    const struct index *index = &after.groves[0].index;
    uint32_t name;

    cr_assert_eq(path_find(index, str_of(path), NULL, &name, NULL), STATUS_OK, "%s", path);
    return index->names.file[name];
}

static uint32_t name_of(const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(&after.groves[0].index, str_of(path), NULL, &name, NULL), STATUS_OK);
    return name;
}

#define FILES "\\store\\USMT\\File\\"

static const char whole[] = "delete " FILES "D$ y\n"
                            "unlink " FILES "C$\\x b\n"
                            "unlink " FILES "C$\\x a\n"
                            "rmdir \\store\\USMT\\File D$\n"
                            "rmdir " FILES "C$ x\n"
                            "rmdir \\store\\USMT\\File C$\n"
                            "delete \\store\\USMT mftlink-manifest.parquet\n"
                            "rmdir \\store\\USMT File\n"
                            "rmdir \\store USMT\n"
                            "rmdir \\ store\n";

Test(undo, the_last_comes_first)
{
    cr_expect_str_eq(taken_back(), whole);
    expect_becomes(&after, &before, 0, 0, 0);
}

/* What is expected when WHAT of the whole is refused as AS, and folders above it stay. */
static void expect_refused(const char *what, const char *as, const char *why)
{
    const char *given = taken_back();

    cr_expect(!strstr(given, what) || strstr(given, as) == strstr(given, what), "%s: %s", why,
              given);
    cr_expect(strstr(given, as), "%s: %s", why, given);
}

Test(undo, what_is_another_file_by_now_stays_and_the_folders_above)
{
    struct index *index = &after.groves[0].index;

    index->files.sequence[file_of(FILES "D$\\y")]++;
    cr_expect_str_eq(taken_back(), "unlink " FILES "C$\\x b\n"
                                   "unlink " FILES "C$\\x a\n"
                                   "rmdir " FILES "C$ x\n"
                                   "rmdir \\store\\USMT\\File C$\n"
                                   "not-as-made " FILES "D$ y\n"
                                   "not-empty \\store\\USMT\\File D$\n"
                                   "still-needed \\store\\USMT mftlink-manifest.parquet\n"
                                   "not-empty \\store\\USMT File\n"
                                   "not-empty \\store USMT\n"
                                   "not-empty \\ store\n");
}

/* One more file in FOLDER of C:. */
static void put_file(const char *folder, const char *name)
{
    struct grove *grove = &after.groves[0];
    uint32_t file = grove_add(grove, file_of(folder), str_of(name), 0);

    grove->index.files.header_links[file] = 1;
    grove_finish(grove);
}

/* A later plan has put something into the folders that this one has made; or somebody has put a
 * file beside the manifest, of which that says nothing. */
Test(undo, a_manifest_goes_unless_something_that_it_lists_stays)
{
    put_file(FILES "C$\\x", "later");
    cr_expect_str_eq(taken_back(), "delete " FILES "D$ y\n"
                                   "unlink " FILES "C$\\x b\n"
                                   "unlink " FILES "C$\\x a\n"
                                   "rmdir \\store\\USMT\\File D$\n"
                                   "not-empty " FILES "C$ x\n"
                                   "not-empty \\store\\USMT\\File C$\n"
                                   "still-needed \\store\\USMT mftlink-manifest.parquet\n"
                                   "not-empty \\store\\USMT File\n"
                                   "not-empty \\store USMT\n"
                                   "not-empty \\ store\n");
}

Test(undo, a_manifest_goes_though_something_of_somebody_else_lies_beside_it)
{
    put_file("\\store\\USMT", "mine");
    cr_expect_not_null(strstr(taken_back(), "delete \\store\\USMT mftlink-manifest.parquet\n"));
    cr_expect_not_null(strstr(text, "not-empty \\store USMT\n"));
}

Test(undo, a_copy_goes_only_if_it_is_what_was_made)
{
    struct file_rows *files = &after.groves[0].index.files;
    uint32_t copy = file_of(FILES "D$\\y");

    files->size[copy]++;
    expect_refused("delete " FILES "D$ y", "not-as-made " FILES "D$ y", "another size");
    files->size[copy]--;
    files->times[TIMES * copy + 1]++;
    expect_refused("delete " FILES "D$ y", "not-as-made " FILES "D$ y", "another time");
    files->times[TIMES * copy + 1]--;
    cr_expect_str_eq(taken_back(), whole);
    nmade = 0;
    expect_refused("delete " FILES "D$ y", "not-as-made " FILES "D$ y", "nobody knows");
    expect_refused("rmdir \\ store", "not-as-made \\ store", "nobody knows");
}

Test(undo, a_reference_without_sequence_number_is_that_of_the_record)
{
    for (uint32_t i = 0; i < nmade; i++)
        made[i].reference &= (UINT64_C(1) << 48) - 1;
    cr_expect_str_eq(taken_back(), whole);
    made[0].reference++;
    put_file("\\store", "mine");
    expect_refused("rmdir \\ store", "not-as-made \\ store", "another record");
}

static void make_folders_anew(void)
{
    for (uint32_t i = 0; i < nmade; i++)
        made[i].reference += save.ops[made[i].op].kind == PLAN_MKDIR;
}

/* As the undo of a removal leaves them: nothing is lost with an empty folder of the store. Those on
 * the way to it may be somebody's. */
Test(undo, a_folder_of_the_store_that_was_made_anew_goes_when_it_is_empty)
{
    make_folders_anew();
    cr_expect_str_eq(taken_back(), whole);
    plan_free(&save);
    holding_free(&after);
    before.job.store = str_of("C:\\way\\store");
    holding_save(&before, &save);
    aftermath_of(&before, &save, &after);
    find_made(&save, save.nops, &after);
    make_folders_anew();
    cr_expect_not_null(strstr(taken_back(), "rmdir \\way store\n"), "%s", text);
    cr_expect_not_null(strstr(text, "not-as-made \\ way\n"), "%s", text);
}

Test(undo, a_file_keeps_its_last_name)
{
    struct index *index = &after.groves[0].index;

    index->names.parent[name_of("\\x\\b")] += UINT64_C(1) << 48;
    expect_refused("unlink " FILES "C$\\x b", "last-name " FILES "C$\\x b", "no path");
    holding_find(&after, 0, file_of(FILES "C$\\x\\a"), FINDING_LINK_COUNT, 3);
    expect_refused("unlink " FILES "C$\\x a", "link-count " FILES "C$\\x a", "damaged");
}

Test(undo, what_was_not_done_is_not_taken_back)
{
    for (uint32_t i = 0; i < save.nops; i++)
        is_done[i] = save.ops[i].kind == PLAN_LINK;
    cr_expect_str_eq(taken_back(), "unlink " FILES "C$\\x b\n"
                                   "unlink " FILES "C$\\x a\n");
    memset(is_done, 0, sizeof is_done);
    cr_expect_str_eq(taken_back(), "");
    cr_expect_eq(undo.nfolders, 0);
}

Test(undo, what_is_gone_is_told)
{
    holding_free(&after);
    aftermath_of(&before, &(struct plan){0}, &after);
    take_back(&save, &after);
    cr_expect_eq(undo.nops, 0);
    cr_expect_eq(undo.nrefusals, save.nops);
    for (uint32_t i = 0; i < undo.nrefusals; i++)
        cr_expect_eq(undo.refusals[i].reason, PLAN_GONE);
}

static void begin_all(const struct plan *plan, bool is_on)
{
    for (uint32_t i = 0; i < plan->nops; i++)
        is_begun[i] = is_on;
}

Test(undo, what_was_only_begun_and_is_not_there_is_passed_over)
{
    struct holding whole_after = after;

    begin_all(&save, true);
    aftermath_of(&before, &(struct plan){0}, &after);
    cr_expect_str_eq(taken_back(), "", "nothing of it was done");
    holding_free(&after);
    after = whole_after;
    cr_expect_str_eq(taken_back(), whole, "all of it was done");
}

/* Without a journal's word nobody knows who made a file; an empty folder goes with what is around
 * it. */
Test(undo, what_was_only_begun_and_is_there_goes_where_nothing_is_lost)
{
    begin_all(&save, true);
    nmade = 0;
    cr_expect_str_eq(taken_back(), "unlink " FILES "C$\\x b\n"
                                   "unlink " FILES "C$\\x a\n"
                                   "rmdir " FILES "C$ x\n"
                                   "rmdir \\store\\USMT\\File C$\n"
                                   "not-as-made " FILES "D$ y\n"
                                   "not-empty \\store\\USMT\\File D$\n"
                                   "not-as-made \\store\\USMT mftlink-manifest.parquet\n"
                                   "not-empty \\store\\USMT File\n"
                                   "not-empty \\store USMT\n"
                                   "not-empty \\ store\n");
}

Test(undo, what_something_else_lies_in_the_place_of_is_told_though_it_was_only_begun)
{
    struct index *index = &after.groves[0].index;

    begin_all(&save, true);
    index->files.sequence[file_of(FILES "D$\\y")]++;
    expect_refused("delete " FILES "D$ y", "not-as-made " FILES "D$ y", "another file");
}

/* A removal taken back: names come from others, folders are made again, files are lost. */
Test(undo, a_store_that_went_comes_back_but_for_its_copies)
{
    const struct remove_job job = {&after.machine, after.volumes, str_of("C:\\store"),
                                   REMOVE_DELETE_ONLY_COPIES};

    plan_free(&save);
    plan_begin(&save);
    cr_assert_eq(remove_plan(&job, &save), STATUS_OK);
    cr_assert_eq(save.nrefusals, 0);
    find_made(&save, save.nops, &after);
    holding_free(&after);
    aftermath_of(&before, &(struct plan){0}, &after);
    cr_expect_str_eq(taken_back(), "mkdir \\ store\n"
                                   "mkdir \\store USMT\n"
                                   "mkdir \\store\\USMT File\n"
                                   "mkdir \\store\\USMT\\File C$\n"
                                   "mkdir " FILES "C$ x\n"
                                   "mkdir \\store\\USMT\\File D$\n"
                                   "link " FILES "C$\\x b\n"
                                   "link " FILES "C$\\x a\n"
                                   "no-way-back \\store\\USMT mftlink-manifest.parquet\n"
                                   "no-way-back " FILES "D$ y\n");
}

/* A removal that was begun, and of which nothing was done. */
Test(undo, what_was_to_go_and_stayed_is_passed_over)
{
    const struct remove_job job = {&after.machine, after.volumes, str_of("C:\\store"),
                                   REMOVE_DELETE_ONLY_COPIES};

    plan_free(&save);
    plan_begin(&save);
    cr_assert_eq(remove_plan(&job, &save), STATUS_OK);
    find_made(&save, save.nops, &after);
    begin_all(&save, true);
    cr_expect_str_eq(taken_back(), "");
    holding_free(&after);
    aftermath_of(&before, &(struct plan){0}, &after);
    cr_expect(strstr(taken_back(), "link " FILES "C$\\x a\n"));
    cr_expect(strstr(text, "no-way-back " FILES "D$ y\n"), "what went is told");
}

/* ---- By chance ---- */

static void plant(struct chance *chance)
{
    holding_begin(&before, 2, 4000);
    before.drives[1].is_ntfs = chance_below(chance, 4) != 0;
    before.job.efs = (enum save_efs)chance_below(chance, 5);
    before.job.store = str_of(chance_below(chance, 2) ? "C:\\st" : "C:\\Users\\st");
    thicket_plant(chance, &before, 0);
    thicket_plant(chance, &before, 1);
    thicket_rules(chance, &before);
    holding_finish(&before);
    holding_save(&before, &save);
}

/* What was taken back is done again: all but the files that went with their last name. */
static void undo_again(uint32_t round)
{
    struct plan back = undo;
    uint32_t nlost[2] = {0, 0};

    for (uint32_t i = 0; i < back.nops; i++)
        if (back.ops[i].kind == PLAN_DELETE)
            nlost[machine_drive(&before.machine,
                                back.volumes[back.folders[back.ops[i].folder].volume].drive)]++;
    find_made(&back, back.nops, &after);
    take_back(&back, &before);
    cr_assert_eq(undo.nrefusals, nlost[0] + nlost[1], "round %u: %s", round,
                 plan_reason_word(undo.nrefusals ? undo.refusals[0].reason : PLAN_AS_USUAL));
    expect_becomes(&before, &after, 0, nlost[0], round);
    expect_becomes(&before, &after, 1, nlost[1], round);
    plan_free(&back);
}

/* All that was done of a plan, wherever it ended, and back; and from there on again. */
static void check_round(uint32_t round, uint32_t *n_ret)
{
    struct chance chance = chance_seed(round);
    uint32_t nops;

    plant(&chance);
    nops = chance_below(&chance, 3) ? save.nops : chance_below(&chance, save.nops + 1);
    save.nops = nops;
    aftermath_of(&before, &save, &after);
    find_made(&save, nops, &after);
    take_back(&save, &after);
    for (uint32_t i = 0; i < undo.nrefusals; i++)
        cr_assert(undo.refusals[i].reason == PLAN_LAST_NAME ||
                      (i > 0 && undo.refusals[i].reason == PLAN_NOT_EMPTY),
                  "round %u: %s", round, plan_reason_word(undo.refusals[i].reason));
    if (undo.nrefusals == 0) {
        expect_becomes(&after, &before, 0, 0, round);
        expect_becomes(&after, &before, 1, 0, round);
        undo_again(round);
        *n_ret += 1;
    }
    plan_free(&undo);
    plan_free(&save);
    holding_free(&after);
    holding_free(&before);
}

Test(undo, what_was_done_is_taken_back_wherever_it_ended)
{
    uint32_t n = 0;

    end();
    for (uint32_t round = 1; round <= ROUNDS; round++)
        check_round(round, &n);
    cr_assert_gt(n, ROUNDS / 2, "%u", n);
}
