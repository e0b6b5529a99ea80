/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts: what records say, each taken alone. A worker fills one set from a chunk of records
 * (parse.h); the sets of all chunks are appended in order (facts_append); join.h makes the index of
 * the whole.
 *
 * A file that is whole in its base record is finished at once. What belongs to a file of several
 * records is held: the names of a base record with an attribute list, and all that extension
 * records carry.
 */
#ifndef MFT_FACTS_H
#define MFT_FACTS_H

#include "mft/index.h"
#include "mft/owners.h"

enum held_kind {
    HELD_DATA,    /* first extent of the unnamed $DATA: size, allocated, file flags */
    HELD_REPARSE, /* tag in size */
    HELD_OWNER,   /* id of the owner in size */
};

struct held_fact {
    uint64_t size, allocated;
    uint16_t flags; /* enum file_flag */
    enum held_kind kind;
};

/* A record whose facts are held. They are those from FIRST_* on, up to the next holder's. */
struct holder {
    uint64_t base;   /* reference of the base record: its own, or as the extension's header says */
    uint32_t record; /* its own number */
    uint16_t sequence;
    uint32_t first_name, first_stream, first_fact;
    bool is_base;
    bool is_deleted;
};

struct facts {
    unsigned want;
    struct file_rows files;
    struct name_rows names;
    struct stream_rows streams;
    struct reparse_rows reparse;
    struct text_pool text;

    struct holder *holders;
    uint32_t nholders, holders_capacity;
    struct name_rows held_names; /* file is not known yet */
    uint16_t *held_ids;          /* attribute id of each held name */
    uint32_t held_ids_capacity;
    struct stream_rows held_streams;
    struct held_fact *held;
    uint32_t nheld, held_capacity;

    struct finding *findings;
    uint32_t nfindings, findings_capacity;
    struct owners owners;
    struct index_counts counts;
    struct arena arena;
};

/* Room for all that NRECORDS records of RECORD_BYTES can say, so that parsing never grows a table.
 */
enum status facts_reserve(struct facts *facts, uint32_t nrecords, uint32_t record_bytes);

/* Forgets all rows, keeps the room. */
void facts_clear(struct facts *facts);

/* Appends the facts of the next chunk. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status facts_append(struct facts *all, const struct facts *chunk);

/* Notes a finding, for which there is room. Volume offsets are filled in at the end. */
void facts_note(struct facts *facts, enum finding_kind kind, uint64_t record, uint32_t at,
                uint64_t detail);

/* The same, with growth. */
enum status facts_note_more(struct facts *facts, enum finding_kind kind, uint64_t record,
                            uint32_t at, uint64_t detail);

/* Where the bytes of a new text go, for which there is room; then facts_text_end. */
static inline char *facts_text_begin(struct facts *facts)
{
    return facts->text.at + facts->text.n + 2;
}

/* Ends a text of N bytes; returns its id. */
static inline uint32_t facts_text_end(struct facts *facts, size_t n)
{
    uint32_t id = facts->text.n;

    facts->text.at[id] = (char)(n & 0xFF);
    facts->text.at[id + 1] = (char)(n >> 8);
    facts->text.n += 2 + (uint32_t)n;
    return id;
}

/*
 * Folds the DOS names among NAMES[FIRST..END) into their WIN32 partners of the same parent, moving
 * the others together. A DOS name without a partner stays only where there is no other name.
 * Returns the new end; *ALONE_RET: DOS names without partner.
 */
uint32_t facts_fold_dos_names(struct name_rows *names, uint32_t first, uint32_t end,
                              uint32_t *alone_ret);

#endif
