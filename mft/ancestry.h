/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parents: which folders can be reached, what lies below $Extend, and which names lie in each
 * folder. Part of join.
 */
#ifndef MFT_ANCESTRY_H
#define MFT_ANCESTRY_H

#include "mft/facts.h"

/*
 * Sets FILE_SYSTEM and FILE_CUT_OFF in INDEX, and, where FACTS wants it, its children. Notes names
 * whose parent is missing, stale, no directory, or their own descendant. STATUS_NO_MEMORY.
 */
enum status ancestry_trace(struct facts *facts, struct index *index);

#endif
