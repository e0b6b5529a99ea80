/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for the classes of a report (planner/shares.h, mft/usage.h), for people and programs.
 * Constant.
 */
#ifndef SRC_REPORTWORDS_H
#define SRC_REPORTWORDS_H

const char *reportwords_age(unsigned age);
const char *reportwords_step(unsigned step);
const char *reportwords_links(unsigned links);
const char *reportwords_kind(unsigned kind);  /* enum shares_kind */
const char *reportwords_usage(unsigned kind); /* enum usage_kind */

#endif
