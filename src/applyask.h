/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan will do, before it is asked: volumes by label and serial number, operations, bytes,
 * growth. */
#ifndef SRC_APPLYASK_H
#define SRC_APPLYASK_H

#include "src/applyjob.h"

/* Appends it, a few lines. After applycheck_job. */
void applyask_describe(const struct applyjob *job, struct textbuf *to);

/* Describes it on stderr, and asks unless it is a dry run or nothing is left to do. False after it has said why not. */
bool applyask(const struct applyjob *job);

#endif
