/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes that mkvolume makes from a seed: our scan and libntfs-3g agree about thousands of files
 * with further names, long names, letters beyond ASCII, data in records and in clusters.
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void drop_line(char *line, void *context)
{
    (void)line;
    (void)context;
}

/* Makes the volume with OPTIONS (two, and NULLs), compares, and takes it away again. */
static void check(const char *seed, const char *const options[2])
{
    const char *build = getenv("MFTLINK_BUILD"), *folder = getenv("TMPDIR");
    char program[4096], image[4096];
    int fd;

    snprintf(program, sizeof(program), "%s/images/mkvolume", build ? build : "build");
    snprintf(image, sizeof(image), "%s/mftlink-oracle.XXXXXX", folder ? folder : "/tmp");
    fd = mkstemp(image);
    cr_assert_geq(fd, 0);
    close(fd);
    cr_assert_eq(toolrun_lines((const char *const[]){program, "--files=4000", "--folders=70",
                                                     "--links-every=5", "--links-count=30",
                                                     "--non-ascii-percent=20", seed, options[0],
                                                     options[1], image, NULL},
                               drop_line, NULL),
                 0, "%s cannot make a volume", program);
    oracle_check(image, 0);
    unlink(image);
}

Test(generated, ordinary)
{
    check("--seed=1", (const char *const[]){"--sector=512", "--cluster=4096"});
}

Test(generated, small_clusters)
{
    check("--seed=2", (const char *const[]){"--sector=512", "--cluster=512"});
}

Test(generated, large_sectors)
{
    check("--seed=3", (const char *const[]){"--sector=4096", "--cluster=8192"});
}

Test(generated, long_names)
{
    check("--seed=4", (const char *const[]){"--name-min=60", "--name-max=255"});
}

Test(generated, short_names)
{
    check("--seed=5", (const char *const[]){"--name-min=6", "--name-max=9"});
}

Test(generated, many_clusters)
{
    check("--seed=6", (const char *const[]){"--nonresident-every=2", "--nonresident-clusters=200"});
}
