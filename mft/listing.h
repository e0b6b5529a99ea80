/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attribute list of one file as a set: which records and which names belong to it. For the rare
 * file whose names disagree with its header.
 */
#ifndef MFT_LISTING_H
#define MFT_LISTING_H

#include "mft/volume.h"

struct listing {
    bool is_known;
    size_t nbytes;     /* of the list */
    uint64_t *records; /* references, ascending */
    size_t nrecords;
    uint64_t *names; /* record << 16 | attribute id of each $FILE_NAME, ascending */
    size_t nnames;
};

/* Reads the list of the file with base record NUMBER into ARENA. Errors are those of attrlist_load.
 */
enum status listing_load(const struct volume *volume, uint64_t number, struct arena *arena,
                         struct listing *listing_ret);

/* Does an entry name the record with REFERENCE? */
bool listing_has_record(const struct listing *listing, uint64_t reference);

/* Does an entry name the $FILE_NAME with attribute ID in RECORD? */
bool listing_has_name(const struct listing *listing, uint64_t record, uint16_t id);

#endif
