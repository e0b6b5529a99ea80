/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with damage: each gives exactly the findings that its recipe made, at the right record
 * and byte, and all other files are as libntfs-3g sees them.
 *
 * What libntfs-3g does otherwise is listed line by line. In short: it verifies no sequence number,
 * neither between a name and its parent nor between an extension and its base; it takes paths from
 * the folders' indexes, where a damaged record's name still is; and it drops a record whose
 * attributes are malformed somewhere, of which we keep what comes before.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void check_findings(const char *recipe, const struct oracle_finding *findings, size_t n)
{
    struct viewscan scan;

    oracle_open(recipe, &scan);
    oracle_findings(recipe, &scan, findings, n);
    viewscan_close(&scan);
}

/* One record is lost, its name in the root's index dangles, and all else is equal. */
static void check_lost_record(const char *recipe, enum finding_kind kind, uint32_t at)
{
    check_findings(recipe, &(struct oracle_finding){kind, "record", at, 0}, 1);
    oracle_check_but(recipe, 1, (const char *const[]){NULL});
}

Test(damage, baad)
{
    check_lost_record("baad", FINDING_BAAD, 0);
}

Test(damage, badmagic)
{
    check_lost_record("badmagic:HOLE", FINDING_BAD_MAGIC, 0);
    check_lost_record("badmagic:CHKD", FINDING_BAD_MAGIC, 0);
    check_lost_record("badmagic:INDX", FINDING_BAD_MAGIC, 0);
}

Test(damage, torn)
{
    check_lost_record("torn", FINDING_TORN, 1022);
}

Test(damage, zeroed)
{
    check_lost_record("zeroed", FINDING_ZEROED, 0);
}

/* A record that is free, though its bit is set. */
Test(damage, notinuse)
{
    check_lost_record("notinuse", FINDING_BITMAP_SET, 0);
}

/* The library undoes as many fix-ups as there are; with too few of them, a record's sector tails
 * are not what was written. */
Test(damage, usacount)
{
    static const char *const recipes[] = {"usacount:0", "usacount:2"};

    for (size_t i = 0; i < COUNT(recipes); i++) {
        check_findings(recipes[i], &(struct oracle_finding){FINDING_BAD_HEADER, "record", 4, 0}, 1);
        oracle_check_but(recipes[i], 0,
                         (const char *const[]){"file record       69 : we do not have it",
                                               "name \\victim.txt: we do not have it",
                                               "$FILE_NAME 69 in 5-5: victim.txt : we do not have "
                                               "it",
                                               "owner 69 S-1-5-32-544: we do not have it", NULL});
    }
}

/* ---- malformed ---- */

/* Where mkntfs and the library put the attributes of a new file whose name has N units. */
enum { FIRST_NAME_AT = 0x38 + 72, DESCRIPTOR_BYTES = 104 };

static uint32_t data_at(const char *kind)
{
    const size_t nunits = strlen(kind) + strlen(".txt");

    return (uint32_t)(FIRST_NAME_AT + (24 + 66 + 2 * nunits + 7) / 8 * 8 + DESCRIPTOR_BYTES);
}

static const char *const bad_data[] = {"length_zero",  "length_beyond", "length_odd", "name_offset",
                                       "value_offset", "value_length",  "residency"};
static const char *const bad_header[] = {"bytes_in_use", "bytes_allocated", "attrs_offset"};
static const char *const bad_name[] = {"file_name_length", "file_name_empty"};

Test(damage, malformed_is_found)
{
    struct oracle_finding expected[32];
    size_t n = 0;

    for (size_t i = 0; i < COUNT(bad_data); i++)
        expected[n++] =
            (struct oracle_finding){FINDING_BAD_ATTRIBUTE, bad_data[i], data_at(bad_data[i]), 0};
    for (size_t i = 0; i < COUNT(bad_header); i++)
        expected[n++] =
            (struct oracle_finding){FINDING_BAD_HEADER, bad_header[i], ORACLE_ANYWHERE, 0};
    for (size_t i = 0; i < COUNT(bad_name); i++)
        expected[n++] = (struct oracle_finding){FINDING_BAD_NAME, bad_name[i], FIRST_NAME_AT, 0};
    expected[n++] = (struct oracle_finding){FINDING_BAD_ATTRIBUTE, "order", FIRST_NAME_AT, 0};
    expected[n++] = (struct oracle_finding){FINDING_NO_NAME, "order", 0, 0};
    /* Behind $DATA, which has 60 bytes in the record. */
    expected[n++] =
        (struct oracle_finding){FINDING_BAD_ATTRIBUTE, "end", data_at("end") + 24 + 64, 0};
    check_findings("malformed", expected, n);
}

