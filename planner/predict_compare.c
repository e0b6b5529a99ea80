/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A prediction held against the index of a new scan. Names of the new index lie in a table by
 * folder, file and name, and leave it when they were predicted: what is left was not.
 */
#include "planner/lookup.h"
#include "planner/predict.h"

enum { FIRST_CAPACITY = 64, SLOTS_MIN = 64 };

struct comparing {
    const struct prediction *prediction;
    const struct plan *plan;
    const struct index *after;
    uint32_t *slots, nslots; /* name rows plus one */
    uint32_t *next;          /* of each name the next one with the same slot, plus one */
    bool *is_met;            /* for each name: it was predicted */
    uint32_t *folders;       /* of the plan: their rows in the new index; INDEX_NONE */
    uint32_t *npredicted;    /* for each file: its predicted names */
    uint32_t *ndos;          /* for each file before: DOS names that went with their partners */
    struct lookup lookup;    /* for names whose file is not known */
    struct predict_differences differences;
    uint32_t capacity;
    struct arena arena;
};

static enum status differ(struct comparing *c, enum predict_difference_kind kind,
                          uint32_t predicted, uint32_t name)
{
    struct predict_differences *all = &c->differences;

    if (all->n == c->capacity) {
        uint32_t capacity = c->capacity ? c->capacity : FIRST_CAPACITY;
        struct predict_difference *at =
            capacity > UINT32_MAX / 2
                ? NULL
                : arena_grow(&all->arena, all->at, 2 * (size_t)capacity * sizeof *at);

        if (!at)
            return STATUS_NO_MEMORY;
        all->at = at;
        c->capacity = 2 * capacity;
    }
    all->at[all->n++] = (struct predict_difference){kind, predicted, name};
    return STATUS_OK;
}

/* ---- The new names ---- */

static bool is_in_use(const struct index *index, uint32_t name)
{
    return index->files.flags[index->names.file[name]] & FILE_IN_USE;
}

static uint32_t hash_of(uint64_t parent, uint32_t file, struct str name)
{
    uint64_t hash = (parent ^ file * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);

    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT64_C(0x100000001B3);
    return (uint32_t)(hash >> 32 ^ hash);
}

static bool is_name(const struct index *index, uint32_t row, uint64_t parent, uint32_t file,
                    struct str name)
{
    return index->names.parent[row] == parent && index->names.file[row] == file &&
           str_equal(index_name(index, row), name);
}

/* The slot of this name, or the free one where it would be. A name that is there several times, on
 * a damaged volume, has one slot. */
static uint32_t *find_slot(const struct comparing *c, uint64_t parent, uint32_t file,
                           struct str name)
{
    for (uint32_t i = hash_of(parent, file, name);; i++) {
        uint32_t *slot = &c->slots[i & (c->nslots - 1)];

        if (*slot == 0 || is_name(c->after, *slot - 1, parent, file, name))
            return slot;
    }
}

static void fill_table(struct comparing *c)
{
    const struct index *after = c->after;

    for (uint32_t row = after->names.n; row-- > 0;)
        if (is_in_use(after, row)) {
            uint32_t *slot = find_slot(c, after->names.parent[row], after->names.file[row],
                                       index_name(after, row));

            c->next[row] = *slot;
            *slot = row + 1;
        }
}

/* A name of the kind that has a DOS name beside it takes that along when it goes. */
static void count_dos_names(struct comparing *c)
{
    const struct prediction *prediction = c->prediction;
    const struct index *before = prediction->before;

    for (uint32_t i = 0; i < prediction->ngone; i++) {
        uint32_t name = prediction->gone[i], file = before->names.file[name];
        uint32_t nrows = index_end_name(before, file) - index_first_name(before, file);

        if (before->names.name_space[name] == NAMESPACE_WIN32 &&
            before->files.header_links[file] > nrows + c->ndos[file])
            c->ndos[file]++;
    }
}

static enum status begin(struct comparing *c)
{
    const struct index *after = c->after;
    size_t nnames = after->names.n, nslots = SLOTS_MIN;

    while (nslots / 2 < nnames)
        nslots *= 2;
    if (nslots > UINT32_MAX)
        return STATUS_TOO_LARGE;
    c->nslots = (uint32_t)nslots;
    c->slots = arena_array(&c->arena, nslots, sizeof *c->slots);
    c->next = arena_array(&c->arena, nnames + 1, sizeof *c->next);
    c->is_met = arena_array(&c->arena, nnames + 1, sizeof *c->is_met);
    c->npredicted = arena_array(&c->arena, (size_t)after->files.n + 1, sizeof *c->npredicted);
    c->ndos = arena_array(&c->arena, (size_t)c->prediction->before->files.n + 1, sizeof *c->ndos);
    c->folders = arena_array(&c->arena, (size_t)c->plan->nfolders + 1, sizeof *c->folders);
    if (!c->slots || !c->next || !c->is_met || !c->npredicted || !c->ndos || !c->folders)
        return STATUS_NO_MEMORY;
    fill_table(c);
    count_dos_names(c);
    return STATUS_OK;
}

/* ---- Folders that the plan has made ---- */

static struct str last_step(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.at[at - 1] != '\\')
        at--;
    return (struct str){path.at + at, path.n - at};
}

static uint32_t file_of(const struct index *index, uint32_t name)
{
    return name == INDEX_NONE || !(index->files.flags[index->names.file[name]] & FILE_DIRECTORY)
               ? INDEX_NONE
               : index->names.file[name];
}

