/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Object sets and conditions of MigXML, from elements to values in the reader's arena.
 *
 * What has no effect is noted and left out.
 */
#ifndef SRC_MIGXML_SET_H
#define SRC_MIGXML_SET_H

#include "src/migxml_node.h"

/* All <objectSet> in NODE; NULL for none. */
struct rules_set *migxml_set_all(struct migxml_reader *reader, xmlNode *node);

/* One <pattern>, or a <location>, to PATTERN_RET; false where it has no text. */
bool migxml_set_pattern(struct migxml_reader *reader, const xmlNode *node,
                        struct rules_pattern *pattern_ret);

#endif
