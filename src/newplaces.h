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

/* STORE as the command line has it: "C:\migdata"; OPTIONS are those of newplaces_match. False after
 * it has said that memory ran out, or who is nobody. newplaces_free in any case. */
bool newplaces_find(const struct drives *drives, struct str store, const struct options *options,
                    struct newplaces *places_ret);

/*
 * Which folders of OLD are which of NOW. Users are the same by what --user-map and --domain-map of
 * OPTIONS say, by SID, account or folder. False after it has said that memory ran out, or which OLD
 * of --user-map is nobody there; knownfolders_free in any case.
 */
bool newplaces_match(const struct oldwindows *old, const struct machine *now,
                     const struct options *options, struct knownfolders *folders_ret);

void newplaces_free(struct newplaces *places);

#endif
