/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time that --uel means: users whose NTUSER.DAT was modified since then take part.
 *
 *   if (!usersince_parse(options->uel, now, &since)) return COMMAND_USAGE;       it has said why
 */
#ifndef SRC_USERSINCE_H
#define SRC_USERSINCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * TEXT is a number of days before NOW, or a day YYYY/MM/DD, which begins at midnight UTC. Times are
 * 100 ns ticks since 1601-01-01 UTC; what lies before that is 0. False after it has said why TEXT
 * is neither, or that it is 0, which Microsoft's tool takes for the users who are logged on.
 */
bool usersince_parse(const char *text, uint64_t now, uint64_t *since_ret);

#endif
