/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan of a store tells beside its operations: its volumes, the users who take part, the
 * rules that took something, notes.
 *
 *   status = savetables_write(&saving, &draft, &rules);
 */
#ifndef PLANNER_SAVETABLES_H
#define PLANNER_SAVETABLES_H

#include "planner/draft.h"
#include "planner/saving.h"

/* *RULES_RET has for each rule of the expansion its number in the plan plus one, or 0 where it took
 * nothing; it is in the arena of SAVING. STATUS_NO_MEMORY. */
enum status savetables_write(struct saving *saving, struct draft *draft,
                             const uint32_t **rules_ret);

#endif
