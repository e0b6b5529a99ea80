/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for people: what it does, for whom, what it refuses and why. */
#ifndef SRC_SHOW_TEXT_H
#define SRC_SHOW_TEXT_H

#include "src/options.h"
#include "src/out.h"
#include "src/planfile.h"
#include "src/plantally.h"

/* Writes FILE, summed up in TALLY, to OUT; all operations and refusals where OPTIONS want them. */
void show_text(const struct planfile *file, const struct plantally *tally,
               const struct options *options, struct out *out);

#endif
