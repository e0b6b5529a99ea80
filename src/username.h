/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user of an offline Windows is called: "CORP\ann", or the folder where no account is known.
 */
#ifndef SRC_USERNAME_H
#define SRC_USERNAME_H

#include "planner/profiles.h"
#include "src/textbuf.h"

/* As --ui and --ue take it, made fit to be shown. */
void username_put(const struct profile *profile, struct textbuf *to);

#endif
