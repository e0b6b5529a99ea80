/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders and their indexes: see growth_folder.h. A folder that is there is filled with the names
 * that it has, in the order of their files' records, which is about that of time; then the plan's
 * names come, and what they add counts.
 */
#include "planner/growth_folder.h"

#include "planner/indexfill.h"
#include "planner/indexorder.h"

enum { DOS_NAME_UNITS = 12, NAMES_FIRST = 256 };

/* A name that comes into the folder at hand. */
struct filling {
    struct growth_job *job;
    struct indexfill fill;
    struct indexorder order;
    struct str *names; /* those that are there, then the plan's */
    uint32_t n, capacity;
    uint32_t *slots; /* folders of the index by parent and name; NULL: not asked for yet */
    uint32_t nslots; /* a power of two */
};

/* ---- Which row is a folder of the plan? ---- */

static uint64_t hash_of(uint32_t parent, struct str name, const uint16_t *upcase)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325) ^ parent;

    for (size_t at = 0; at < name.n;)
        h = (h ^ text_fold(text_next(name, &at), upcase)) * UINT64_C(0x100000001B3);
    return h ^ h >> 29;
}

static const uint16_t *upcase_of(const struct filling *f)
{
    return f->job->machine->drives[f->job->drive].upcase;
}

static bool is_folder_name(const struct index *index, uint32_t name)
{
    uint16_t flags = index->files.flags[index->names.file[name]];

    return (flags & (FILE_IN_USE | FILE_DIRECTORY)) == (FILE_IN_USE | FILE_DIRECTORY);
}

static void put_folder(struct filling *f, uint32_t name)
{
    const struct index *index = f->job->index;
    uint32_t parent = index_parent(index, name);
    uint64_t at;

    if (parent == INDEX_NONE)
        return;
    at = hash_of(parent, index_name(index, name), upcase_of(f)) & (f->nslots - 1);
    while (f->slots[at] != INDEX_NONE)
        at = (at + 1) & (f->nslots - 1);
    f->slots[at] = name;
}

/* Makes all folders of the index known by parent and name. */
static bool know_folders(struct filling *f)
{
    const struct index *index = f->job->index;
    uint32_t n = 0;

    for (uint32_t name = 0; name < index->names.n; name++)
        n += is_folder_name(index, name);
    if (n > UINT32_MAX / 4)
        return false;
    for (f->nslots = 16; f->nslots < 2 * n;)
        f->nslots *= 2;
    f->slots = arena_grow(&f->job->arena, NULL, f->nslots * sizeof *f->slots);
    if (!f->slots)
        return false;
    memset(f->slots, 0xFF, f->nslots * sizeof *f->slots);
    for (uint32_t name = 0; name < index->names.n; name++)
        if (is_folder_name(index, name))
            put_folder(f, name);
    return true;
}

static struct str last_part(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.at[at - 1] != '\\')
        at--;
    return (struct str){path.at + at, path.n - at};
}

/* The row of the folder NAME in the one of row PARENT; INDEX_NONE. */
static uint32_t child_of(const struct filling *f, uint32_t parent, struct str name)
{
    const struct index *index = f->job->index;
    uint64_t at = hash_of(parent, name, upcase_of(f)) & (f->nslots - 1);

    for (; f->slots[at] != INDEX_NONE; at = (at + 1) & (f->nslots - 1))
        if (index_parent(index, f->slots[at]) == parent &&
            text_same_folded(index_name(index, f->slots[at]), name, upcase_of(f)))
            return index->names.file[f->slots[at]];
    return INDEX_NONE;
}

/* The row of the plan's FOLDER: by its path, from the root down. */
static uint32_t row_of(const struct filling *f, uint32_t folder)
{
    struct str path = f->job->plan->folders[folder].path;
    uint32_t row = index_find(f->job->index, RECORD_ROOT);

    for (size_t at = 0, end; at < path.n && row != INDEX_NONE; at = end + 1) {
        end = at;
        while (end < path.n && path.at[end] != '\\')
            end++;
        if (end > at)
            row = child_of(f, row, (struct str){path.at + at, end - at});
    }
    return row;
}

/* ---- Names ---- */

static bool put_name(struct filling *f, struct str name)
{
    if (f->n == f->capacity) {
        uint32_t capacity = f->capacity ? 2 * f->capacity : NAMES_FIRST;
        struct str *names = NULL;

        if (f->capacity < UINT32_MAX / 2)
            names = arena_grow(&f->job->arena, f->names, capacity * sizeof *names);
        if (!names)
            return false;
        f->names = names;
        f->capacity = capacity;
    }
    f->names[f->n++] = name;
    return true;
}

