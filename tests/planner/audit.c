/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has become of each name of a store, kind by kind, and the verdict. */
#include "planner/audit.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/holding.h"

#define STORED  "\\store\\USMT\\File\\C$\\Users\\Ann\\"
#define SHELVED "\\store\\USMT\\File\\C$\\Users\\Ann"

enum { ROWS = 32 };

static struct holding holding;
static struct audit audit;
static struct audit_job job;
static struct manifest manifests[2];
static struct manifest_row manifest_rows[2][ROWS];

static struct index *index_of(uint32_t drive)
{
    return &holding.groves[drive].index;
}

/* C: with the folders of a store, of Ann and of others, so that links can be made anywhere. */
static void begin(uint32_t ndrives)
{
    static const char *const folders[] = {"\\Users\\Ann\\", "\\Elsewhere\\",
                                          "\\Windows.old\\Users\\Ann\\", STORED,
                                          "\\store\\USMT\\File\\D$\\"};

    holding_begin(&holding, ndrives, 200);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        holding_add(&holding, 0, folders[i]);
    job = (struct audit_job){
        .machine = &holding.machine, .store = str_of("C:\\store"), .manifests = manifests};
}

static void run(void)
{
    holding_finish(&holding);
    for (uint32_t i = 0; i < job.nmanifests; i++)
        manifests[i].rows = manifest_rows[i];
    cr_assert_eq(audit_store(&job, &audit), STATUS_OK);
}

static void end(void)
{
    audit_free(&audit);
    holding_free(&holding);
    memset(manifests, 0, sizeof manifests);
}

TestSuite(audit, .fini = end);

/* A file with a name of Ann's and one in the store. */
static uint32_t saved(const char *path, const char *stored)
{
    uint32_t file = holding_add(&holding, 0, path);

    holding_link(&holding, 0, stored);
    return file;
}

/* The manifest's row of the file as it is now. */
static struct manifest_row *note(uint32_t no, enum plan_kind kind, const char *path,
                                 const char *original, uint32_t file)
{
    struct manifest_row *row = &manifest_rows[no][manifests[no].n++];
    const struct file_rows *files = &index_of(0)->files;

    *row = (struct manifest_row){
        .kind = kind, .path = str_of(path), .original = str_of(original), .streams = str_of("")};
    if (file != INDEX_NONE) {
        row->reference = index_reference(index_of(0), file);
        row->size = files->size[file];
        row->created = files->times[TIMES * file];
        row->modified = files->times[TIMES * file + 1];
        row->attributes = files->attributes[file];
    }
    job.nmanifests = job.nmanifests > no + 1 ? job.nmanifests : no + 1;
    return row;
}

static uint32_t find(uint32_t drive, const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(index_of(drive), str_of(path), NULL, &name, NULL), STATUS_OK, "%s",
                 path);
    return name;
}

/* The row of what is at PATH in the store. */
static const struct audit_row *row_of(const char *path)
{
    uint32_t name = find(0, path);

    for (uint32_t i = 0; i < audit.n; i++)
        if (audit.rows[i].name == name)
            return &audit.rows[i];
    cr_assert_fail("%s has no row", path);
    return NULL;
}

static void expect(const char *path, enum audit_kind kind, const char *other)
{
    const struct audit_row *row = row_of(path);

    cr_assert_eq(row->kind, kind, "%s is %s", path, audit_kind_word(row->kind));
    cr_assert_eq(row->other, other ? find(row->drive, other) : INDEX_NONE, "%s", path);
}

/* ---- Links ---- */

Test(audit, a_link_whose_original_is_there_is_ok)
{
    begin(1);
    saved("\\Users\\Ann\\a.txt", STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_OK, NULL);
    cr_assert(audit.is_found && audit.is_safe);
    cr_assert_eq(audit.n, 1);
    cr_assert_eq(audit.counts[AUDIT_OK], 1);
    cr_assert_eq(audit.freed_bytes, 0);
}

Test(audit, a_name_in_other_case_is_the_original_still)
{
    begin(1);
    saved("\\Users\\Ann\\A.TXT", STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_OK, NULL);
}

