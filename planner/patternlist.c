/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of texts: see patternlist.h. */
#include "planner/patternlist.h"

enum status patternlist_add(struct patternlist *list, const struct patternlist_text *text)
{
    if (list->n == list->capacity) {
        uint32_t capacity = list->capacity ? 2 * list->capacity : 64;
        struct patternlist_text *at;

        if (capacity > PATTERNLIST_MAX)
            return STATUS_TOO_LARGE;
        at = arena_grow(list->arena, list->at, (size_t)capacity * sizeof *at);
        if (!at)
            return STATUS_NO_MEMORY;
        list->at = at;
        list->capacity = capacity;
    }
    list->at[list->n++] = *text;
    return STATUS_OK;
}
