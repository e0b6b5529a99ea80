/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed, for people: the rows, then the totals. */
#ifndef SRC_DIFF_TEXT_H
#define SRC_DIFF_TEXT_H

#include "src/diff.h"
#include "src/out.h"

/* False where memory ran out, which is not said. */
bool diff_text(struct diff *diff, struct out *out);

#endif
