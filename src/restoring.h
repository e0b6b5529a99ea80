/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a command line to the plan that restores a store.
 *
 *   if (!restoring_is_asked(options, source)) return COMMAND_USAGE;             it has said why
 *   planning_start(options, &planning);
 *   is_good = planning_open(&planning, source, 0) && restoring_make(&planning);
 *   return planning_end(&planning, is_good);
 */
#ifndef SRC_RESTORING_H
#define SRC_RESTORING_H

#include "src/planning.h"

/* Are there a store and sources? False after it has said what is missing. */
bool restoring_is_asked(const struct options *options, const char *source);

/* Makes planning->plan. False after it has said why not. */
bool restoring_make(struct planning *planning);

#endif