/* What the DOS name beside NAME is matters little: it lies near the long one. */
static bool put_alias(struct filling *f, struct str name)
{
    return put_name(f, (struct str){name.at, name.n < DOS_NAME_UNITS ? name.n : DOS_NAME_UNITS});
}

/* Does OP move a file that has a DOS name, which may come along? */
static bool has_alias(const struct filling *f, const struct plan_op *op)
{
    const struct index *index = f->job->index;
    const uint32_t file = index && op->kind == PLAN_MOVE
                              ? index_find_reference(index, op->expect.reference)
                              : INDEX_NONE;

    return file != INDEX_NONE && index->files.header_links[file] >
                                     index_end_name(index, file) - index_first_name(index, file);
}

/* The names in the folder of ROW, with one more for each that has a DOS name beside it. */
static bool put_names_of(struct filling *f, uint32_t row)
{
    const struct index *index = f->job->index;

    for (uint32_t i = index->first_child[row]; i < index->first_child[row + 1]; i++) {
        struct str name = index_name(index, index->children[i]);

        if (!put_name(f, name))
            return false;
        if (index->names.name_space[index->children[i]] == NAMESPACE_WIN32 && !put_alias(f, name))
            return false;
    }
    return true;
}

/* Those that are there, *NOLD_RET of them, then those that come. */
static bool put_names(struct filling *f, const struct growth_groups *groups, uint32_t folder,
                      uint32_t row, uint32_t *nold_ret)
{
    const struct plan *plan = f->job->plan;

    f->n = 0;
    if (row != INDEX_NONE && !put_names_of(f, row))
        return false;
    *nold_ret = f->n;
    for (uint32_t i = groups->first[folder]; i < groups->first[folder + 1]; i++) {
        const struct plan_op *op = &plan->ops[groups->list[i]];

        if (!put_name(f, op->name) || (has_alias(f, op) && !put_alias(f, op->name)))
            return false;
    }
    return true;
}

/* ---- Growth ---- */

static void count(struct filling *f, bool is_more)
{
    struct growth *growth = &f->job->growth;
    uint64_t records = f->fill.record.records, lists = f->fill.record.list_clusters;
    uint64_t clusters = indexfill_clusters(&f->fill);

    growth->records += is_more ? records : 0 - records;
    growth->list_clusters += is_more ? lists : 0 - lists;
    growth->index_clusters += is_more ? clusters : 0 - clusters;
}

/* The names from FIRST to END come in. */
static void add_names(struct filling *f, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        indexfill_add(&f->fill, f->order.ranks[i], growth_job_units(f->names[i]));
}

static enum status fill_folder(struct filling *f, const struct growth_groups *groups,
                               uint32_t folder, uint32_t row)
{
    const struct index *index = f->job->index;
    uint32_t nold;

    if (!put_names(f, groups, folder, row, &nold) || !indexorder_rank(&f->order, f->names, f->n))
        return STATUS_NO_MEMORY;
    indexfill_begin(&f->fill, growth_job_units(last_part(f->job->plan->folders[folder].path)));
    add_names(f, 0, nold);
    if (row != INDEX_NONE) {
        count(f, false);
        if (f->fill.nblocks == 0 && index->files.room)
            f->fill.record.room = index->files.room[row];
    }
    add_names(f, nold, f->n);
    count(f, true);
    return f->fill.is_short || f->fill.record.is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status add_folder(struct filling *f, const struct growth_groups *groups,
                              uint32_t folder)
{
    const struct plan_folder *it = &f->job->plan->folders[folder];
    uint32_t row = INDEX_NONE;

    if (it->volume != f->job->volume)
        return STATUS_OK;
    f->job->growth.records += it->is_made;
    if (groups->first[folder] == groups->first[folder + 1])
        return STATUS_OK;
    if (!it->is_made && f->job->index && f->job->index->first_child) {
        if (!f->slots && !know_folders(f))
            return STATUS_NO_MEMORY;
        row = row_of(f, folder);
    }
    return fill_folder(f, groups, folder, row);
}

enum status growth_folder_add(struct growth_job *job, const struct growth_groups *groups)
{
    struct filling f = {
        .job = job,
        .fill = {.record = {.record_bytes = job->record_bytes,
                            .cluster_bytes = job->cluster_bytes,
                            .arena = &job->arena},
                 .index_bytes = job->index_bytes},
        .order = {.arena = &job->arena, .upcase = job->machine->drives[job->drive].upcase},
    };
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < groups->n && status == STATUS_OK; i++)
        status = add_folder(&f, groups, i);
    return status;
}
