/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting records together; what is put is what docs/ON-DISK.md says. */
#include "tests/support/forge.h"

#include <stdio.h>
#include <stdlib.h>

#include "mft/text.h"

enum {
    NEXT_ID = 0x28, /* in the record's header */
    USN = 7,        /* update sequence number of all that is forged */
    END_BYTES = 8,  /* end mark, and four more as drivers write it */
};

static void require(bool is_true, const char *what)
{
    if (!is_true) {
        fprintf(stderr, "forge: %s\n", what);
        abort();
    }
}

void forge_put16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

void forge_put32(uint8_t *at, uint32_t value)
{
    forge_put16(at, (uint16_t)value);
    forge_put16(at + 2, (uint16_t)(value >> 16));
}

void forge_put64(uint8_t *at, uint64_t value)
{
    forge_put32(at, (uint32_t)value);
    forge_put32(at + 4, (uint32_t)(value >> 32));
}

size_t forge_utf16(const char *text, uint8_t *out)
{
    uint16_t units[1024];

    require(strlen(text) <= sizeof units / sizeof units[0], "text too long");
    size_t n = text_to_utf16(str_of(text), units);
    for (size_t i = 0; i < n; i++)
        forge_put16(out + 2 * i, units[i]);
    return n;
}

uint8_t *forge_copy(const void *bytes, size_t n)
{
    uint8_t *copy = malloc(n > 0 ? n : 1);

    require(copy != NULL, "no memory");
    if (n > 0)
        memcpy(copy, bytes, n);
    return copy;
}

/* ---- The record ---- */

static uint32_t align8(uint32_t n)
{
    return (n + 7) & ~UINT32_C(7);
}

void forge_record_at(uint8_t *record, uint32_t record_bytes, const struct forge_header *header)
{
    uint16_t usa = header->is_old ? RECORD_HEADER_BYTES_OLD : RECORD_HEADER_BYTES;
    uint16_t count = (uint16_t)(1 + record_bytes / FIXUP_STRIDE);
    uint32_t first = align8(usa + 2U * count);

    memset(record, 0, record_bytes);
    memcpy(record, "FILE", 4);
    forge_put16(record + RECORD_USA_OFF, usa);
    forge_put16(record + RECORD_USA_COUNT, count);
    forge_put16(record + RECORD_SEQUENCE, header->sequence ? header->sequence : 1);
    forge_put16(record + RECORD_LINK_COUNT, header->links);
    forge_put16(record + RECORD_ATTRIBUTES_OFF, (uint16_t)first);
    forge_put16(record + RECORD_FLAGS,
                (uint16_t)(header->flags | (header->is_free ? 0 : RECORD_IN_USE)));
    forge_put32(record + RECORD_BYTES_IN_USE, first + END_BYTES);
    forge_put32(record + RECORD_BYTES_ALLOCATED, record_bytes);
    forge_put64(record + RECORD_BASE, header->base);
    if (!header->is_old)
        forge_put32(record + RECORD_OWN_NUMBER, (uint32_t)header->number);
    forge_put16(record + usa, USN);
    forge_put32(record + first, ATTR_END);
}

uint8_t *forge_record(uint32_t record_bytes, const struct forge_header *header)
{
    uint8_t *record = malloc(record_bytes);

    require(record != NULL, "no memory");
    forge_record_at(record, record_bytes, header);
    return record;
}

void forge_seal(uint8_t *record)
{
    uint8_t *usa = record + bytes_u16(record + RECORD_USA_OFF);

    for (uint16_t i = 1; i < bytes_u16(record + RECORD_USA_COUNT); i++) {
        uint8_t *tail = record + i * FIXUP_STRIDE - 2;

        memcpy(usa + 2 * i, tail, 2);
        memcpy(tail, usa, 2);
    }
}

void forge_unseal(uint8_t *record)
{
    const uint8_t *usa = record + bytes_u16(record + RECORD_USA_OFF);

    for (uint16_t i = 1; i < bytes_u16(record + RECORD_USA_COUNT); i++)
        memcpy(record + i * FIXUP_STRIDE - 2, usa + 2 * i, 2);
}

/* ---- Attributes ---- */

/* Makes room for an attribute whose header, with its name behind, takes HEADER bytes and whose
 * value takes N. */
