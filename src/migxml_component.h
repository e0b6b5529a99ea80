/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * <component> and the roles in it, from elements to values.
 */
#ifndef SRC_MIGXML_COMPONENT_H
#define SRC_MIGXML_COMPONENT_H

#include "src/migxml_node.h"

/* Adds the component that NODE is, and those in it, to the reader's rules behind END. Returns the
 * new end. */
struct rules_component **migxml_component_add(struct migxml_reader *reader, xmlNode *node,
                                              struct rules_component **end);

#endif
