/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that are there are known by their rows, others by their keys. See restore_place.h. */
#include "planner/restore_place.h"

#include "planner/placing.h"
#include "planner/remove.h"
#include "planner/store.h"
#include "planner/traits.h"

enum { FIRST_CAPACITY = 256 };

void *restore_place_room(struct comeback *r, void *array, uint32_t n, uint32_t *capacity,
                         size_t size)
{
    uint32_t more = *capacity ? *capacity : FIRST_CAPACITY;
    void *grown;

    if (n < *capacity)
        return array;
    if (more > UINT32_MAX / 2 - 1)
        return NULL;
    grown = arena_grow(&r->arena, array, 2 * (size_t)more * size);
    if (grown)
        *capacity = 2 * more;
    return grown;
}

enum status restore_place_keep(struct comeback *r, struct str *text)
{
    char *kept = arena_alloc(&r->arena, text->n + 1);

    if (!kept)
        return STATUS_NO_MEMORY;
    memcpy(kept, text->at, text->n);
    text->at = kept;
    return STATUS_OK;
}

/* ---- Keys ---- */

static bool has_key_room(struct comeback *r, size_t n)
{
    char *grown;

    if (n <= r->key_capacity)
        return true;
    grown = arena_grow(&r->arena, r->key, 2 * n);
    if (!grown)
        return false;
    r->key = grown;
    r->key_capacity = 2 * n;
    return true;
}

/* The number of the folder, then the units of the name as $UpCase maps them. */
enum status restore_place_key(struct comeback *r, uint32_t place, struct str name, bool kept,
                              struct str *key_ret)
{
    const uint16_t *upcase = comeback_upcase(r, r->places[place].drive);
    size_t n = sizeof place;
    char *at;

    if (!has_key_room(r, n + name.n * sizeof(uint32_t)))
        return STATUS_NO_MEMORY;
    memcpy(r->key, &place, sizeof place);
    for (size_t i = 0; i < name.n;) {
        uint32_t unit = text_fold(text_next(name, &i), upcase);

        memcpy(r->key + n, &unit, 3); /* code points have 21 bits */
        n += 3;
    }
    at = kept ? arena_alloc(&r->arena, n) : r->key;
    if (!at)
        return STATUS_NO_MEMORY;
    if (kept)
        memcpy(at, r->key, n);
    *key_ret = (struct str){at, n};
    return STATUS_OK;
}

/* ---- What a place is ---- */

enum plan_reason restore_place_refuses(const struct comeback *r, uint32_t place, struct str name,
                                       uint32_t *detail_ret)
{
    uint32_t units = store_units(name), all = r->places[place].units + 1 + units;

    *detail_ret = 0;
    if (!plan_is_name(name))
        return PLAN_BAD_NAME;
    if (units > PLACING_NAME_UNITS_MAX) {
        *detail_ret = units;
        return PLAN_NAME_TOO_LONG;
    }
    if (all > PLACING_PATH_UNITS_MAX) {
        *detail_ret = all;
        return PLAN_PATH_TOO_LONG;
    }
    return PLAN_AS_USUAL;
}

/* Why nothing can be put into FILE, a folder that is there. */
static enum plan_reason refuse_folder(const struct comeback *r, uint32_t drive, uint32_t file)
{
    const struct index *index = comeback_index(r, drive);

    if (index->files.flags[file] & FILE_SYSTEM)
        return PLAN_IS_SYSTEM;
    if (index->files.flags[file] & FILE_REPARSE &&
        !traits_is_cloud_tag(index_reparse_tag(index, file)))
        return PLAN_PLACE_REPARSE;
    return remove_is_store(&r->machine->drives[drive], file) ? PLAN_PLACE_STORE : PLAN_AS_USUAL;
}

static enum status add(struct comeback *r, const struct comeback_place *place, uint32_t *place_ret)
{
    struct comeback_place *places =
        restore_place_room(r, r->places, r->nplaces, &r->places_capacity, sizeof *places);

    if (!places)
        return STATUS_NO_MEMORY;
    r->places = places;
    places[r->nplaces] = *place;
    places[r->nplaces].model = COMEBACK_NONE;
    places[r->nplaces].row = PLAN_NONE;
    *place_ret = r->nplaces++;
    return STATUS_OK;
}

/* ---- There ---- */

