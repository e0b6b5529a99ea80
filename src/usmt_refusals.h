/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan does not take, as USMT tells of it: in the log, the progress log, and a return code.
 */
#ifndef SRC_USMT_REFUSALS_H
#define SRC_USMT_REFUSALS_H

#include "planner/plan.h"
#include "src/usmt_front.h"

/* Tells of all refusals of PLAN. The code as usmt_planning_make has it; where a store is restored,
 * USMT_ERROR_USE_LAC where all that is in the way is users who are not there. */
enum usmt_code usmt_refusals(struct usmt_front *front, const struct plan *plan);

/* Would they stop the run? What only a store that is to be overwritten has in the way does not
 * count.
 */
bool usmt_refusals_stop(const struct usmt_front *front, const struct plan *plan);

/* The error of Win32 that a refusal counts as; 0: it is none, only a warning. */
uint32_t usmt_refusals_error(enum plan_reason reason);

#endif
