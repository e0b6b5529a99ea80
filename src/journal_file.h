/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a journal: places, and values to bytes and back. docs/JOURNAL.md, "The journal", is
 * the format. For journal*.c alone.
 */
#ifndef SRC_JOURNAL_FILE_H
#define SRC_JOURNAL_FILE_H

#include "src/journal.h"
#include "src/textbuf.h"

enum {
    JOURNAL_FILE_AT_MAGIC = 0,
    JOURNAL_FILE_AT_VERSION = 16,
    JOURNAL_FILE_AT_NOPS = 20,
    JOURNAL_FILE_AT_PLAN_SHA256 = 24,
    JOURNAL_FILE_AT_SHA256 = 56,
    JOURNAL_FILE_HEADER_BYTES = 88,
    JOURNAL_FILE_MAGIC_BYTES = 16,
    JOURNAL_FILE_VERSION = 1,

    JOURNAL_FILE_ENTRY_AT_BYTES = 0, /* of the whole entry */
    JOURNAL_FILE_ENTRY_AT_KIND = 8,
    JOURNAL_FILE_ENTRY_AT_VOLUME = 12,
    JOURNAL_FILE_ENTRY_AT_FIRST = 16,
    JOURNAL_FILE_ENTRY_AT_N = 20,
    JOURNAL_FILE_ENTRY_AT_BATCH = 24,
    JOURNAL_FILE_ENTRY_AT_NITEMS = 28,
    JOURNAL_FILE_ENTRY_ITEMS = 32,
    JOURNAL_FILE_ITEM_BYTES = 56,
    JOURNAL_FILE_ENTRY_MIN = JOURNAL_FILE_ENTRY_ITEMS + SHA256_BYTES,

    JOURNAL_FILE_SECTOR_BYTES = 512, /* what a crash leaves whole */
};

/* What an entry says of itself before its items. */
struct journal_file_head {
    uint64_t nbytes;
    uint32_t kind, nitems;
    struct journal_range range;
};

/* Writes the header of a journal to HEADER_RET. False without memory. */
bool journal_file_header(const struct journal_about *about, uint8_t *header_ret);

/* Reads the header at HEADER. STATUS_DAMAGED with *WHY_RET, STATUS_NO_MEMORY. */
enum status journal_file_read_header(const uint8_t *header, struct journal_about *about_ret,
                                     const char **why_ret);

/* Appends ENTRY to TO; CHAIN, the hash of what is before it, becomes its own. False without
 * memory. */
bool journal_file_entry(const struct journal_entry *entry, uint8_t *chain, struct textbuf *to);

/* The head at AT, JOURNAL_FILE_ENTRY_ITEMS bytes. */
struct journal_file_head journal_file_read_head(const uint8_t *at);

/* Can an entry of a journal of NOPS operations begin like this? */
bool journal_file_is_head(const struct journal_file_head *head, uint32_t nops);

/* Has the entry BYTES, which is whole, the hash that it must have behind CHAIN, which then becomes
 * that? STATUS_DAMAGED: no. STATUS_NO_MEMORY. */
enum status journal_file_follow(struct bytes entry, uint8_t *chain);

/* Reads N items at AT. False where they are not as they must be in a journal of NOPS operations. */
bool journal_file_read_items(const uint8_t *at, uint32_t n, uint32_t nops,
                             struct journal_item *items_ret);

#endif
