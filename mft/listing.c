/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sorted arrays of keys. */
#include "mft/listing.h"

#include "mft/attrlist.h"

#include <stdlib.h>

static int compare_keys(const void *a, const void *b)
{
    uint64_t left, right;

    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

static uint64_t name_key(uint64_t record, uint16_t id)
{
    return record << 16 | id;
}

static enum status take_entries(struct bytes list, struct listing *listing)
{
    struct attrlist_entry entry;
    enum status status;

    for (size_t at = 0; (status = attrlist_next(list, &at, &entry)) == STATUS_OK;) {
        listing->records[listing->nrecords++] = entry.reference;
        if (entry.type == ATTR_FILE_NAME)
            listing->names[listing->nnames++] =
                name_key(reference_record(entry.reference), entry.id);
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status listing_load(const struct volume *volume, uint64_t number, struct arena *arena,
                         struct listing *listing_ret)
{
    uint8_t record[RECORD_BYTES_MAX];
    enum record_state state;
    struct bytes list;
    struct listing listing = {.is_known = true};
    enum status status = volume_read_record(volume, number, record, &state);

    if (status == STATUS_OK && state != RECORD_USED)
        status = STATUS_DAMAGED;
    if (status == STATUS_OK)
        status = attrlist_load(volume, record, arena, &list);
    if (status != STATUS_OK)
        return status;
    listing.nbytes = list.n;
    listing.records =
        arena_array(arena, list.n / LIST_ENTRY_BYTES_MIN + 1, sizeof *listing.records);
    listing.names = arena_array(arena, list.n / LIST_ENTRY_BYTES_MIN + 1, sizeof *listing.names);
    if (!listing.records || !listing.names)
        return STATUS_NO_MEMORY;
    status = take_entries(list, &listing);
    if (status != STATUS_OK)
        return status;
    qsort(listing.records, listing.nrecords, sizeof *listing.records, compare_keys);
    qsort(listing.names, listing.nnames, sizeof *listing.names, compare_keys);
    *listing_ret = listing;
    return STATUS_OK;
}

static bool has_key(const uint64_t *keys, size_t n, uint64_t key)
{
    return n > 0 && bsearch(&key, keys, n, sizeof *keys, compare_keys);
}

bool listing_has_record(const struct listing *listing, uint64_t reference)
{
    return has_key(listing->records, listing->nrecords, reference);
}

bool listing_has_name(const struct listing *listing, uint64_t record, uint16_t id)
{
    return has_key(listing->names, listing->nnames, name_key(record, id));
}
