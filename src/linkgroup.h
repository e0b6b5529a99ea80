/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file with all its names: a hard-link group.
 *
 *   struct linkgroup_reader *reader;
 *   struct linkgroup group;
 *   if (!linkgroup_begin(index, &reader)) ...
 *   linkgroup_read(reader, file, &group)          borrows the reader until its next call
 *   linkgroup_end(reader);
 */
#ifndef SRC_LINKGROUP_H
#define SRC_LINKGROUP_H

#include "mft/index.h"

struct linkgroup_reader;

struct linkgroup {
    uint64_t reference;
    uint64_t size;      /* bytes of the unnamed stream */
    uint64_t allocated; /* bytes of its clusters */
    uint64_t naive;     /* size x names */
    const char *kind;   /* filekind.h */
    bool is_system;
    const struct str *names; /* paths, in ordinal order */
    uint32_t n;
};

/* False without memory. */
bool linkgroup_begin(const struct index *index, struct linkgroup_reader **reader_ret);

void linkgroup_end(struct linkgroup_reader *reader);

/* The group of the file row FILE. STATUS_NO_MEMORY. */
enum status linkgroup_read(struct linkgroup_reader *reader, uint32_t file,
                           struct linkgroup *group_ret);

#endif
