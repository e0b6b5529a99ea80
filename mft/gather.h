/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the attributes of one record say, gathered into facts. The inner half of parse.h.
 *
 *   struct gatherer g = {.volume = v, .facts = f, .number = n, .record = bytes};
 *   g.file = ...;
 *   gather_attributes(&g, is_deleted);
 */
#ifndef MFT_GATHER_H
#define MFT_GATHER_H

#include "mft/facts.h"
#include "mft/volume.h"

/* The record at hand. */
struct gatherer {
    const struct volume *volume;
    struct facts *facts;
    const uint8_t *record;
    uint32_t number;
    uint32_t file;   /* its row; INDEX_NONE for an extension */
    uint16_t flags;  /* enum file_flag, of the row */
    uint32_t nnames; /* $FILE_NAMEs, DOS names included */
    uint32_t ndos;
    uint32_t noted;      /* findings of this record, a bit for each kind: each is told once */
    uint32_t fn_tag;     /* reparse tag that the last $FILE_NAME claims */
    unsigned held;       /* facts held of this record, a bit for each kind */
    bool has_descriptor; /* a security descriptor was seen */
    bool is_held;        /* its names are held: extension, or base with an attribute list */
    enum status status;
};

/* Notes a finding of this record, once for each kind; AT is the offset within it, or 0. */
void gather_note(struct gatherer *g, enum finding_kind kind, uint32_t at, uint64_t detail);

/* Makes the record a holder: its facts belong to the file whose base record BASE refers to. */
void gather_hold(struct gatherer *g, uint64_t base, bool is_deleted);

/*
 * Takes all attributes of the record. A base record with an attribute list becomes a holder on the
 * way. A malformed attribute ends it, and is a finding.
 */
void gather_attributes(struct gatherer *g, bool is_deleted);

#endif
