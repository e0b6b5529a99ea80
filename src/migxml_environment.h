/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * <environment> and its variables, from elements to values.
 */
#ifndef SRC_MIGXML_ENVIRONMENT_H
#define SRC_MIGXML_ENVIRONMENT_H

#include "src/migxml_node.h"

/* The environment that NODE is or names; CONTEXT is what lies around it. NULL where it has no
 * effect, which is noted. */
struct rules_environment *migxml_environment_read(struct migxml_reader *reader, xmlNode *node,
                                                  unsigned context);

#endif
