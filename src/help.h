/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help texts, made of the command table.
 */
#ifndef SRC_HELP_H
#define SRC_HELP_H

#include "src/command.h"

/* What mftlink is, and its commands. */
void help_program(struct textbuf *to);

/* One command: usage, description, options, examples, exit codes. */
void help_command(const struct command *command, struct textbuf *to);

#endif
