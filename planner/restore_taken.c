/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what is there, then what the plan makes: see restore_taken.h. */
#include "planner/restore_taken.h"

/* A copy is known by its size and time; a link by being the same file. */
static bool is_same(const struct comeback *r, const struct comeback_file *file, uint32_t drive,
                    uint32_t other)
{
    const struct index *there = comeback_index(r, drive);
    const struct index *index = comeback_index(r, r->folders[file->folder].drive);
    const uint32_t row = comeback_file_of(r, file);

    if (file->kind == PLAN_LINK)
        return other == row;
    return !(there->files.flags[other] & FILE_DIRECTORY) &&
           there->files.size[other] == index->files.size[row] &&
           there->files.times[TIMES * (size_t)other + 1] ==
               index->files.times[TIMES * (size_t)row + 1];
}

/* Does the file OTHER of the plan, which has the name, make what FILE would? */
static bool is_same_planned(const struct comeback *r, const struct comeback_file *file,
                            uint32_t other)
{
    const struct comeback_file *it = other == COMEBACK_NONE ? NULL : &r->files[other];

    return it && r->folders[it->folder].drive == r->folders[file->folder].drive &&
           comeback_file_of(r, it) == comeback_file_of(r, file) && it->kind == file->kind;
}

static uint32_t find(struct comeback *r, uint32_t to, struct str name)
{
    const struct comeback_place *at = &r->places[to];

    return at->file == INDEX_NONE ? INDEX_NONE
                                  : lookup_child(&r->lookups[at->drive], at->file, name);
}

uint32_t restore_taken_there(struct comeback *r, uint32_t to, struct str name)
{
    const bool *is_aside = r->is_aside[r->places[to].drive];
    const uint32_t *is_cleaned = r->is_cleaned[r->places[to].drive];
    const uint32_t found = find(r, to, name);

    return found != INDEX_NONE &&
                   ((is_aside && is_aside[found]) || (is_cleaned && is_cleaned[found]))
               ? INDEX_NONE
               : found;
}

/* Was NAME to make way, and is what comes? Then it stays: rules do not clean away what an earlier
 * restore has copied. */
static bool is_spared(struct comeback *r, const struct comeback_file *file, uint32_t to,
                      struct str name)
{
    const uint32_t drive = r->places[to].drive;
    uint32_t *is_cleaned = r->is_cleaned[drive];
    const uint32_t found = is_cleaned ? find(r, to, name) : INDEX_NONE;

    if (found == INDEX_NONE || is_cleaned[found] == 0 ||
        !is_same(r, file, drive, comeback_index(r, drive)->names.file[found]))
        return false;
    r->cleaned[is_cleaned[found] - 1].stays = true;
    is_cleaned[found] = 0;
    return true;
}

enum status restore_taken_ask(struct comeback *r, const struct comeback_file *file, uint32_t to,
                              struct str name, enum restore_taken *taken_ret)
{
    const uint32_t drive = r->places[to].drive;
    uint32_t found = restore_taken_there(r, to, name);
    struct str key;
    enum status status;

    if (found != INDEX_NONE) {
        found = comeback_index(r, drive)->names.file[found];
        *taken_ret = is_same(r, file, drive, found) ? RESTORE_TAKEN_BY_THE_SAME : RESTORE_TAKEN;
        return STATUS_OK;
    }
    status = restore_place_key(r, to, name, false, &key);
    if (status != STATUS_OK)
        return status;
    if (lexicon_find(&r->taken, key, &found))
        *taken_ret = is_same_planned(r, file, found) ? RESTORE_TAKEN_BY_THE_SAME : RESTORE_TAKEN;
    else if (lexicon_find(&r->made, key, &found))
        *taken_ret = RESTORE_TAKEN;
    else
        *taken_ret = is_spared(r, file, to, name) ? RESTORE_TAKEN_BY_THE_SAME : RESTORE_FREE;
    return STATUS_OK;
}
