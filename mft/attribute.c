/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validating one attribute after the other. */
#include "mft/attribute.h"

enum { LENGTH_ALIGN = 8 };

void attribute_first(const uint8_t *record, struct attribute *a)
{
    *a = (struct attribute){
        .record = record,
        .end = bytes_u32(record + RECORD_BYTES_IN_USE),
        .at = bytes_u16(record + RECORD_ATTRIBUTES_OFF),
    };
}

static bool take_value(struct attribute *a, const uint8_t *p)
{
    uint32_t off = bytes_u16(p + ATTR_VALUE_OFF);
    uint32_t n = bytes_u32(p + ATTR_VALUE_BYTES);

    a->value = (struct bytes){p + off, n};
    return off >= ATTR_RESIDENT_HEADER_BYTES && bytes_fit(off, n, a->length);
}

/* The first extent of a sparse or compressed attribute has eight more bytes of header. */
static bool take_mapping_pairs(struct attribute *a, const uint8_t *p)
{
    uint32_t header = ATTR_NONRESIDENT_HEADER_BYTES;
    uint32_t off = bytes_u16(p + ATTR_RUNS_OFF);

    if (a->length < header)
        return false;
    if (bytes_u64(p + ATTR_LOWEST_VCN) == 0 && (a->flags & (ATTR_SPARSE | ATTR_COMPRESSED)))
        header += 8;
    if (off < header || off > a->length)
        return false;
    a->value = (struct bytes){p + off, a->length - off};
    return bytes_u64(p + ATTR_LOWEST_VCN) <= bytes_u64(p + ATTR_HIGHEST_VCN) + 1;
}

static bool take_name(struct attribute *a, const uint8_t *p)
{
    uint32_t off = bytes_u16(p + ATTR_NAME_OFF);

    a->name_units = p[ATTR_NAME_UNITS];
    a->name = p + off;
    return a->name_units == 0 || bytes_fit(off, 2 * (uint64_t)a->name_units, a->length);
}

enum status attribute_next(struct attribute *a)
{
    uint32_t at = a->at + a->length;
    uint32_t previous = a->type;

    a->at = at;
    a->length = 0;
    if (!bytes_fit(at, 4, a->end))
        return STATUS_DAMAGED;

    const uint8_t *p = a->record + at;
    a->type = bytes_u32(p);
    if (a->type == ATTR_END)
        return STATUS_NOT_FOUND;
    if (a->type == 0 || a->type < previous || !bytes_fit(at, ATTR_RESIDENT_HEADER_BYTES, a->end))
        return STATUS_DAMAGED;

    uint32_t length = bytes_u32(p + ATTR_LENGTH);
    if (length < ATTR_RESIDENT_HEADER_BYTES || length % LENGTH_ALIGN != 0 ||
        !bytes_fit(at, length, a->end) || p[ATTR_NONRESIDENT] > 1)
        return STATUS_DAMAGED;

    a->length = length;
    a->flags = bytes_u16(p + ATTR_FLAGS);
    a->id = bytes_u16(p + ATTR_ID);
    a->is_nonresident = p[ATTR_NONRESIDENT];
    bool is_good =
        (a->is_nonresident ? take_mapping_pairs(a, p) : take_value(a, p)) && take_name(a, p);
    if (!is_good)
        a->length = 0;
    return is_good ? STATUS_OK : STATUS_DAMAGED;
}

bool attribute_is_named(const struct attribute *a, const char *name)
{
    size_t n = strlen(name);

    if (a->name_units != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (bytes_u16(a->name + 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

enum status attribute_find(const uint8_t *record, uint32_t type, const char *name,
                           struct attribute *a_ret)
{
    struct attribute a;
    enum status status;

    attribute_first(record, &a);
    while ((status = attribute_next(&a)) == STATUS_OK) {
        if (a.type > type)
            return STATUS_NOT_FOUND;
        if (a.type == type && attribute_lowest_vcn(&a) == 0 && attribute_is_named(&a, name)) {
            *a_ret = a;
            return STATUS_OK;
        }
    }
    return status;
}
