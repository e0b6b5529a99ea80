/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The man pages of USMT's programs, in scdoc, from the tables of commands and options. That of
 * mftlink itself is written by hand, docs/mftlink.1.scd.
 *
 *   mftlink man-page scanstate | scdoc >scanstate.1
 */
#ifndef SRC_MANPAGE_H
#define SRC_MANPAGE_H

#include "src/command.h"
#include "src/usmt_options.h"

/* PROGRAM is that of COMMAND. */
void manpage_put(const struct command *command, enum usmt_program program, struct textbuf *to);

#endif
