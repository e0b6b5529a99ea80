/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the new Windows has what a store was made of: for an audit behind a restore.
 *
 *   struct newplaces places;                        must stay where it is
 *   if (!newplaces_find(&drives, store, &places)) ...               it has said why
 *   ... places.folders ...
 *   newplaces_free(&places);
 */
#ifndef SRC_NEWPLACES_H
#define SRC_NEWPLACES_H

#include "planner/knownfolders.h"
#include "src/oldwindows.h"

struct newplaces {
    struct profiles profiles; /* of the new Windows */
    struct machine machine;   /* the drives, with these */
    struct oldwindows old;
    struct knownfolders folders; /* none where there is no new Windows */
};

/* STORE as the command line has it: "C:\migdata". Users are the same by SID, account or folder;
 * what a --user-map said is not known. False after it has said that memory ran out. */
bool newplaces_find(const struct drives *drives, struct str store, struct newplaces *places_ret);

void newplaces_free(struct newplaces *places);

#endif
