/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of the change journal, one after the other. docs/ON-DISK.md, "The change journal".
 *
 *   size_t at = 0;
 *   while ((status = usnrecord_next(page, offset, &at, &record)) != STATUS_NOT_FOUND)
 *       if (status == STATUS_OK) ... record.reference, record.reasons ...
 *
 * Hostile bytes: what cannot be a record is STATUS_DAMAGED, and passed over. Pure.
 */
#ifndef SRC_USNRECORD_H
#define SRC_USNRECORD_H

#include "mft/bytes.h"
#include "mft/status.h"

enum { USNRECORD_PAGE_BYTES = 4096, USNRECORD_NREASONS = 32 };

struct usnrecord {
    uint64_t reference; /* of the file; sequence number in the top 16 bits */
    uint64_t parent;    /* of the folder */
    uint64_t time;      /* 100 ns ticks since 1601; 0: a record of version 4 has none */
    uint32_t reasons;   /* USN_REASON_*: a bit each */
};

/*
 * The record of PAGE at *AT, or the next one behind it; *AT is moved behind what was returned.
 * OFFSET is where PAGE lies in the stream, a multiple of USNRECORD_PAGE_BYTES: a record tells its
 * own place. PAGE has at most so many bytes. STATUS_NOT_FOUND at the end. STATUS_DAMAGED once for
 * each stretch of bytes that are neither a record nor the zeros behind the last one.
 */
enum status usnrecord_next(struct bytes page, uint64_t offset, size_t *at,
                           struct usnrecord *record_ret);

/* The word for the reason of bit NO: "data-overwrite"; NULL: none is known. Constant. */
const char *usnrecord_reason(unsigned no);

#endif
