/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing, copying and merging tables. */
#include "mft/rows.h"

#include <criterion/criterion.h>

enum { ALL_COLUMNS = 255 };

static struct arena arena;

static void begin(void)
{
    arena = (struct arena){0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(rows, .init = begin, .fini = end);

/* Appends a name of FILE whose columns all follow from SEED. */
static void add_name(struct name_rows *rows, uint32_t file, uint32_t seed)
{
    uint32_t n = rows->n;

    cr_assert_eq(rows_reserve_names(rows, &arena, 1, ALL_COLUMNS), STATUS_OK);
    rows->file[n] = file;
    rows->parent[n] = UINT64_C(1) << 48 | seed;
    rows->text[n] = seed + 1;
    rows->name_space[n] = (uint8_t)(seed % 4);
    rows->dos[n] = seed + 2;
    for (unsigned i = 0; i < TIMES; i++)
        rows->times[n * TIMES + i] = seed * UINT64_C(10) + i;
    rows->n++;
}

static void expect_name(const struct name_rows *rows, uint32_t n, uint32_t file, uint32_t seed)
{
    cr_assert_eq(rows->file[n], file, "row %u has file %u, not %u", n, rows->file[n], file);
    cr_assert_eq(rows->parent[n], UINT64_C(1) << 48 | seed);
    cr_assert_eq(rows->text[n], seed + 1);
    cr_assert_eq(rows->name_space[n], seed % 4);
    cr_assert_eq(rows->dos[n], seed + 2);
    for (unsigned i = 0; i < TIMES; i++)
        cr_assert_eq(rows->times[n * TIMES + i], seed * UINT64_C(10) + i);
}

Test(rows, only_wanted_columns_grow)
{
    struct file_rows files = {0};
    struct name_rows names = {0};

    cr_assert_eq(rows_reserve_files(&files, &arena, 3, WANT_USN), STATUS_OK);
    cr_assert_not_null(files.record);
    cr_assert_not_null(files.usn);
    cr_assert_null(files.times);
    cr_assert_null(files.security_id);
    cr_assert_null(files.owner);
    cr_assert_eq(rows_reserve_names(&names, &arena, 3, WANT_NAME_TIMES), STATUS_OK);
    cr_assert_not_null(names.times);
    cr_assert_null(names.dos);
}

Test(rows, growing_keeps_what_is_there)
{
    struct name_rows names = {0};

    for (uint32_t i = 0; i < 1000; i++)
        add_name(&names, i, i * 7);
    for (uint32_t i = 0; i < 1000; i++)
        expect_name(&names, i, i, i * 7);
}

Test(rows, more_rows_than_32_bits_can_number_are_too_many)
{
    struct name_rows names = {.n = UINT32_MAX - 5};

    cr_assert_eq(rows_reserve_names(&names, &arena, 10, 0), STATUS_TOO_LARGE);
    cr_assert_eq(rows_reserve_names(&names, &arena, UINT32_MAX, 0), STATUS_TOO_LARGE);
    cr_assert_eq(names.capacity, 0);
}

Test(rows, no_rows_need_no_room)
{
    struct stream_rows streams = {0}, none = {0};
    struct reparse_rows reparse = {0};

    cr_assert_eq(rows_reserve_streams(&streams, &arena, 0), STATUS_OK);
    rows_copy_streams(&streams, 0, &none, 0, 0);
    cr_assert_eq(rows_merge_streams(&streams, &none, &arena), STATUS_OK);
    cr_assert_eq(rows_merge_reparse(&reparse, &(struct reparse_rows){0}, &arena), STATUS_OK);
    cr_assert_eq(streams.n, 0);
}

Test(rows, columns_that_the_target_lacks_are_not_copied)
{
    struct name_rows from = {0}, to = {0};

    add_name(&from, 1, 1);
    cr_assert_eq(rows_reserve_names(&to, &arena, 1, 0), STATUS_OK);
    rows_copy_names(&to, 0, &from, 0, 1);
    cr_assert_eq(to.file[0], 1);
    cr_assert_null(to.dos);
}

/* Rows of FROM come behind those of TO for the same file: the shared definition, written plainly.
 */
static void expect_merged(uint64_t to_files, uint64_t from_files, unsigned nfiles)
{
    struct name_rows to = {0}, from = {0};
    uint32_t seeds[64], files[64], n = 0;

    for (uint32_t file = 0; file < nfiles; file++) {
        for (uint32_t k = 0; k < (to_files >> 2 * file & 3); k++) {
            seeds[n] = 100 + n;
            files[n] = file;
            add_name(&to, file, seeds[n++]);
        }
        for (uint32_t k = 0; k < (from_files >> 2 * file & 3); k++) {
            seeds[n] = 100 + n;
            files[n] = file;
            add_name(&from, file, seeds[n++]);
        }
    }
    cr_assert_eq(rows_merge_names(&to, &from, &arena, ALL_COLUMNS), STATUS_OK);
    cr_assert_eq(to.n, n);
    for (uint32_t i = 0; i < n; i++)
        expect_name(&to, i, files[i], seeds[i]);
}

Test(rows, merging_puts_every_row_at_its_place)
{
    /* 0 to 3 rows of each of three files in either table: every combination */
    for (uint64_t to_files = 0; to_files < 64; to_files++)
        for (uint64_t from_files = 0; from_files < 64; from_files++)
            expect_merged(to_files, from_files, 3);
}

Test(rows, merging_streams_keeps_the_base_records_first)
{
    struct stream_rows to = {0}, from = {0};

    cr_assert_eq(rows_reserve_streams(&to, &arena, 4), STATUS_OK);
    cr_assert_eq(rows_reserve_streams(&from, &arena, 2), STATUS_OK);
    for (uint32_t i = 0; i < 4; i++) {
        to.file[i] = i / 2;
        to.text[i] = i;
        to.size[i] = to.allocated[i] = i;
    }
    to.n = 4;
    for (uint32_t i = 0; i < 2; i++) {
        from.file[i] = i;
        from.text[i] = 10 + i;
        from.size[i] = from.allocated[i] = 10 + i;
    }
    from.n = 2;
    cr_assert_eq(rows_merge_streams(&to, &from, &arena), STATUS_OK);
    cr_assert_eq(to.n, 6);
    static const uint32_t expected[] = {0, 1, 10, 2, 3, 11};
    for (uint32_t i = 0; i < 6; i++) {
        cr_assert_eq(to.text[i], expected[i]);
        cr_assert_eq(to.size[i], expected[i]);
        cr_assert_eq(to.file[i], i / 3);
    }
}