enum status restore_place_root(struct comeback *r, uint32_t drive, uint32_t *place_ret)
{
    const struct index *index = comeback_index(r, drive);
    uint32_t root = index_find(index, RECORD_ROOT), place = 0, *slot;
    enum status status = STATUS_OK;

    if (!r->places_of[drive])
        r->places_of[drive] =
            arena_array(&r->arena, (size_t)index->files.n + 1, sizeof *r->places_of[drive]);
    if (!r->places_of[drive])
        return STATUS_NO_MEMORY;
    slot = &r->places_of[drive][root];
    if (*slot == 0) {
        status = add(r,
                     &(struct comeback_place){
                         .parent = COMEBACK_NONE,
                         .drive = drive,
                         .file = root,
                         .name = str_of(""),
                         .units = store_units(r->machine->drives[drive].name),
                     },
                     &place);
        *slot = status == STATUS_OK ? place + 1 : 0;
    }
    if (status == STATUS_OK)
        *place_ret = *slot - 1;
    return status;
}

static enum status there(struct comeback *r, uint32_t parent, uint32_t name, uint32_t *place_ret)
{
    uint32_t drive = r->places[parent].drive, new_place;
    const struct index *index = comeback_index(r, drive);
    uint32_t file = index->names.file[name], *slot = &r->places_of[drive][file];
    enum plan_reason reason = (enum plan_reason)r->places[parent].reason;
    struct comeback_place place = {.parent = parent, .drive = drive, .file = file};
    enum status status = STATUS_OK;

    if (*slot == 0) {
        place.name = index_name(index, name);
        place.units = r->places[parent].units + 1 + store_units(place.name);
        place.reason = (uint8_t)(reason ? reason : refuse_folder(r, drive, file));
        status = add(r, &place, &new_place);
        *slot = status == STATUS_OK ? new_place + 1 : 0;
    }
    if (status == STATUS_OK)
        *place_ret = *slot - 1;
    return status;
}

/* ---- To be made ---- */

static enum status missing(struct comeback *r, uint32_t parent, struct str name, bool is_file,
                           uint32_t *place_ret)
{
    struct comeback_place place = {
        .parent = parent, .drive = r->places[parent].drive, .file = INDEX_NONE, .name = name};
    enum status status;
    uint32_t detail, new_place;
    struct str key;

    status = restore_place_key(r, parent, name, false, &key);
    if (status != STATUS_OK)
        return status;
    if (lexicon_find(&r->made, key, place_ret))
        return STATUS_OK;
    place.units = r->places[parent].units + 1 + store_units(name);
    place.reason = r->places[parent].reason;
    if (place.reason == PLAN_AS_USUAL)
        place.reason =
            (uint8_t)(is_file ? PLAN_NAME_TAKEN : restore_place_refuses(r, parent, name, &detail));
    status = restore_place_key(r, parent, name, true, &key);
    if (status == STATUS_OK)
        status = add(r, &place, &new_place);
    if (status == STATUS_OK)
        status = lexicon_put(&r->made, key, new_place);
    if (status == STATUS_OK)
        *place_ret = new_place;
    return status;
}

enum status restore_place_child(struct comeback *r, uint32_t parent, struct str name,
                                uint32_t *place_ret)
{
    const struct comeback_place *at = &r->places[parent];
    const struct index *index = comeback_index(r, at->drive);
    uint32_t row =
        at->file == INDEX_NONE ? INDEX_NONE : lookup_child(&r->lookups[at->drive], at->file, name);

    if (row == INDEX_NONE)
        return missing(r, parent, name, false, place_ret);
    if (!(index->files.flags[index->names.file[row]] & FILE_DIRECTORY))
        return missing(r, parent, name, true, place_ret);
    return there(r, parent, row, place_ret);
}

enum status restore_place_path(struct comeback *r, uint32_t drive, struct str path,
                               uint32_t *place_ret)
{
    enum status status = restore_place_root(r, drive, place_ret);

    for (size_t at = 0, first; at < path.n && status == STATUS_OK; at++) {
        for (first = at; at < path.n && path.at[at] != '\\' && path.at[at] != '/';)
            at++;
        if (at > first)
            status = restore_place_child(r, *place_ret, (struct str){path.at + first, at - first},
                                         place_ret);
    }
    return status;
}
