/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may stand together on a command line of USMT's programs, and which values make sense: all
 * that can be said before any volume is opened. Each mistake is one sentence and a return code.
 *
 *   code = usmt_rules_check(&line, operands, noperands);
 *
 * OPERANDS are the words that belong to no option. Files that are to be read must be there, those
 * that are to be written must be such that they can.
 */
#ifndef SRC_USMT_RULES_H
#define SRC_USMT_RULES_H

#include "src/usmt_options.h"

/* USMT_SUCCESS; else it has said why. USMT_DISPLAY_HELP: the help is asked for. */
enum usmt_code usmt_rules_check(const struct usmt_line *line, char *const *operands, int noperands);

/* What the number behind /v means: bits. */
enum usmt_verbosity { USMT_VERBOSE = 1, USMT_OBJECTS = 4, USMT_DEBUG = 8 };

/* The value of /v; what /auto says; 0. */
unsigned usmt_rules_verbosity(const struct usmt_line *line);

/* Is PATH a folder below the root of a drive: C:\migdata? Else CODE_RET and, unless it is NULL, why
 * not: a phrase that goes behind the path. */
bool usmt_rules_is_store(const char *path, enum usmt_code *code_ret, const char **why_ret);

#endif
