/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parents that are there, stale, missing, no folders, or their own descendants. */
#include "mft/ancestry.h"

#include <criterion/criterion.h>

#include "mft/attribute.h"
#include "mft/path.h"
#include "tests/support/exam.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    v = forge_volume_new(&(struct forge_shape){0});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(ancestry, .init = begin, .fini = end, .timeout = 20);

/* The only finding of RECORD is KIND with the parent's reference. */
static void expect_finding(uint64_t record, enum finding_kind kind, uint64_t parent)
{
    uint32_t n;
    const struct finding *found = index_findings(exam.index, record, &n);

    cr_assert_eq(n, 1, "record %llu: %u findings", (unsigned long long)record, n);
    cr_assert_eq(found->kind, kind, "%s", finding_word(found->kind));
    cr_assert_eq(found->detail, parent);
    cr_assert(exam_flags(&exam, record) & FILE_FINDING);
}

/* Moves a folder that is there under another parent. */
static void move(uint64_t number, uint64_t parent)
{
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, number);

    cr_assert_eq(attribute_find(record, ATTR_FILE_NAME, "", &a), STATUS_OK);
    forge_put64(record + (a.value.at - record) + FN_PARENT, parent);
    forge_volume_end(v, number);
}

Test(ancestry, folders_that_lead_to_the_root_have_no_findings)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");
    uint64_t b = forge_volume_directory(v, 30, a, "b");

    forge_volume_file(v, 35, b, "f");
    exam_begin(&exam, v, WANT_CHILDREN);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_path(&exam, 35, text), "\\a\\b\\f");
    cr_assert_eq(exam_flags(&exam, 30) & (FILE_CUT_OFF | FILE_SYSTEM | FILE_FINDING), 0);
}

Test(ancestry, a_parent_that_is_not_in_use_is_missing)
{
    uint64_t gone = reference_of(41, 1);

    forge_volume_file(v, 30, gone, "f");
    forge_volume_file(v, 31, reference_of(1000, 1), "behind the end");
    forge_volume_file(v, 32, reference_of(UINT64_C(0x100000005), 5), "beyond 32 bits");
    exam_begin(&exam, v, 0);
    expect_finding(30, FINDING_PARENT_MISSING, gone);
    expect_finding(31, FINDING_PARENT_MISSING, reference_of(1000, 1));
    expect_finding(32, FINDING_PARENT_MISSING, reference_of(UINT64_C(0x100000005), 5));
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\$Orphans\\41-1\\f");
    cr_assert_str_eq(exam_path(&exam, 32, text), "\\$Orphans\\4294967301-5\\beyond 32 bits");
}

Test(ancestry, a_parent_given_to_another_file_is_stale)
{
    forge_volume_directory(v, 40, FORGE_ROOT, "later");
    forge_volume_file(v, 30, reference_of(40, 7), "f");
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_finding(30, FINDING_PARENT_STALE, reference_of(40, 7));
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\$Orphans\\40-7\\f");
    uint32_t folder = exam_file(&exam, 40);
    cr_assert_eq(exam.index->first_child[folder], exam.index->first_child[folder + 1]);
}

Test(ancestry, a_reference_without_sequence_number_counts)
{
    forge_volume_directory(v, 40, FORGE_ROOT, "d");
    forge_volume_file(v, 30, reference_of(40, 0), "f");
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\d\\f");
}

Test(ancestry, a_file_is_no_parent)
{
    uint64_t file = forge_volume_file(v, 40, FORGE_ROOT, "file");

    forge_volume_file(v, 30, file, "f");
    exam_begin(&exam, v, 0);
    expect_finding(30, FINDING_PARENT_NOT_DIRECTORY, file);
}

Test(ancestry, loop_cuts_off_every_member_and_is_told)
{
    forge_volume_directory(v, 30, reference_of(31, 1), "a");
    forge_volume_directory(v, 31, reference_of(32, 1), "b");
    forge_volume_directory(v, 32, reference_of(30, 1), "c");
    forge_volume_directory(v, 29, reference_of(31, 1), "below");
    forge_volume_file(v, 40, reference_of(29, 1), "f");
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_finding(30, FINDING_PARENT_LOOP, reference_of(31, 1));
    expect_finding(31, FINDING_PARENT_LOOP, reference_of(32, 1));
    expect_finding(32, FINDING_PARENT_LOOP, reference_of(30, 1));
    for (uint64_t record = 30; record <= 32; record++)
        cr_assert(exam_flags(&exam, record) & FILE_CUT_OFF);
    cr_assert_eq(exam_flags(&exam, 29) & FILE_CUT_OFF, 0);
    cr_assert_eq(exam_count(&exam, 29, FINDING_PARENT_LOOP), 0);
    cr_assert_str_eq(exam_path(&exam, 40, text), "\\$Orphans\\32-1\\b\\below\\f");
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\$Orphans\\31-1\\a");
}

