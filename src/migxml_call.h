/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of helper functions: MigXmlHelper.Name("text", 'text', NULL).
 *
 * A text goes on to the next quote of its own kind, so that commas and brackets mean nothing in it.
 * Blanks may stand between all parts.
 */
#ifndef SRC_MIGXML_CALL_H
#define SRC_MIGXML_CALL_H

#include "src/migxml_node.h"

enum { MIGXML_CALL_ARGUMENTS_MAX = 64 };

/*
 * The call that TEXT is, of NODE, which lives as long as the reader's arena. PLACE: which helpers
 * may stand here, bits of enum helper_place. NULL where TEXT is empty, or after a note.
 */
struct rules_call *migxml_call_parse(struct migxml_reader *reader, const xmlNode *node,
                                     struct str text, unsigned place);

/* The call in NODE's attribute NAME; NULL where there is none, or after a note. */
struct rules_call *migxml_call_attribute(struct migxml_reader *reader, const xmlNode *node,
                                         const char *name, unsigned place);

#endif
