/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hostile journal. The first byte chooses: 0 reads the rest as it is; else the rest are entries
 * whose hashes are made right, each a head of 24 bytes (kind, volume, first, n, batch, number of
 * items) and its items. What is taken must keep the rules of docs/JOURNAL.md.
 */
#include <assert.h>
#include <stdlib.h>

#include "src/journal_file.h"

enum { NOPS = 50, HEAD_BYTES = 24, ITEMS_MAX = 60 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_entries(const uint8_t *data, size_t size, uint8_t *chain, struct textbuf *to)
{
    while (size >= HEAD_BYTES) {
        struct journal_item items[ITEMS_MAX] = {0};
        struct journal_entry entry = {
            .kind = (enum journal_kind)(bytes_u32(data) % 4),
            .range = {bytes_u32(data + 4), bytes_u32(data + 8), bytes_u32(data + 12),
                      bytes_u32(data + 16)},
            .items = items,
            .nitems = bytes_u32(data + 20) % ITEMS_MAX,
        };
        bool is_put;

        data += HEAD_BYTES;
        size -= HEAD_BYTES;
        for (uint32_t i = 0; i < entry.nitems && size > 0; i++, data++, size--)
            /* cppcheck-suppress unreadVariable ; ENTRY points at them */
            items[i] = (struct journal_item){.op = *data, .reference = i, .size = *data};
        is_put = journal_file_entry(&entry, chain, to);
        assert(is_put);
        (void)is_put;
    }
}

static void make(const uint8_t *data, size_t size, struct textbuf *to)
{
    const struct journal_about about = {.nops = NOPS};
    uint8_t header[JOURNAL_FILE_HEADER_BYTES], chain[SHA256_BYTES];
    bool is_made = journal_file_header(&about, header);

    assert(is_made);
    (void)is_made;
    memcpy(chain, header + JOURNAL_FILE_AT_SHA256, sizeof chain);
    textbuf_str(to, (struct str){(const char *)header, sizeof header});
    put_entries(data, size, chain, to);
}

/* An entry that was taken; DONE counts what is done of each volume. */
static void look(const struct journal_entry *entry, uint32_t nops, uint32_t *done)
{
    assert(entry->kind <= JOURNAL_DISCARDED && entry->range.volume < JOURNAL_VOLUMES_MAX);
    assert(entry->range.n > 0 && bytes_fit(entry->range.first, entry->range.n, nops));
    assert(entry->range.first >= done[entry->range.volume]);
    if (entry->kind == JOURNAL_DONE)
        done[entry->range.volume] = entry->range.first + entry->range.n;
    for (uint32_t i = 0; i < entry->nitems; i++)
        assert(entry->items[i].op < nops &&
               (i == 0 || entry->items[i - 1].op < entry->items[i].op));
}

static void look_at_all(const struct journal *journal)
{
    uint32_t n, done[JOURNAL_VOLUMES_MAX] = {0};
    const struct journal_entry *entries = journal_entries(journal, &n);

    for (uint32_t i = 0; i < n; i++)
        look(&entries[i], journal_about(journal)->nops, done);
    for (uint32_t i = 0; i < JOURNAL_VOLUMES_MAX; i++) {
        const struct journal_entry *intent = journal_open_intent(journal, i);

        assert(!intent || (intent->kind == JOURNAL_INTENT && intent->range.volume == i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct textbuf text = {0};
    struct source source;
    struct journal *journal;
    const char *why = NULL;
    enum status status;

    if (size == 0)
        return 0;
    if (data[0])
        make(data + 1, size - 1, &text);
    else
        textbuf_str(&text, (struct str){(const char *)data + 1, size - 1});
    source = source_of_memory((struct bytes){(const uint8_t *)text.at, text.n});
    status = journal_read_source(&source, &journal, &why);
    assert(status == STATUS_OK || (status == STATUS_DAMAGED && why));
    if (status == STATUS_OK) {
        look_at_all(journal);
        journal_close(journal);
    }
    textbuf_free(&text);
    return 0;
}