Test(ancestry, a_folder_in_itself_is_a_loop)
{
    forge_volume_directory(v, 30, reference_of(30, 1), "a");
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_finding(30, FINDING_PARENT_LOOP, reference_of(30, 1));
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\$Orphans\\30-1\\a");
}

Test(ancestry, extend_in_a_loop_is_cut_off_like_any_folder)
{
    forge_volume_directory(v, 30, reference_of(RECORD_EXTEND, RECORD_EXTEND), "a");
    move(RECORD_EXTEND, reference_of(30, 1));
    forge_volume_file(v, 40, reference_of(30, 1), "f");
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_finding(RECORD_EXTEND, FINDING_PARENT_LOOP, reference_of(30, 1));
    expect_finding(30, FINDING_PARENT_LOOP, reference_of(RECORD_EXTEND, RECORD_EXTEND));
    cr_assert_str_eq(exam_path(&exam, 40, text), "\\$Orphans\\11-11\\a\\f");
    cr_assert_not(path_is_below(exam.index, index_first_name(exam.index, exam_file(&exam, 40)),
                                exam_file(&exam, RECORD_ROOT)));
}

Test(ancestry, all_below_extend_is_system_and_extends_own_folder_is_not)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");

    move(RECORD_EXTEND, a);
    forge_volume_directory(v, 30, reference_of(RECORD_EXTEND, RECORD_EXTEND), "d");
    forge_volume_directory(v, 29, reference_of(30, 1), "e");
    forge_volume_file(v, 28, reference_of(29, 1), "f");
    forge_volume_file(v, 41, a, "user");
    exam_begin(&exam, v, 0);
    for (uint64_t record = 28; record <= 30; record++)
        cr_assert(exam_flags(&exam, record) & FILE_SYSTEM);
    cr_assert_eq(exam_flags(&exam, 40) & FILE_SYSTEM, 0);
    cr_assert_eq(exam_flags(&exam, 41) & FILE_SYSTEM, 0);
}

Test(ancestry, the_root_is_nobodys_child_wherever_it_says_it_lies)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");

    move(RECORD_ROOT, a);
    forge_volume_file(v, 41, a, "f");
    exam_begin(&exam, v, WANT_CHILDREN);
    cr_assert_str_eq(exam_path(&exam, 41, text), "\\a\\f");
    uint32_t folder = exam_file(&exam, 40);
    cr_assert_eq(exam.index->first_child[folder + 1] - exam.index->first_child[folder], 1);
}

Test(ancestry, without_a_root_every_way_is_cut_off)
{
    forge_volume_directory(v, 40, FORGE_ROOT, "a");
    forge_volume_file(v, 41, reference_of(40, 1), "f");
    forge_volume_begin(v, RECORD_ROOT, &(struct forge_header){.sequence = 5, .is_free = true});
    forge_volume_end(v, RECORD_ROOT);
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_finding(40, FINDING_PARENT_MISSING, FORGE_ROOT);
    cr_assert(exam_flags(&exam, 40) & FILE_CUT_OFF);
    cr_assert_str_eq(exam_path(&exam, 41, text), "\\$Orphans\\5-5\\a\\f");
}

Test(ancestry, a_folder_without_a_name_cuts_off_what_lies_in_it)
{
    uint8_t *record = forge_volume_begin(v, 40, &(struct forge_header){.flags = RECORD_DIRECTORY});

    forge_standard_information(record, SI_BYTES, 0, 0);
    forge_volume_end(v, 40);
    forge_volume_file(v, 41, reference_of(40, 1), "f");
    exam_begin(&exam, v, 0);
    expect_finding(40, FINDING_NO_NAME, 0);
    cr_assert_str_eq(exam_path(&exam, 41, text), "\\$Orphans\\40-1\\f");
}

/* The names of FOLDER's children, joined. */
static const char *children_of(uint64_t folder)
{
    const struct index *index = exam.index;
    uint32_t row = exam_file(&exam, folder);

    text[0] = '\0';
    for (uint32_t i = index->first_child[row]; i < index->first_child[row + 1]; i++)
        strncat(text, index_name(index, index->children[i]).at,
                index_name(index, index->children[i]).n);
    return text;
}

Test(ancestry, children_are_the_names_in_a_folder_and_every_name_has_one_place)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 3});

    forge_file_name(record, a, NAMESPACE_POSIX, "x");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "y");
    forge_file_name(record, a, NAMESPACE_POSIX, "z");
    forge_volume_end(v, 30);
    forge_volume_file(v, 29, a, "w");
    exam_begin(&exam, v, WANT_CHILDREN);
    cr_assert_str_eq(children_of(40), "wxz");
    cr_assert_str_eq(children_of(30), "");
    cr_assert_eq(exam.index->first_child[0], 0);
    cr_assert_eq(exam.index->first_child[exam.index->files.n],
                 exam.index->names.n - 1 /* the root's own */);
}