/* By their paths, each from the one that it lies in. Those of other volumes are found, too, and not
 * asked for. */
static void find_folders(struct comparing *c)
{
    const struct plan *plan = c->plan;

    for (uint32_t i = 0; i < plan->nfolders; i++) {
        uint32_t parent = plan->folders[i].parent;

        if (parent == PLAN_NONE)
            c->folders[i] = index_find(c->after, RECORD_ROOT);
        else if (parent >= i || c->folders[parent] == INDEX_NONE)
            c->folders[i] = INDEX_NONE;
        else
            c->folders[i] = file_of(c->after, lookup_child(&c->lookup, c->folders[parent],
                                                           last_step(plan->folders[i].path)));
    }
}

/* ---- Holding one against the other ---- */

/* The reference of the folder that a predicted name lies in; 0 where that is not there. */
static uint64_t parent_of(const struct comparing *c, const struct predict_name *name)
{
    uint32_t folder = name->parent == 0 ? c->folders[name->folder] : INDEX_NONE;

    if (name->parent != 0)
        return name->parent;
    return folder == INDEX_NONE ? 0 : index_reference(c->after, folder);
}

/* The row of a predicted name that was not met yet; INDEX_NONE. */
static uint32_t take_known(struct comparing *c, const struct predict_name *name, uint64_t parent)
{
    uint32_t file = index_find_reference(c->after, name->reference), *slot, row;

    if (file == INDEX_NONE)
        return INDEX_NONE;
    c->npredicted[file]++;
    slot = find_slot(c, parent, file, name->name);
    if (*slot == 0 || c->is_met[*slot - 1])
        return INDEX_NONE;
    row = *slot - 1;
    /* The last one keeps the slot, so that others behind it are found. */
    if (c->next[row] != 0)
        *slot = c->next[row];
    return row;
}

/* A file whose reference nobody can know before: one that was not there. */
static uint32_t take_unknown(struct comparing *c, const struct predict_name *name, uint64_t parent)
{
    uint32_t folder = index_find_reference(c->after, parent), row;

    if (parent == 0 || folder == INDEX_NONE)
        return INDEX_NONE;
    row = lookup_child(&c->lookup, folder, name->name);
    if (row == INDEX_NONE || c->is_met[row] || !str_equal(index_name(c->after, row), name->name) ||
        index_find_reference(c->prediction->before,
                             index_reference(c->after, c->after->names.file[row])) != INDEX_NONE)
        return INDEX_NONE;
    c->npredicted[c->after->names.file[row]]++;
    return row;
}

static enum status meet_all(struct comparing *c)
{
    const struct prediction *prediction = c->prediction;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < prediction->n && status == STATUS_OK; i++) {
        const struct predict_name *name = &prediction->names[i];
        uint64_t parent = parent_of(c, name);
        uint32_t row =
            name->reference != 0 ? take_known(c, name, parent) : take_unknown(c, name, parent);

        if (row == INDEX_NONE)
            status = differ(c, PREDICT_MISSING, i, INDEX_NONE);
        else
            c->is_met[row] = true;
    }
    for (uint32_t row = 0; row < c->after->names.n && status == STATUS_OK; row++)
        if (is_in_use(c->after, row) && !c->is_met[row])
            status = differ(c, PREDICT_UNEXPECTED, PLAN_NONE, row);
    return status;
}

static bool has_count_finding(const struct index *index, uint32_t file)
{
    const struct finding *findings;
    uint32_t n;

    if (!(index->files.flags[file] & FILE_FINDING))
        return false;
    findings = index_findings(index, index->files.record[file], &n);
    for (uint32_t i = 0; i < n; i++)
        if (findings[i].kind == FINDING_LINK_COUNT)
            return true;
    return false;
}

/* The header of a file that was there counts as many more as it has names more: DOS names, which
 * have no rows, are the same as before, but for those that went. */
static bool is_counted_wrong(const struct comparing *c, uint32_t file)
{
    const struct index *before = c->prediction->before, *after = c->after;
    uint32_t old = index_find_reference(before, index_reference(after, file));
    int64_t expected;

    if (old == INDEX_NONE)
        return has_count_finding(after, file);
    expected = (int64_t)before->files.header_links[old] + c->npredicted[file] -
               (index_end_name(before, old) - index_first_name(before, old)) - c->ndos[old];
    return after->files.header_links[file] != expected ||
           (has_count_finding(after, file) && !has_count_finding(before, old));
}

static enum status count_all(struct comparing *c)
{
    const struct file_rows *files = &c->after->files;
    enum status status = STATUS_OK;

    for (uint32_t file = 0; file < files->n && status == STATUS_OK; file++)
        if (files->flags[file] & FILE_IN_USE && is_counted_wrong(c, file))
            status = differ(c, PREDICT_LINK_COUNT, PLAN_NONE, files->first_name[file]);
    return status;
}

enum status predict_compare(const struct prediction *prediction, const struct plan *plan,
                            const struct index *after, struct predict_differences *differences_ret)
{
    struct comparing c = {.prediction = prediction, .plan = plan, .after = after};
    enum status status = lookup_begin(&c.lookup, after, NULL);

    if (status == STATUS_OK)
        status = begin(&c);
    if (status == STATUS_OK) {
        find_folders(&c);
        status = meet_all(&c);
    }
    if (status == STATUS_OK)
        status = count_all(&c);
    lookup_free(&c.lookup);
    arena_free(&c.arena);
    if (status == STATUS_OK)
        *differences_ret = c.differences;
    else
        arena_free(&c.differences.arena);
    return status;
}
