/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks before something is written.
 *
 *   if (!ask_may_go(options->yes, "Write it?")) ...          it has said what follows from that
 */
#ifndef SRC_ASK_H
#define SRC_ASK_H

#include <stdbool.h>

/* Does the person want it? YES: --yes has answered. Else asks QUESTION on the terminal; where there
 * is none, says that --yes is needed. False also after a no, which it confirms. */
bool ask_may_go(bool yes, const char *question);

#endif
