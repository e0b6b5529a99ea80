/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of one file, as attributes are added to them: what libntfs-3g does when the base
 * record is full. docs/ON-DISK.md, "How libntfs-3g fills records", has the rules.
 *
 *   struct recordfill fill = {.record_bytes = 1024, .cluster_bytes = 4096, .arena = &arena};
 *   recordfill_begin(&fill, room);           a file without attributes, then:
 *   recordfill_has(&fill, RECORDFILL_UNNAMED);        one that is there, and stays where it is
 *   recordfill_has_name(&fill, bytes);                a name that is there
 *   recordfill_has_part(&fill, bytes, value_bytes);   one that is there, and may leave the record
 *   recordfill_add_name(&fill, bytes);                a name comes
 *   ... fill.records, fill.clusters, fill.is_short ...
 *   recordfill_begin(&fill, room);           the next file
 *
 * Pure, O(attributes); the memory is the arena's, and is used for all files one after the other.
 */
#ifndef PLANNER_RECORDFILL_H
#define PLANNER_RECORDFILL_H

#include "mft/arena.h"

#include <stdbool.h>

enum {
    RECORDFILL_NAMES_MAX = 64, /* of at least 96 bytes in a record of 4096 */
    RECORDFILL_PARTS_MAX = 8,
    RECORDFILL_HEADER = 24,   /* of a resident attribute */
    RECORDFILL_AWAY = 72,     /* a non-resident attribute: header, and 8 bytes of runs */
    RECORDFILL_STANDARD = 96, /* $STANDARD_INFORMATION of 72 bytes */
    RECORDFILL_STANDARD_OLD = 72,
    RECORDFILL_UNNAMED = 32,   /* entry of an attribute list for an attribute without a name */
    RECORDFILL_I30_NAME = 8,   /* "$I30" */
    RECORDFILL_I30_ENTRY = 40, /* entry for an attribute of that name */
};

/* A resident attribute whose value can go to clusters of its own. */
struct recordfill_part {
    uint32_t bytes, value_bytes;
};

struct recordfill {
    uint32_t record_bytes, cluster_bytes;
    struct arena *arena;

    uint32_t room;   /* of the base record */
    uint16_t *rooms; /* of each extension record */
    uint32_t nrooms, capacity;
    uint32_t nfull;    /* extension records before this one have no room for any name */
    uint32_t list;     /* bytes of an entry for each attribute, in whatever record */
    uint32_t resident; /* bytes of the attribute list's value in the base record */
    bool has_list, is_list_away;

    uint32_t names[RECORDFILL_NAMES_MAX]; /* bytes of those in the base record; the first one leaves
                                             it first */
    uint32_t nnames, first_name;
    struct recordfill_part parts[RECORDFILL_PARTS_MAX];
    uint32_t nparts, first_part;
    uint32_t root;        /* bytes of the index root; 0: none */
    uint32_t root_record; /* 0: the base record; else an extension, counted from 1 */

    uint32_t records;       /* extension records made */
    uint64_t list_clusters; /* of the attribute list */
    uint64_t clusters;      /* of parts that went away */
    bool is_short;          /* without memory: what is counted is too little */
};

/* Bytes that a record of RECORD_BYTES has for attributes, the end mark left out. */
uint32_t recordfill_capacity(uint32_t record_bytes);

/* Bytes of a $FILE_NAME attribute with a name of UNITS. */
uint32_t recordfill_name_bytes(uint32_t units);

/* Bytes of a list's entry for an attribute whose name has UNITS. */
uint32_t recordfill_entry_bytes(uint32_t units);

/* A file whose base record has ROOM bytes to spare; nothing is known of what is in it yet. */
void recordfill_begin(struct recordfill *fill, uint32_t room);

/* What is there already. ENTRY: bytes of its entry in an attribute list. */
void recordfill_has(struct recordfill *fill, uint32_t entry);
void recordfill_has_name(struct recordfill *fill, uint32_t bytes);
void recordfill_has_part(struct recordfill *fill, uint32_t bytes, uint32_t value_bytes);

/* The file has an attribute list: of the entries told so far, away from the record or in it. */
void recordfill_has_list(struct recordfill *fill, bool is_away);

/* A name that lies in an extension record. */
void recordfill_has_far_name(struct recordfill *fill, uint32_t bytes);

void recordfill_add_name(struct recordfill *fill, uint32_t bytes);

/* Adds another attribute of BYTES, with an ENTRY in the attribute list. */
void recordfill_add(struct recordfill *fill, uint32_t bytes, uint32_t entry);

/* Puts an index root of BYTES into the base record. */
void recordfill_add_root(struct recordfill *fill, uint32_t bytes);

/* Makes the index root BYTES large. False: it must give up its entries to an index block first. */
bool recordfill_resize_root(struct recordfill *fill, uint32_t bytes);

#endif