static uint8_t *add_attribute(uint8_t *record, uint32_t type, const char *name, uint32_t header,
                              size_t n, uint32_t *value_ret)
{
    uint8_t units[2 * NAME_UNITS_MAX];
    size_t nunits = forge_utf16(name, units);
    uint32_t at = bytes_u32(record + RECORD_BYTES_IN_USE) - END_BYTES;
    uint32_t value = align8(header + 2 * (uint32_t)nunits), length = align8(value + (uint32_t)n);
    uint8_t *p = record + at;

    require(at + length + END_BYTES <= bytes_u32(record + RECORD_BYTES_ALLOCATED), "record full");
    memset(p, 0, length);
    forge_put32(p + ATTR_TYPE, type);
    forge_put32(p + ATTR_LENGTH, length);
    p[ATTR_NAME_UNITS] = (uint8_t)nunits;
    forge_put16(p + ATTR_NAME_OFF, (uint16_t)header);
    forge_put16(p + ATTR_ID, bytes_u16(record + NEXT_ID));
    forge_put16(record + NEXT_ID, (uint16_t)(bytes_u16(record + NEXT_ID) + 1));
    memcpy(p + header, units, 2 * nunits);
    forge_put32(p + length, ATTR_END);
    forge_put32(p + length + 4, 0);
    forge_put32(record + RECORD_BYTES_IN_USE, at + length + END_BYTES);
    *value_ret = value;
    return p;
}

uint32_t forge_resident(uint8_t *record, uint32_t type, const char *name, const void *value,
                        size_t n)
{
    uint32_t off;
    uint8_t *p = add_attribute(record, type, name, ATTR_RESIDENT_HEADER_BYTES, n, &off);

    forge_put32(p + ATTR_VALUE_BYTES, (uint32_t)n);
    forge_put16(p + ATTR_VALUE_OFF, (uint16_t)off);
    if (n > 0)
        memcpy(p + off, value, n);
    return (uint32_t)(p - record);
}

uint32_t forge_nonresident(uint8_t *record, uint32_t type, const char *name,
                           const struct forge_extent *extent)
{
    uint8_t pairs[RECORD_BYTES_MAX];
    uint32_t off, header = ATTR_NONRESIDENT_HEADER_BYTES;
    bool has_total =
        extent->lowest_vcn == 0 && (extent->flags & (ATTR_SPARSE | ATTR_COMPRESSED)) != 0;
    uint64_t nclusters = 0, held = 0;

    require(17 * extent->nruns < sizeof pairs, "too many runs");
    for (size_t i = 0; i < extent->nruns; i++) {
        nclusters += extent->runs[i].nclusters;
        held += extent->runs[i].lcn == UINT64_MAX ? 0 : extent->runs[i].nclusters;
    }
    size_t n = forge_pairs(extent->runs, extent->nruns, pairs);
    uint8_t *p = add_attribute(record, type, name, header + (has_total ? 8 : 0), n, &off);

    p[ATTR_NONRESIDENT] = 1;
    memcpy(p + off, pairs, n);
    forge_put16(p + ATTR_RUNS_OFF, (uint16_t)off);
    forge_put16(p + ATTR_FLAGS, extent->flags);
    forge_put64(p + ATTR_LOWEST_VCN, extent->lowest_vcn);
    forge_put64(p + ATTR_HIGHEST_VCN, extent->lowest_vcn + nclusters - 1);
    if (extent->lowest_vcn != 0)
        return (uint32_t)(p - record);

    uint64_t allocated = nclusters * extent->cluster_bytes;
    uint64_t data = extent->data_bytes ? extent->data_bytes : allocated;
    forge_put64(p + ATTR_ALLOCATED, allocated);
    forge_put64(p + ATTR_DATA_SIZE, data);
    forge_put64(p + ATTR_INITIALIZED, extent->initialized_bytes ? extent->initialized_bytes : data);
    if (has_total)
        forge_put64(p + ATTR_TOTAL_ALLOCATED, held * extent->cluster_bytes);
    return (uint32_t)(p - record);
}

uint32_t forge_standard_information(uint8_t *record, uint32_t nbytes, uint32_t dos_attributes,
                                    uint32_t security_id)
{
    uint8_t value[SI_BYTES] = {0};

    require(nbytes <= sizeof value, "$STANDARD_INFORMATION too long");
    for (uint32_t i = 0; i < 4; i++)
        forge_put64(value + SI_CREATED + 8 * i, UINT64_C(132223104000000000) + i);
    forge_put32(value + SI_ATTRIBUTES, dos_attributes);
    if (nbytes == SI_BYTES)
        forge_put32(value + SI_SECURITY_ID, security_id);
    return forge_resident(record, ATTR_STANDARD_INFORMATION, "", value, nbytes);
}

size_t forge_file_name_value(uint64_t parent, uint8_t name_space, const char *name, uint8_t *out)
{
    memset(out, 0, FN_NAME);
    forge_put64(out + FN_PARENT, parent);
    for (uint32_t i = 0; i < 4; i++)
        forge_put64(out + FN_CREATED + 8 * i, UINT64_C(132223104000000000) + i);
    out[FN_NAMESPACE] = name_space;

    size_t nunits = forge_utf16(name, out + FN_NAME);
    require(nunits <= NAME_UNITS_MAX, "name too long");
    out[FN_NAME_UNITS] = (uint8_t)nunits;
    return FN_NAME + 2 * nunits;
}

uint32_t forge_file_name(uint8_t *record, uint64_t parent, uint8_t name_space, const char *name)
{
    uint8_t value[FN_NAME + 2 * 1024];
    size_t n = forge_file_name_value(parent, name_space, name, value);

    return forge_resident(record, ATTR_FILE_NAME, "", value, n);
}

