/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the clusters of a volume are used for, by the runs of every attribute of every record in
 * use: one half of the account whose other half is $Bitmap. docs/REPORT.md, "The volume's account".
 *
 *   usage_count(&usage, base, &attribute)       for each attribute that lies in clusters
 *   usage_add(&all, &usage);
 */
#ifndef MFT_USAGE_H
#define MFT_USAGE_H

#include "mft/attribute.h"

/* Inventories keep the numbers in this order. */
enum usage_kind {
    USAGE_DATA,     /* unnamed $DATA */
    USAGE_STREAMS,  /* named $DATA */
    USAGE_FOLDERS,  /* $I30: index blocks and their bitmaps */
    USAGE_LISTS,    /* attribute lists */
    USAGE_OTHER,    /* all other attributes */
    USAGE_METADATA, /* of the file system: records below 24, and indexes that are no folders */
    USAGE_BAD,      /* $BadClus:$Bad */
};

enum { USAGE_KINDS = USAGE_BAD + 1 };

struct usage {
    bool is_known; /* else nothing was counted */
    uint64_t clusters[USAGE_KINDS];
};

/* Counts the extent A, which is not resident, of the file whose base record has the number BASE. */
void usage_count(struct usage *usage, uint64_t base, const struct attribute *a);

/* Sums stay at UINT64_MAX. */
void usage_add(struct usage *usage, const struct usage *more);

#endif
