/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with nothing wrong: our scan and libntfs-3g agree about all of them.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>

static void check(const char *recipe)
{
    oracle_check(fixture_image(recipe), 0);
}

Test(healthy, tree)
{
    check("tree");
}

Test(healthy, demo)
{
    check("demo");
}

Test(healthy, ads)
{
    check("ads");
}

Test(healthy, sparse)
{
    check("sparse");
}

Test(healthy, compressed)
{
    check("compressed");
}

Test(healthy, initsize)
{
    check("initsize");
}

Test(healthy, efs)
{
    check("efs");
}

Test(healthy, ea)
{
    check("ea");
}

Test(healthy, reparse)
{
    check("reparse");
}

Test(healthy, times)
{
    check("times");
}

/* A security id that $Secure does not have: the library makes up a descriptor and calls the
 * administrators its owner; nobody owns the file. */
Test(healthy, stdinfo72)
{
    oracle_check_but("stdinfo72", 0,
                     (const char *const[]){"owner 69 S-1-5-32-544: we do not have it", NULL});
    cr_assert_eq(fixture_fact("stdinfo72", "nobody"), 69);
}

Test(healthy, usnjrnl)
{
    check("usnjrnl");
}

Test(healthy, manylinks)
{
    check("manylinks");
    check("manylinks:1000:40");
}

Test(healthy, extbeforebase)
{
    check("extbeforebase");
}

Test(healthy, nodata)
{
    check("nodata");
}

Test(healthy, bigdatafrag)
{
    check("bigdatafrag");
}

Test(healthy, usa2a)
{
    check("usa2a");
}

Test(healthy, surrogates)
{
    check("surrogates");
}

Test(healthy, longnames)
{
    check("longnames");
}

Test(healthy, deeppath)
{
    check("deeppath");
}

Test(healthy, extend)
{
    check("extend");
}

/* Files that are gone: neither of both has them. */
Test(healthy, deleted)
{
    check("deleted");
}

Test(healthy, fragmft)
{
    check("fragmft");
}

Test(healthy, fragmft_512)
{
    check("fragmft:512");
}

Test(healthy, splitrecords)
{
    check("splitrecords");
}

/* The state of a volume changes nothing of what lies on it. */
Test(healthy, dirty)
{
    check("dirty");
}

Test(healthy, uncleanlog)
{
    check("uncleanlog");
}

Test(healthy, hibernated)
{
    check("hibernated");
}

Test(healthy, badclusters)
{
    check("badclusters");
}

Test(healthy, backupboot0)
{
    check("backupboot0");
}

/* A fixed VHD is a volume with a footer behind it. */
Test(healthy, vhdfixed)
{
    check("vhdfixed");
}

/* Volumes in partitions. */
Test(healthy, partitions)
{
    static const char *const disks[] = {"mbr", "mbrextended", "gpt512", "gpt4096", "twontfs"};

    for (size_t i = 0; i < sizeof(disks) / sizeof(disks[0]); i++)
        oracle_check(fixture_image(disks[i]), fixture_fact(disks[i], "offset"));
}
