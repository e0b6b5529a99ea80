/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All attributes of one file: see prove_attributes.h. */
#include "src/prove_attributes.h"

#include "mft/attrlist.h"

#include <stdlib.h>

/* An attribute as its list names it. */
struct listed {
    uint64_t reference, lowest_vcn;
    uint32_t type;
    uint16_t id;
    uint8_t name_units;
    const uint8_t *name; /* as on the disk */
};

struct collecting {
    const struct volume *volume;
    uint64_t number;
    const uint8_t *record;
    struct arena *arena;
    struct bytes list;
    struct attribute *found;
    struct listed *places; /* of what was found: where a list must say that it is */
    size_t nfound, capacity;
    struct prove_attributes all;
};

/* ---- Orders ---- */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_attribute_names(const uint8_t *a, unsigned na, const uint8_t *b, unsigned nb)
{
    return na != nb || na == 0 ? compare_numbers(na, nb) : memcmp(a, b, 2 * (size_t)na);
}

int prove_attributes_order(const struct attribute *a, const struct attribute *b)
{
    int order = compare_numbers(a->type, b->type);

    return order != 0 ? order
                      : compare_attribute_names(a->name, a->name_units, b->name, b->name_units);
}

static int by_place_in_file(const void *left, const void *right)
{
    const struct attribute *a = left, *b = right;
    const int order = prove_attributes_order(a, b);

    return order != 0 ? order : compare_numbers(attribute_lowest_vcn(a), attribute_lowest_vcn(b));
}

static int by_listed(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;
    int order = compare_numbers(a->reference, b->reference);

    if (order == 0)
        order = compare_numbers(a->id, b->id);
    if (order == 0)
        order = compare_numbers(a->type, b->type);
    if (order == 0)
        order = compare_numbers(a->lowest_vcn, b->lowest_vcn);
    return order != 0 ? order
                      : compare_attribute_names(a->name, a->name_units, b->name, b->name_units);
}

static int by_number(const void *a, const void *b)
{
    return compare_numbers(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* ---- Finding ---- */

static bool reserve(struct collecting *c)
{
    const size_t capacity = c->capacity ? 2 * c->capacity : 32;
    struct attribute *found;
    struct listed *places;

    if (c->nfound < c->capacity)
        return true;
    found = arena_grow(c->arena, c->found, capacity * sizeof *found);
    if (!found)
        return false;
    c->found = found;
    places = arena_grow(c->arena, c->places, capacity * sizeof *places);
    if (!places)
        return false;
    c->places = places;
    c->capacity = capacity;
    return true;
}

static enum status take_record(struct collecting *c, const uint8_t *record, uint64_t number)
{
    const uint64_t reference = reference_of(number, record_sequence(record));
    struct attribute a;
    enum status status;

    attribute_first(record, &a);
    while ((status = attribute_next(&a)) == STATUS_OK) {
        if (a.type == ATTR_LIST)
            continue;
        if (!reserve(c))
            return STATUS_NO_MEMORY;
        c->places[c->nfound] = (struct listed){
            reference, attribute_lowest_vcn(&a), a.type, a.id, a.name_units, a.name};
        c->found[c->nfound++] = a;
    }
    if (status != STATUS_NOT_FOUND)
        c->all.is_whole = false;
    return STATUS_OK;
}

static enum status take_extension(struct collecting *c, uint64_t number)
{
    const uint64_t base = reference_of(c->number, record_sequence(c->record));
    uint8_t *record = arena_alloc(c->arena, c->volume->geometry.record_bytes);
    enum record_state state;
    enum status status;

    if (!record)
        return STATUS_NO_MEMORY;
    status = volume_read_record(c->volume, number, record, &state);
    if (status == STATUS_IO)
        return status;
    if (status != STATUS_OK || state != RECORD_USED || record_base(record) != base) {
        c->all.is_whole = false;
        return STATUS_OK;
    }
    return take_record(c, record, number);
}

/* ---- The list ---- */

static enum status load_list(struct collecting *c)
{
    const enum status status = attrlist_load(c->volume, c->record, c->arena, &c->list);

    if (status == STATUS_NO_MEMORY || status == STATUS_IO)
        return status;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        c->all.is_whole = false;
    return STATUS_OK;
}

/* Reads the records that the list names, and holds it against what was found in all of them. */
static enum status follow_list(struct collecting *c)
{
    const size_t most = c->list.n / LIST_ENTRY_BYTES_MIN + 1;
    struct listed *listed = arena_array(c->arena, most, sizeof *listed);
    struct attrlist_entry entry;
    size_t n = 0, nrecords = 0;
    enum status status;

    c->all.records = arena_array(c->arena, most, sizeof *c->all.records);
    if (!listed || !c->all.records)
        return STATUS_NO_MEMORY;
    for (size_t at = 0; (status = attrlist_next(c->list, &at, &entry)) == STATUS_OK; n++) {
        listed[n] = (struct listed){entry.reference, entry.lowest_vcn, entry.type,
                                    entry.id,        entry.name_units, entry.name};
        c->all.records[n] = reference_record(entry.reference);
    }
    if (status != STATUS_NOT_FOUND)
        c->all.is_whole = false;
    qsort(c->all.records, n, sizeof *c->all.records, by_number);
    status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        const uint64_t number = c->all.records[i];

        if (number == c->number || (nrecords > 0 && c->all.records[nrecords - 1] == number))
            continue;
        c->all.records[nrecords++] = number;
        status = take_extension(c, number);
    }
    c->all.nrecords = nrecords;
    if (status != STATUS_OK)
        return status;
    qsort(listed, n, sizeof *listed, by_listed);
    qsort(c->places, c->nfound, sizeof *c->places, by_listed);
    c->all.is_listed = n == c->nfound;
    for (size_t i = 0; i < n && c->all.is_listed; i++)
        c->all.is_listed = by_listed(&listed[i], &c->places[i]) == 0;
    return STATUS_OK;
}

/* Names to the front. */
static void part(struct collecting *c)
{
    size_t nnames = 0;

    for (size_t i = 0; i < c->nfound; i++)
        if (c->found[i].type == ATTR_FILE_NAME) {
            const struct attribute name = c->found[i];

            c->found[i] = c->found[nnames];
            c->found[nnames++] = name;
        }
    c->all.names = c->found;
    c->all.nnames = nnames;
    c->all.at = c->found + nnames;
    c->all.n = c->nfound - nnames;
    if (c->all.n > 1)
        qsort(c->all.at, c->all.n, sizeof *c->all.at, by_place_in_file);
}

enum status prove_attributes_collect(const struct volume *volume, uint64_t number,
                                     const uint8_t *record, struct arena *arena,
                                     struct prove_attributes *all_ret)
{
    struct collecting c = {
        .volume = volume,
        .number = number,
        .record = record,
        .arena = arena,
        .all = {.is_whole = true, .is_listed = true},
    };
    enum status status = reserve(&c) ? take_record(&c, record, number) : STATUS_NO_MEMORY;

    if (status == STATUS_OK)
        status = load_list(&c);
    if (status == STATUS_OK && c.list.n > 0)
        status = follow_list(&c);
    if (status != STATUS_OK)
        return status;
    part(&c);
    *all_ret = c.all;
    return STATUS_OK;
}