Test(ancestry, nobody_who_did_not_ask_gets_children)
{
    exam_begin(&exam, v, 0);
    cr_assert_null(exam.index->children);
    cr_assert_null(exam.index->first_child);
}

Test(ancestry, a_deleted_file_is_no_child_of_a_folder_in_use_and_tells_nothing)
{
    uint8_t *record =
        forge_volume_begin(v, 30, &(struct forge_header){.is_free = true, .sequence = 2});
    uint32_t name;

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "same");
    forge_volume_end(v, 30);
    record = forge_volume_begin(v, 31, &(struct forge_header){.is_free = true});
    forge_file_name(record, reference_of(50, 1), NAMESPACE_POSIX, "orphan");
    forge_volume_end(v, 31);
    forge_volume_file(v, 32, FORGE_ROOT, "same");
    exam_begin(&exam, v, WANT_CHILDREN | WANT_DELETED);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\same");
    cr_assert_eq(path_find(exam.index, str_of("\\same"), NULL, &name, NULL), STATUS_OK);
    cr_assert_eq(exam.index->files.record[exam.index->names.file[name]], 32);
}

/* ---- Deleted folders ---- */

static void forge_deleted(uint64_t number, uint16_t sequence, uint16_t flags, uint64_t parent,
                          const char *name)
{
    struct forge_header header = {.is_free = true, .sequence = sequence, .flags = flags};

    forge_file_name(forge_volume_begin(v, number, &header), parent, NAMESPACE_POSIX, name);
    forge_volume_end(v, number);
}

Test(ancestry, a_deleted_file_lies_in_its_deleted_folder)
{
    forge_deleted(40, 3, RECORD_DIRECTORY, FORGE_ROOT, "gone");
    forge_deleted(41, 8, 0, reference_of(40, 2), "counted up");
    forge_deleted(42, 8, 0, reference_of(40, 3), "not counted up");
    forge_deleted(43, 8, 0, reference_of(40, 1), "of an earlier folder");
    forge_volume_file(v, 44, reference_of(40, 2), "still in use");
    exam_begin(&exam, v, WANT_DELETED | WANT_CHILDREN);
    cr_assert_str_eq(exam_path(&exam, 41, text), "\\gone\\counted up");
    cr_assert_str_eq(exam_path(&exam, 42, text), "\\gone\\not counted up");
    cr_assert_str_eq(exam_path(&exam, 43, text), "\\$Orphans\\40-1\\of an earlier folder");
    cr_assert_str_eq(exam_path(&exam, 44, text), "\\$Orphans\\40-2\\still in use");
    expect_finding(44, FINDING_PARENT_MISSING, reference_of(40, 2));
    cr_assert_eq(exam.index->nfindings, 1);
}

Test(ancestry, deleted_folders_in_each_other_are_cut_off_and_not_told)
{
    forge_deleted(40, 2, RECORD_DIRECTORY, reference_of(41, 1), "a");
    forge_deleted(41, 2, RECORD_DIRECTORY, reference_of(40, 1), "b");
    forge_deleted(42, 2, 0, reference_of(41, 1), "f");
    exam_begin(&exam, v, WANT_DELETED | WANT_CHILDREN);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_path(&exam, 42, text), "\\$Orphans\\40-1\\b\\f");
    cr_assert(exam_flags(&exam, 40) & FILE_CUT_OFF);
    cr_assert(exam_flags(&exam, 41) & FILE_CUT_OFF);
}

Test(ancestry, a_folder_that_lies_in_the_deleted_one_of_the_same_number_is_no_loop_without_end)
{
    forge_deleted(40, 2, RECORD_DIRECTORY, reference_of(40, 1), "itself");
    forge_deleted(41, 2, 0, reference_of(40, 1), "f");
    exam_begin(&exam, v, WANT_DELETED);
    cr_assert_str_eq(exam_path(&exam, 41, text), "\\$Orphans\\40-1\\itself\\f");
}

Test(ancestry, a_folder_with_two_names_is_told_and_known_by_its_first)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");
    uint8_t *record =
        forge_volume_begin(v, 41, &(struct forge_header){.links = 2, .flags = RECORD_DIRECTORY});

    forge_file_name(record, a, NAMESPACE_POSIX, "first");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "second");
    forge_volume_end(v, 41);
    forge_volume_file(v, 42, reference_of(41, 1), "f");
    exam_begin(&exam, v, 0);
    expect_finding(41, FINDING_DIRECTORY_NAMES, 2);
    cr_assert_str_eq(exam_path(&exam, 42, text), "\\a\\first\\f");
}
