/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second half of ranking.c: 11 to 20.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include "mft/path.h"
#include "mft/stream.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The size is the data's; what lies behind the initialised part reads as zeros. */
Test(ranking, r11_initialised_size)
{
    struct viewscan scan;
    struct stream stream;
    struct arena arena = {0};
    uint8_t bytes[4096];
    size_t got = 0;
    uint32_t file;
    uint64_t initialised = fixture_fact("initsize", "record_initialised");

    oracle_open("initsize", &scan);
    file = oracle_file("initsize", "record", &scan);
    cr_assert_eq(scan.index->files.size[file], fixture_fact("initsize", "record_size"));
    cr_assert_eq(scan.index->files.allocated[file], fixture_fact("initsize", "record_allocated"));
    cr_assert_eq(stream_open(scan.volume, fixture_fact("initsize", "record"), ATTR_DATA, "", &arena,
                             &stream),
                 STATUS_OK);
    cr_assert_eq(stream.initialized_bytes, initialised);
    cr_assert_eq(stream_read(&stream, initialised - 1, bytes, sizeof(bytes), &got), STATUS_OK);
    cr_assert_eq(got, sizeof(bytes));
    cr_assert_neq(bytes[0], 0);
    for (size_t i = 1; i < sizeof(bytes); i++)
        cr_assert_eq(bytes[i], 0);
    arena_free(&arena);
    viewscan_close(&scan);
}

static void check_path(const char *recipe, const char *key, const char *expected)
{
    struct viewscan scan;
    struct path path = {0};
    uint32_t name;

    oracle_open(recipe, &scan);
    name = index_first_name(scan.index, oracle_file(recipe, key, &scan));
    cr_assert_eq(path_of_name(scan.index, name, &path), STATUS_OK);
    cr_assert(str_equal(path_str(&path), str_of(expected)), "%s: %s is %.*s", recipe, key,
              (int)path.n, path.at);
    path_free(&path);
    viewscan_close(&scan);
}

/* Names whose folder is gone have paths that say so, and loops end. */
Test(ranking, r12_orphans_and_loops)
{
    check_path("orphan", "grandchild", "\\$Orphans\\64-1\\sub\\grandchild.txt");
    check_path("staleparent", "record", "\\$Orphans\\64-7\\file.txt");
    check_path("staleparent", "grandchild", "\\folder\\sub\\grandchild.txt");
    check_path("parentloop", "record", "\\$Orphans\\66-1\\folder\\file.txt");
    check_path("parentloop", "grandchild", "\\$Orphans\\64-1\\sub\\grandchild.txt");
    check_path("parentloop:self", "grandchild", "\\$Orphans\\66-1\\sub\\grandchild.txt");
}

/* Update sequence arrays at 0x2A, where newer records have their number. */
Test(ranking, r13_update_sequence_at_2a)
{
    struct viewscan scan;

    oracle_open("usa2a", &scan);
    oracle_findings("usa2a", &scan, NULL, 0);
    cr_assert(oracle_is_path_of(&scan, "\\usa at 2a.txt", oracle_file("usa2a", "usa2a", &scan)));
    cr_assert_eq(index_links(scan.index, oracle_file("usa2a", "linked", &scan)),
                 fixture_fact("usa2a", "names"));
    viewscan_close(&scan);
}

/* Names are any 16-bit units. */
Test(ranking, r14_surrogates)
{
    static const struct {
        const char *key, *name;
    } expected[] = {
        {"lone_high", "lone high \xED\xA0\x80 surrogate"},
        {"lone_low", "lone low \xED\xBF\xBF surrogate"},
        {"swapped", "\xED\xB0\x80\xED\xA0\x80 swapped"},
        {"only_surrogate", "\xED\xA0\x80"},
        {"pair", "pair \xF0\x9F\x98\x80"},
        {"last_point", "\xF4\x8F\xBF\xBF"},
        {"newline", "a\nb\r\tc"},
        {"case_lower", "foo"},
        {"case_upper", "FOO"},
    };
    struct viewscan scan;

    oracle_open("surrogates", &scan);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        const uint32_t file = oracle_file("surrogates", expected[i].key, &scan);
        char path[64];

        cr_assert(str_equal(index_name(scan.index, index_first_name(scan.index, file)),
                            str_of(expected[i].name)),
                  "%s", expected[i].key);
        snprintf(path, sizeof(path), "\\odd\\%s", expected[i].name);
        cr_assert(oracle_is_path_of(&scan, path, file), "%s", expected[i].key);
    }
    viewscan_close(&scan);
}

