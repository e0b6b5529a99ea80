/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hard-link group in the form of the HardLink Scanner, or in JSON.
 */
#ifndef SRC_BREAKDOWN_H
#define SRC_BREAKDOWN_H

#include "src/json.h"
#include "src/linkgroup.h"

/*
 * Writes GROUP under TITLE (a path). Values end in column 30, or further right where one of them
 * is too long for that.
 */
void breakdown_text(const struct linkgroup *group, struct str title, struct textbuf *to);

/* Writes GROUP as an object: docs/FORMATS.md, "links --json". TITLE.at may be NULL: it is left out.
 */
void breakdown_json(const struct linkgroup *group, struct str title, struct json *json);

#endif
