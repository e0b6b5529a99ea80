/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a disk may hold when its power fails: a folder's files and one large one, the volume, after
 * any part of a record of writes.
 *
 *   powerdisk_begin(&disk, folder, volume);
 *   tapcalls_begin(folder, powerdisk_record, &disk);     ... what writes ...    tapcalls_end();
 *   powerdisk_rewind(&disk);
 *   for each cut, ascending:
 *       powerdisk_go(&disk, cut);                        the first CUT calls were made
 *       powerdisk_put(&disk, POWERDISK_CHANCE, &chance); the folder is as the power left it
 *       tapcalls_begin(folder, powerdisk_watch, &disk);  ... what mends it ...
 *   powerdisk_end(&disk);
 *
 * What a sync has not followed may be there or not: of a file's writes any, and of each any
 * sectors; of a folder's names those up to some point. What it cannot do aborts.
 */
#ifndef TESTS_SUPPORT_POWERDISK_H
#define TESTS_SUPPORT_POWERDISK_H

#include "tests/support/chance.h"
#include "tests/support/tapcalls.h"

enum { POWERDISK_SECTOR_BYTES = 512, POWERDISK_BLOCK_BYTES = 4096, POWERDISK_VOLUME = 0 };

enum powerdisk_mode {
    POWERDISK_ALL,    /* everything was written, in order */
    POWERDISK_SYNCED, /* nothing but what was synced */
    POWERDISK_CHANCE,
};

struct powerdisk_call {
    enum tapcalls_kind kind;
    uint32_t file;   /* number; of a folder's sync: UINT32_MAX */
    char *path, *to; /* names; of a sync its folder */
    uint64_t offset, size;
    uint8_t *bytes;
    size_t n;
};

struct powerdisk_file {
    uint8_t *bytes; /* that are synced */
    size_t n, nbegin;
    uint8_t *begin;    /* what it was in the beginning; NULL: it was not there */
    uint32_t *pending; /* calls that no sync has followed */
    uint32_t npending, capacity;
};

struct powerdisk_name {
    char *path;
    uint32_t file;
};

struct powerdisk_names {
    struct powerdisk_name *at;
    uint32_t n;
};

struct powerdisk {
    char *folder, *volume;
    struct powerdisk_call *calls;
    uint32_t ncalls, capacity;
    struct powerdisk_file *files; /* the first is the volume */
    uint32_t nfiles;
    struct powerdisk_names begin, now; /* NOW: while recording, of all calls; then of synced ones */
    uint32_t *pending;                 /* calls about names that no sync has followed */
    uint32_t npending;
    uint32_t at;      /* calls that were made */
    uint8_t *disk;    /* the volume as it is in the folder, mapped */
    uint8_t *after;   /* the volume once it is synced the next time */
    uint8_t *touched; /* a byte for each block in which DISK may not be what is synced */
    size_t nblocks;
    uint32_t nwatched; /* writes to the volume that powerdisk_watch has seen */
};

/* VOLUME and FOLDER as they are now; absolute, without links in them. Folders in FOLDER are there
 * already. */
void powerdisk_begin(struct powerdisk *disk, const char *folder, const char *volume);

/* For tapcalls_begin: records, or only notes what is written to the volume. CONTEXT is a struct
 * powerdisk. */
int powerdisk_record(void *context, const struct tapcalls_call *call);
int powerdisk_watch(void *context, const struct tapcalls_call *call);

/* Is what the record says of all files what is really there? Nothing was written past it then. */
bool powerdisk_is_faithful(const struct powerdisk *disk);

/* Before the first call. */
void powerdisk_rewind(struct powerdisk *disk);

/* Makes calls up to CUT. */
void powerdisk_go(struct powerdisk *disk, uint32_t cut);

void powerdisk_put(struct powerdisk *disk, enum powerdisk_mode mode, struct chance *chance);

/* Is the volume in the folder, bit for bit, what it was when it was synced last; what it will be
 * when it is synced next? */
bool powerdisk_is_before(const struct powerdisk *disk);
bool powerdisk_is_after(const struct powerdisk *disk);

void powerdisk_end(struct powerdisk *disk);

#endif
