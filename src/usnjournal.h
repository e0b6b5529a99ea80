/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $UsnJrnl: what a running Windows has noted of changes to files. docs/ON-DISK.md, "The change
 * journal".
 *
 *   status = usnjournal_read(volume, index, &journal);
 *   ... journal.changes, one row a file, ascending by reference ...
 *   usnjournal_free(&journal);
 *
 * Hostile bytes: a record that cannot be is passed over and counted.
 */
#ifndef SRC_USNJOURNAL_H
#define SRC_USNJOURNAL_H

#include "mft/volume.h"
#include "planner/audit.h"

struct usnjournal {
    struct audit_change *changes;
    uint32_t n;
    uint64_t nrecords, ndamaged; /* NDAMAGED: stretches that are no records, or cannot be read */
    uint64_t first, last;        /* times of the earliest and the latest record; 0: none */
    bool is_there;               /* the volume has a change journal */
    struct arena arena;
};

/* STATUS_NO_MEMORY. INDEX needs WANT_CHILDREN. A volume without a journal, or with one that cannot
 * be opened: IS_THERE is false. */
enum status usnjournal_read(const struct volume *volume, const struct index *index,
                            struct usnjournal *journal_ret);

/* The same of BYTES that lie at OFFSET of the stream, a multiple of the journal's pages. */
enum status usnjournal_parse(struct bytes bytes, uint64_t offset, struct usnjournal *journal_ret);

void usnjournal_free(struct usnjournal *journal);

#endif
