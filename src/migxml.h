/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of MigXML, read into rules.
 *
 *   struct rules rules;
 *   rules_begin(&rules);
 *   is_good = migxml_read(&rules, "MigDocs.xml") && migxml_read(&rules, "MigUser.xml");
 *   if (rules.notes.nby[RULES_ERROR] > 0) ... they say file, line and what is wrong ...
 *   rules_free(&rules);
 *
 * What cannot be read as XML at all is said on stderr. What can be, and makes no sense as a rule,
 * is a note of the rules, and reading goes on behind it. One thread at a time.
 */
#ifndef SRC_MIGXML_H
#define SRC_MIGXML_H

#include "mft/bytes.h"
#include "planner/rules.h"

/* Adds the rules of the file PATH, or those of builtin.h where it is one of their names. False when
 * it cannot be read, or without memory: it has said why. */
bool migxml_read(struct rules *rules, const char *path);

/* The same of BYTES, which are called NAME. */
bool migxml_read_bytes(struct rules *rules, struct bytes bytes, const char *name);

#endif
