/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * <rules> of MigXML, and <extensions>, from elements to groups of rules.
 */
#ifndef SRC_MIGXML_RULES_H
#define SRC_MIGXML_RULES_H

#include "src/migxml_node.h"

/*
 * Adds the group that NODE, a <rules>, is to COMPONENT's, behind END, and those of the <rules> in
 * it. CONTEXT is what lies around it; ROLE and PARENT may be NULL. Returns the new end.
 */
struct rules_group **migxml_rules_add(struct migxml_reader *reader, xmlNode *node, unsigned context,
                                      struct rules_role *role, struct rules_group *parent,
                                      struct rules_group **end);

/* The same of an <extensions>: a group of one include for each extension. */
struct rules_group **migxml_rules_add_extensions(struct migxml_reader *reader, xmlNode *node,
                                                 unsigned context, struct rules_group **end);

#endif
