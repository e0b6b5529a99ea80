/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One FILE record: is it whole, and what does its header say? docs/ON-DISK.md, "FILE record".
 *
 *   state = record_fix(bytes, record_bytes, &at);     undoes the fix-ups in place
 *   if (state == RECORD_USED || state == RECORD_FREE) ... record_sequence(bytes) ...
 * attribute_first(...)
 */
#ifndef MFT_RECORD_H
#define MFT_RECORD_H

#include "mft/bytes.h"
#include "mft/layout.h"

enum record_state {
    RECORD_USED,       /* whole, in use */
    RECORD_FREE,       /* whole, not in use */
    RECORD_ZEROED,     /* nothing but zeros: never formatted, or wiped */
    RECORD_BAAD,       /* marked as damaged by whoever wrote it last */
    RECORD_BAD_MAGIC,  /* neither FILE nor BAAD */
    RECORD_TORN,       /* a sector's tail does not carry the update sequence number: half written */
    RECORD_BAD_HEADER, /* offsets or sizes in the header that cannot be */
};

/*
 * Checks the RECORD_BYTES at RECORD and puts back the sector tails that the update sequence array
 * keeps (every 512 bytes, whatever the sector). *AT_RET is the offset within the record of what is
 * wrong, 0 for a whole one.
 */
enum record_state record_fix(uint8_t *record, uint32_t record_bytes, uint32_t *at_ret);

static inline uint16_t record_sequence(const uint8_t *record)
{
    return bytes_u16(record + RECORD_SEQUENCE);
}

static inline uint16_t record_link_count(const uint8_t *record)
{
    return bytes_u16(record + RECORD_LINK_COUNT);
}

static inline uint16_t record_flags(const uint8_t *record)
{
    return bytes_u16(record + RECORD_FLAGS);
}

/* Bytes that nobody uses yet, the end mark's counted as used; of a record that record_fix found
 * whole. */
static inline uint16_t record_room(const uint8_t *record)
{
    return (uint16_t)(bytes_u32(record + RECORD_BYTES_ALLOCATED) -
                      bytes_u32(record + RECORD_BYTES_IN_USE));
}

/* The base record's reference; 0 in a base record. $MFT's own extensions name record 0 with a
 * sequence number. */
static inline uint64_t record_base(const uint8_t *record)
{
    return bytes_u64(record + RECORD_BASE);
}

/*
 * Does the header carry a record number other than NUMBER? Records whose update sequence array
 * begins at 0x2A have no such field, and Linux's ntfs3 leaves it 0: neither counts as another
 * number.
 */
bool record_names_other_number(const uint8_t *record, uint64_t number);

#endif
