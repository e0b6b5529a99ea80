/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the store's folder down, each folder before what is in it, without calls that nest: trees
 * may be ten thousand levels deep.
 */
#include "mft/path.h"
#include "planner/removal.h"
#include "planner/treat.h"

enum { FIRST_CAPACITY = 256 };

/* A folder that is to be entered. */
struct step {
    uint32_t name, parent; /* row of the index; of the folders of the store */
    enum shape_place place;
};

struct walk {
    struct removal *r;
    const uint16_t *upcase;
    struct step *steps;
    uint32_t nsteps, capacity;
};

/* Room for one more in ARRAY; NULL without memory. */
static void *make_room(struct removal *r, void *array, uint32_t n, uint32_t *capacity, size_t size)
{
    uint32_t more = *capacity ? *capacity : FIRST_CAPACITY;
    void *grown;

    if (n < *capacity)
        return array;
    if (more > UINT32_MAX / 2)
        return NULL;
    grown = arena_grow(&r->arena, array, 2 * (size_t)more * size);
    if (grown)
        *capacity = 2 * more;
    return grown;
}

static enum status list(struct removal *r, const struct removal_name *name)
{
    struct removal_name *names =
        make_room(r, r->names, r->nnames, &r->names_capacity, sizeof *names);

    if (!names)
        return STATUS_NO_MEMORY;
    r->names = names;
    names[r->nnames++] = *name;
    if (name->reason == PLAN_AS_USUAL)
        r->is_listed[name->name / 64] |= UINT64_C(1) << name->name % 64;
    return STATUS_OK;
}

static enum status put_step(struct walk *w, const struct step *step)
{
    struct step *steps = make_room(w->r, w->steps, w->nsteps, &w->capacity, sizeof *steps);

    if (!steps)
        return STATUS_NO_MEMORY;
    w->steps = steps;
    steps[w->nsteps++] = *step;
    return STATUS_OK;
}

/*
 * Why a folder of the store is not entered, the first line that fits:
 * - its name would lead elsewhere;
 * - it leads elsewhere itself;
 * - its record is damaged, or it is there twice.
 */
static enum plan_reason refuse_folder(const struct removal *r, uint32_t name)
{
    uint32_t file = r->index->names.file[name];
    struct treat_decision damage;

    if (!plan_is_name(index_name(r->index, name)))
        return PLAN_BAD_NAME;
    if (r->index->files.flags[file] & FILE_REPARSE)
        return PLAN_FOLDER_REPARSE;
    if (treat_damage(r->index, file, &damage))
        return damage.reason;
    return r->is_entered[file] ? PLAN_DAMAGED : PLAN_AS_USUAL;
}

static enum status meet_folder(struct walk *w, uint32_t name, uint32_t parent)
{
    struct removal *r = w->r;
    enum shape_place place =
        shape_folder(r->folders[parent].place, index_name(r->index, name), w->upcase);
    enum plan_reason reason = place == SHAPE_FOREIGN ? PLAN_NOT_OURS : refuse_folder(r, name);
    struct removal_name row = {name, parent, PLAN_RMDIR, (uint8_t)reason, false};

    if (reason == PLAN_AS_USUAL) {
        r->is_entered[r->index->names.file[name]] = true;
        return put_step(w, &(struct step){name, parent, place});
    }
    /* A name in there is none outside the store. */
    if (!r->is_entered[r->index->names.file[name]])
        reach_deny(&r->reach, r->index->names.file[name]);
    return list(r, &row);
}

static enum status meet_file(struct walk *w, uint32_t name, uint32_t parent)
{
    struct removal *r = w->r;
    enum shape_place place = r->folders[parent].place;
    struct str text = index_name(r->index, name);
    struct removal_name row = {.name = name, .folder = parent, .kind = PLAN_UNLINK};
    uint32_t number;

