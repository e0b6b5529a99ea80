/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths up from a name and down to it. */
#include "mft/path.h"

#include <criterion/criterion.h>

#include "tests/support/exam.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){0});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(path, .init = begin, .fini = end, .timeout = 60);

static enum status find(const char *path, uint64_t *record_ret, size_t *matched_ret)
{
    uint32_t name;
    enum status status = path_find(exam.index, str_of(path), NULL, &name, matched_ret);

    if (status == STATUS_OK)
        *record_ret = exam.index->files.record[exam.index->names.file[name]];
    return status;
}

static uint64_t found(const char *path)
{
    uint64_t record = 0;

    cr_assert_eq(find(path, &record, NULL), STATUS_OK, "%s", path);
    return record;
}

/* \a (40), \a\b (41), \a\b\file (42), \A (43), \a\B (44) */
static void forge_tree(void)
{
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");
    uint64_t b = forge_volume_directory(v, 41, a, "b");

    forge_volume_file(v, 42, b, "file");
    forge_volume_file(v, 43, FORGE_ROOT, "A");
    forge_volume_file(v, 44, a, "B");
    exam_begin(&exam, v, WANT_CHILDREN);
}

Test(path, the_root_is_a_backslash)
{
    exam_begin(&exam, v, 0);
    cr_assert_str_eq(exam_path(&exam, RECORD_ROOT, text), "\\");
}

Test(path, every_name_has_its_own_path)
{
    struct path path = {0};
    uint64_t a = forge_volume_directory(v, 40, FORGE_ROOT, "a");
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 2});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "one");
    forge_file_name(record, a, NAMESPACE_POSIX, "two");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    uint32_t first = index_first_name(exam.index, exam_file(&exam, 30));
    cr_assert_eq(path_of_name(exam.index, first + 1, &path), STATUS_OK);
    cr_assert(str_equal(path_str(&path), str_of("\\a\\two")));
    cr_assert_eq(path_of_name(exam.index, first, &path), STATUS_OK);
    cr_assert(str_equal(path_str(&path), str_of("\\one")));
    path_free(&path);
    cr_assert_null(path.at);
}

Test(path, a_file_without_name_is_known_by_its_reference)
{
    forge_volume_begin(v, 30, &(struct forge_header){.sequence = 77});
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    cr_assert_str_eq(exam_path(&exam, 30, text), "\\$Orphans\\30-77");
}

/* Names of 255 units, each in the folder before: the whole is deeper and longer than any API
 * allows. */
Test(path, a_path_longer_than_32767_units_is_built_and_found)
{
    char name[256];
    struct path path = {0};
    uint64_t parent = FORGE_ROOT;
    uint32_t last;

    memset(name, 'x', 255);
    name[255] = '\0';
    forge_volume_free(v);
    v = forge_volume_new(&(struct forge_shape){.nrecords = 400, .cluster_bytes = 4096});
    for (uint64_t number = 399; number >= 200; number--)
        parent = forge_volume_directory(v, number, parent, name);
    exam_begin(&exam, v, WANT_CHILDREN);
    last = exam_file(&exam, 200);
    cr_assert_eq(path_of_file(exam.index, last, &path), STATUS_OK);
    cr_assert_eq(path.n, 200 * 256);
    for (size_t i = 0; i < path.n; i++)
        cr_assert_eq(path.at[i], i % 256 ? 'x' : '\\');

    uint32_t name_found;
    cr_assert_eq(path_find(exam.index, path_str(&path), NULL, &name_found, NULL), STATUS_OK);
    cr_assert_eq(exam.index->names.file[name_found], last);
    cr_assert(path_is_below(exam.index, name_found, exam_file(&exam, 399)));
    path_free(&path);
}

Test(path, names_are_found_exactly_first_and_then_in_any_case)
{
    forge_tree();
    cr_assert_eq(found("\\a"), 40);
    cr_assert_eq(found("\\A"), 43);
    cr_assert_eq(found("\\a\\B"), 44);
    cr_assert_eq(found("\\a\\b"), 41);
    cr_assert_eq(found("\\a\\b\\FILE"), 42);
    cr_assert_eq(found("\\a\\b\\file"), 42);
}

