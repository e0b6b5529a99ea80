/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places: where something is, or will be, that a restore has to do with. Folders have numbers;
 * names in them have keys, by which lexicons know them.
 *
 *   status = restore_place_root(r, drive, &root);
 *   status = restore_place_child(r, root, str_of("Users"), &users);
 *   ... r->places[users].file, .reason ...
 *
 * A folder that is there has one place, whatever path leads to it.
 */
#ifndef PLANNER_RESTORE_PLACE_H
#define PLANNER_RESTORE_PLACE_H

#include "planner/comeback.h"

/* Room for one more behind N of SIZE bytes in ARRAY, a column of the arena; NULL without memory. */
void *restore_place_room(struct comeback *r, void *array, uint32_t n, uint32_t *capacity,
                         size_t size);

/* TEXT becomes a copy in the arena. STATUS_NO_MEMORY. */
enum status restore_place_keep(struct comeback *r, struct str *text);

/* The place of the root of DRIVE, which is usable. STATUS_NO_MEMORY. */
enum status restore_place_root(struct comeback *r, uint32_t drive, uint32_t *place_ret);

/* The place NAME in PARENT, there or not. STATUS_NO_MEMORY, STATUS_TOO_LARGE. */
enum status restore_place_child(struct comeback *r, uint32_t parent, struct str name,
                                uint32_t *place_ret);

/* The place that PATH, without its drive, leads to from the root of DRIVE. */
enum status restore_place_path(struct comeback *r, uint32_t drive, struct str path,
                               uint32_t *place_ret);

/* What NAME in PLACE is called in a lexicon, whatever its case: until the next call, unless it is
 * KEPT in the arena. STATUS_NO_MEMORY. */
enum status restore_place_key(struct comeback *r, uint32_t place, struct str name, bool kept,
                              struct str *key_ret);

/* Why NAME cannot be made in PLACE, whoever has it; PLAN_AS_USUAL. */
enum plan_reason restore_place_refuses(const struct comeback *r, uint32_t place, struct str name,
                                       uint32_t *detail_ret);

/* Can links be made on DRIVE? */
static inline bool restoring_is_usable(const struct comeback *r, uint32_t drive)
{
    return r->machine->drives[drive].is_ntfs && comeback_index(r, drive) &&
           index_find(comeback_index(r, drive), RECORD_ROOT) != INDEX_NONE;
}

#endif
