/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches that libntfs-3g carries out on an overlay hold; the same with one thing broken do not,
 * and the proof says what it is.
 */
#include "src/prove.h"

#include "tests/oracle/provebed.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { NFILES = 200, NNAMES = 1000 };

TestSuite(prove, .timeout = 300);

/* A store with links to files of the volume, in folders of their own. */
static void save(struct provebed *bed, uint32_t nnames, uint32_t nfolders)
{
    static uint32_t rows[NFILES];
    const uint32_t nfiles = provebed_files(bed, 0, NFILES, rows);
    const uint32_t store = provebed_mkdir(bed, provebed_root(bed), "a store");
    uint32_t folder = store;
    char name[32];

    cr_assert_gt(nfiles, 0);
    for (uint32_t i = 0; i < nnames; i++) {
        if (i % (nnames / nfolders + 1) == 0) {
            snprintf(name, sizeof name, "folder %u", i);
            folder = provebed_mkdir(bed, store, name);
        }
        snprintf(name, sizeof name, "%05u of a file", i);
        provebed_link(bed, index_first_name(bed->index, rows[i % nfiles]), folder, name);
    }
}

static void expect_save_holds(const char *recipe)
{
    struct provebed bed;

    provebed_begin(&bed, fixture_image(recipe), PROVEBED_PLENTY);
    save(&bed, NNAMES, 3);
    provebed_carry_out(&bed);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}

Test(prove, links_hold)
{
    static const char *const recipes[] = {
        "demo",           "refresh:0",   "geometry:512:512", "geometry:512:1024",
        "geometry:512:65536", "geometry:4096:4096", "fragmft:4096:3000", "fragmft:512:60", "splitrecords",
        "dosnames",       "ads",         "sparse",           "compressed",
        "efs",            "ea",          "reparse",          "stdinfo72:100",
        "extbeforebase",  "manylinks:900:40", "bigdatafrag", "deeppath:300:100", "longnames", "surrogates", "initsize", "badclusters", "extend", "times",
        "usnjrnl", "mftlist:resident", "nodata", 
    };

    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        printf("%s\n", recipes[i]); fflush(stdout);
        expect_save_holds(recipes[i]);
    }
}

Test(prove, nothing_holds)
{
    struct provebed bed;

    provebed_begin(&bed, fixture_image("demo"), PROVEBED_PLENTY);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}

/* ---- All kinds of operations ---- */

/* In the root or a folder of it: the library tells the folder above of a deletion, too, and that is
 * then the root, which gets a store. */
static bool is_near_root(const struct index *index, uint32_t name)
{
    const uint32_t folder = index_parent(index, name);

    return folder != INDEX_NONE &&
           reference_record(index->names.parent[index_first_name(index, folder)]) == RECORD_ROOT;
}

static void expect_taken_holds(const char *recipe)
{
    static uint32_t rows[NFILES];
    struct provebed bed;
    uint32_t nfiles, store;
    char name[32];

    provebed_begin(&bed, fixture_image(recipe), PROVEBED_PLENTY);
    nfiles = provebed_files(&bed, 0, NFILES, rows);
    store = provebed_mkdir(&bed, provebed_root(&bed), "a store");
    for (uint32_t i = 0; i < nfiles; i++) {
        const struct index *index = bed.index;
        const uint32_t first = index_first_name(index, rows[i]);
        const bool is_one = index_links(index, rows[i]) == 1;

        if (!is_near_root(index, first))
            continue;
        snprintf(name, sizeof name, "moved %u", i);
        switch (i % 4) {
        case 0:
            provebed_take(&bed, is_one ? PLAN_DELETE : PLAN_UNLINK, first);
            break;
        case 1:
            provebed_move(&bed, first, store, name);
            break;
        case 2:
            provebed_copy(&bed, store, name, i * 100);
            break;
        case 3:
            provebed_link(&bed, first, store, name);
            break;
        }
    }
    provebed_carry_out(&bed);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}

Test(prove, names_that_come_and_go_hold)
{
    static const char *const recipes[] = {"demo", "refresh:0", "ads", "sparse", "compressed", "efs", "ea", "reparse", "stdinfo72:100", "geometry:512:512", "geometry:512:65536", "bigdatafrag", "fragmft:512:60", "extbeforebase", "manylinks:900:40"};

    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        printf("%s\n", recipes[i]); fflush(stdout);
        expect_taken_holds(recipes[i]);
    }
}
