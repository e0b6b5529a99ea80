/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May the plan be carried out? Everything that is asked before anything is written, in the order of
 * docs/APPLY.md, "Before anything". Each refusal is one sentence with its way out.
 */
#ifndef SRC_APPLYCHECK_H
#define SRC_APPLYCHECK_H

#include "src/applyjob.h"

/* Everything but the person. Computes the growth of each volume. False after it has said why not.
 */
bool applycheck_job(struct applyjob *job);

#endif