Test(audit, another_file_at_the_original_path_is_a_lost_connection)
{
    begin(1);
    holding_add(&holding, 0, STORED "a.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    run();
    expect(STORED "a.txt", AUDIT_LOST_CONNECTION, "\\Users\\Ann\\a.txt");
    cr_assert(row_of(STORED "a.txt")->is_last);
    cr_assert(row_of(STORED "a.txt")->has_successor);
    cr_assert_not(audit.is_safe);
    cr_assert_eq(audit.only_copies, 1);
    cr_assert_eq(audit.superseded, 1);
}

Test(audit, a_lost_connection_loses_nothing_where_the_old_file_was_kept)
{
    begin(1);
    saved("\\Users\\Ann\\a.bak", STORED "a.txt");
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    run();
    expect(STORED "a.txt", AUDIT_LOST_CONNECTION, "\\Users\\Ann\\a.txt");
    cr_assert_not(row_of(STORED "a.txt")->is_last);
    cr_assert(audit.is_safe);
}

Test(audit, a_file_without_another_name_is_the_only_copy)
{
    uint32_t file;

    begin(1);
    file = holding_add(&holding, 0, STORED "a.txt");
    index_of(0)->files.size[file] = 5000;
    index_of(0)->files.allocated[file] = 8192;
    run();
    expect(STORED "a.txt", AUDIT_ONLY_COPY, NULL);
    cr_assert_not(audit.is_safe);
    cr_assert_eq(audit.only_copies, 1);
    cr_assert_eq(audit.only_copy_bytes, 5000);
    cr_assert_eq(audit.freed_bytes, 8192);
    cr_assert_eq(audit.superseded, 0);
}

Test(audit, a_folder_at_the_original_path_is_no_file)
{
    begin(1);
    holding_add(&holding, 0, "\\Users\\Ann\\a.txt\\");
    holding_add(&holding, 0, STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ONLY_COPY, NULL);
}

Test(audit, a_name_elsewhere_is_where_the_original_was_moved)
{
    begin(1);
    saved("\\Elsewhere\\b.txt", STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ORIGINAL_MOVED, "\\Elsewhere\\b.txt");
    cr_assert(audit.is_safe);
}

Test(audit, a_name_below_windows_old_is_preferred)
{
    begin(1);
    saved("\\Elsewhere\\a.txt", STORED "a.txt");
    holding_link(&holding, 0, "\\Windows.old\\Users\\Ann\\a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ORIGINAL_MOVED, "\\Windows.old\\Users\\Ann\\a.txt");
}

Test(audit, of_two_originals_one_was_deleted)
{
    begin(1);
    saved("\\Users\\Ann\\b.txt", STORED "b.txt");
    holding_link(&holding, 0, STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ORIGINAL_DELETED, "\\Users\\Ann\\b.txt");
    expect(STORED "b.txt", AUDIT_OK, NULL);
    cr_assert(audit.is_safe);
}

Test(audit, a_file_of_two_names_in_the_store_is_lost_once)
{
    begin(1);
    holding_add(&holding, 0, STORED "a.txt");
    holding_link(&holding, 0, STORED "b.txt");
    run();
    cr_assert_eq(audit.counts[AUDIT_ONLY_COPY], 2);
    cr_assert_eq(audit.only_copies, 1);
    cr_assert_eq(audit.files, 1);
}

/* ---- Names that lead nowhere ---- */

Test(audit, a_name_below_extend_is_a_file_that_is_deleted_already)
{
    uint32_t extend;

    holding_begin(&holding, 1, 200);
    extend = holding_folder(&holding, 0, str_of("\\$Extend"));
    index_of(0)->files.record[extend] = RECORD_EXTEND;
    holding_add(&holding, 0, "\\$Extend\\$Deleted\\");
    holding_add(&holding, 0, STORED);
    job = (struct audit_job){.machine = &holding.machine, .store = str_of("\\store")};
    saved("\\$Extend\\$Deleted\\0001", STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ONLY_COPY, NULL);
    cr_assert_not(audit.is_safe);
    cr_assert_eq(audit.freed_records, 6, "the store's folders alone");
}

Test(audit, a_name_in_a_folder_that_is_cut_off_is_none)
{
    begin(1);
    index_of(0)->files.flags[holding_folder(&holding, 0, str_of("\\Cut\\Off"))] |= FILE_CUT_OFF;
    saved("\\Cut\\Off\\a.txt", STORED "a.txt");
    run();
    expect(STORED "a.txt", AUDIT_ONLY_COPY, NULL);
}

Test(audit, findings_of_the_file_forbid_to_trust_its_names)
{
    uint32_t file;

    begin(1);
    file = saved("\\Users\\Ann\\a.txt", STORED "a.txt");
    holding_find(&holding, 0, file, FINDING_LINK_COUNT, 2);
    run();
    expect(STORED "a.txt", AUDIT_DAMAGED, "\\Users\\Ann\\a.txt");
    cr_assert_not(audit.is_safe);
}

Test(audit, folders_that_lie_in_each_other_come_to_an_end)
{
    struct index *index;
    uint32_t folder;

    begin(1);
    folder = holding_folder(&holding, 0, str_of(SHELVED "\\Loop"));
    holding_add(&holding, 0, SHELVED "\\Loop\\a.txt");
    holding_link(&holding, 0, "\\Elsewhere\\a.txt");
    grove_add(&holding.groves[0], folder, str_of("again"), FILE_DIRECTORY);
    index = index_of(0);
    /* A second name of the upper folder in the lower one. */
    grove_link(&holding.groves[0], folder, str_of("x"));
    index->names.file[index->names.n - 1] = folder;
    run();
    expect(SHELVED "\\Loop\\a.txt", AUDIT_ORIGINAL_MOVED, "\\Elsewhere\\a.txt");
    cr_assert_eq(audit.n, 1);
}

/* ---- What is not ours ---- */

Test(audit, what_lies_beside_the_layout_is_extra)
{
    begin(1);
    holding_add(&holding, 0, "\\store\\note.txt");
    holding_add(&holding, 0, "\\store\\USMT\\File\\Photos\\beach.jpg");
    saved("\\Elsewhere\\kept.txt", "\\store\\kept.txt");
    run();
    expect("\\store\\note.txt", AUDIT_EXTRA, NULL);
    expect("\\store\\USMT\\File\\Photos", AUDIT_EXTRA, NULL);
    expect("\\store\\USMT\\File\\Photos\\beach.jpg", AUDIT_EXTRA, NULL);
    expect("\\store\\kept.txt", AUDIT_EXTRA, "\\Elsewhere\\kept.txt");
    cr_assert(row_of("\\store\\USMT\\File\\Photos")->is_folder);
    cr_assert_eq(audit.only_copies, 2);
    cr_assert_not(audit.is_safe);
}

Test(audit, what_a_restore_has_moved_away_is_told_and_is_lost_if_it_is_nowhere_else)
{
    begin(1);
    holding_add(&holding, 0, "\\store\\USMT\\Cleaned\\C$\\msn.url");
    saved("\\Elsewhere\\kept.txt", "\\store\\USMT\\Cleaned\\C$\\kept.txt");
    run();
    expect("\\store\\USMT\\Cleaned\\C$\\msn.url", AUDIT_CLEANED, NULL);
    expect("\\store\\USMT\\Cleaned\\C$\\kept.txt", AUDIT_CLEANED, "\\Elsewhere\\kept.txt");
    cr_assert_eq(audit.only_copies, 1);
    cr_assert_not(audit.is_safe);
}

Test(audit, manifests_and_the_catalogue_are_the_stores_own)
{
    uint32_t file;

    begin(1);
    file = holding_add(&holding, 0, "\\store\\USMT\\mftlink-manifest.parquet");
    index_of(0)->files.allocated[file] = 4096;
    holding_add(&holding, 0, "\\store\\USMT\\mftlink-manifest-2.parquet");
    holding_add(&holding, 0, "\\store\\USMT\\catalog.mig");
    holding_add(&holding, 0, "\\store\\USMT\\mftlink-manifest-0.parquet");
    run();
    cr_assert_eq(audit.n, 1);
    expect("\\store\\USMT\\mftlink-manifest-0.parquet", AUDIT_EXTRA, NULL);
    cr_assert_eq(audit.freed_bytes, 4096);
    cr_assert_eq(audit.files, 4);
}

Test(audit, a_reparse_folder_and_what_lies_in_it_are_extra)
{
    begin(1);
    holding_add(&holding, 0, STORED "link\\a.txt");
    index_of(0)->files.flags[holding_folder(&holding, 0, str_of(STORED "link"))] |= FILE_REPARSE;
    holding_add(&holding, 0, "\\Users\\Ann\\link\\a.txt");
    run();
    expect(STORED "link", AUDIT_EXTRA, NULL);
    expect(STORED "link\\a.txt", AUDIT_EXTRA, NULL);
}

/* ---- Copies ---- */

/* What a copy has of its original. */
static void make_alike(uint32_t drive, uint32_t original, uint32_t copy)
{
    const struct file_rows *theirs = &index_of(drive)->files;
    struct file_rows *ours = &index_of(0)->files;

    ours->size[copy] = theirs->size[original];
    ours->attributes[copy] = theirs->attributes[original];
    memcpy(&ours->times[TIMES * copy], &theirs->times[TIMES * original],
           TIMES * sizeof *ours->times);
}

static uint32_t copied(const char *path, const char *stored)
{
    uint32_t original = holding_add(&holding, 1, path);
    uint32_t copy = holding_add(&holding, 0, stored);

    make_alike(1, original, copy);
    return original;
}

Test(audit, a_copy_whose_original_is_like_it_may_go)
{
    begin(2);
    copied("\\beach.jpg", "\\store\\USMT\\File\\D$\\beach.jpg");
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_OK, "\\beach.jpg");
    cr_assert(row_of("\\store\\USMT\\File\\D$\\beach.jpg")->is_copy);
    cr_assert(audit.is_safe);
    cr_assert_eq(audit.copies, 1);
}

Test(audit, a_copy_whose_original_has_changed_may_not)
{
    uint32_t original;

    begin(2);
    original = copied("\\beach.jpg", "\\store\\USMT\\File\\D$\\beach.jpg");
    index_of(1)->files.times[TIMES * original + 1]++;
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_CHANGED, "\\beach.jpg");
    cr_assert_eq(row_of("\\store\\USMT\\File\\D$\\beach.jpg")->fields, AUDIT_ORIGINAL);
    cr_assert_not(audit.is_safe);
    cr_assert_eq(audit.superseded, 1);
}

