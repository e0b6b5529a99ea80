/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The twenty things that a reader of $MFT is most likely to get wrong, likeliest first, each on a
 * volume that shows it: the first ten here, the others in ranking_second.c. What the recipes know
 * of their volumes is the measure here; that libntfs-3g agrees about the same volumes is tested in
 * healthy.c and damage.c.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void check_links(const char *recipe, const char *key, uint64_t nlinks)
{
    struct viewscan scan;

    oracle_open(recipe, &scan);
    cr_assert_eq(index_links(scan.index, oracle_file(recipe, key, &scan)), nlinks, "%s: %s", recipe,
                 key);
    viewscan_close(&scan);
}

/* The sizes of KEY are those that the recipe tells as KEY_size and KEY_allocated. */
static void check_sizes(const char *recipe, const char *key, const struct viewscan *scan)
{
    const uint32_t file = oracle_file(recipe, key, scan);
    char fact[64];

    snprintf(fact, sizeof(fact), "%s_size", key);
    cr_assert_eq(scan->index->files.size[file], fixture_fact(recipe, fact), "%s: %s", recipe, fact);
    snprintf(fact, sizeof(fact), "%s_allocated", key);
    cr_assert_eq(scan->index->files.allocated[file], fixture_fact(recipe, fact), "%s: %s", recipe,
                 fact);
}

/* Extensions before and behind their base; a base that has neither a name nor data of its own. */
Test(ranking, r01_extension_merge_order)
{
    struct viewscan scan;
    uint32_t file;

    cr_assert_lt(fixture_fact("extbeforebase", "first_extension"),
                 fixture_fact("extbeforebase", "record"));
    check_links("extbeforebase", "record", 701);
    cr_assert_eq(fixture_fact("nodata", "names_in_base"), 0);
    oracle_open("nodata", &scan);
    file = oracle_file("nodata", "names", &scan);
    cr_assert_eq(index_links(scan.index, file), 2);
    cr_assert(oracle_is_path_of(&scan, "\\names away.txt", file));
    cr_assert(oracle_is_path_of(&scan, "\\names away two.txt", file));
    cr_assert_eq(scan.index->files.size[file], 60);
    file = oracle_file("nodata", "away", &scan);
    cr_assert_eq(scan.index->files.size[file], 50000);
    cr_assert_not(scan.index->files.flags[file] & FILE_RESIDENT);
    viewscan_close(&scan);
}

/* Not from $FILE_NAME, which is stale, nor from a later extent, which has none. */
Test(ranking, r02_size_from_the_first_extent)
{
    struct viewscan scan;
    uint32_t file;

    oracle_open("bigdatafrag", &scan);
    file = oracle_file("bigdatafrag", "record", &scan);
    cr_assert_gt(fixture_fact("bigdatafrag", "extensions"), 5);
    cr_assert_eq(scan.index->files.size[file], 6000000);
    cr_assert_eq(scan.index->files.allocated[file], (6000000 + 4095) / 4096 * 4096);
    viewscan_close(&scan);
}

/* The field at 0x40 is there for what is sparse or compressed; elsewhere a stream's name is. */
Test(ranking, r03_allocated_size_by_flag)
{
    static const char *const sparse[] = {"one", "none", "islands"};
    static const char *const compressed[] = {"text", "noise", "plain"};
    struct viewscan scan;
    uint32_t n, row;

    oracle_open("sparse", &scan);
    for (size_t i = 0; i < 3; i++)
        check_sizes("sparse", sparse[i], &scan);
    viewscan_close(&scan);
    oracle_open("compressed", &scan);
    for (size_t i = 0; i < 3; i++)
        check_sizes("compressed", compressed[i], &scan);
    viewscan_close(&scan);
    oracle_open("ads", &scan);
    row = index_streams(scan.index, oracle_file("ads", "large", &scan), &n);
    cr_assert_eq(n, 1);
    cr_assert_eq(scan.index->streams.size[row], 100000);
    cr_assert_eq(scan.index->streams.allocated[row], (100000 + 4095) / 4096 * 4096);
    viewscan_close(&scan);
}

/* The header counts DOS names, and cannot be trusted anyway. */
Test(ranking, r04_dos_names_are_no_links)
{
    struct viewscan scan;
    uint32_t file;

    check_links("dosnames", "many", fixture_fact("dosnames", "many_names"));
    oracle_open("dosnames", &scan);
    file = oracle_file("dosnames", "linked", &scan);
    cr_assert_eq(index_links(scan.index, file), 2);
    cr_assert_eq(scan.index->files.header_links[file], 3);
    cr_assert_eq(index_links(scan.index, oracle_file("dosnames", "pair", &scan)), 1);
    cr_assert_eq(index_links(scan.index, oracle_file("dosnames", "both", &scan)), 1);
    cr_assert_eq(index_links(scan.index, oracle_file("dosnames", "folder", &scan)), 1);
    cr_assert_eq(index_links(scan.index, oracle_file("dosnames", "dosonly", &scan)), 0);
    viewscan_close(&scan);
    check_links("headercount", "low", 2);
    check_links("headercount", "high", 1);
    check_links("headercount", "many", 61);
}

