/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What <destinationCleanup> means on the computer as it is now. Part of restoring.c. */
#ifndef SRC_RESTORING_CLEANUP_H
#define SRC_RESTORING_CLEANUP_H

#include "planner/knownfolders.h"
#include "src/oldwindows.h"
#include "src/planning.h"

/* Asks these rules of the new Windows; of its users those take part who take over one of OLD, as
 * FOLDERS has it. CLEANUP_RET, which must stay where it is, is for expand_free in any case; without
 * such rules there is nothing in it. False after it has said why not. */
bool restoring_cleanup_mean(struct planning *planning, const struct oldwindows *old,
                            const struct knownfolders *folders, struct expansion *cleanup_ret);

/* Adds to the notes of the plan what of them has no effect there. False without memory. */
bool restoring_cleanup_note(struct planning *planning, const struct expansion *cleanup);

#endif
