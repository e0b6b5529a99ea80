/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Journals, read: see journal_entries.h.
 *
 * Entries are taken one by one; memory is asked for only against bytes that are in the file. What
 * is behind the last good entry is torn, or damage: docs/JOURNAL.md tells how they are told apart.
 */
#include "src/journal_entries.h"

#include <assert.h>
#include <stdlib.h>

/* ---- The order ---- */

static bool is_same(const struct journal_range *a, const struct journal_range *b)
{
    return a->volume == b->volume && a->first == b->first && a->n == b->n && a->batch == b->batch;
}

const char *journal_entries_object(const struct journal *journal, const struct journal_entry *entry)
{
    const struct journal_entries_volume *volume = &journal->volumes[entry->range.volume];
    const struct journal_entry *intent =
        volume->intent ? &journal->entries[volume->intent - 1] : NULL;

    if (entry->kind != JOURNAL_INTENT)
        return intent && is_same(&intent->range, &entry->range)
                   ? NULL
                   : "has an end of operations that have not begun";
    if (entry->range.first < volume->done)
        return "has operations that begin after they were done";
    if (intent && intent->range.first != entry->range.first)
        return "has operations that begin before others have ended";
    return NULL;
}

bool journal_entries_reserve(struct journal *journal)
{
    uint32_t capacity = journal->capacity ? 2 * journal->capacity : 16;
    struct journal_entry *entries;

    if (journal->nentries < journal->capacity)
        return true;
    entries = realloc(journal->entries, capacity * sizeof *entries);
    if (!entries)
        return false;
    journal->entries = entries;
    journal->capacity = capacity;
    return true;
}

void journal_entries_add(struct journal *journal, const struct journal_entry *entry)
{
    struct journal_entries_volume *volume = &journal->volumes[entry->range.volume];

    assert(journal->nentries < journal->capacity);
    journal->entries[journal->nentries++] = *entry;
    volume->intent = entry->kind == JOURNAL_INTENT ? journal->nentries : 0;
    if (entry->kind == JOURNAL_DONE)
        volume->done = entry->range.first + entry->range.n;
}

/* ---- Reading ---- */

static enum status refuse(const char *why, const char **why_ret)
{
    *why_ret = why;
    return STATUS_DAMAGED;
}

static enum status read_bytes(const struct source *source, uint64_t offset, void *to, size_t n,
                              const char **why_ret)
{
    enum status status = source_read_all(source, offset, to, n);

    return status == STATUS_TRUNCATED ? refuse("became shorter while it was read", why_ret)
                                      : status;
}

static bool are_zeros(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] != 0)
            return false;
    return true;
}

/* Is there a sector of the file of which ENTRY, which lies at OFFSET, has nothing but zeros? No
 * entry has that by itself. */
static bool has_unwritten_sector(struct bytes entry, uint64_t offset)
{
    for (size_t at = 0; at < entry.n;) {
        size_t sector = JOURNAL_FILE_SECTOR_BYTES - (offset + at) % JOURNAL_FILE_SECTOR_BYTES;
        size_t n = sector < entry.n - at ? sector : entry.n - at;

        if (are_zeros(entry.at + at, n))
            return true;
        at += n;
    }
    return false;
}

/* Are all bytes from OFFSET on zeros? */
static enum status look_for_zeros(const struct source *source, uint64_t offset, bool *are_ret,
                                  const char **why_ret)
{
    uint8_t bytes[4096];

    *are_ret = false;
    while (offset < source->size_bytes) {
        uint64_t left = source->size_bytes - offset;
        size_t n = left < sizeof bytes ? (size_t)left : sizeof bytes;
        enum status status = read_bytes(source, offset, bytes, n, why_ret);

        if (status != STATUS_OK)
            return status;
        if (!are_zeros(bytes, n))
            return STATUS_OK;
        offset += n;
    }
    *are_ret = true;
    return STATUS_OK;
}

