/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over $MFT: bytes to index.
 *
 *   struct scan *scan;
 *   status = scan_start(volume, &options, &scan);
 *   while (!scan_wait(scan, 100)) ... scan_progress(scan, &done, &all) ...    a command draws its
 * bar here status = scan_finish(scan, &index);
 *
 * or scan_run(volume, &options, &index) in one call. Workers read and parse chunks of records side
 * by side; their facts are taken over in the order of the records, so that the index does not
 * depend on how many workers there are.
 */
#ifndef MFT_SCAN_H
#define MFT_SCAN_H

#include "mft/index.h"
#include "mft/volume.h"

struct scan;

/* A stretch of $MFT as it was read: fix-ups not undone, zeros where it could not be read. */
struct scan_piece {
    uint64_t first;     /* number of its first record */
    uint32_t n;         /* records */
    struct bytes bytes; /* theirs; none where the stretch was left out (skips_free) */
};

struct scan_options {
    unsigned want;     /* enum want */
    unsigned nworkers; /* threads; 0: one for each processor */
    /*
     * Sees all pieces in the order of the records, one at a time, on whichever thread is at hand;
     * the bytes are gone when it returns. A piece that begins with record 0 begins a new pass, and
     * what was seen before counts no more. NULL: nobody looks.
     */
    void (*witness)(void *context, const struct scan_piece *piece);
    void *witness_context;
    /*
     * Leave out stretches of at least 64 KiB that $MFT:$BITMAP calls wholly free, as long as the
     * bitmap has told no lie; else they are read after all. Deleted files there are then neither
     * counted nor listed.
     */
    bool skips_free;
};

/* Starts the workers. STATUS_NO_MEMORY. VOLUME must live until the scan is finished. */
enum status scan_start(const struct volume *volume, const struct scan_options *options,
                       struct scan **scan_ret);

/* Waits up to MILLISECONDS; true when the pass is done. */
bool scan_wait(struct scan *scan, unsigned milliseconds);

/* Records done so far, of all. */
void scan_progress(struct scan *scan, uint64_t *done_ret, uint64_t *all_ret);

/* Waits for the end, joins the facts and frees SCAN, also when it fails. The index is the caller's.
 */
enum status scan_finish(struct scan *scan, struct index **index_ret);

/* All of the above. */
enum status scan_run(const struct volume *volume, const struct scan_options *options,
                     struct index **index_ret);

#endif
