/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two trees made by hand: kinds, and totals by folder. */
#include "planner/difference.h"

#include "planner/difference_folders.h"
#include "tests/support/grove.h"

#include <criterion/criterion.h>

enum { MOST = 40, MODIFIED = 1 };

/* Two trees that begin as the same one. */
struct pair {
    struct grove groves[2]; /* before, after */
    struct space spaces[2];
    struct difference difference;
    struct difference_question question;
    const char *owners[2];
};

static void plant(struct grove *grove)
{
    struct file_rows *files = &grove->index.files;
    struct arena *arena = &grove->arena;

    grove_begin(grove, MOST);
    files->size = arena_array(arena, MOST, sizeof *files->size);
    files->allocated = arena_array(arena, MOST, sizeof *files->allocated);
    files->attributes = arena_array(arena, MOST, sizeof *files->attributes);
    files->times = arena_array(arena, (size_t)MOST * TIMES, sizeof *files->times);
    files->security_id = arena_array(arena, MOST, sizeof *files->security_id);
    files->usn = arena_array(arena, MOST, sizeof *files->usn);
    cr_assert(files->size && files->allocated && files->attributes && files->times &&
              files->security_id && files->usn);
}

static void begin(struct pair *pair)
{
    *pair = (struct pair){0};
    plant(&pair->groves[0]);
    plant(&pair->groves[1]);
}

/* A file or folder in both; its row, which is the same in both. */
static uint32_t add(struct pair *pair, uint32_t parent, const char *name, unsigned flags)
{
    uint32_t file = grove_add(&pair->groves[0], parent, str_of(name), flags);

    cr_assert_eq(grove_add(&pair->groves[1], parent, str_of(name), flags), file);
    return file;
}

static struct file_rows *rows(struct pair *pair, int side)
{
    return &pair->groves[side].index.files;
}

static const char *owner(void *context, bool is_after, uint32_t file)
{
    (void)file;
    return ((struct pair *)context)->owners[is_after];
}

static void compare_only(struct pair *pair, unsigned only)
{
    for (int side = 0; side < 2; side++) {
        grove_finish(&pair->groves[side]);
        cr_assert_eq(space_of(&pair->groves[side].index, &pair->spaces[side]), STATUS_OK);
    }
    pair->question.before = &pair->spaces[0];
    pair->question.after = &pair->spaces[1];
    pair->question.only = only;
    pair->question.owner = owner;
    pair->question.context = pair;
    cr_assert_eq(difference_of(&pair->question, &pair->difference), STATUS_OK);
}

static void compare(struct pair *pair)
{
    compare_only(pair, 0);
}

/* The kinds of the only row. */
static uint32_t only_row(const struct pair *pair)
{
    cr_assert_eq(pair->difference.n, 1);
    return pair->difference.rows[0].kinds;
}

static void end(struct pair *pair)
{
    difference_free(&pair->difference);
    for (int side = 0; side < 2; side++) {
        space_free(&pair->spaces[side]);
        grove_free(&pair->groves[side]);
    }
}

Test(difference, nothing_differs_between_a_tree_and_itself)
{
    struct pair pair;

    begin(&pair);
    add(&pair, GROVE_ROOT, "a", 0);
    add(&pair, GROVE_ROOT, "b", FILE_DIRECTORY);
    compare(&pair);
    cr_expect_eq(pair.difference.n, 0);
    cr_expect_eq(pair.difference.same.files, 1);
    cr_expect_eq(pair.difference.same.folders, 1);
    end(&pair);
}

Test(difference, record_that_was_used_again_is_one_removed_and_one_added)
{
    struct pair pair;
    uint32_t file;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    rows(&pair, 1)->sequence[file]++;
    rows(&pair, 0)->size[file] = 5;
    compare(&pair);
    cr_assert_eq(pair.difference.n, 2);
    cr_expect_eq(pair.difference.rows[0].kinds, 1U << DIFFERENCE_REMOVED);
    cr_expect_eq(pair.difference.rows[1].kinds, 1U << DIFFERENCE_ADDED);
    cr_expect_eq(pair.difference.kinds[DIFFERENCE_REMOVED].before_bytes, 5);
    cr_expect_eq(pair.difference.same.files, 0);
    end(&pair);
}

Test(difference, file_that_is_a_folder_now_is_another_one)
{
    struct pair pair;
    uint32_t file;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    rows(&pair, 1)->flags[file] |= FILE_DIRECTORY;
    compare(&pair);
    cr_expect_eq(pair.difference.n, 2);
    end(&pair);
}

