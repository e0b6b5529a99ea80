/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for the kinds of planner/difference.h, for people, programs and --only. Constant.
 */
#ifndef SRC_DIFFWORDS_H
#define SRC_DIFFWORDS_H

#include "planner/difference.h"
#include "planner/difference_names.h"

/* "added" */
const char *diffwords_kind(unsigned kind);

/* "content probably changed", for a total. */
const char *diffwords_meaning(unsigned kind);

/* What became of one name: "renamed". */
const char *diffwords_name(enum difference_names_kind kind);

/* The bits of the kinds that LIST names, with commas between. False after it has said which word is
 * none. */
bool diffwords_parse(const char *list, unsigned *kinds_ret);

#endif