/* All sound files are there, and of the malformed ones what comes before the damage: the name. */
Test(damage, malformed_costs_only_itself)
{
    struct viewscan scan;
    char path[64];
    uint32_t name;

    oracle_open("malformed", &scan);
    for (size_t i = 0; i < COUNT(bad_data); i++) {
        const uint32_t file = oracle_file("malformed", bad_data[i], &scan);

        snprintf(path, sizeof(path), "\\%s.txt", bad_data[i]);
        cr_assert(oracle_is_path_of(&scan, path, file), "%s", path);
        snprintf(path, sizeof(path), "\\sound before %s.txt", bad_data[i]);
        cr_assert(oracle_is_path_of(&scan, path, file - 1), "%s", path);
    }
    for (size_t i = 0; i < COUNT(bad_header); i++)
        cr_assert_eq(index_find(scan.index, fixture_fact("malformed", bad_header[i])), INDEX_NONE);
    for (size_t i = 0; i < COUNT(bad_name); i++) {
        const uint32_t file = oracle_file("malformed", bad_name[i], &scan);

        cr_assert_eq(index_links(scan.index, file), 0);
        cr_assert_eq(scan.index->files.size[file], 60);
    }
    name = oracle_file("malformed", "end", &scan);
    cr_assert_eq(scan.index->files.size[name], 60);
    cr_assert_eq(oracle_count(&scan, false), 28 - COUNT(bad_header));
    viewscan_close(&scan);
    oracle_check_but(
        "malformed", 14,
        (const char *const[]){"file record *", "name *", "$FILE_NAME *", "owner *", NULL});
}

/* ---- extensions and header counts ---- */

Test(damage, staleext)
{
    const uint64_t base = fixture_fact("staleext", "record");
    struct viewscan scan;

    oracle_open("staleext", &scan);
    oracle_findings(
        "staleext", &scan,
        (const struct oracle_finding[]){
            {FINDING_LINK_COUNT, "record", ORACLE_ANYWHERE, fixture_fact("staleext", "names")},
            {FINDING_EXTENSION_STALE, "extension", 0, base | UINT64_C(55) << 48}},
        2);
    cr_assert_eq(index_links(scan.index, oracle_file("staleext", "record", &scan)),
                 fixture_fact("staleext", "names"));
    viewscan_close(&scan);
    oracle_check_but(
        "staleext", 0,
        (const char *const[]){"file record       64 \\many.txt: links is 53 (0x35), not 61 (0x3d)",
                              "name \\0000*", "$FILE_NAME 64 in 5-5: 0000*", NULL});
}

/* The library reads the list and never sees the extension; we see it, and ask the list. */
Test(damage, unlistedext)
{
    const uint64_t base = fixture_fact("unlistedext", "record");

    check_findings("unlistedext",
                   &(struct oracle_finding){FINDING_EXTENSION_UNLISTED, "unlisted", 0,
                                            base | UINT64_C(1) << 48},
                   1);
    oracle_check_but("unlistedext", 0, (const char *const[]){NULL});
}

Test(damage, headercount)
{
    check_findings(
        "headercount",
        (const struct oracle_finding[]){{FINDING_LINK_COUNT, "low", ORACLE_ANYWHERE, 2},
                                        {FINDING_LINK_COUNT, "high", ORACLE_ANYWHERE, 1},
                                        {FINDING_LINK_COUNT, "many", ORACLE_ANYWHERE, 61}},
        3);
    oracle_check_but("headercount", 0, (const char *const[]){NULL});
}

Test(damage, noname)
{
    check_findings("noname", &(struct oracle_finding){FINDING_NO_NAME, "record", 0, 0}, 1);
    oracle_check_but("noname", 0,
                     (const char *const[]){"name \\nameless.txt: we do not have it", NULL});
}

/* A DOS name whose long name is gone from the record, but still in the folder's index. */
Test(damage, dos_name_alone)
{
    check_findings("dosnames", &(struct oracle_finding){FINDING_DOS_NAME_ALONE, "dosonly", 0, 0},
                   1);
    oracle_check_but("dosnames", 0,
                     (const char *const[]){"name \\gone long name.txt: we do not have it", NULL});
}

/* ---- parents ---- */

