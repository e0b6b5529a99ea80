/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Windows on the drives of a planning, and which of its users take part. Part of planning.c. */
#ifndef SRC_PLANNING_USERS_H
#define SRC_PLANNING_USERS_H

#include "src/planning.h"

/* Fills the profiles and the machine of PLANNING, whose drives are open. False after it has said
 * why not. */
bool planning_users(struct planning *planning);

#endif
