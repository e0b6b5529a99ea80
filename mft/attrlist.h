/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $ATTRIBUTE_LIST: which attribute of a file lies in which record. docs/ON-DISK.md, "Attribute
 * lists".
 *
 *   for (size_t at = 0; (status = attrlist_next(list, &at, &entry)) == STATUS_OK;) ...
 *
 * Entries need not be sorted. A value that goes wrong gives what stands before it, then
 * STATUS_DAMAGED.
 */
#ifndef MFT_ATTRLIST_H
#define MFT_ATTRLIST_H

#include "mft/stream.h"

struct attrlist_entry {
    uint32_t type;
    uint16_t id;
    uint64_t lowest_vcn;
    uint64_t reference; /* of the record that holds it */
    uint8_t name_units;
    const uint8_t *name; /* UTF-16LE, borrowed */
};

/* Reads the entry at *AT and moves *AT behind it. STATUS_NOT_FOUND at the end, STATUS_DAMAGED. */
enum status attrlist_next(struct bytes list, size_t *at, struct attrlist_entry *entry_ret);

/*
 * Reads the attribute list of the fixed-up base record RECORD, resident or not, into ARENA.
 * STATUS_NOT_FOUND where it has none; STATUS_TOO_LARGE (over LIST_BYTES_MAX); else the errors of
 * stream_open and stream_read.
 */
enum status attrlist_load(const struct volume *volume, const uint8_t *record, struct arena *arena,
                          struct bytes *list_ret);

#endif