Test(damage, staleparent)
{
    const uint64_t parent = fixture_fact("staleparent", "folder") |
                            fixture_fact("staleparent", "parent_sequence") << 48;

    check_findings("staleparent",
                   &(struct oracle_finding){FINDING_PARENT_STALE, "record", 0, parent}, 1);
    oracle_check_but("staleparent", 0,
                     (const char *const[]){"name \\$Orphans\\64-7\\file.txt: only we have it",
                                           "name \\folder\\file.txt: we do not have it", NULL});
}

/* A sequence number of 0 means that nobody cares: no finding, and the path is whole. */
Test(damage, zeroparent)
{
    check_findings("zeroparent", NULL, 0);
    oracle_check_but(
        "zeroparent", 0,
        (const char *const[]){"name \\folder\\file.txt: parent is 64 (0x40), not 281474976710720 "
                              "(0x1000000000040)",
                              NULL});
}

Test(damage, orphan)
{
    const uint64_t parent = fixture_fact("orphan", "folder") | UINT64_C(1) << 48;

    check_findings("orphan",
                   (const struct oracle_finding[]){{FINDING_BITMAP_SET, "folder", 0, 0},
                                                   {FINDING_PARENT_MISSING, "record", 0, parent},
                                                   {FINDING_PARENT_MISSING, "sub", 0, parent}},
                   3);
    oracle_check_but(
        "orphan", 1,
        (const char *const[]){"name \\$Orphans\\64-1\\file.txt: only we have it",
                              "name \\$Orphans\\64-1\\sub: only we have it",
                              "name \\$Orphans\\64-1\\sub\\grandchild.txt: only we have it", NULL});
}

Test(damage, parentnotdir)
{
    const uint64_t parent = fixture_fact("parentnotdir", "record") | UINT64_C(1) << 48;

    check_findings("parentnotdir",
                   &(struct oracle_finding){FINDING_PARENT_NOT_DIRECTORY, "grandchild", 0, parent},
                   1);
    oracle_check_but("parentnotdir", 0,
                     (const char *const[]){"name \\$Orphans\\65-1\\grandchild.txt: only we have it",
                                           "name \\folder\\sub\\grandchild.txt: we do not have it",
                                           NULL});
}

Test(damage, parentbeyond)
{
    const uint64_t parent = UINT64_C(1) << 48 | 0xFFFFFFF0;

    check_findings("parentbeyond",
                   &(struct oracle_finding){FINDING_PARENT_MISSING, "record", 0, parent}, 1);
    oracle_check_but("parentbeyond", 0,
                     (const char *const[]){"name \\$Orphans\\4294967280-1\\file.txt: only we have "
                                           "it",
                                           "name \\folder\\file.txt: we do not have it", NULL});
}

Test(damage, parentloop)
{
    const uint64_t folder = fixture_fact("parentloop", "folder") | UINT64_C(1) << 48;
    const uint64_t sub = fixture_fact("parentloop", "sub") | UINT64_C(1) << 48;

    check_findings("parentloop",
                   (const struct oracle_finding[]){{FINDING_PARENT_LOOP, "folder", 0, sub},
                                                   {FINDING_PARENT_LOOP, "sub", 0, folder}},
                   2);
    oracle_check_but(
        "parentloop", 0,
        (const char *const[]){"name \\$Orphans\\64-1\\sub: only we have it",
                              "name \\$Orphans\\64-1\\sub\\grandchild.txt: only we have it",
                              "name \\$Orphans\\66-1\\folder: only we have it",
                              "name \\$Orphans\\66-1\\folder\\file.txt: only we have it",
                              "name \\folder: we do not have it",
                              "name \\folder\\file.txt: we do not have it",
                              "name \\folder\\sub: we do not have it",
                              "name \\folder\\sub\\grandchild.txt: we do not have it", NULL});
}

Test(damage, parentloop_of_one)
{
    const uint64_t sub = fixture_fact("parentloop:self", "sub") | UINT64_C(1) << 48;

    check_findings("parentloop:self", &(struct oracle_finding){FINDING_PARENT_LOOP, "sub", 0, sub},
                   1);
    oracle_check_but(
        "parentloop:self", 0,
        (const char *const[]){"name \\$Orphans\\66-1\\sub: only we have it",
                              "name \\$Orphans\\66-1\\sub\\grandchild.txt: only we have it",
                              "name \\folder\\sub: we do not have it",
                              "name \\folder\\sub\\grandchild.txt: we do not have it", NULL});
}

/* Both names lead there; what lies below is listed once, below the first. */
Test(damage, dirlink)
{
    check_findings("dirlink", &(struct oracle_finding){FINDING_DIRECTORY_NAMES, "sub", 0, 2}, 1);
    oracle_check_but("dirlink", 0, (const char *const[]){NULL});
}