Test(audit, a_copy_of_what_became_a_placeholder_may_not)
{
    uint32_t original;

    begin(2);
    original = copied("\\beach.jpg", "\\store\\USMT\\File\\D$\\beach.jpg");
    index_of(1)->files.attributes[original] |= 0x400000;
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_CHANGED, "\\beach.jpg");
    cr_assert_not(audit.is_safe);
}

Test(audit, a_copy_whose_original_is_gone_may_not)
{
    begin(2);
    holding_add(&holding, 0, "\\store\\USMT\\File\\D$\\beach.jpg");
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_ORIGINAL_DELETED, NULL);
    cr_assert_not(audit.is_safe);
}

Test(audit, a_copy_from_a_drive_that_was_not_given_may_not)
{
    begin(1);
    holding_add(&holding, 0, "\\store\\USMT\\File\\D$\\beach.jpg");
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_ONLY_COPY, NULL);
    cr_assert_eq(row_of("\\store\\USMT\\File\\D$\\beach.jpg")->fields, AUDIT_UNSEEN);
    cr_assert_not(audit.is_safe);
    cr_assert_eq(audit.unseen, 1);
}

Test(audit, an_original_in_the_store_of_the_other_drive_is_none)
{
    begin(2);
    copied("\\store\\beach.jpg", "\\store\\USMT\\File\\D$\\store\\beach.jpg");
    run();
    expect("\\store\\USMT\\File\\D$\\store\\beach.jpg", AUDIT_ORIGINAL_DELETED, NULL);
    cr_assert_not(audit.is_safe);
}

