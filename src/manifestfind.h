/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifests that a store on a scanned volume has: <store>\USMT\mftlink-manifest*.parquet, read
 * from the volume's own data.
 *
 *   const struct manifestfind_place place = {volume, index, upcase, drive, store};
 *   struct manifestfind found;
 *   if (manifestfind(&place, nworkers, &found) != STATUS_OK) ...       it has said why
 *   for (uint32_t i = 0; i < found.n; i++) ... found.manifests[i], found.names[i] ...
 *   manifestfind_free(&found);
 */
#ifndef SRC_MANIFESTFIND_H
#define SRC_MANIFESTFIND_H

#include "mft/volume.h"
#include "planner/manifest.h"

/* Where to look. All is borrowed. */
struct manifestfind_place {
    const struct volume *volume; /* NULL: of an inventory, which has no contents */
    const struct index *index;   /* WANT_CHILDREN */
    const uint16_t *upcase;      /* as in text.h */
    uint64_t serial;             /* of the volume */
    struct str drive;            /* "C:" */
    struct str store;            /* "C:\migdata", or "\migdata"; the drive need not be this one */
};

struct manifestfind {
    struct manifest *manifests; /* the oldest first */
    uint32_t *names;            /* of each, its row in the index */
    uint32_t n;                 /* 0: the store has none, or there is no such store */
    struct arena arena;
};

/*
 * Finds and reads them. Else it has said in one sentence what is wrong: STATUS_NO_MEMORY; any other
 * status where one of them cannot be read, is damaged, of another volume or of another store.
 */
enum status manifestfind(const struct manifestfind_place *place, unsigned nworkers,
                         struct manifestfind *found_ret);

void manifestfind_free(struct manifestfind *found);

#endif
