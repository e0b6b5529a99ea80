/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magic, fix-ups and header of a FILE record. */
#include "mft/record.h"

enum { TAIL = FIXUP_STRIDE - 2 };

static bool is_zero(const uint8_t *at, size_t n)
{
    return at[0] == 0 && memcmp(at, at + 1, n - 1) == 0;
}

/* The update sequence array: one number, then the true tail of each 512 bytes; it ends before the
 * first tail. */
static bool has_possible_usa(const uint8_t *record, uint32_t record_bytes)
{
    uint32_t off = bytes_u16(record + RECORD_USA_OFF);
    uint32_t count = bytes_u16(record + RECORD_USA_COUNT);

    return count == 1 + record_bytes / FIXUP_STRIDE && off % 2 == 0 &&
           off >= RECORD_HEADER_BYTES_OLD && off + 2 * count <= TAIL;
}

/* Checks every tail before it changes the first. Returns the offset of a wrong tail, or 0. */
static uint32_t put_back_tails(uint8_t *record, uint32_t record_bytes)
{
    const uint8_t *usa = record + bytes_u16(record + RECORD_USA_OFF);

    for (uint32_t tail = TAIL; tail < record_bytes; tail += FIXUP_STRIDE)
        if (memcmp(record + tail, usa, 2) != 0)
            return tail;
    for (uint32_t tail = TAIL; tail < record_bytes; tail += FIXUP_STRIDE)
        memcpy(record + tail, usa += 2, 2);
    return 0;
}

/* The offset of the first field of the header that cannot be; 0 when all can. */
static uint32_t find_bad_size(const uint8_t *record, uint32_t record_bytes)
{
    uint32_t used = bytes_u32(record + RECORD_BYTES_IN_USE);
    uint32_t first = bytes_u16(record + RECORD_ATTRIBUTES_OFF);
    uint32_t usa_end = (uint32_t)bytes_u16(record + RECORD_USA_OFF) +
                       2 * (uint32_t)bytes_u16(record + RECORD_USA_COUNT);

    if (bytes_u32(record + RECORD_BYTES_ALLOCATED) != record_bytes)
        return RECORD_BYTES_ALLOCATED;
    if (used > record_bytes)
        return RECORD_BYTES_IN_USE;
    return first % 4 == 0 && first >= usa_end && bytes_fit(first, 4, used) ? 0
                                                                           : RECORD_ATTRIBUTES_OFF;
}

enum record_state record_fix(uint8_t *record, uint32_t record_bytes, uint32_t *at_ret)
{
    *at_ret = 0;
    if (memcmp(record, "FILE", 4) != 0) {
        if (memcmp(record, "BAAD", 4) == 0)
            return RECORD_BAAD;
        return is_zero(record, record_bytes) ? RECORD_ZEROED : RECORD_BAD_MAGIC;
    }
    if (!has_possible_usa(record, record_bytes)) {
        *at_ret = RECORD_USA_OFF;
        return RECORD_BAD_HEADER;
    }
    *at_ret = put_back_tails(record, record_bytes);
    if (*at_ret != 0)
        return RECORD_TORN;
    *at_ret = find_bad_size(record, record_bytes);
    if (*at_ret != 0)
        return RECORD_BAD_HEADER;
    return record_flags(record) & RECORD_IN_USE ? RECORD_USED : RECORD_FREE;
}

bool record_names_other_number(const uint8_t *record, uint64_t number)
{
    uint32_t named = bytes_u32(record + RECORD_OWN_NUMBER);

    return bytes_u16(record + RECORD_USA_OFF) >= RECORD_HEADER_BYTES && named != 0 &&
           named != (uint32_t)number;
}