/* 48 bytes and 72 on one volume: by the value's length, not by the volume's version. */
Test(ranking, r15_short_standard_information)
{
    const char *first_owner = fixture_fact_text("stdinfo72", "first_owner");
    struct viewscan scan;
    uint32_t with, without;

    oracle_open("stdinfo72", &scan);
    without = oracle_file("stdinfo72", "short", &scan);
    with = oracle_file("stdinfo72", "owner_first", &scan);
    cr_assert_eq(scan.index->files.security_id[without], 0);
    cr_assert_eq(scan.index->files.usn[without], 0);
    cr_assert_eq(scan.index->files.security_id[with], fixture_fact("stdinfo72", "first_id"));
    cr_assert_str_eq(security_owner(scan.security, scan.index->files.security_id[with]),
                     first_owner);
    viewscan_close(&scan);
}

Test(ranking, r16_streams_in_extensions)
{
    struct viewscan scan;
    uint64_t size = 0;
    uint32_t n, row;

    oracle_open("ads", &scan);
    row = index_streams(scan.index, oracle_file("ads", "many", &scan), &n);
    cr_assert_eq(n, fixture_fact("ads", "many_streams"));
    for (uint32_t i = row; i < row + n; i++)
        size += scan.index->streams.size[i];
    cr_assert_eq(size, fixture_fact("ads", "many_size"));
    index_streams(scan.index, oracle_file("ads", "odd", &scan), &n);
    cr_assert_eq(n, fixture_fact("ads", "odd_streams"));
    index_streams(scan.index, oracle_file("ads", "folder", &scan), &n);
    cr_assert_eq(n, 1);
    viewscan_close(&scan);
}

/* System files by ancestry, whatever their numbers are. */
Test(ranking, r17_children_of_extend)
{
    struct viewscan scan;

    oracle_open("extend", &scan);
    cr_assert(scan.index->files.flags[oracle_file("extend", "deleted", &scan)] & FILE_SYSTEM);
    cr_assert(scan.index->files.flags[oracle_file("extend", "open", &scan)] & FILE_SYSTEM);
    cr_assert_not(scan.index->files.flags[oracle_file("extend", "user", &scan)] & FILE_SYSTEM);
    viewscan_close(&scan);
    oracle_check_counts("extend");
}

/* The bitmap is a hint: what it calls free is read after all once it has told a lie. */
Test(ranking, r18_stale_bitmap)
{
    static const char *const recipes[] = {"stalebitmap:one", "stalebitmap:stretch",
                                          "stalebitmap:all"};
    struct viewscan scan;

    for (size_t i = 0; i < 3; i++) {
        oracle_check_counts(recipes[i]);
        viewscan_open_skipping(fixture_image(recipes[i]), &scan);
        cr_assert_eq(oracle_count(&scan, false), fixture_fact(recipes[i], "files"), "%s",
                     recipes[i]);
        cr_assert_eq(oracle_count(&scan, true), fixture_fact(recipes[i], "folders"), "%s",
                     recipes[i]);
        viewscan_close(&scan);
    }
}

/* A torn record is a finding at its place, and its neighbours are files. */
Test(ranking, r19_torn_record)
{
    const uint64_t record = fixture_fact("torn", "record");
    struct viewscan scan;
    uint32_t n;
    const struct finding *finding;

    oracle_open("torn", &scan);
    finding = index_findings(scan.index, record, &n);
    cr_assert_eq(n, 1);
    cr_assert_eq(finding->kind, FINDING_TORN);
    cr_assert_eq(finding->offset, fixture_fact("torn", "offset"));
    cr_assert_eq(finding->at, 1022);
    cr_assert_eq(index_find(scan.index, record), INDEX_NONE);
    cr_assert_neq(index_find(scan.index, record - 1), INDEX_NONE);
    cr_assert_neq(index_find(scan.index, record + 1), INDEX_NONE);
    cr_assert_eq(oracle_count(&scan, false), fixture_fact("torn", "neighbours"));
    viewscan_close(&scan);
}

Test(ranking, r20_mirror)
{
    oracle_check_counts("mft0baad");
    oracle_check_counts("mft0torn");
}
