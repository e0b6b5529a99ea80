/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up to a folder of which it is known, and once more to write it down: see reach.h. */
#include "planner/reach.h"

#include "planner/traits.h"

enum { REACH_UNKNOWN, REACH_ASKED, REACH_YES, REACH_NO };

enum status reach_begin(struct reach *reach, const struct index *index, struct arena *arena)
{
    size_t n = (size_t)index->files.n + 1;

    *reach = (struct reach){index, arena_array(arena, n, sizeof *reach->known),
                            arena_array(arena, n, sizeof *reach->counts)};
    return reach->known && reach->counts ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The folder that FOLDER lies in; INDEX_NONE where no path goes on. */
static uint32_t above(const struct index *index, uint32_t folder)
{
    uint32_t first = index_first_name(index, folder);

    if (first == index_end_name(index, folder) || index->files.record[folder] == RECORD_EXTEND ||
        traits_leads_elsewhere(index_reparse_tag(index, folder)))
        return INDEX_NONE;
    return index_parent(index, first);
}

/* What FOLDER and all that was asked on the way to it are. */
static uint8_t answer(const struct reach *reach, uint32_t folder)
{
    if (folder == INDEX_NONE || reach->known[folder] == REACH_ASKED)
        return REACH_NO; /* the way ends, or goes round in a circle */
    return reach->known[folder];
}

bool reach_folder(struct reach *reach, uint32_t folder)
{
    const struct index *index = reach->index;
    uint32_t at = folder;
    uint8_t known;

    while (at != INDEX_NONE && reach->known[at] == REACH_UNKNOWN) {
        bool is_root = index->files.record[at] == RECORD_ROOT;

        reach->known[at] = is_root ? REACH_YES : REACH_ASKED;
        at = is_root ? at : above(index, at);
    }
    known = answer(reach, at);
    for (at = folder; at != INDEX_NONE && reach->known[at] == REACH_ASKED; at = above(index, at))
        reach->known[at] = known;
    return known == REACH_YES;
}

bool reach_name(struct reach *reach, uint32_t name)
{
    uint32_t parent = index_parent(reach->index, name);

    return parent != INDEX_NONE && reach_folder(reach, parent);
}

uint32_t reach_names(struct reach *reach, uint32_t file)
{
    const struct index *index = reach->index;

    if (reach->counts[file] == 0) {
        uint32_t n = 0;

        for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
             name++)
            n += reach_name(reach, name);
        reach->counts[file] = n + 1;
    }
    return reach->counts[file] - 1;
}

void reach_deny(struct reach *reach, uint32_t folder)
{
    reach->known[folder] = REACH_NO;
}
