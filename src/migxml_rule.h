/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One rule of MigXML: include, exclude, merge and the like, from an element to a value.
 */
#ifndef SRC_MIGXML_RULE_H
#define SRC_MIGXML_RULE_H

#include "src/migxml_node.h"

/* The rule that NODE is. NULL where it is none, which is noted, or without memory. */
struct rule *migxml_rule_read(struct migxml_reader *reader, xmlNode *node);

#endif
