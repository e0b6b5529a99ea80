/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which names of a file are outside the store. Asked once for each file, and once for each folder
 * where it lies: a file of many names and a deep tree cost no more than others.
 */
#include "planner/auditing.h"

/* The folder that FOLDER lies in, by the name that paths have; INDEX_NONE: no way leads to it. */
static uint32_t above(const struct index *index, uint32_t folder)
{
    uint32_t name = index_first_name(index, folder);

    if (index->files.flags[folder] & FILE_CUT_OFF || name == index_end_name(index, folder))
        return INDEX_NONE;
    return index_parent(index, name);
}

/* What is known of FOLDER without looking above it. */
static uint8_t place_alone(const struct auditing *a, uint32_t folder)
{
    if (folder == INDEX_NONE || a->index->files.record[folder] == RECORD_EXTEND)
        return AUDITING_NOWHERE;
    if (a->places[folder] != AUDITING_UNKNOWN)
        return a->places[folder];
    return a->index->files.record[folder] == RECORD_ROOT ? AUDITING_OUTSIDE : AUDITING_UNKNOWN;
}

/* No folder is on the way twice: index.c's folders that lie in themselves are cut off. The bound
 * holds where an index says otherwise. */
static enum status find_place(struct auditing *a, uint32_t folder, uint8_t *place_ret)
{
    uint32_t n = 0;
    uint8_t place;

    while ((place = place_alone(a, folder)) == AUDITING_UNKNOWN && n < a->index->files.n) {
        uint32_t *way = audit_walk_room(a, a->way, n, &a->way_capacity, sizeof *way);

        if (!way)
            return STATUS_NO_MEMORY;
        a->way = way;
        way[n++] = folder;
        folder = above(a->index, folder);
    }
    if (place == AUDITING_UNKNOWN)
        place = AUDITING_NOWHERE;
    while (n > 0)
        a->places[a->way[--n]] = place;
    *place_ret = place;
    return STATUS_OK;
}

static bool is_original(const struct auditing *a, uint32_t name)
{
    return a->is_original[name / 64] >> name % 64 & 1;
}

static void take_name(struct auditing *a, uint32_t file, uint32_t name, unsigned *facts)
{
    bool is_new = !is_original(a, name);

    if (!(*facts & AUDITING_HAS_OUTSIDE) || (is_new && !(*facts & AUDITING_IS_MOVED)))
        a->outside[file] = name + 1;
    *facts |= AUDITING_HAS_OUTSIDE | (is_new ? AUDITING_IS_MOVED : 0U);
}

enum status audit_names(struct auditing *a, uint32_t file, unsigned *facts_ret)
{
    const struct index *index = a->index;
    unsigned facts = a->facts[file];

    if (!(facts & AUDITING_ASKED)) {
        facts |= AUDITING_ASKED | AUDITING_ALL_INSIDE;
        for (uint32_t i = index_first_name(index, file); i < index_end_name(index, file); i++) {
            uint8_t place;
            enum status status = find_place(a, index_parent(index, i), &place);

            if (status != STATUS_OK)
                return status;
            if (place != AUDITING_INSIDE)
                facts &= ~(unsigned)AUDITING_ALL_INSIDE;
            if (place == AUDITING_OUTSIDE)
                take_name(a, file, i, &facts);
        }
        a->facts[file] = (uint8_t)facts;
    }
    *facts_ret = facts;
    return STATUS_OK;
}