Test(difference, file_systems_own_and_deleted_files_are_left_out)
{
    struct pair pair;

    begin(&pair);
    grove_add(&pair.groves[0], GROVE_ROOT, str_of("log"), FILE_SYSTEM);
    grove_add(&pair.groves[0], GROVE_ROOT, str_of("gone"), 0);
    rows(&pair, 0)->flags[2] = 0;
    compare(&pair);
    cr_expect_eq(pair.difference.n, 0);
    end(&pair);
}

Test(difference, size_tells_grown_and_shrunk_and_both_are_content)
{
    struct pair pair;
    uint32_t grown, shrunk;

    begin(&pair);
    grown = add(&pair, GROVE_ROOT, "a", 0);
    shrunk = add(&pair, GROVE_ROOT, "b", 0);
    rows(&pair, 1)->size[grown] = 1;
    rows(&pair, 0)->size[shrunk] = 1;
    compare(&pair);
    cr_assert_eq(pair.difference.n, 2);
    cr_expect_eq(pair.difference.rows[0].kinds, 1U << DIFFERENCE_GROWN | 1U << DIFFERENCE_CONTENT);
    cr_expect_eq(pair.difference.rows[1].kinds, 1U << DIFFERENCE_SHRUNK | 1U << DIFFERENCE_CONTENT);
    end(&pair);
}

Test(difference, time_of_modification_is_content_of_a_file_and_nothing_of_a_folder)
{
    struct pair pair;
    uint32_t file, folder;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    folder = add(&pair, GROVE_ROOT, "b", FILE_DIRECTORY);
    rows(&pair, 1)->times[file * TIMES + MODIFIED] = 1;
    rows(&pair, 1)->times[folder * TIMES + MODIFIED] = 1;
    compare(&pair);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_CONTENT);
    end(&pair);
}

Test(difference, other_clusters_are_content_unless_data_left_the_record_or_were_compressed)
{
    struct pair pair;
    uint32_t rewritten, left_record, compressed;

    begin(&pair);
    rewritten = add(&pair, GROVE_ROOT, "a", 0);
    left_record = add(&pair, GROVE_ROOT, "b", 0);
    compressed = add(&pair, GROVE_ROOT, "c", 0);
    rows(&pair, 0)->allocated[rewritten] = rows(&pair, 0)->allocated[compressed] = 8192;
    rows(&pair, 1)->allocated[rewritten] = rows(&pair, 1)->allocated[compressed] = 4096;
    rows(&pair, 1)->allocated[left_record] = 4096;
    rows(&pair, 1)->flags[compressed] |= FILE_COMPRESSED;
    compare(&pair);
    cr_assert_eq(pair.difference.n, 2);
    cr_expect_eq(pair.difference.rows[0].kinds, 1U << DIFFERENCE_CONTENT);
    cr_expect_eq(pair.difference.rows[1].kinds, 1U << DIFFERENCE_ATTRIBUTES);
    end(&pair);
}

Test(difference, journal_number_alone_is_times_and_beside_another_kind_nothing)
{
    struct pair pair;
    uint32_t touched, shown;

    begin(&pair);
    touched = add(&pair, GROVE_ROOT, "a", 0);
    shown = add(&pair, GROVE_ROOT, "b", 0);
    rows(&pair, 1)->usn[touched] = rows(&pair, 1)->usn[shown] = 7;
    rows(&pair, 1)->attributes[shown] = 1;
    compare(&pair);
    cr_assert_eq(pair.difference.n, 2);
    cr_expect_eq(pair.difference.rows[0].kinds, 1U << DIFFERENCE_TIMES);
    cr_expect_eq(pair.difference.rows[1].kinds, 1U << DIFFERENCE_ATTRIBUTES);
    end(&pair);
}

Test(difference, another_descriptor_is_another_owner_or_other_permissions)
{
    struct pair pair;
    uint32_t file;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    rows(&pair, 0)->security_id[file] = 256;
    rows(&pair, 1)->security_id[file] = 257;
    pair.owners[0] = pair.owners[1] = "S-1-1";
    compare(&pair);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_PERMISSIONS);
    pair.owners[1] = "S-1-2";
    difference_free(&pair.difference);
    cr_assert_eq(difference_of(&pair.question, &pair.difference), STATUS_OK);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_OWNER);
    pair.owners[1] = NULL;
    difference_free(&pair.difference);
    cr_assert_eq(difference_of(&pair.question, &pair.difference), STATUS_OK);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_PERMISSIONS);
    end(&pair);
}

Test(difference, ids_of_descriptors_of_another_volume_mean_nothing)
{
    struct pair pair;
    uint32_t file;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    rows(&pair, 0)->security_id[file] = 256;
    rows(&pair, 1)->security_id[file] = 257;
    pair.question.is_other_volume = true;
    compare(&pair);
    cr_expect_eq(pair.difference.n, 0);
    end(&pair);
}

