/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The users of an offline Windows, for people: what `info --users` tells.
 */
#ifndef SRC_USERS_TEXT_H
#define SRC_USERS_TEXT_H

#include "planner/profiles.h"
#include "src/textbuf.h"

/* Sections about Windows and each profile. */
void users_text(const struct profiles *profiles, struct textbuf *to);

/* One word for the flag 1 << BIT, constant: "backup", "duplicate", ... */
const char *users_text_flag(unsigned bit);

#endif
