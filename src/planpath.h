/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of a plan's rows as people write them, with the drive: "C:\Users\Ann\a.txt". */
#ifndef SRC_PLANPATH_H
#define SRC_PLANPATH_H

#include "planner/plan.h"
#include "src/textbuf.h"

/* Appends the path of NAME in FOLDER to TO, in WTF-8. Of an empty NAME it is the folder's; where
 * FOLDER is PLAN_NONE it is NAME alone. */
void planpath_put(const struct plan *plan, uint32_t folder, struct str name, struct textbuf *to);

/* Appends the path that OP makes or takes away. */
void planpath_target(const struct plan *plan, const struct plan_op *op, struct textbuf *to);

/* Appends that of its source. False, and nothing, where it has none. */
bool planpath_source(const struct plan *plan, const struct plan_op *op, struct textbuf *to);

/* Appends what OP is about: its source, or else its target. */
void planpath_subject(const struct plan *plan, const struct plan_op *op, struct textbuf *to);

#endif