/* Extensions of $MFT itself have base record 0 with a sequence number. */
Test(ranking, r05_extensions_of_mft_are_no_files)
{
    const uint64_t extension = fixture_fact("fragmft", "first_extension");
    struct viewscan scan;

    oracle_open("fragmft", &scan);
    cr_assert_eq(extension, 15);
    cr_assert_eq(index_find(scan.index, extension), INDEX_NONE);
    cr_assert_geq(scan.index->counts.extensions, 3);
    cr_assert_eq(index_links(scan.index, index_find(scan.index, RECORD_MFT)), 1);
    viewscan_close(&scan);
}

/* $MFT's attribute list in clusters, in the record, and with entries that need each other. */
Test(ranking, r06_mft_with_an_attribute_list)
{
    struct viewscan scan;

    cr_assert_str_eq(fixture_fact_text("fragmft", "list"), "nonresident");
    oracle_open("fragmft", &scan);
    cr_assert_eq(scan.volume->mft_runs.n, fixture_fact("fragmft", "runs"));
    cr_assert_eq(scan.volume->nrecords, fixture_fact("fragmft", "records"));
    viewscan_close(&scan);
    oracle_check_counts("fragmft");
    oracle_check_counts("mftlist:resident");
    oracle_check_counts("mftlist:deferred");
}

/* Records of which one half lies in one run and one in another. */
Test(ranking, r07_records_split_over_runs)
{
    cr_assert_gt(fixture_fact("splitrecords", "split"), 50);
    oracle_check_counts("splitrecords");
    cr_assert_gt(fixture_fact("fragmft:512", "split"), 50);
    oracle_check_counts("fragmft:512");
}

/* What a reparse point is, is in its tag. */
Test(ranking, r08_reparse_points_by_tag)
{
    static const struct {
        const char *key;
        uint32_t tag;
    } expected[] = {
        {"symlink", 0xA000000C},      {"symlink_folder", 0xA000000C},
        {"junction", 0xA0000003},     {"mount_point", 0xA0000003},
        {"wof", 0x80000017},          {"dedup", 0x80000013},
        {"cloud", 0x9000001A},        {"cloud6", 0x9000601A},
        {"appexec", 0x8000001B},      {"lx_symlink", 0xA000001D},
        {"af_unix", 0x80000023},      {"unknown", 0x8000ABCD},
        {"third_party", 0x1234},      {"large", 0x9000701A},
        {"cloud_folder", 0x9000301A},
    };
    struct viewscan scan;
    uint32_t file, row, n;

    oracle_open("reparse", &scan);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        cr_assert_eq(index_reparse_tag(scan.index, oracle_file("reparse", expected[i].key, &scan)),
                     expected[i].tag, "%s", expected[i].key);
    file = oracle_file("reparse", "wof", &scan);
    cr_assert_eq(scan.index->files.size[file], fixture_fact("reparse", "wof_size"));
    cr_assert_eq(scan.index->files.allocated[file], 0);
    row = index_streams(scan.index, file, &n);
    cr_assert_eq(n, 1);
    cr_assert_eq(scan.index->streams.size[row], fixture_fact("reparse", "wof_stream"));
    viewscan_close(&scan);
}

/* 512 bytes, whatever a sector is. */
Test(ranking, r09_fixups_every_512_bytes)
{
    struct viewscan scan;

    oracle_open("geometry:4096:4096", &scan);
    cr_assert_eq(scan.volume->geometry.record_bytes, 4096);
    cr_assert_eq(scan.index->counts.damaged, 0);
    viewscan_close(&scan);
    oracle_check_counts("geometry:4096:4096");
    oracle_check_counts("geometry:2048:2048");
    oracle_check_counts("geometry:1024:1024");
}

/* Cluster and record sizes are counts, or negative powers of two. */
Test(ranking, r10_signed_codes)
{
    static const struct {
        const char *recipe;
        uint8_t clusters, record; /* the bytes 0x0D and 0x40 of the boot sector */
        uint32_t cluster_bytes, record_bytes;
    } expected[] = {
        {"geometry:512:512", 0x01, 0x02, 512, 1024},
        {"geometry:512:65536", 0x80, 0xF6, 65536, 1024},
        {"geometry:512:131072", 0xF8, 0xF6, 131072, 1024},
        {"geometry:512:2097152", 0xF4, 0xF6, 2097152, 1024},
        {"geometry:2048:4096", 0x02, 0xF5, 4096, 2048},
        {"geometry:4096:4096", 0x01, 0x01, 4096, 4096},
        {"geometry:4096:2097152", 0xF7, 0xF4, 2097152, 4096},
    };

    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        struct viewscan scan;
        uint8_t boot[512];

        oracle_open(expected[i].recipe, &scan);
        cr_assert_eq(source_read_all(&scan.file, 0, boot, sizeof(boot)), STATUS_OK);
        cr_assert_eq(boot[0x0D], expected[i].clusters, "%s", expected[i].recipe);
        cr_assert_eq(boot[0x40], expected[i].record, "%s", expected[i].recipe);
        cr_assert_eq(scan.volume->geometry.cluster_bytes, expected[i].cluster_bytes, "%s",
                     expected[i].recipe);
        cr_assert_eq(scan.volume->geometry.record_bytes, expected[i].record_bytes, "%s",
                     expected[i].recipe);
        viewscan_close(&scan);
        oracle_check_counts(expected[i].recipe);
    }
}