Test(difference, missing_record_with_damage_may_still_be_there)
{
    struct pair pair;
    struct finding finding = {.kind = FINDING_TORN};
    uint32_t file;

    begin(&pair);
    file = grove_add(&pair.groves[0], GROVE_ROOT, str_of("a"), 0);
    finding.record = rows(&pair, 0)->record[file];
    pair.groves[1].index.findings = &finding;
    pair.groves[1].index.nfindings = 1;
    compare(&pair);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_REMOVED | 1U << DIFFERENCE_UNREADABLE);
    finding.kind = FINDING_BITMAP_SET;
    difference_free(&pair.difference);
    cr_assert_eq(difference_of(&pair.question, &pair.difference), STATUS_OK);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_REMOVED);
    end(&pair);
}

Test(difference, only_some_kinds_are_listed_and_counted)
{
    struct pair pair;
    uint32_t file;

    begin(&pair);
    file = add(&pair, GROVE_ROOT, "a", 0);
    rows(&pair, 1)->size[file] = 1;
    grove_add(&pair.groves[1], GROVE_ROOT, str_of("b"), 0);
    compare_only(&pair, 1U << DIFFERENCE_GROWN);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_GROWN | 1U << DIFFERENCE_CONTENT);
    cr_expect_eq(pair.difference.kinds[DIFFERENCE_ADDED].files, 0);
    cr_expect_eq(pair.difference.rows_all.files, 1);
    end(&pair);
}

/* The sums of FOLDER, by its row in AFTER. */
static const struct difference_folders_row *sums_of(const struct difference_folders *folders,
                                                    uint32_t folder)
{
    for (uint32_t i = 0; i < folders->n; i++)
        if (folders->rows[i].after == folder)
            return &folders->rows[i];
    cr_assert_fail("the folder has no sums");
    return NULL;
}

Test(difference, files_of_a_moved_folder_come_and_leave_and_have_not_changed)
{
    struct pair pair;
    struct difference_folders folders;
    uint32_t from, to, moved, file;

    begin(&pair);
    from = add(&pair, GROVE_ROOT, "from", FILE_DIRECTORY);
    to = add(&pair, GROVE_ROOT, "to", FILE_DIRECTORY);
    moved = add(&pair, from, "moved", FILE_DIRECTORY);
    file = add(&pair, moved, "file", 0);
    rows(&pair, 0)->size[file] = rows(&pair, 1)->size[file] = 10;
    pair.groves[1].index.names.parent[moved] = index_reference(&pair.groves[1].index, to);
    compare(&pair);
    cr_expect_eq(only_row(&pair), 1U << DIFFERENCE_MOVED);
    cr_assert_eq(difference_folders_of(&pair.difference, &folders), STATUS_OK);
    cr_expect_eq(folders.n, 2);
    cr_expect_eq(sums_of(&folders, from)->left, 1);
    cr_expect_eq(sums_of(&folders, from)->was.bytes, 10);
    cr_expect_eq(sums_of(&folders, from)->is.bytes, 0);
    cr_expect_eq(sums_of(&folders, to)->came, 1);
    cr_expect_eq(sums_of(&folders, to)->is.files, 1);
    cr_expect_eq(sums_of(&folders, to)->folders, 1);
    cr_expect_eq(sums_of(&folders, to)->changed, 0);
    difference_folders_free(&folders);
    end(&pair);
}

Test(difference, folder_that_only_one_has_is_as_empty_in_the_other)
{
    struct pair pair;
    struct difference_folders folders;
    uint32_t fresh, file;

    begin(&pair);
    add(&pair, GROVE_ROOT, "quiet", FILE_DIRECTORY);
    fresh = grove_add(&pair.groves[1], GROVE_ROOT, str_of("fresh"), FILE_DIRECTORY);
    file = grove_add(&pair.groves[1], fresh, str_of("file"), 0);
    rows(&pair, 1)->size[file] = 3;
    compare(&pair);
    cr_assert_eq(difference_folders_of(&pair.difference, &folders), STATUS_OK);
    cr_assert_eq(folders.n, 1);
    cr_expect_eq(folders.rows[0].before, INDEX_NONE);
    cr_expect_eq(folders.rows[0].after, fresh);
    cr_expect_eq(folders.rows[0].added, 1);
    cr_expect_eq(folders.rows[0].is.bytes, 3);
    cr_expect_eq(folders.is.bytes - folders.was.bytes, 3);
    difference_folders_free(&folders);
    end(&pair);
}
