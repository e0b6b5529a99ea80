/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What mkvolume is asked for on its command line.
 */
#ifndef IMAGES_MKOPTIONS_H
#define IMAGES_MKOPTIONS_H

#include <stdint.h>

struct mkoptions {
    uint64_t files, folders;
    uint64_t links_every, links_count;
    uint64_t name_min, name_max;
    uint64_t non_ascii_percent;
    uint64_t resident_bytes;
    uint64_t nonresident_every, nonresident_clusters;
    uint64_t seed;
    uint64_t sector, cluster, size;
    const char *out; /* the image; points into argv */
};

/* Reads the command line. Returns 0, or 1 + the exit code to stop with: help was asked for and
 * given, or the usage is wrong and was said. */
int mkoptions_parse(int argc, char **argv, struct mkoptions *options_ret);

#endif
