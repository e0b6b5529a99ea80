/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes made by Windows, Linux's ntfs3 and old mkntfs: our scan and libntfs-3g agree about them.
 * Skipped where the samples are not there.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>

static const char *sample(const char *name)
{
    const char *image = fixture_sample(name);

    if (!image)
        cr_skip_test("the sample %s is not here", name);
    return image;
}

/* Windows: 1 KiB clusters, attribute lists, extension records, compressed files. */
Test(samples, velociraptor)
{
    oracle_check(sample("velociraptor-test.ntfs.raw"), 0);
}

/* Linux ntfs3: one file with 100 names in 11 extension records, zeros at 0x2C. */
Test(samples, ntfs3_attrlist)
{
    const char *image = sample("ntfs3_attrlist.raw");
    struct viewscan scan;
    uint32_t most = 0;

    oracle_check(image, 0);
    viewscan_open(image, 0, &scan);
    for (uint32_t file = 0; file < scan.index->files.n; file++)
        if (index_links(scan.index, file) > most)
            most = index_links(scan.index, file);
    cr_assert_eq(most, 100);
    viewscan_close(&scan);
}

/* Windows: 4 KiB records. */
Test(samples, ntfs_4k_records)
{
    oracle_check(sample("ntfs_4k_records.raw"), 0);
}

/* Windows: 2 KiB clusters and a large index; the volume begins at sector 128. */
Test(samples, ntfs_index)
{
    oracle_check(sample("ntfs_index.part128.raw"), 128 * 512);
}

/* mkntfs: 512 B clusters, 512 folders. */
Test(samples, testfs1)
{
    oracle_check(sample("testfs1.raw"), 0);
}

/* Windows XP: deleted files, which neither counts. */
Test(samples, undelete)
{
    oracle_check(sample("7-ntfs-undel.raw"), 0);
}
