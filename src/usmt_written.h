/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that scanstate writes of a plan: the sizes of /p, the list of /listfiles. */
#ifndef SRC_USMT_WRITTEN_H
#define SRC_USMT_WRITTEN_H

#include "src/planning.h"
#include "src/usmt_front.h"

/* What a store of PLANNING's plan would take, to PATH as XML. False after it has said why not. */
bool usmt_written_price(const struct planning *planning, const char *path);

/* The paths of all files of PLAN, a line each, where /listfiles is given. False after it has said
 * why not. */
bool usmt_written_list(struct usmt_front *front, const struct plan *plan);

#endif
