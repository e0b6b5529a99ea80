/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every sector and cluster size that mkntfs makes, up to clusters of 2 MiB: our scan and libntfs-3g
 * agree about the small tree on each. Records have 1024, 2048 and 4096 bytes on these, lie many in
 * a cluster or over several, and the boot sector codes sizes in all its ways.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define CLUSTER_MAX (2U << 20)

/* The image's name is in the message of whatever fails. */
static void check_clusters(unsigned sector, unsigned first, unsigned last)
{
    for (unsigned cluster = first; cluster <= last; cluster *= 2) {
        char recipe[64];
        struct viewscan scan;

        snprintf(recipe, sizeof(recipe), "geometry:%u:%u", sector, cluster);
        oracle_check(fixture_image(recipe), 0);
        oracle_open(recipe, &scan);
        cr_assert_eq(scan.volume->geometry.sector_bytes, sector, "%s", recipe);
        cr_assert_eq(scan.volume->geometry.cluster_bytes, cluster, "%s", recipe);
        cr_assert_eq(scan.volume->geometry.record_bytes, fixture_fact(recipe, "record_bytes"), "%s",
                     recipe);
        cr_assert_eq(index_links(scan.index, oracle_file(recipe, "linked", &scan)),
                     fixture_fact(recipe, "linked_names"), "%s", recipe);
        viewscan_close(&scan);
    }
}

Test(geometries, sectors_of_512)
{
    check_clusters(512, 512, CLUSTER_MAX);
}

Test(geometries, sectors_of_1024)
{
    check_clusters(1024, 1024, CLUSTER_MAX);
}

Test(geometries, sectors_of_2048)
{
    check_clusters(2048, 2048, CLUSTER_MAX);
}

Test(geometries, sectors_of_4096)
{
    check_clusters(4096, 4096, CLUSTER_MAX);
}
