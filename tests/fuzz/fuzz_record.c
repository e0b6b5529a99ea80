/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One record: fix-ups, header, attributes, each of whose bytes is touched; attribute lists and
 * mapping pairs in it. The first byte chooses between raw bytes, a good header over raw
 * attributes, and a whole record with changes.
 */
#include "mft/record.h"

#include <assert.h>
#include <stdlib.h>

#include "mft/attribute.h"
#include "mft/attrlist.h"
#include "mft/runlist.h"
#include "tests/fuzz/edits.h"
#include "tests/support/forge.h"

enum { RAW, ATTRIBUTES, CHANGES, MODES };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read is put here, so that no compiler leaves the reading out. */
static volatile unsigned sink;

static unsigned touch(struct bytes bytes)
{
    unsigned sum = 0;

    for (size_t i = 0; i < bytes.n; i++)
        sum += bytes.at[i];
    return sum;
}

static unsigned touch_list(struct bytes list)
{
    struct attrlist_entry entry;
    unsigned sum = 0;

    for (size_t at = 0; attrlist_next(list, &at, &entry) == STATUS_OK;) {
        assert(at <= list.n);
        sum += touch((struct bytes){entry.name, 2 * (size_t)entry.name_units});
    }
    return sum;
}

static unsigned touch_attribute(const struct attribute *a)
{
    unsigned sum = touch((struct bytes){a->name, a->name_units ? 2 * (size_t)a->name_units : 0});

    sum += touch(a->value) + (unsigned)attribute_data_size(a) + (unsigned)attribute_initialized(a);
    if (attribute_lowest_vcn(a) == 0)
        sum += (unsigned)attribute_allocated(a);
    if (a->is_nonresident)
        sum += (unsigned)runlist_allocated(a->value);
    else if (a->type == ATTR_LIST)
        sum += touch_list(a->value);
    return sum;
}

static void look(uint8_t *record, uint32_t record_bytes)
{
    struct attribute a, found;
    uint32_t at;
    enum record_state state = record_fix(record, record_bytes, &at);

    assert(at < record_bytes);
    if (state != RECORD_USED && state != RECORD_FREE)
        return;
    record_names_other_number(record, 5);
    attribute_first(record, &a);
    while (attribute_next(&a) == STATUS_OK) {
        assert(bytes_fit(a.at, a.length, record_bytes));
        sink = touch_attribute(&a);
    }
    if (attribute_find(record, ATTR_DATA, "", &found) == STATUS_OK)
        assert(found.type == ATTR_DATA && attribute_lowest_vcn(&found) == 0);
}

static void put_whole(uint8_t *record)
{
    static const struct forge_run runs[] = {{100, 5}, {UINT64_MAX, 3}, {90, 2}};
    struct forge_extent extent = {
        .runs = runs, .nruns = 3, .cluster_bytes = 4096, .flags = ATTR_SPARSE};
    uint8_t list[64];
    size_t n = forge_list_entry(list, ATTR_DATA, "s", 0, 5, 0);

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    forge_resident(record, ATTR_LIST, "", list, n);
    forge_file_name(record, reference_of(5, 5), NAMESPACE_POSIX, "a name");
    forge_resident(record, ATTR_DATA, "s", "hello", 5);
    forge_nonresident(record, ATTR_DATA, "t", &extent);
}

/* Fills what lies behind the header with the input; all of it is in use. */
static void put_attributes(uint8_t *record, uint32_t record_bytes, const struct edits *edits)
{
    uint32_t first = bytes_u16(record + RECORD_ATTRIBUTES_OFF);
    size_t room = record_bytes - first;

    memcpy(record + first, edits->at, edits->n < room ? edits->n : room);
    forge_put32(record + RECORD_BYTES_IN_USE, record_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edits edits = {data, size};
    uint8_t mode = edits_byte(&edits);
    uint32_t record_bytes = (uint32_t)RECORD_BYTES_MIN << (mode / MODES) % 4;
    uint8_t *record = forge_record(record_bytes, &(struct forge_header){.number = 30});

    switch (mode % MODES) {
    case RAW:
        memset(record, 0, record_bytes);
        memcpy(record, edits.at, edits.n < record_bytes ? edits.n : record_bytes);
        break;
    case ATTRIBUTES:
        put_attributes(record, record_bytes, &edits);
        forge_seal(record);
        break;
    default:
        put_whole(record);
        forge_seal(record);
        while (edits.n > 0)
            edits_apply_in_block(&edits, record, record_bytes);
        break;
    }
    look(record, record_bytes);
    free(record);
    return 0;
}
