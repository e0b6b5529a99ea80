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
    expect_save_holds("demo");
}

Test(prove, nothing_holds)
{
    struct provebed bed;

    provebed_begin(&bed, fixture_image("demo"), PROVEBED_PLENTY);
    provebed_expect(&bed, PROVE_HOLDS);
    provebed_end(&bed);
}
