/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Windows that a store was made of: the one that lies in \Windows.old, or what the store itself
 * tells of it.
 *
 *   struct oldwindows old;
 *   if (!oldwindows_find(&drives, &machine, store, &old)) ...      it has said why
 *   ... old.machine, old.profiles ...
 *   oldwindows_free(&old);
 *
 * OLD must stay where it is.
 */
#ifndef SRC_OLDWINDOWS_H
#define SRC_OLDWINDOWS_H

#include "src/drives.h"

struct oldwindows {
    struct profiles profiles; /* their paths are those of then; its version is always known */
    struct machine machine;   /* the drives of now */
    bool is_moved;            /* it lies in \Windows.old; else the store tells */
};

/* MACHINE is the computer as it is now, STORE as the command line has it: "C:\migdata". False after
 * it has said that memory ran out. */
bool oldwindows_find(const struct drives *drives, const struct machine *machine, struct str store,
                     struct oldwindows *old_ret);

void oldwindows_free(struct oldwindows *old);

#endif