Test(audit, without_a_manifest_what_is_like_the_original_is_a_copy)
{
    uint32_t original, copy;

    begin(1);
    original = holding_add(&holding, 0, "\\Users\\Ann\\NTUSER.DAT");
    copy = holding_add(&holding, 0, STORED "NTUSER.DAT");
    make_alike(0, original, copy);
    run();
    expect(STORED "NTUSER.DAT", AUDIT_OK, "\\Users\\Ann\\NTUSER.DAT");
    cr_assert(row_of(STORED "NTUSER.DAT")->is_copy);
    cr_assert(audit.is_safe);
}

Test(audit, with_a_manifest_a_link_is_no_copy_whatever_is_like_it)
{
    uint32_t original, copy;

    begin(1);
    original = holding_add(&holding, 0, "\\Users\\Ann\\a.txt");
    copy = holding_add(&holding, 0, STORED "a.txt");
    make_alike(0, original, copy);
    note(0, PLAN_MKDIR, SHELVED, "C:\\Users\\Ann", INDEX_NONE);
    note(0, PLAN_LINK, STORED "a.txt", "C:\\Users\\Ann\\a.txt", copy);
    run();
    expect(STORED "a.txt", AUDIT_LOST_CONNECTION, "\\Users\\Ann\\a.txt");
    cr_assert_not(audit.is_safe);
}

