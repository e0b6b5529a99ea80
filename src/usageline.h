/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What clusters are used for, as a line of an inventory's metadata: a number for each enum
 * usage_kind.
 */
#ifndef SRC_USAGELINE_H
#define SRC_USAGELINE_H

#include "mft/usage.h"
#include "src/textbuf.h"

void usageline_put(const struct usage *usage, struct textbuf *to);

/* False where LINE is none. */
bool usageline_get(struct str line, struct usage *usage_ret);

#endif
