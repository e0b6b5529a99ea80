/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filters of include, exclude and destinationCleanup: for which of the files that a pattern
 * matches is the rule meant?
 *
 *   why = filter_parse(rule->call, &filter);             NULL, or what is wrong with it
 *   if (filter_agrees(&filter, index, file)) ...
 *
 * FileProperties asks for the size of the unnamed stream or for a time of $STANDARD_INFORMATION.
 * Sizes: a number with B, KB, MB, GB or TB (of 1,024) or none (bytes). Dates: YYYY/MM/DD, a day in
 * UTC. Both also as "from-to", with both ends in it. It is about files: folders have no such
 * properties, and a rule with it is not meant for them. AnswerNo is meant for nothing. What only a
 * restore can answer (IgnoreIrrelevantLinks, NeverRestore), and what looks into files
 * (CompareStringContent), agrees.
 *
 * A value: copy it freely. Pure.
 */
#ifndef PLANNER_FILTER_H
#define PLANNER_FILTER_H

#include "mft/index.h"
#include "planner/rules_part.h"

enum filter_kind { FILTER_YES, FILTER_NO, FILTER_PROPERTY };

enum filter_property { FILTER_SIZE, FILTER_CREATED, FILTER_MODIFIED, FILTER_ACCESSED };

enum filter_operator { FILTER_IN, FILTER_NOT_IN, FILTER_LT, FILTER_LTE, FILTER_GT, FILTER_GTE };

struct filter {
    enum filter_kind kind;
    enum filter_property property;
    enum filter_operator compares;
    uint64_t low, high; /* bytes, or ticks; both belong to it */
};

/* The filter that CALL is; without one (NULL) FILTER_YES. A constant sentence where its arguments
 * cannot be read; the filter is then FILTER_NO. */
const char *filter_parse(const struct rules_call *call, struct filter *filter_ret);

/* Does it agree with FILE (row)? Without WANT_TIMES no time is known, and it does not. */
bool filter_agrees(const struct filter *filter, const struct index *index, uint32_t file);

/* Is FILE (row) both hidden and system: something that Windows itself keeps out of sight? */
bool filter_is_out_of_sight(const struct index *index, uint32_t file);

#endif
