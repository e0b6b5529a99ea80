/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attributes of one fixed-up record, one after the other. An attribute that is returned has
 * been validated as a whole: its name, its value or its mapping pairs lie inside it, and it lies
 * inside the record's bytes in use. docs/ON-DISK.md, "Attributes".
 *
 *   struct attribute a;
 *   attribute_first(record, &a);
 *   while ((status = attribute_next(&a)) == STATUS_OK) ... a.type ...
 *   STATUS_NOT_FOUND: the end mark was reached. STATUS_DAMAGED: a.at is where it goes wrong; what
 * was returned holds.
 *
 * Everything borrows the record's bytes.
 */
#ifndef MFT_ATTRIBUTE_H
#define MFT_ATTRIBUTE_H

#include "mft/bytes.h"
#include "mft/layout.h"
#include "mft/layout_attribute.h"
#include "mft/status.h"

struct attribute {
    const uint8_t *record;
    uint32_t end; /* bytes in use of the record */
    uint32_t at;  /* offset of this attribute in the record */
    uint32_t length;
    uint32_t type;
    uint16_t flags;
    uint16_t id;
    bool is_nonresident;
    uint8_t name_units;
    const uint8_t *name; /* UTF-16LE */
    struct bytes value;  /* resident: the value; non-resident: the mapping pairs */
};

/* Makes A stand before the first attribute of RECORD, whose header record_fix found good. */
void attribute_first(const uint8_t *record, struct attribute *a);

/* Steps to the next attribute. */
enum status attribute_next(struct attribute *a);

/*
 * Steps to the first attribute from the beginning of RECORD of TYPE whose name is NAME (ASCII, ""
 * for none) and whose lowest VCN is 0. STATUS_NOT_FOUND, or STATUS_DAMAGED where the record goes
 * wrong before.
 */
enum status attribute_find(const uint8_t *record, uint32_t type, const char *name,
                           struct attribute *a_ret);

/* Is its name the ASCII text NAME? */
bool attribute_is_named(const struct attribute *a, const char *name);

/* First VCN of this extent; 0 for a resident one. */
static inline uint64_t attribute_lowest_vcn(const struct attribute *a)
{
    return a->is_nonresident ? bytes_u64(a->record + a->at + ATTR_LOWEST_VCN) : 0;
}

/* Size of the data in bytes. Of a non-resident attribute only its first extent says it. */
static inline uint64_t attribute_data_size(const struct attribute *a)
{
    return a->is_nonresident ? bytes_u64(a->record + a->at + ATTR_DATA_SIZE) : a->value.n;
}

/* Bytes from the start that have been written; the rest reads as zeros. Only the first extent says
 * it. */
static inline uint64_t attribute_initialized(const struct attribute *a)
{
    return a->is_nonresident ? bytes_u64(a->record + a->at + ATTR_INITIALIZED) : a->value.n;
}

/*
 * Bytes of clusters occupied; 0 for a resident one; only the first extent says it. Compressed and
 * sparse attributes say it in a field of their own: the flag decides, since a name may lie where
 * that field would be.
 */
static inline uint64_t attribute_allocated(const struct attribute *a)
{
    if (!a->is_nonresident)
        return 0;

    bool has_total = a->flags & (ATTR_SPARSE | ATTR_COMPRESSED);
    return bytes_u64(a->record + a->at + (has_total ? ATTR_TOTAL_ALLOCATED : ATTR_ALLOCATED));
}

#endif
