/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One file before and after a batch, attribute by attribute: is all that the batch leaves alone
 * what it was? Names may come and go (whether they should is asked elsewhere); of all else each
 * value and each run must be the same, wherever the attribute now lies. A value may have moved from
 * the record into clusters, to make room for names.
 *
 *   struct prove_file file = {.old = old, .now = now, .number = 64, .may = 0, ...};
 *   status = prove_file_compare(&file, &is_same);
 *
 * Nothing here changes anything but the file's arena, which the caller frees.
 */
#ifndef SRC_PROVE_FILE_H
#define SRC_PROVE_FILE_H

#include "mft/volume.h"
#include "src/prove_spans.h"

/* What of a file may change beside its names. */
enum prove_file_may {
    PROVE_FILE_FOLDER = 1 << 0,  /* $I30 */
    PROVE_FILE_MFT = 1 << 1,     /* the data and the bitmap: $MFT */
    PROVE_FILE_VIEWS = 1 << 2,   /* all indexes: $Secure, $Reparse, $ObjId */
    PROVE_FILE_SDS = 1 << 3,     /* $SDS: $Secure */
    PROVE_FILE_SECURED = 1 << 4, /* the number of its security descriptor */
};

struct prove_file {
    const struct volume *old, *now;
    uint64_t number;
    unsigned may;                  /* enum prove_file_may */
    const uint8_t *before, *after; /* base records in use, fix-ups undone */
    struct arena *arena;
    struct prove_spans *listed; /* gets the extension records that it has after, in ARENA */
};

/* Does the record have an attribute list? */
bool prove_file_has_list(const uint8_t *record);

/* STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_file_compare(const struct prove_file *file, bool *is_same_ret);

#endif