/* ---- With a manifest ---- */

static uint32_t noted(void)
{
    uint32_t file;

    begin(1);
    file = saved("\\Users\\Ann\\a.txt", STORED "a.txt");
    note(0, PLAN_MKDIR, "\\store", "", INDEX_NONE);
    note(0, PLAN_MKDIR, "\\store\\USMT\\File\\C$\\Users", "C:\\Users", INDEX_NONE);
    note(0, PLAN_MKDIR, SHELVED, "C:\\Users\\Ann", INDEX_NONE);
    note(0, PLAN_LINK, STORED "a.txt", "C:\\Users\\Ann\\a.txt", file);
    return file;
}

static void check_field(unsigned field)
{
    run();
    expect(STORED "a.txt", AUDIT_CHANGED, NULL);
    cr_assert_eq(row_of(STORED "a.txt")->fields, field);
    cr_assert(audit.is_safe, "it has its name outside, with the same content");
    cr_assert_eq(audit.n, 1);
}

Test(audit, what_the_manifest_says_and_is_so_is_ok)
{
    noted();
    run();
    expect(STORED "a.txt", AUDIT_OK, NULL);
    cr_assert_eq(audit.n, 1, "neither folders nor the way to the store have rows");
    cr_assert(str_equal(audit_manifest_row(&job, &audit.rows[0])->path, str_of(STORED "a.txt")));
}

Test(audit, another_size_is_told)
{
    uint32_t file = noted();

    index_of(0)->files.size[file]++;
    check_field(AUDIT_SIZE);
}

Test(audit, another_time_of_creation_is_told)
{
    uint32_t file = noted();

    index_of(0)->files.times[TIMES * file]++;
    check_field(AUDIT_CREATED);
}

Test(audit, another_time_of_modification_is_told)
{
    uint32_t file = noted();

    index_of(0)->files.times[TIMES * file + 1]++;
    check_field(AUDIT_MODIFIED);
}

Test(audit, other_attributes_are_told)
{
    uint32_t file = noted();

    index_of(0)->files.attributes[file] ^= 1;
    check_field(AUDIT_ATTRIBUTES);
}

Test(audit, other_streams_are_told)
{
    uint32_t file = noted();

    (void)file;
    manifest_rows[0][3].streams = str_of(":Zone.Identifier=26");
    check_field(AUDIT_STREAMS);
}

Test(audit, another_file_under_the_stores_name_is_told)
{
    noted();
    manifest_rows[0][3].reference += UINT64_C(1) << 48;
    check_field(AUDIT_REFERENCE);
}

Test(audit, what_the_manifest_does_not_know_is_extra)
{
    noted();
    saved("\\Users\\Ann\\b.txt", STORED "b.txt");
    holding_add(&holding, 0, STORED "Folder\\");
    run();
    expect(STORED "b.txt", AUDIT_EXTRA, "\\Users\\Ann\\b.txt");
    expect(STORED "Folder", AUDIT_EXTRA, NULL);
    cr_assert(audit.is_safe);
}

