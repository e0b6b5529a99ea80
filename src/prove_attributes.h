/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All attributes of one file, from all its records: names apart, the others in order, and does its
 * attribute list name exactly these?
 */
#ifndef SRC_PROVE_ATTRIBUTES_H
#define SRC_PROVE_ATTRIBUTES_H

#include "mft/attribute.h"
#include "mft/volume.h"

struct prove_attributes {
    struct attribute *at; /* by type, name and lowest VCN; neither names nor the list */
    size_t n;
    struct attribute *names; /* $FILE_NAMEs */
    size_t nnames;
    uint64_t *records; /* numbers of its extension records, ascending */
    size_t nrecords;
    bool is_whole;  /* all records could be used, to their end */
    bool is_listed; /* the list names each attribute once, and nothing else; or there is none */
};

/* Of the file with base record NUMBER, which is RECORD; in ARENA, and of RECORD's bytes.
 * STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_attributes_collect(const struct volume *volume, uint64_t number,
                                     const uint8_t *record, struct arena *arena,
                                     struct prove_attributes *all_ret);

/* By type and name: negative, 0 or positive. */
int prove_attributes_order(const struct attribute *a, const struct attribute *b);

#endif
