/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mapping pairs, good and hostile. Each list has exactly its size on the heap. */
#include "mft/runlist.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

enum { VOLUME_CLUSTERS = 1000 };

static struct arena arena;
static struct runlist list;

static void begin(void)
{
    arena = (struct arena){0};
    list = (struct runlist){0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(runlist, .init = begin, .fini = end);

static enum status append(const void *pairs, size_t n)
{
    uint8_t *exact = forge_copy(pairs, n);
    enum status status = runlist_append(&list, &arena, (struct bytes){exact, n}, VOLUME_CLUSTERS);

    free(exact);
    return status;
}

#define APPEND(literal) append(literal, sizeof(literal) - 1)

static void expect_run(size_t i, uint64_t vcn, uint64_t lcn, uint64_t nclusters)
{
    cr_assert_lt(i, list.n);
    cr_assert_eq(list.runs[i].vcn, vcn);
    cr_assert_eq(list.runs[i].lcn, lcn);
    cr_assert_eq(list.runs[i].nclusters, nclusters);
}

Test(runlist, no_pairs_give_no_runs)
{
    cr_assert_eq(append("", 0), STATUS_OK);
    cr_assert_eq(APPEND("\0"), STATUS_OK);
    cr_assert_eq(list.n, 0);
    cr_assert_eq(runlist_end(&list), 0);
    cr_assert_null(runlist_find(&list, 0));
}

Test(runlist, negative_delta_goes_back_on_the_volume)
{
    cr_assert_eq(APPEND("\x11\x05\x64\x11\x03\xF6\x00"), STATUS_OK);
    expect_run(0, 0, 100, 5);
    expect_run(1, 5, 90, 3);
}

Test(runlist, a_hole_has_no_place_and_leaves_the_delta_alone)
{
    cr_assert_eq(APPEND("\x11\x05\x64\x01\x10\x11\x03\x0A\x00"), STATUS_OK);
    expect_run(1, 5, RUN_HOLE, 16);
    expect_run(2, 21, 110, 3);
}

Test(runlist, lcn_minus_one_is_a_hole_as_old_drivers_wrote_it)
{
    cr_assert_eq(APPEND("\x11\x05\xFF\x00"), STATUS_OK);
    expect_run(0, 0, RUN_HOLE, 5);
}

Test(runlist, a_second_extent_begins_its_deltas_anew)
{
    cr_assert_eq(APPEND("\x11\x05\x64\x00"), STATUS_OK);
    cr_assert_eq(APPEND("\x11\x02\x0A\x00"), STATUS_OK);
    expect_run(1, 5, 10, 2);
    cr_assert_eq(runlist_end(&list), 7);
}

Test(runlist, pairs_may_end_without_a_mark)
{
    cr_assert_eq(APPEND("\x11\x05\x64"), STATUS_OK);
    expect_run(0, 0, 100, 5);
}

Test(runlist, numbers_of_eight_bytes_are_read)
{
    uint64_t lcn = 0;
    size_t at = 0;
    struct run run;
    uint8_t pairs[] = {0x88, 1, 2, 3, 4, 5, 6, 7, 0x10, 8, 7, 6, 5, 4, 3, 2, 0x01};

    cr_assert_eq(runlist_next((struct bytes){pairs, sizeof pairs}, &at, &lcn, &run), STATUS_OK);
    cr_assert_eq(run.nclusters, UINT64_C(0x1007060504030201));
    cr_assert_eq(run.lcn, UINT64_C(0x0102030405060708));
    cr_assert_eq(at, sizeof pairs);
}

Test(runlist, pairs_that_cannot_be_are_damaged_and_leave_the_runs_before)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *why;
    } bad[] = {
        {"\x11\x05\x64\x10\x05", 5, "no bytes of length"},
        {"\x11\x05\x64\x11\x00\x05", 6, "length 0"},
        {"\x11\x05\x64\x19\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01", 14, "nine bytes of length"},
        {"\x11\x05\x64\x91\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01", 14, "nine bytes of delta"},
        {"\x11\x05\x64\x11\x05", 5, "cut off in the delta"},
        {"\x11\x05\x64\x11", 4, "cut off behind the header"},
        {"\x11\x05\x64\x11\x05\x80", 6, "before the volume's start"},
        {"\x11\x05\x64\x21\x01\x84\x03", 7, "begins at the volume's end"},
        {"\x11\x05\x64\x21\x05\x80\x03", 7, "reaches over the volume's end"},
        {"\x11\x05\x64\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12, "a length beyond 63 bits"},
        {"\x11\x05\x64\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 12, "VCNs beyond 63 bits"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        list.n = 0;
        cr_assert_eq(append(bad[i].bytes, bad[i].n), STATUS_DAMAGED, "%s", bad[i].why);
        cr_assert_eq(list.n, 1, "%s", bad[i].why);
    }
}

Test(runlist, a_run_may_end_where_the_volume_ends)
{
    cr_assert_eq(APPEND("\x21\x05\xE3\x03\x00"), STATUS_OK);
    expect_run(0, 0, 995, 5);
}

Test(runlist, each_vcn_is_found_in_its_run)
{
    struct forge_run runs[100];
    uint8_t pairs[100 * 17 + 1];

    for (size_t i = 0; i < 100; i++)
        runs[i] = (struct forge_run){i % 7 == 3 ? UINT64_MAX : 999 - 10 * i % 990, 1 + i % 3};
    for (size_t i = 0; i < 100; i++)
        if (runs[i].lcn != UINT64_MAX && runs[i].lcn + runs[i].nclusters > VOLUME_CLUSTERS)
            runs[i].lcn = VOLUME_CLUSTERS - runs[i].nclusters;
    cr_assert_eq(append(pairs, forge_pairs(runs, 100, pairs)), STATUS_OK);
    cr_assert_eq(list.n, 100);

    uint64_t vcn = 0;
    for (size_t i = 0; i < 100; i++)
        for (uint64_t k = 0; k < runs[i].nclusters; k++, vcn++) {
            cr_assert_eq(runlist_find(&list, vcn), &list.runs[i]);
            cr_assert_eq(list.runs[i].lcn, runs[i].lcn);
        }
    cr_assert_null(runlist_find(&list, vcn));
    cr_assert_null(runlist_find(&list, UINT64_MAX));
}

Test(runlist, clusters_that_are_there_are_counted_without_holes)
{
    static const uint8_t pairs[] = {0x11, 5, 100, 0x01, 16, 0x11, 3, 10, 0};
    static const uint8_t broken[] = {0x11, 5, 100, 0x10, 16, 0x11, 3, 10, 0};

    cr_assert_eq(runlist_allocated((struct bytes){pairs, sizeof pairs}), 8);
    cr_assert_eq(runlist_allocated((struct bytes){broken, sizeof broken}), 5);
    cr_assert_eq(runlist_allocated((struct bytes){pairs, 0}), 0);
}
