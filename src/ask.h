/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asking the person before anything is written.
 *
 *   if (!ask_person(options, "Carry it out?")) return COMMAND_FAILED;      it has said why
 */
#ifndef SRC_ASK_H
#define SRC_ASK_H

#include "src/options.h"

/* True with --yes, or when QUESTION is answered with y or yes on a terminal. False after it has
 * said that nothing was done, or that there is no terminal to ask on. */
bool ask_person(const struct options *options, const char *question);

#endif
