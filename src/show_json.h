/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for programs: docs/FORMATS.md, "show --json". */
#ifndef SRC_SHOW_JSON_H
#define SRC_SHOW_JSON_H

#include "src/options.h"
#include "src/out.h"
#include "src/planfile.h"
#include "src/plantally.h"

/* Writes FILE, which was given as NAME, as one document to OUT; operations where OPTIONS want them.
 */
void show_json(const char *name, const struct planfile *file, const struct plantally *tally,
               const struct options *options, struct out *out);

#endif
