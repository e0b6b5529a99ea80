/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of the change journal: see usnrecord.h. All begin alike; all numbers are little-endian.
 *
 *   00  4  bytes of the record, a multiple of 8
 *   04  2  version: 2, 3 or 4            06  2  minor version
 *
 *            version 2     3     4
 *   file           08 8    08 16 08 16   a reference; of 16 bytes the upper 8 are zeros on NTFS
 *   folder         10 8    18 16 18 16
 *   USN            18 8    28 8  28 8    where the record lies in the stream
 *   time           20 8    30 8  -
 *   reasons        28 4    38 4  30 4
 *   name's bytes   38 2    48 2  -
 *   name's place   3A 2    4A 2  -       from the beginning of the record
 *   at least       3C      4C    40
 */
#include "src/usnrecord.h"

enum { AT_BYTES = 0, AT_VERSION = 4, AT_FILE = 8, STEP = 8 };

/* Where the fields of a version lie; 0: it has none. */
struct shape {
    uint8_t parent, usn, time, reasons, name_bytes, name_at, bytes_min;
    bool is_wide; /* references of 16 bytes */
};

static const struct shape shapes[] = {
    {0x10, 0x18, 0x20, 0x28, 0x38, 0x3A, 0x3C, false},
    {0x18, 0x28, 0x30, 0x38, 0x48, 0x4A, 0x4C, true},
    {0x18, 0x28, 0, 0x30, 0, 0, 0x40, true},
};

static const char *const reasons[USNRECORD_NREASONS] = {
    [0] = "data-overwrite",
    [1] = "data-extend",
    [2] = "data-truncation",
    [4] = "named-data-overwrite",
    [5] = "named-data-extend",
    [6] = "named-data-truncation",
    [8] = "file-create",
    [9] = "file-delete",
    [10] = "ea-change",
    [11] = "security-change",
    [12] = "rename-old-name",
    [13] = "rename-new-name",
    [14] = "indexable-change",
    [15] = "basic-info-change",
    [16] = "hard-link-change",
    [17] = "compression-change",
    [18] = "encryption-change",
    [19] = "object-id-change",
    [20] = "reparse-point-change",
    [21] = "stream-change",
    [22] = "transacted-change",
    [23] = "integrity-change",
    [24] = "desired-storage-class-change",
    [31] = "close",
};

const char *usnrecord_reason(unsigned no)
{
    return no < USNRECORD_NREASONS ? reasons[no] : NULL;
}

static const struct shape *shape_of(const uint8_t *record)
{
    uint16_t version = bytes_u16(record + AT_VERSION);

    return version >= 2 && version <= 4 ? &shapes[version - 2] : NULL;
}

static bool has_name(const uint8_t *record, uint32_t nbytes, const struct shape *shape)
{
    uint32_t name_bytes, name_at;

    if (shape->name_at == 0)
        return true;
    name_bytes = bytes_u16(record + shape->name_bytes);
    name_at = bytes_u16(record + shape->name_at);
    return name_bytes % 2 == 0 && name_at >= shape->bytes_min && name_at + name_bytes <= nbytes;
}

/* Is there a record at AT of PAGE, all of it? */
static bool is_record(struct bytes page, uint64_t offset, size_t at, uint32_t *nbytes_ret)
{
    const uint8_t *record = page.at + at;
    const struct shape *shape;
    uint32_t nbytes;

    if (page.n - at < STEP)
        return false;
    nbytes = bytes_u32(record + AT_BYTES);
    shape = shape_of(record);
    if (!shape || nbytes < shape->bytes_min || nbytes % STEP != 0 || nbytes > page.n - at ||
        bytes_u64(record + shape->usn) != offset + at || !has_name(record, nbytes, shape))
        return false;
    if (shape->is_wide && (bytes_u64(record + AT_FILE + 8) || bytes_u64(record + 0x20)))
        return false;
    *nbytes_ret = nbytes;
    return true;
}

static void decode(const uint8_t *record, struct usnrecord *record_ret)
{
    const struct shape *shape = shape_of(record);

    *record_ret = (struct usnrecord){
        .reference = bytes_u64(record + AT_FILE),
        .parent = bytes_u64(record + shape->parent),
        .time = shape->time ? bytes_u64(record + shape->time) : 0,
        .reasons = bytes_u32(record + shape->reasons),
    };
}

/* Where the zeros begin that PAGE ends with; at least FROM. */
static size_t end_of_records(struct bytes page, size_t from)
{
    size_t end = page.n;

    while (end > from && page.at[end - 1] == 0)
        end--;
    return end;
}

enum status usnrecord_next(struct bytes page, uint64_t offset, size_t *at,
                           struct usnrecord *record_ret)
{
    size_t from = *at, end;
    uint32_t nbytes;

    if (from < page.n && is_record(page, offset, from, &nbytes)) {
        decode(page.at + from, record_ret);
        *at = from + nbytes;
        return STATUS_OK;
    }
    end = from < page.n ? end_of_records(page, from) : from;
    if (from >= end) {
        *at = page.n;
        return STATUS_NOT_FOUND;
    }
    do
        from += STEP;
    while (from < end && !is_record(page, offset, from, &nbytes));
    *at = from < end ? from : page.n;
    return STATUS_DAMAGED;
}