Test(path, drive_letters_slashes_and_doubled_separators_are_passed_over)
{
    forge_tree();
    cr_assert_eq(found("C:\\a\\b"), 41);
    cr_assert_eq(found("z:/a/b"), 41);
    cr_assert_eq(found("a/b/file"), 42);
    cr_assert_eq(found("//a\\\\/b\\"), 41);
    cr_assert_eq(found("\\"), RECORD_ROOT);
    cr_assert_eq(found(""), RECORD_ROOT);
    cr_assert_eq(found("C:"), RECORD_ROOT);
}

Test(path, what_is_not_there_tells_how_far_it_got)
{
    uint64_t record = 7;
    size_t matched = 99;

    forge_tree();
    cr_assert_eq(find("\\a\\b\\nothing\\more", &record, &matched), STATUS_NOT_FOUND);
    cr_assert_eq(matched, strlen("\\a\\b"));
    cr_assert_eq(find("nothing", &record, &matched), STATUS_NOT_FOUND);
    cr_assert_eq(matched, 0);
    cr_assert_eq(find("\\a\\b\\file\\below", &record, &matched), STATUS_NOT_FOUND);
    cr_assert_eq(matched, strlen("\\a\\b\\file"));
    cr_assert_eq(find(".", &record, NULL), STATUS_NOT_FOUND);
    cr_assert_eq(find("1:\\a", &record, NULL), STATUS_NOT_FOUND);
    cr_assert_eq(record, 7);
}

Test(path, without_a_root_nothing_is_found)
{
    uint64_t record;

    forge_volume_begin(v, RECORD_ROOT, &(struct forge_header){.is_free = true});
    forge_volume_end(v, RECORD_ROOT);
    forge_tree();
    cr_assert_eq(find("\\a", &record, NULL), STATUS_NOT_FOUND);
    cr_assert_eq(find("\\", &record, NULL), STATUS_NOT_FOUND);
}

static bool is_below(uint64_t record, uint64_t folder)
{
    return path_is_below(exam.index, index_first_name(exam.index, exam_file(&exam, record)),
                         exam_file(&exam, folder));
}

Test(path, below_means_at_any_depth_and_not_the_folder_itself)
{
    forge_tree();
    cr_assert(is_below(42, 41));
    cr_assert(is_below(42, 40));
    cr_assert(is_below(42, RECORD_ROOT));
    cr_assert_not(is_below(41, 41));
    cr_assert_not(is_below(40, 41));
    cr_assert_not(is_below(44, 41));
}

Test(path, what_lies_in_a_loop_is_below_its_own_folder_and_nothing_else)
{
    forge_volume_directory(v, 30, reference_of(31, 1), "a");
    forge_volume_directory(v, 31, reference_of(30, 1), "b");
    forge_volume_file(v, 32, reference_of(30, 1), "f");
    exam_begin(&exam, v, 0);
    cr_assert(is_below(32, 30));
    cr_assert_not(is_below(32, RECORD_ROOT));
    cr_assert_not(is_below(32, 32));
}

Test(path, a_buffer_is_used_again_for_longer_and_shorter_paths)
{
    struct path path = {0};

    forge_tree();
    for (unsigned round = 0; round < 3; round++)
        for (uint32_t name = 0; name < exam.index->names.n; name++) {
            cr_assert_eq(path_of_name(exam.index, name, &path), STATUS_OK);
            cr_assert_eq(path.at[0], '\\');
            cr_assert_leq(path.n, path.capacity);
        }
    path_free(&path);
}

Test(path, steps_are_what_stands_between_separators)
{
    static const char *const steps[] = {"C:", "a b", "c", "d", ""};
    const struct str path = str_of("C:\\\\a b/c\\d\\");
    size_t at = 0;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        cr_expect(str_equal(path_step(path, &at), str_of(steps[i])), "%zu", i);
    cr_expect_eq(at, path.n);
}