    row.is_manifest = place == SHAPE_USMT && manifest_name_number(text, w->upcase, &number);
    if (!shape_has_files(place) && !row.is_manifest)
        row.reason = PLAN_NOT_OURS;
    else if (!plan_is_name(text))
        row.reason = PLAN_BAD_NAME;
    return list(r, &row);
}

static enum status enter(struct walk *w, uint32_t file, uint32_t parent, struct str name,
                         enum shape_place place, uint32_t above)
{
    struct removal *r = w->r;
    struct removal_folder *folders =
        make_room(r, r->folders, r->nfolders, &r->folders_capacity, sizeof *folders);
    uint32_t at = r->nfolders, first = w->nsteps, row;
    enum status status = STATUS_NO_MEMORY;

    if (folders) {
        r->folders = folders;
        status = draft_folder(r->draft, above, r->volume, name, false, &row);
    }
    if (status != STATUS_OK)
        return status;
    folders[r->nfolders++] = (struct removal_folder){file, parent, row, place, false};
    for (uint32_t i = r->index->first_child[file];
         i < r->index->first_child[file + 1] && status == STATUS_OK; i++) {
        uint32_t child = r->index->children[i];

        status = r->index->files.flags[r->index->names.file[child]] & FILE_DIRECTORY
                     ? meet_folder(w, child, at)
                     : meet_file(w, child, at);
    }
    /* The first one that was met comes next. */
    for (uint32_t end = w->nsteps; first + 1 < end; first++) {
        struct step swapped = w->steps[first];

        w->steps[first] = w->steps[--end];
        w->steps[end] = swapped;
    }
    return status;
}

static enum status walk(struct walk *w)
{
    const struct removal *r = w->r;
    enum status status = STATUS_OK;

    while (w->nsteps > 0 && status == STATUS_OK) {
        struct step step = w->steps[--w->nsteps];

        status = enter(w, r->index->names.file[step.name], step.parent,
                       index_name(r->index, step.name), step.place, r->folders[step.parent].row);
    }
    return status;
}

/* Rows of the plan for the folders on the way to the store, of which ROW_RET is the last. */
static enum status draft_above(struct removal *r, const uint16_t *upcase, uint32_t *row_ret)
{
    struct str path = r->path;
    enum status status = draft_folder(r->draft, PLAN_NONE, r->volume, str_of(""), false, row_ret);
    uint32_t last = INDEX_NONE;

    for (size_t end = 1; end < path.n && status == STATUS_OK; end++) {
        uint32_t name;

        if ((path.at[end] != '\\' && path.at[end] != '/') ||
            path_find(r->index, (struct str){path.at, end}, upcase, &name, NULL) != STATUS_OK ||
            r->index->names.file[name] == r->index->names.file[r->top] ||
            r->index->files.record[r->index->names.file[name]] == RECORD_ROOT)
            continue;
        if (name == last)
            continue; /* "\\a\\\\b" */
        last = name;
        status =
            draft_folder(r->draft, *row_ret, r->volume, index_name(r->index, name), false, row_ret);
    }
    return status;
}

enum status removal_walk(struct removal *removal)
{
    struct removal *r = removal;
    struct walk w = {.r = r, .upcase = r->job->machine->drives[r->drive].upcase};
    enum status status;
    uint32_t above;

    r->is_listed = arena_array(&r->arena, (size_t)r->index->names.n / 64 + 1, sizeof *r->is_listed);
    r->is_entered = arena_array(&r->arena, (size_t)r->index->files.n + 1, sizeof *r->is_entered);
    if (!r->is_listed || !r->is_entered)
        return STATUS_NO_MEMORY;
    status = reach_begin(&r->reach, r->index, &r->arena);
    if (status == STATUS_OK)
        status = draft_above(r, w.upcase, &above);
    if (status == STATUS_OK)
        status = enter(&w, r->index->names.file[r->top], PLAN_NONE, index_name(r->index, r->top),
                       SHAPE_STORE, above);
    return status == STATUS_OK ? walk(&w) : status;
}