Test(audit, what_the_manifest_knows_and_is_gone_is_missing)
{
    uint32_t file = noted();

    note(0, PLAN_LINK, STORED "gone.txt", "C:\\Users\\Ann\\gone.txt", file);
    note(0, PLAN_MKDIR, STORED "Gone", "C:\\Users\\Ann\\Gone", INDEX_NONE);
    /* What lies outside the store is none of its names, and a file is no folder. */
    note(0, PLAN_LINK, "\\Users\\Ann\\a.txt", "C:\\Users\\Ann\\a.txt", file);
    note(0, PLAN_MKDIR, STORED "a.txt", "C:\\Users\\Ann\\a.txt", INDEX_NONE);
    run();
    cr_assert_eq(audit.n, 5);
    cr_assert_eq(audit.counts[AUDIT_MISSING], 4);
    for (uint32_t i = 1; i < 5; i++)
        cr_assert_eq(audit.rows[i].manifest, i + 3);
    cr_assert(audit.rows[2].is_folder);
    cr_assert(audit.is_safe);
}

Test(audit, of_several_manifests_the_latest_counts)
{
    uint32_t file = noted();

    note(0, PLAN_LINK, STORED "gone.txt", "C:\\Users\\Ann\\gone.txt", file);
    note(1, PLAN_LINK, STORED "gone.txt", "C:\\Users\\Ann\\gone.txt", file);
    note(1, PLAN_LINK, STORED "a.txt", "C:\\Users\\Ann\\a.txt", file);
    manifest_rows[0][3].size = 1;
    run();
    expect(STORED "a.txt", AUDIT_OK, NULL);
    cr_assert_eq(audit.n, 2);
    cr_assert_eq(audit.rows[1].kind, AUDIT_MISSING);
    cr_assert_eq(audit_manifest_row(&job, &audit.rows[1]), &manifest_rows[1][0]);
}

Test(audit, a_copy_may_lie_otherwise_on_the_disk)
{
    uint32_t original, copy;

    begin(2);
    original = copied("\\beach.jpg", "\\store\\USMT\\File\\D$\\beach.jpg");
    copy = index_of(0)->names.file[index_of(0)->names.n - 1];
    note(0, PLAN_COPY, "\\store\\USMT\\File\\D$\\beach.jpg", "D:\\beach.jpg", copy)->attributes |=
        FILE_ATTRIBUTE_COMPRESSED;
    note(0, PLAN_MKDIR, SHELVED, "", INDEX_NONE);
    note(0, PLAN_MKDIR, "\\store\\USMT\\File\\C$\\Users", "", INDEX_NONE);
    cr_assert_neq(original, INDEX_NONE);
    run();
    expect("\\store\\USMT\\File\\D$\\beach.jpg", AUDIT_OK, "\\beach.jpg");
}

/* ---- Without one ---- */

Test(audit, what_was_modified_after_the_store_was_made_has_changed)
{
    uint32_t old, young, folder;

    begin(1);
    old = saved("\\Users\\Ann\\old.txt", STORED "old.txt");
    young = saved("\\Users\\Ann\\young.txt", STORED "young.txt");
    folder = holding_folder(&holding, 0, str_of("\\store\\USMT\\File"));
    index_of(0)->files.times[TIMES * folder] = index_of(0)->files.times[TIMES * old + 1];
    index_of(0)->files.times[TIMES * young + 1] = index_of(0)->files.times[TIMES * folder] + 1;
    run();
    expect(STORED "old.txt", AUDIT_OK, NULL);
    expect(STORED "young.txt", AUDIT_CHANGED, NULL);
    cr_assert_eq(row_of(STORED "young.txt")->fields, AUDIT_MODIFIED);
}

Test(audit, changes_of_the_journal_are_found_by_reference)
{
    struct audit_change changes[3] = {
        {.reference = 1}, {.reference = 0}, {.reference = UINT64_MAX}};
    uint32_t file;

    begin(1);
    file = saved("\\Users\\Ann\\a.txt", STORED "a.txt");
    saved("\\Users\\Ann\\b.txt", STORED "b.txt");
    changes[1].reference = index_reference(index_of(0), file);
    job.changes = changes;
    job.nchanges = 3;
    run();
    cr_assert_eq(row_of(STORED "a.txt")->change, 1);
    cr_assert_eq(row_of(STORED "b.txt")->change, PLAN_NONE);
}

/* ---- Which store ---- */

Test(audit, a_folder_without_the_layout_is_no_store)
{
    begin(1);
    job.store = str_of("C:\\Users");
    run();
    cr_assert(!audit.is_found && !audit.is_safe);
    cr_assert_eq(audit.n, 0);
}