uint32_t forge_reparse(uint8_t *record, uint32_t tag)
{
    uint8_t value[16] = {0};

    forge_put32(value, tag);
    forge_put16(value + 4, 8);
    return forge_resident(record, ATTR_REPARSE_POINT, "", value, sizeof value);
}

/* ---- Lists ---- */

static size_t put_bytes(uint8_t *out, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    return n;
}

/* Bytes that VALUE needs as a signed number. */
static size_t signed_bytes(uint64_t value)
{
    size_t n = 1;

    while (n < 8) {
        uint64_t top = value >> (8 * n - 1);

        if (top == 0 || top == UINT64_MAX >> (8 * n - 1))
            break;
        n++;
    }
    return n;
}

size_t forge_pairs(const struct forge_run *runs, size_t n, uint8_t *out)
{
    uint64_t lcn = 0;
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        size_t length_bytes = signed_bytes(runs[i].nclusters);
        uint8_t *header = out + at++;

        *header = (uint8_t)length_bytes;
        at += put_bytes(out + at, runs[i].nclusters, length_bytes);
        if (runs[i].lcn != UINT64_MAX) {
            size_t delta_bytes = signed_bytes(runs[i].lcn - lcn);

            *header |= (uint8_t)(delta_bytes << 4);
            at += put_bytes(out + at, runs[i].lcn - lcn, delta_bytes);
            lcn = runs[i].lcn;
        }
    }
    out[at++] = 0;
    return at;
}

size_t forge_list_entry(uint8_t *out, uint32_t type, const char *name, uint64_t lowest_vcn,
                        uint64_t reference, uint16_t id)
{
    uint8_t units[2 * NAME_UNITS_MAX];
    size_t nunits = forge_utf16(name, units);
    size_t length = align8(LIST_ENTRY_BYTES_MIN + 2 * (uint32_t)nunits);

    memset(out, 0, length);
    forge_put32(out + LIST_TYPE, type);
    forge_put16(out + LIST_LENGTH, (uint16_t)length);
    out[LIST_NAME_UNITS] = (uint8_t)nunits;
    out[LIST_NAME_OFF] = LIST_ENTRY_BYTES_MIN;
    forge_put64(out + LIST_LOWEST_VCN, lowest_vcn);
    forge_put64(out + LIST_RECORD, reference);
    forge_put16(out + LIST_ID, id);
    memcpy(out + LIST_ENTRY_BYTES_MIN, units, 2 * nunits);
    return length;
}

/* ---- Indexes ---- */

size_t forge_index_entry(uint8_t *out, uint64_t reference, uint64_t parent, uint8_t name_space,
                         const char *name)
{
    size_t key = forge_file_name_value(parent, name_space, name, out + 16);
    size_t length = align8(16 + (uint32_t)key);

    memset(out, 0, 16);
    memset(out + 16 + key, 0, length - 16 - key);
    forge_put64(out, reference);
    forge_put16(out + 8, (uint16_t)length);
    forge_put16(out + 10, (uint16_t)key);
    return length;
}

size_t forge_index_end(uint8_t *out)
{
    memset(out, 0, 16);
    forge_put16(out + 8, 16);
    forge_put16(out + 12, 2);
    return 16;
}

static void put_node(uint8_t *header, uint32_t first, size_t nentries, size_t room)
{
    forge_put32(header, first);
    forge_put32(header + 4, first + (uint32_t)nentries);
    forge_put32(header + 8, (uint32_t)room);
}

size_t forge_index_root(uint8_t *out, uint32_t block_bytes, const uint8_t *entries, size_t nentries)
{
    memset(out, 0, 0x20);
    forge_put32(out, ATTR_FILE_NAME);
    forge_put32(out + 4, 1);
    forge_put32(out + 8, block_bytes);
    out[12] = 1;
    put_node(out + 0x10, 0x10, nentries, 0x10 + nentries);
    memcpy(out + 0x20, entries, nentries);
    return 0x20 + nentries;
}

void forge_index_block(uint8_t *block, uint32_t block_bytes, uint64_t vcn, const uint8_t *entries,
                       size_t nentries)
{
    uint16_t count = (uint16_t)(1 + block_bytes / FIXUP_STRIDE);
    uint32_t first = align8(0x28 + 2U * count);

    require(first + nentries <= block_bytes, "index block full");
    memset(block, 0, block_bytes);
    memcpy(block, "INDX", 4);
    forge_put16(block + RECORD_USA_OFF, 0x28);
    forge_put16(block + RECORD_USA_COUNT, count);
    forge_put64(block + 0x10, vcn);
    put_node(block + 0x18, first - 0x18, nentries, block_bytes - 0x18);
    memcpy(block + first, entries, nentries);
    forge_put16(block + 0x28, USN);
    forge_seal(block);
}
