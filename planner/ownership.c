/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders below folders: see ownership.h. */
#include "planner/ownership.h"

/* As units: not known yet, and on the way that is being walked. */
#define UNITS_UNKNOWN UINT32_MAX
#define UNITS_ON_WAY  (UINT32_MAX - 1)
#define UNITS_MAX     (UINT32_MAX / 2)

uint32_t ownership_units(struct str text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        uint8_t byte = (uint8_t)text.at[i];

        n += (uint32_t)((byte & 0xC0) != 0x80) + (uint32_t)(byte >= 0xF0);
    }
    return n;
}

static uint32_t parent_of(const struct index *index, uint32_t folder)
{
    uint32_t name = index_first_name(index, folder);

    if (index->files.record[folder] == RECORD_ROOT || name >= index_end_name(index, folder))
        return INDEX_NONE;
    return index_parent(index, name);
}

/* What FOLDER has from its parent, whose own values are known; what has none begins anew. */
static void inherit(const struct index *index, struct ownership *o, uint32_t folder,
                    uint32_t parent)
{
    uint32_t units = 0, owner = OWNERSHIP_NONE;

    if (parent != INDEX_NONE && o->units[parent] <= UNITS_MAX) {
        units = o->units[parent] + 1 +
                ownership_units(index_name(index, index_first_name(index, folder)));
        owner = o->owner[parent];
    }
    o->units[folder] = units < UNITS_MAX ? units : UNITS_MAX;
    if (o->owner[folder] == OWNERSHIP_NONE)
        o->owner[folder] = owner;
}

/* Goes up from FOLDER to what is known, and down again. A loop ends where it meets itself. */
static void settle(const struct index *index, struct ownership *o, uint32_t folder, uint32_t *way)
{
    uint32_t n = 0, parent = INDEX_NONE;

    while (folder != INDEX_NONE && o->units[folder] == UNITS_UNKNOWN) {
        o->units[folder] = UNITS_ON_WAY;
        way[n++] = folder;
        folder = parent_of(index, folder);
    }
    parent = folder;
    while (n > 0) {
        inherit(index, o, way[--n], parent);
        parent = way[n];
    }
}

enum status ownership_of(const struct index *index, const uint32_t *homes, uint32_t nhomes,
                         struct arena *arena, struct ownership *ownership_ret)
{
    size_t nbytes = ((size_t)index->files.n + 1) * sizeof(uint32_t);
    struct ownership o = {
        .owner = arena_grow(arena, NULL, nbytes),
        .units = arena_grow(arena, NULL, nbytes),
    };
    uint32_t *way = arena_grow(arena, NULL, nbytes);

    if (!o.owner || !o.units || !way)
        return STATUS_NO_MEMORY;
    memset(o.owner, 0xFF, nbytes); /* OWNERSHIP_NONE */
    memset(o.units, 0xFF, nbytes); /* UNITS_UNKNOWN */
    for (uint32_t i = nhomes; i-- > 0;)
        if (homes[i] != INDEX_NONE)
            o.owner[homes[i]] = i;
    for (uint32_t file = 0; file < index->files.n; file++)
        if (index->files.flags[file] & FILE_DIRECTORY)
            settle(index, &o, file, way);
    arena_drop(arena, way);
    *ownership_ret = o;
    return STATUS_OK;
}

uint32_t ownership_of_name(const struct ownership *ownership, const struct index *index,
                           uint32_t name)
{
    uint32_t parent = index_parent(index, name);

    return parent == INDEX_NONE ? OWNERSHIP_NONE : ownership->owner[parent];
}