Test(audit, a_path_that_leads_nowhere_is_no_store)
{
    begin(1);
    job.store = str_of("C:\\nowhere");
    run();
    cr_assert(!audit.is_found && !audit.is_safe);
}

Test(audit, the_root_is_no_store)
{
    begin(1);
    job.store = str_of("C:\\");
    run();
    cr_assert_not(audit.is_found);
}

Test(audit, stores_are_found_by_their_layout)
{
    struct arena arena = {0};
    uint32_t *folders, n;

    begin(1);
    holding_add(&holding, 0, "\\deep\\other\\usmt\\FILE\\");
    holding_add(&holding, 0, "\\USMT\\File\\");
    holding_add(&holding, 0, "\\no\\USMT\\");
    run();
    cr_assert_eq(audit_find(&holding.drives[0], &arena, &folders, &n), STATUS_OK);
    cr_assert_eq(n, 2);
    cr_assert_eq(folders[0], index_of(0)->names.file[find(0, "\\store")]);
    cr_assert_eq(folders[1], index_of(0)->names.file[find(0, "\\deep\\other")]);
    arena_free(&arena);
}

Test(audit, the_layout_tells_the_original)
{
    struct str rest;

    cr_assert_eq(audit_original(str_of("USMT\\File\\C$\\a\\b"), &rest), 'C');
    cr_assert(str_equal(rest, str_of("\\a\\b")));
    cr_assert_eq(audit_original(str_of("usmt\\file\\e$\\a"), &rest), 'E');
    cr_assert_eq(audit_original(str_of("USMT\\File\\C$"), &rest), '\0');
    cr_assert_eq(audit_original(str_of("USMT\\File\\CC\\a"), &rest), '\0');
    cr_assert_eq(audit_original(str_of("USMT\\Fil"), &rest), '\0');
    cr_assert_eq(audit_original(str_of(""), &rest), '\0');
}

Test(audit, every_kind_and_field_has_a_word)
{
    for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
        cr_assert_not_null(audit_kind_word((enum audit_kind)kind));
    for (unsigned no = 0; no < AUDIT_NFIELDS; no++)
        cr_assert_not_null(audit_field_word(no));
}

/* ---- Size ---- */

enum { DEPTH = 10000, MANY = 8000 };

Test(audit, a_deep_store_is_linear, .timeout = 20)
{
    uint32_t outside, inside;

    holding_begin(&holding, 1, 5 * DEPTH);
    job = (struct audit_job){.machine = &holding.machine, .store = str_of("\\store")};
    outside = holding_folder(&holding, 0, str_of("\\"));
    inside = holding_folder(&holding, 0, str_of("\\store\\USMT\\File\\C$"));
    for (uint32_t i = 0; i < DEPTH; i++) {
        outside = grove_add(&holding.groves[0], outside, str_of("d"), FILE_DIRECTORY);
        inside = grove_add(&holding.groves[0], inside, str_of("d"), FILE_DIRECTORY);
        grove_add(&holding.groves[0], outside, str_of("f"), 0);
        grove_link(&holding.groves[0], inside, str_of("f"));
    }
    run();
    cr_assert_eq(audit.counts[AUDIT_OK], DEPTH);
    cr_assert(audit.is_safe);
}

Test(audit, a_file_of_many_names_is_linear, .timeout = 20)
{
    uint32_t outside, inside;
    char name[16];

    holding_begin(&holding, 1, 3 * MANY);
    job = (struct audit_job){.machine = &holding.machine, .store = str_of("\\store")};
    outside = holding_folder(&holding, 0, str_of("\\Users"));
    inside = holding_folder(&holding, 0, str_of("\\store\\USMT\\File\\C$\\Data"));
    grove_add(&holding.groves[0], outside, str_of("first"), 0);
    for (unsigned i = 0; i < MANY; i++) {
        struct str text = {name, (size_t)snprintf(name, sizeof name, "n%u", i)};

        grove_link(&holding.groves[0], outside, text);
        grove_link(&holding.groves[0], inside, text);
    }
    run();
    cr_assert_eq(audit.counts[AUDIT_ORIGINAL_MOVED], MANY);
}
