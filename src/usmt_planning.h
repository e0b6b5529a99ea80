/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A planning (planning.h) for scanstate: its failures as return codes, what it has found out in the
 * log.
 *
 *   struct planning planning;                                 must stay where it is
 *   code = usmt_planning_begin(&front, want, &planning);
 *   if (code == USMT_SUCCESS) code = usmt_planning_make(&front, &planning);
 *   planning_end(&planning, code == USMT_SUCCESS);            in any case
 */
#ifndef SRC_USMT_PLANNING_H
#define SRC_USMT_PLANNING_H

#include "src/planning.h"
#include "src/usmt_front.h"

/* Reads and scans everything; the Windows must be the one that the command line names. */
enum usmt_code usmt_planning_begin(struct usmt_front *front, unsigned want,
                                   struct planning *planning_ret);

/* Makes the plan and tells the log of it: notes, refusals, and with /v its operations. What cannot
 * be taken is counted in the log: USMT_MIGRATION_STOPPED_NONFATAL without /c, USMT_STATUS_CANCELED
 * where an encrypted file stops everything, USMT_WOULD_HAVE_FAILED with /c: it may go on. */
enum usmt_code usmt_planning_make(struct usmt_front *front, struct planning *planning);

/* The same for a store that is restored: opens the drives and makes the plan. */
enum usmt_code usmt_planning_restore(struct usmt_front *front, struct planning *planning_ret);

/* Would the plan be refused as it is? For a store that is to be overwritten: before it is removed.
 */
enum usmt_code usmt_planning_try(struct usmt_front *front, struct planning *planning);

/* Is the store there already, on one of the drives? */
bool usmt_planning_has_store(const struct planning *planning, const char *store);

#endif
