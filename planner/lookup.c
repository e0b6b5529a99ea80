/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tables with open addressing, one by the very name, one by the folded name. Names that differ
 * only by case have one slot in the latter, so that a folder full of such names is no longer to
 * read than any other.
 */
#include "planner/lookup.h"

enum { SLOTS_MIN = 64 };

static uint32_t mix(uint32_t hash, uint32_t unit)
{
    return (hash ^ unit) * UINT32_C(0x9E3779B1) + (hash >> 15);
}

static uint32_t finish(uint32_t hash)
{
    hash ^= hash >> 16;
    hash *= UINT32_C(0x85EBCA6B);
    return hash ^ hash >> 13;
}

uint32_t lookup_hash(uint32_t folder, struct str name, const uint16_t *upcase)
{
    uint32_t hash = mix(17, folder);

    for (size_t at = 0; at < name.n;)
        hash = mix(hash, text_fold(text_next(name, &at), upcase));
    return finish(hash);
}

static uint32_t hash_exact(uint32_t folder, struct str name)
{
    uint32_t hash = mix(29, folder);

    for (size_t i = 0; i < name.n; i++)
        hash = mix(hash, (uint8_t)name.at[i]);
    return finish(hash);
}

enum status lookup_begin(struct lookup *lookup, const struct index *index, const uint16_t *upcase)
{
    size_t nslots = SLOTS_MIN;

    while (nslots < 2 * (size_t)index->names.n)
        nslots *= 2;
    if (nslots > UINT32_MAX)
        return STATUS_NO_MEMORY;
    *lookup = (struct lookup){.index = index, .upcase = upcase, .nslots = (uint32_t)nslots};
    lookup->exact = arena_array(&lookup->arena, nslots, sizeof *lookup->exact);
    lookup->folded = arena_array(&lookup->arena, nslots, sizeof *lookup->folded);
    lookup->alike = arena_array(&lookup->arena, (size_t)index->names.n + 1, sizeof *lookup->alike);
    lookup->is_dropped =
        arena_array(&lookup->arena, (size_t)index->names.n / 64 + 1, sizeof *lookup->is_dropped);
    lookup->is_listed =
        arena_array(&lookup->arena, (size_t)index->files.n / 64 + 1, sizeof *lookup->is_listed);
    if (lookup->exact && lookup->folded && lookup->alike && lookup->is_dropped && lookup->is_listed)
        return STATUS_OK;
    arena_free(&lookup->arena);
    return STATUS_NO_MEMORY;
}

enum status lookup_begin_folders(struct lookup *lookup, const struct index *index,
                                 const uint16_t *upcase)
{
    enum status status = lookup_begin(lookup, index, upcase);

    if (status == STATUS_OK)
        lookup->has_folders_only = true;
    return status;
}

/* The slot of NAME in FOLDER, or the free one where it would be. */
static uint32_t *find_exact(const struct lookup *lookup, uint32_t folder, struct str name)
{
    for (uint32_t i = hash_exact(folder, name);; i++) {
        uint32_t *slot = &lookup->exact[i & (lookup->nslots - 1)];

        if (*slot == 0 || (index_parent(lookup->index, *slot - 1) == folder &&
                           str_equal(index_name(lookup->index, *slot - 1), name)))
            return slot;
    }
}

static uint32_t *find_folded(const struct lookup *lookup, uint32_t folder, struct str name)
{
    for (uint32_t i = lookup_hash(folder, name, lookup->upcase);; i++) {
        uint32_t *slot = &lookup->folded[i & (lookup->nslots - 1)];

        if (*slot == 0 ||
            (index_parent(lookup->index, *slot - 1) == folder &&
             text_same_folded(index_name(lookup->index, *slot - 1), name, lookup->upcase)))
            return slot;
    }
}

/* From the last name to the first, so that lists begin with the lowest row. */
static void list_folder(struct lookup *lookup, uint32_t folder)
{
    const struct index *index = lookup->index;
    uint64_t *word = &lookup->is_listed[folder / 64], bit = UINT64_C(1) << folder % 64;

    if (*word & bit)
        return;
    *word |= bit;
    for (uint32_t i = index->first_child[folder + 1]; i-- > index->first_child[folder];) {
        uint32_t name = index->children[i], *folded;

        if (lookup->has_folders_only &&
            !(index->files.flags[index->names.file[name]] & FILE_DIRECTORY))
            continue;
        folded = find_folded(lookup, folder, index_name(index, name));
        *find_exact(lookup, folder, index_name(index, name)) = name + 1;
        lookup->alike[name] = *folded;
        *folded = name + 1;
    }
}

bool lookup_is_dropped(const struct lookup *lookup, uint32_t name)
{
    return lookup->is_dropped[name / 64] >> name % 64 & 1;
}

void lookup_drop(struct lookup *lookup, uint32_t name)
{
    lookup->is_dropped[name / 64] |= UINT64_C(1) << name % 64;
}

uint32_t lookup_child(struct lookup *lookup, uint32_t folder, struct str name)
{
    uint32_t *slot;

    list_folder(lookup, folder);
    slot = find_exact(lookup, folder, name);
    if (*slot != 0 && !lookup_is_dropped(lookup, *slot - 1))
        return *slot - 1;
    slot = find_folded(lookup, folder, name);
    if (*slot == 0)
        return INDEX_NONE;
    /* What was dropped leaves its list for good; the last of them keeps the slot. */
    while (lookup_is_dropped(lookup, *slot - 1) && lookup->alike[*slot - 1] != 0)
        *slot = lookup->alike[*slot - 1];
    return lookup_is_dropped(lookup, *slot - 1) ? INDEX_NONE : *slot - 1;
}

uint32_t lookup_path(struct lookup *lookup, struct str path)
{
    const struct index *index = lookup->index;
    uint32_t file = index_find(index, RECORD_ROOT);
    uint32_t name = file == INDEX_NONE ? INDEX_NONE : index_first_name(index, file);

    for (size_t at = 0, first; name != INDEX_NONE && at < path.n; at++) {
        for (first = at; at < path.n && path.at[at] != '\\';)
            at++;
        if (at > first)
            name = lookup_child(lookup, index->names.file[name],
                                (struct str){path.at + first, at - first});
    }
    return name;
}

void lookup_free(struct lookup *lookup)
{
    arena_free(&lookup->arena);
}
