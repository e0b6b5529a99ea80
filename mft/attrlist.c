/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An entry: type, its own length, the attribute's name (units and offset), lowest VCN, file
 * reference of the record that holds the attribute, and the attribute's id there.
 */
#include "mft/attrlist.h"

#include "mft/attribute.h"

static bool is_possible(const uint8_t *p, uint32_t length, size_t room)
{
    uint32_t name_off = p[LIST_NAME_OFF];
    uint32_t name_bytes = 2 * (uint32_t)p[LIST_NAME_UNITS];

    return length >= LIST_ENTRY_BYTES_MIN && length <= room && bytes_u32(p + LIST_TYPE) != 0 &&
           (name_bytes == 0 ||
            (name_off >= LIST_ENTRY_BYTES_MIN && bytes_fit(name_off, name_bytes, length)));
}

enum status attrlist_next(struct bytes list, size_t *at, struct attrlist_entry *entry_ret)
{
    if (*at >= list.n)
        return STATUS_NOT_FOUND;

    const uint8_t *p = list.at + *at;
    size_t room = list.n - *at;
    if (room >= 4 && bytes_u32(p + LIST_TYPE) == ATTR_END)
        return STATUS_NOT_FOUND;
    if (room < LIST_ENTRY_BYTES_MIN || !is_possible(p, bytes_u16(p + LIST_LENGTH), room))
        return STATUS_DAMAGED;

    *entry_ret = (struct attrlist_entry){
        .type = bytes_u32(p + LIST_TYPE),
        .id = bytes_u16(p + LIST_ID),
        .lowest_vcn = bytes_u64(p + LIST_LOWEST_VCN),
        .reference = bytes_u64(p + LIST_RECORD),
        .name_units = p[LIST_NAME_UNITS],
        .name = p[LIST_NAME_UNITS] != 0 ? p + p[LIST_NAME_OFF] : NULL,
    };
    *at += bytes_u16(p + LIST_LENGTH);
    return STATUS_OK;
}

enum status attrlist_load(const struct volume *volume, const uint8_t *record, struct arena *arena,
                          struct bytes *list_ret)
{
    struct attribute a;
    struct stream stream;
    enum status status = attribute_find(record, ATTR_LIST, "", &a);

    if (status == STATUS_OK)
        status = stream_open_attribute(volume, &a, arena, &stream);
    if (status != STATUS_OK)
        return status;

    status = stream_load(&stream, LIST_BYTES_MAX, arena, list_ret);
    arena_drop(arena, stream.runs.runs);
    return status;
}
