/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A finding as a line of text that can be read back: docs/FORMATS.md, "Inventory", `findings`.
 */
#ifndef SRC_FINDINGS_LINES_H
#define SRC_FINDINGS_LINES_H

#include "mft/finding.h"
#include "src/textbuf.h"

/* Appends FINDING and the line's end. */
void findings_lines_put(const struct finding *finding, struct textbuf *to);

/* Reads LINE, without its end. False for one that cannot be. */
bool findings_lines_get(struct str line, struct finding *finding_ret);

#endif
