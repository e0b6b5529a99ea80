/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A journal in memory: its entries, in an order that can be. For journal*.c alone.
 */
#ifndef SRC_JOURNAL_ENTRIES_H
#define SRC_JOURNAL_ENTRIES_H

#include "mft/arena.h"
#include "src/journal_file.h"

/* What is known of a volume of the plan. */
struct journal_entries_volume {
    uint32_t done;   /* operations from the first one on that are done */
    uint32_t intent; /* entry number + 1 of what began and has not ended; 0 for none */
};

struct journal {
    struct journal_about about;
    struct arena arena; /* of the items */
    struct journal_entry *entries;
    uint32_t nentries, capacity;
    struct journal_entries_volume volumes[JOURNAL_VOLUMES_MAX];
    uint8_t chain[SHA256_BYTES]; /* the hash of the last entry, or of the header */
    uint64_t end;                /* of the file's bytes that count */
    char *path;
    int fd;         /* -1: not open for writing */
    bool is_broken; /* nothing more can be appended */
};

/* May ENTRY come next? NULL, or a constant phrase that says why not. */
const char *journal_entries_object(const struct journal *journal,
                                   const struct journal_entry *entry);

/* Makes room for one more. False without memory. */
bool journal_entries_reserve(struct journal *journal);

/* Adds ENTRY, which may come next and for which there is room; its items are in the journal's
 * arena. */
void journal_entries_add(struct journal *journal, const struct journal_entry *entry);

/*
 * Reads the journal in SOURCE into JOURNAL, which is otherwise empty, up to what a crash has torn:
 * JOURNAL->end. STATUS_DAMAGED with *WHY_RET, STATUS_IO, STATUS_NO_MEMORY.
 */
enum status journal_entries_read(struct journal *journal, const struct source *source,
                                 const char **why_ret);

#endif
