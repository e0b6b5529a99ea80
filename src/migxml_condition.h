/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conditions of MigXML: when is an application there, when does a rule count? Several <detects> and
 * <detection> are alternatives, and <conditions> beside them must hold as well. A <detection> holds
 * <conditions>, which are all needed or any (operation=OR), in each other as deep as one likes. A
 * <detects> needs all of its <detect>, each of which needs one of its <condition>.
 */
#ifndef SRC_MIGXML_CONDITION_H
#define SRC_MIGXML_CONDITION_H

#include "src/migxml_node.h"

/* What the detection, detects and conditions in NODE ask for; NULL where there are none. CONTEXT is
 * that of NODE: what is for another is left out, with a note. */
struct rules_condition *migxml_condition_of(struct migxml_reader *reader, xmlNode *node,
                                            unsigned context);

/* Is NODE one of those elements? */
bool migxml_condition_is(const xmlNode *node);

#endif
