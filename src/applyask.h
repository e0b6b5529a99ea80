/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan will do, before it is asked: volumes by label and serial number, operations, bytes,
 * growth. */
#ifndef SRC_APPLYASK_H
#define SRC_APPLYASK_H

#include "src/applyjob.h"

/* Describes it on stderr, a few lines, and asks unless it is a dry run or nothing is left to do.
 * After applycheck_job. False after it has said why not. */
bool applyask(const struct applyjob *job);

#endif
