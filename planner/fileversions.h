/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The versions of programs, as far as their contents say, where rules ask which file is newer
 * (NewestVersion). A plan asks for those that it must know; src/ reads them; then it is made again.
 *
 *   status = fileversions_ask(&versions, drive, nfiles, file, &version);
 *   if (version->state == FILEVERSION_KNOWN) ... version->file_version ...
 *
 * Pure. One thread; rows live in the table's arena.
 */
#ifndef PLANNER_FILEVERSIONS_H
#define PLANNER_FILEVERSIONS_H

#include "mft/arena.h"
#include "mft/status.h"

enum fileversion_state {
    FILEVERSION_ASKED, /* nobody has looked yet */
    FILEVERSION_KNOWN,
    FILEVERSION_NONE, /* it has none, or cannot be read */
};

struct fileversion {
    uint32_t drive, file; /* row */
    enum fileversion_state state;
    uint64_t file_version, product_version; /* four numbers of 16 bits, the first highest */
};

struct fileversions {
    struct fileversion *at;
    uint32_t n, capacity;
    uint32_t **rows; /* of each drive and file: its row, plus one; NULL: none is asked for */
    uint32_t ndrives;
    struct arena arena;
};

/* STATUS_NO_MEMORY; then there is nothing to be freed. */
enum status fileversions_begin(struct fileversions *versions, uint32_t ndrives);

/* The row of FILE, one of NFILES of DRIVE, which is added where there is none. Gone with the next
 * one that is added. STATUS_NO_MEMORY. */
enum status fileversions_ask(struct fileversions *versions, uint32_t drive, uint32_t nfiles,
                             uint32_t file, const struct fileversion **version_ret);

void fileversions_free(struct fileversions *versions);

#endif
