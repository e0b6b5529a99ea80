/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mkvolume's options: one table is what is parsed and what --help prints. See mkoptions.h.
 */
#include "images/mkoptions.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct option_row {
    const char *name;
    size_t offset; /* of a uint64_t in struct mkoptions */
    uint64_t otherwise, min, max;
    const char *what;
};

static const struct option_row rows[] = {
    {"files", offsetof(struct mkoptions, files), 1000000, 0, 1U << 31, "files to make"},
    {"folders", offsetof(struct mkoptions, folders), 5000, 1, 10000000, "folders to put them into"},
    {"links-every", offsetof(struct mkoptions, links_every), 40, 0, UINT32_MAX,
     "every so many files one has further names; 0 for none"},
    {"links-count", offsetof(struct mkoptions, links_count), 3, 1, 1000,
     "it has 1 to so many further names, in other folders"},
    {"name-min", offsetof(struct mkoptions, name_min), 8, 1, 255, "shortest name, in UTF-16 units"},
    {"name-max", offsetof(struct mkoptions, name_max), 24, 1, 255, "longest name"},
    {"non-ascii-percent", offsetof(struct mkoptions, non_ascii_percent), 2, 0, 100,
     "names with letters beyond ASCII"},
    {"resident-bytes", offsetof(struct mkoptions, resident_bytes), 200, 0, 700,
     "most data that a file keeps in its record"},
    {"nonresident-every", offsetof(struct mkoptions, nonresident_every), 20, 0, UINT32_MAX,
     "every so many files one has clusters; 0 for none"},
    {"nonresident-clusters", offsetof(struct mkoptions, nonresident_clusters), 4, 1, 1U << 20,
     "it has 1 to so many clusters"},
    {"seed", offsetof(struct mkoptions, seed), 1, 0, UINT32_MAX, "start of the random numbers"},
    {"sector", offsetof(struct mkoptions, sector), 512, 512, 4096, "bytes a sector"},
    {"cluster", offsetof(struct mkoptions, cluster), 4096, 512, 2097152, "bytes a cluster"},
    {"size", offsetof(struct mkoptions, size), 0, 0, UINT64_C(1) << 46,
     "bytes of the volume, a sparse file; 0 for what is needed"},
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

static uint64_t *field_of(struct mkoptions *options, const struct option_row *row)
{
    return (uint64_t *)(void *)((char *)options + row->offset);
}

static void help(FILE *to)
{
    fputs(
        "usage: mkvolume [options] OUT\n\n"
        "Makes an NTFS volume in the file OUT (anew) for measurements. The same options give the\n"
        "same bytes each time. Each option takes a number:\n\n",
        to);
    for (size_t i = 0; i < NROWS; i++)
        fprintf(to, "  --%-22s %s (%llu)\n", rows[i].name, rows[i].what,
                (unsigned long long)rows[i].otherwise);
    fputs("  --help                   this text\n", to);
}

static int set_option(struct mkoptions *options, const struct option_row *row, const char *text)
{
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || value < row->min || value > row->max) {
        fprintf(stderr, "mkvolume: --%s takes a number from %llu to %llu.\n", row->name,
                (unsigned long long)row->min, (unsigned long long)row->max);
        return -1;
    }
    *field_of(options, row) = value;
    return 0;
}

int mkoptions_parse(int argc, char **argv, struct mkoptions *options_ret)
{
    struct option table[NROWS + 2] = {0};
    int c;

    for (size_t i = 0; i < NROWS; i++) {
        table[i] = (struct option){rows[i].name, required_argument, NULL, (int)i + 256};
        *field_of(options_ret, &rows[i]) = rows[i].otherwise;
    }
    table[NROWS] = (struct option){"help", no_argument, NULL, 'h'};
    while ((c = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (c == 'h')
            return help(stdout), 1;
        if (c < 256 || set_option(options_ret, &rows[c - 256], optarg) != 0)
            return 3;
    }
    if (options_ret->name_min > options_ret->name_max || argc - optind != 1)
        return help(stderr), 3;
    options_ret->out = argv[optind];
    return 0;
}
