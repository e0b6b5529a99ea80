/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan leaves as it is, and why: before the question, and in the result. */
#ifndef SRC_APPLYREFUSED_H
#define SRC_APPLYREFUSED_H

#include "planner/plan.h"
#include "src/json.h"
#include "src/out.h"
#include "src/textbuf.h"

/* Appends the first refusals, one a line; of a new store's plan, which 'plan save' has told of,
 * their number alone. Nothing where there are none. */
void applyrefused_text(const struct plan *plan, struct textbuf *to);

/* Writes all of them as the array "refused" of JSON, which writes to OUT. */
void applyrefused_json(const struct plan *plan, struct json *json, struct out *out);

#endif
