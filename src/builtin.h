/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule sets that come with the program, as MigXML: given by name where a file of rules may be
 * given.
 *
 *   if (builtin_is(name) && builtin_text(name, &text)) ...
 *
 *   builtin:documents    where people keep documents, found by looking at the drives
 *   builtin:user         known folders of each user and the shared ones, and documents elsewhere by
 *                        their extensions
 */
#ifndef SRC_BUILTIN_H
#define SRC_BUILTIN_H

#include "mft/text.h"

/* Their urlids. */
#define BUILTIN_DOCUMENTS "urn:mftlink:builtin:documents"
#define BUILTIN_USER      "urn:mftlink:builtin:user"

/* Does NAME begin as the names of rule sets do, "builtin:"? */
bool builtin_is(const char *name);

/* The constant text of the rule set NAME; false where there is none of that name. */
bool builtin_text(const char *name, struct str *text_ret);

#endif
