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

static void expect_save(const char *recipe, enum prove_kind kind)
{
    struct provebed bed;

    provebed_begin(&bed, fixture_image(recipe), PROVEBED_PLENTY);
    save(&bed, NNAMES, 3);
    provebed_carry_out(&bed);
    provebed_expect(&bed, kind);
    provebed_end(&bed);
}

Test(prove, links_hold)
{
    static const char *const recipes[] = {
        "demo",
        "refresh:0",
        "geometry:512:512",
        "geometry:512:1024",
        "fragmft:512:60",
        "splitrecords",
        "geometry:512:65536",
        "geometry:4096:4096",
        "ads",
        "sparse",
        "compressed",
        "efs",
        "ea",
        "reparse",
        "stdinfo72:100",
        "extbeforebase",
        "longnames",
        "surrogates",
        "manylinks:900:40",
        "fragmft:4096:3000",
        "initsize",
        "badclusters",
        "bigdatafrag",
        "deeppath:300:100",
        "extend",
        "times",
        "usnjrnl",
        "mftlist:resident",
        "nodata",
    };

    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++)
        expect_save(recipes[i], PROVE_HOLDS);
}

/* Names of records there were changed behind the root's back. */
Test(prove, a_folder_whose_index_was_wrong_before_gets_no_names)
{
    expect_save("dosnames", PROVE_INDEX);
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

/* A quarter each loses a name, gets another one for it, gets one more; and copies. */
static void change(struct provebed *bed, uint32_t name, uint32_t store, uint32_t i)
{
    const bool is_one = index_links(bed->index, bed->index->names.file[name]) == 1;
    char text[32];

    snprintf(text, sizeof text, "changed %u", i);
    switch (i % 4) {
    case 0:
        provebed_take(bed, is_one ? PLAN_DELETE : PLAN_UNLINK, name);
        break;
    case 1:
        provebed_move(bed, name, store, text);
        break;
    case 2:
        provebed_copy(bed, store, text, i * 100);
        break;
    default:
        provebed_link(bed, name, store, text);
        break;
    }
}

static void expect_change_holds(const char *recipe)
{
    static uint32_t rows[NFILES];
    struct provebed bed;
    uint32_t nfiles, store;

    provebed_begin(&bed, fixture_image(recipe), PROVEBED_PLENTY);
    nfiles = provebed_files(&bed, 0, NFILES, rows);
    store = provebed_mkdir(&bed, provebed_root(&bed), "a store");
    for (uint32_t i = 0; i < nfiles; i++)
        if (is_near_root(bed.index, index_first_name(bed.index, rows[i])))
            change(&bed, index_first_name(bed.index, rows[i]), store, i);
    provebed_carry_out(&bed);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}

Test(prove, names_that_come_and_go_hold)
{
    static const char *const recipes[] = {"demo",
                                          "refresh:0",
                                          "ads",
                                          "sparse",
                                          "compressed",
                                          "efs",
                                          "ea",
                                          "reparse",
                                          "stdinfo72:100",
                                          "geometry:512:512",
                                          "geometry:512:65536",
                                          "bigdatafrag",
                                          "fragmft:512:60",
                                          "extbeforebase",
                                          "manylinks:900:40"};

    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++)
        expect_change_holds(recipes[i]);
}