/* The entry BYTES, whose head is good and which is whole. */
static enum status take_entry(struct journal *journal, const struct journal_file_head *head,
                              struct bytes bytes, const char **why_ret)
{
    struct journal_entry entry = {head->kind, head->range, NULL, head->nitems};
    struct journal_item *items =
        arena_array(&journal->arena, head->nitems + (size_t)1, sizeof *items);

    if (!items)
        return STATUS_NO_MEMORY;
    entry.items = items;
    if (!journal_file_read_items(bytes.at + JOURNAL_FILE_ENTRY_ITEMS, head->nitems,
                                 journal->about.nops, items))
        return refuse("has an entry with items that cannot be", why_ret);
    *why_ret = journal_entries_object(journal, &entry);
    if (*why_ret)
        return STATUS_DAMAGED;
    if (!journal_entries_reserve(journal))
        return STATUS_NO_MEMORY;
    journal_entries_add(journal, &entry);
    return STATUS_OK;
}

/* The entry at JOURNAL->end, all of which is in the file. */
static enum status read_entry(struct journal *journal, const struct source *source,
                              const struct journal_file_head *head, bool *is_torn_ret,
                              const char **why_ret)
{
    bool is_last = head->nbytes == source->size_bytes - journal->end;
    uint8_t *at = malloc(head->nbytes);
    struct bytes bytes = {at, head->nbytes};
    enum status status =
        at ? read_bytes(source, journal->end, at, bytes.n, why_ret) : STATUS_NO_MEMORY;

    if (status == STATUS_OK) {
        status = journal_file_follow(bytes, journal->chain);
        *is_torn_ret =
            status == STATUS_DAMAGED && is_last && has_unwritten_sector(bytes, journal->end);
        if (status == STATUS_OK)
            status = take_entry(journal, head, bytes, why_ret);
        else if (*is_torn_ret)
            status = STATUS_OK;
        else if (status == STATUS_DAMAGED)
            *why_ret = "has an entry whose hash is wrong";
    }
    free(at);
    if (status == STATUS_OK && !*is_torn_ret)
        journal->end += head->nbytes;
    return status;
}

/* The next entry, or what a crash has left of one. */
static enum status read_next(struct journal *journal, const struct source *source,
                             bool *is_torn_ret, const char **why_ret)
{
    uint64_t left = source->size_bytes - journal->end;
    uint8_t bytes[JOURNAL_FILE_ENTRY_ITEMS];
    struct journal_file_head head;
    enum status status;

    if (left < JOURNAL_FILE_ENTRY_MIN) {
        *is_torn_ret = true;
        return STATUS_OK;
    }
    status = read_bytes(source, journal->end, bytes, sizeof bytes, why_ret);
    if (status != STATUS_OK)
        return status;
    head = journal_file_read_head(bytes);
    if (!journal_file_is_head(&head, journal->about.nops)) {
        status = look_for_zeros(source, journal->end, is_torn_ret, why_ret);
        return status == STATUS_OK && !*is_torn_ret ? refuse("has an entry that cannot be", why_ret)
                                                    : status;
    }
    *is_torn_ret = head.nbytes > left;
    return *is_torn_ret ? STATUS_OK : read_entry(journal, source, &head, is_torn_ret, why_ret);
}

enum status journal_entries_read(struct journal *journal, const struct source *source,
                                 const char **why_ret)
{
    uint8_t header[JOURNAL_FILE_HEADER_BYTES];
    enum status status;

    if (source->size_bytes < sizeof header)
        return refuse("is shorter than a journal's header", why_ret);
    status = read_bytes(source, 0, header, sizeof header, why_ret);
    if (status == STATUS_OK)
        status = journal_file_read_header(header, &journal->about, why_ret);
    memcpy(journal->chain, header + JOURNAL_FILE_AT_SHA256, SHA256_BYTES);
    journal->end = sizeof header;
    for (bool is_torn = false;
         status == STATUS_OK && !is_torn && journal->end < source->size_bytes;)
        status = read_next(journal, source, &is_torn, why_ret);
    return status;
}
