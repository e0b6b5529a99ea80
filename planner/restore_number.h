/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names with a number, for what comes where its name is taken: "letter(1).doc". Their form is a
 * text with <F>, the name without its ending, <N>, the number, and <E>, the ending.
 *
 *   char *out = arena_alloc(&arena, restore_number_room(form, name));
 *   name = restore_number_write(form, name, 12, out);
 *
 * Pure.
 */
#ifndef PLANNER_RESTORE_NUMBER_H
#define PLANNER_RESTORE_NUMBER_H

#include "mft/text.h"

#define RESTORE_NUMBER_USUAL "<F>(<N>).<E>"

/* Does FORM have a number, and can names be made by it? */
bool restore_number_can(struct str form);

/* Bytes that NAME by FORM may need, whatever the number. */
size_t restore_number_room(struct str form, struct str name);

/* NAME by FORM, in OUT. A dot before <E> goes where NAME has no ending. */
struct str restore_number_write(struct str form, struct str name, uint32_t number, char *out);

/* Is NAME what FORM makes of OF with any number, but for case? SCRATCH has room for that. */
bool restore_number_is(struct str form, struct str name, struct str of, const uint16_t *upcase,
                       char *scratch);

#endif
