/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan file on the standard output, as `mftlink show` prints it. */
#ifndef SRC_SHOW_H
#define SRC_SHOW_H

#include "src/options.h"

/* Reads the plan in the file NAME and prints it as OPTIONS want it. False after it has said why
 * not.
 */
bool show_plan(const char *name, const struct options *options);

#endif
