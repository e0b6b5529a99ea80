/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a command line of USMT names: can they be read, or written? Part of usmt_rules.c. */
#ifndef SRC_USMT_RULES_FILE_H
#define SRC_USMT_RULES_FILE_H

#include "src/usmt_options.h"

/* The file of /keyfile. */
enum usmt_code usmt_rules_file_keys(const struct usmt_line *line);

/* All others, in the order in which USMT would meet them. */
enum usmt_code usmt_rules_file_check(const struct usmt_line *line);

#endif
