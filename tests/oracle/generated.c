/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes that mkvolume makes from a seed: our scan and libntfs-3g agree about thousands of files
 * with further names, long names, letters beyond ASCII, data in records and in clusters.
 */
#include "tests/oracle/oracle.h"
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

/* Makes the volume with two more options, compares, and takes it away again. */
static void check(const char *name, const char *seed, const char *option, const char *other)
{
    char *program = toolrun_built("images/mkvolume"), *image = toolrun_built(name);

    toolrun_do((const char *const[]){program, "--files=4000", "--folders=70", "--links-every=5",
                                     "--links-count=30", "--non-ascii-percent=20", seed, option,
                                     other, image, NULL});
    oracle_check(image, 0);
    unlink(image);
    free(image);
    free(program);
}

Test(generated, ordinary)
{
    check("generated1.img", "--seed=1", "--sector=512", "--cluster=4096");
}

Test(generated, small_clusters)
{
    check("generated2.img", "--seed=2", "--sector=512", "--cluster=512");
}

Test(generated, large_sectors)
{
    check("generated3.img", "--seed=3", "--sector=4096", "--cluster=8192");
}

Test(generated, long_names)
{
    check("generated4.img", "--seed=4", "--name-min=60", "--name-max=255");
}

Test(generated, short_names)
{
    check("generated5.img", "--seed=5", "--name-min=6", "--name-max=9");
}

Test(generated, many_clusters)
{
    check("generated6.img", "--seed=6", "--nonresident-every=2", "--nonresident-clusters=200");
}
