/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed, for programs: docs/FORMATS.md, "diff --json". */
#ifndef SRC_DIFF_JSON_H
#define SRC_DIFF_JSON_H

#include "src/diff.h"
#include "src/out.h"

/* False where memory ran out, which is not said. */
bool diff_json(struct diff *diff, struct out *out);

#endif
