/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has become of each name of the store. docs/STORE.md, "The audit", has the table that judge
 * follows line by line. Whether a file is lost with the store is known when all of its names were
 * judged.
 */
#include "planner/auditing.h"

/* ---- One entry ---- */

static uint32_t find_change(const struct audit_job *job, uint64_t reference)
{
    uint32_t low = 0, n = job->nchanges;

    while (low < n) {
        uint32_t middle = low + (n - low) / 2;

        if (job->changes[middle].reference < reference)
            low = middle + 1;
        else
            n = middle;
    }
    return low < job->nchanges && job->changes[low].reference == reference ? low : PLAN_NONE;
}

static void set_other(const struct auditing *a, uint32_t name, struct audit_row *row)
{
    row->other = name;
    row->drive = a->job->drive;
}

static void set_outside(const struct auditing *a, uint32_t file, struct audit_row *row)
{
    if (a->outside[file] != 0)
        set_other(a, a->outside[file] - 1, row);
}

/* The file's name below \Windows.old at the place of the original; INDEX_NONE. */
static uint32_t find_old(const struct auditing *a, const struct auditing_entry *entry)
{
    const struct lookup *lookup = &a->lookups[a->job->drive];
    uint32_t name;

    if (entry->old == INDEX_NONE)
        return INDEX_NONE;
    name = lookup_child(&a->lookups[a->job->drive], entry->old, index_name(a->index, entry->name));
    return name != INDEX_NONE &&
                   lookup->index->names.file[name] == a->index->names.file[entry->name]
               ? name
               : INDEX_NONE;
}

/* A name of FILE in FOLDER; INDEX_NONE. */
static uint32_t find_in(const struct index *index, uint32_t file, uint32_t folder)
{
    for (uint32_t i = index_first_name(index, file); i < index_end_name(index, file); i++)
        if (index_parent(index, i) == folder)
            return i;
    return INDEX_NONE;
}

/* Where a restore puts it: is it there, by whatever name (it may have met another file), or has
 * another file its place? False: neither. */
static bool judge_restored(const struct auditing *a, const struct auditing_entry *entry,
                           struct audit_row *row, enum audit_kind *kind_ret)
{
    uint32_t name;

    if (entry->restored == INDEX_NONE || a->places[entry->restored] == AUDITING_INSIDE)
        return false;
    name = find_in(a->index, a->index->names.file[entry->name], entry->restored);
    if (name != INDEX_NONE) {
        set_other(a, name, row);
        *kind_ret = AUDIT_ORIGINAL_MOVED;
        return true;
    }
    name = lookup_child(&a->lookups[a->job->drive], entry->restored,
                        index_name(a->index, entry->name));
    if (name == INDEX_NONE || auditing_is_folder(a->index, name))
        return false;
    set_other(a, name, row);
    *kind_ret = AUDIT_LOST_CONNECTION;
    return true;
}

/* The original path leads to nothing: where is the file? */
static enum audit_kind judge_gone(const struct auditing *a, const struct auditing_entry *entry,
                                  unsigned facts, struct audit_row *row)
{
    enum audit_kind kind;
    uint32_t old;

    if (!(facts & AUDITING_HAS_OUTSIDE))
        return AUDIT_ONLY_COPY;
    if (judge_restored(a, entry, row, &kind))
        return kind;
    set_outside(a, a->index->names.file[entry->name], row);
    old = find_old(a, entry);
    if (old != INDEX_NONE)
        set_other(a, old, row);
    return old != INDEX_NONE || facts & AUDITING_IS_MOVED ? AUDIT_ORIGINAL_MOVED
                                                          : AUDIT_ORIGINAL_DELETED;
}

/* Is there a file at the original path? */
static bool has_original(const struct auditing *a, const struct auditing_entry *entry)
{
    return entry->original != INDEX_NONE &&
           !auditing_is_folder(a->job->machine->drives[entry->drive].index, entry->original);
}

static bool is_connected(const struct auditing *a, const struct auditing_entry *entry)
{
    return entry->drive == a->job->drive && entry->original != INDEX_NONE &&
           a->index->names.file[entry->original] == a->index->names.file[entry->name];
}

/* Without a manifest: was it modified after the store was made? */
static bool is_younger(const struct auditing *a, const struct auditing_entry *entry)
{
    uint32_t file = a->index->names.file[entry->name];

    return a->job->nmanifests == 0 && a->made != 0 &&
           a->index->files.times[TIMES * (size_t)file + 1] > a->made;
}

static enum audit_kind judge_link(const struct auditing *a, const struct auditing_entry *entry,
                                  unsigned facts, struct audit_row *row)
{
    if (!has_original(a, entry))
        return judge_gone(a, entry, facts, row);
    if (!is_connected(a, entry)) {
        set_other(a, entry->original, row);
        return AUDIT_LOST_CONNECTION;
    }
    if (is_younger(a, entry))
        row->fields |= AUDIT_MODIFIED;
    return row->fields ? AUDIT_CHANGED : AUDIT_OK;
}

static enum audit_kind judge_copy(struct auditing *a, const struct auditing_entry *entry,
                                  unsigned facts, struct audit_row *row)
{
    uint32_t file = a->index->names.file[entry->name];

    if (entry->drive == MACHINE_NONE)
        row->fields |= AUDIT_UNSEEN;
    if (!has_original(a, entry)) {
        set_outside(a, file, row);
        if (entry->drive != MACHINE_NONE)
            return AUDIT_ORIGINAL_DELETED;
        return facts & AUDITING_HAS_OUTSIDE ? AUDIT_ORIGINAL_MOVED : AUDIT_ONLY_COPY;
    }
    row->other = entry->original;
    row->drive = entry->drive;
    if (audit_compare_equal(a, entry))
        a->facts[file] |= AUDITING_HAS_EQUAL;
    else
        row->fields |= AUDIT_ORIGINAL;
    return row->fields ? AUDIT_CHANGED : AUDIT_OK;
}

/* A copy: the manifest says so, or no link can lead to its original. Without a manifest, what is
 * like another file at the original path is taken for one: whoever saves a file anew leaves another
 * time. */
static bool is_copy(const struct auditing *a, const struct auditing_entry *entry,
                    const struct manifest_row *manifest)
{
    if (manifest)
        return manifest->kind == PLAN_COPY;
    if (entry->place != SHAPE_TREE)
        return false;
    return entry->drive != a->job->drive ||
           (has_original(a, entry) && !is_connected(a, entry) && audit_compare_equal(a, entry));
}

static enum status judge(struct auditing *a, const struct auditing_entry *entry,
                         struct audit_row *row)
{
    uint32_t file = a->index->names.file[entry->name];
    const struct manifest_row *manifest = audit_manifest_row(a->job, row);
    bool is_extra = entry->place != SHAPE_TREE || (a->job->nmanifests > 0 && !manifest);
    unsigned facts;
    enum status status = audit_names(a, file, &facts);

    if (status == STATUS_OK && manifest)
        status = audit_compare_fields(a, file, manifest, &row->fields);
    if (status != STATUS_OK)
        return status;
    row->change = find_change(a->job, index_reference(a->index, file));
    row->is_copy = is_copy(a, entry, manifest);
    if (a->index->files.flags[file] & FILE_FINDING)
        row->kind = AUDIT_DAMAGED;
    else if (entry->place == SHAPE_ASIDE)
        row->kind = AUDIT_CLEANED;
    else if (is_extra)
        row->kind = AUDIT_EXTRA;
    else if (row->is_copy)
        row->kind = judge_copy(a, entry, facts, row);
    else
        row->kind = judge_link(a, entry, facts, row);
    if (row->kind == AUDIT_EXTRA || row->kind == AUDIT_CLEANED || row->kind == AUDIT_DAMAGED)
        set_outside(a, file, row);
    return STATUS_OK;
}

/* ---- All of them ---- */

static struct audit_row *add_row(struct audit *audit)
{
    struct audit_row *row = &audit->rows[audit->n++];

    *row = (struct audit_row){.manifest = PLAN_NONE,
                              .name = INDEX_NONE,
                              .other = INDEX_NONE,
                              .drive = MACHINE_NONE,
                              .change = PLAN_NONE};
    return row;
}

static void mark_originals(struct auditing *a)
{
    for (uint32_t i = 0; i < a->nentries; i++) {
        const struct auditing_entry *entry = &a->entries[i];

        if (is_connected(a, entry))
            a->is_original[entry->original / 64] |= UINT64_C(1) << entry->original % 64;
    }
}

static enum status take_entry(struct auditing *a, const struct auditing_entry *entry,
                              struct audit *audit)
{
    bool is_folder = auditing_is_folder(a->index, entry->name);
    uint32_t manifest = a->manifest_row ? a->manifest_row[entry->name] : 0;
    struct audit_row *row;
    enum status status = STATUS_OK;

    if (is_folder && entry->place == SHAPE_TREE && (a->job->nmanifests == 0 || manifest != 0))
        return STATUS_OK;
    row = add_row(audit);
    row->name = entry->name;
    row->manifest = manifest ? manifest - 1 : PLAN_NONE;
    row->is_folder = is_folder;
    row->has_layout = entry->place == SHAPE_TREE;
    row->kind = AUDIT_EXTRA;
    if (!is_folder)
        status = judge(a, entry, row);
    return status;
}

static void add_missing(const struct auditing *a, struct audit *audit)
{
    for (uint32_t i = 0; i < a->nmissing; i++) {
        struct audit_row *row = add_row(audit);
        const struct manifest_row *manifest;

        row->kind = AUDIT_MISSING;
        row->manifest = a->missing[i];
        manifest = audit_manifest_row(a->job, row);
        row->is_folder = manifest->kind == PLAN_MKDIR;
        row->is_copy = manifest->kind == PLAN_COPY;
    }
}

/* What FILE's end would give back, and is it counted for the first time? */
static bool count_file(struct auditing *a, uint32_t file, struct audit *audit)
{
    unsigned facts = a->facts[file];
    uint64_t allocated;
    uint32_t n;

    if (facts & AUDITING_COUNTED)
        return false;
    a->facts[file] |= AUDITING_COUNTED;
    audit->files++;
    if (facts & AUDITING_ALL_INSIDE) {
        audit_compare_streams(a->index, file, &n, &allocated);
        audit->freed_bytes += a->index->files.allocated[file] + allocated;
        audit->freed_records++;
    }
    return true;
}

static void count_row(struct auditing *a, struct audit_row *row, struct audit *audit)
{
    uint32_t file, n;
    uint64_t unused;
    bool is_first;

    audit->counts[row->kind]++;
    audit->unseen += (row->fields & AUDIT_UNSEEN) != 0;
    if (row->name == INDEX_NONE || row->is_folder)
        return;
    file = a->index->names.file[row->name];
    is_first = count_file(a, file, audit);
    if (a->facts[file] & AUDITING_HAS_OUTSIDE)
        return;
    row->is_last = !(a->facts[file] & AUDITING_HAS_EQUAL);
    row->has_successor =
        row->is_last && (row->kind == AUDIT_LOST_CONNECTION || row->fields & AUDIT_ORIGINAL);
    audit->copies += !row->is_last;
    if (!is_first || !row->is_last)
        return;
    audit->only_copies++;
    audit->only_copy_bytes +=
        a->index->files.size[file] + audit_compare_streams(a->index, file, &n, &unused);
    audit->superseded += row->has_successor;
}

static enum status count_own(struct auditing *a, struct audit *audit)
{
    enum status status = STATUS_OK;
    unsigned unused;

    for (uint32_t i = 0; i < a->nentries && status == STATUS_OK; i++) {
        uint32_t file = a->index->names.file[a->entries[i].name];

        if (!a->entries[i].is_own)
            continue;
        status = audit_names(a, file, &unused);
        if (status == STATUS_OK)
            count_file(a, file, audit);
    }
    return status;
}

enum status audit_judge(struct auditing *a, struct audit *audit)
{
    size_t most = a->nentries + (size_t)a->nmissing + 1;
    enum status status = STATUS_OK;

    audit->rows = arena_grow(&audit->arena, NULL, most * sizeof *audit->rows);
    if (!audit->rows || most > UINT32_MAX)
        return STATUS_NO_MEMORY;
    mark_originals(a);
    for (uint32_t i = 0; i < a->nentries && status == STATUS_OK; i++)
        if (!a->entries[i].is_own)
            status = take_entry(a, &a->entries[i], audit);
    if (status != STATUS_OK)
        return status;
    add_missing(a, audit);
    audit->freed_records = a->nfolders;
    for (uint32_t i = 0; i < audit->n; i++)
        count_row(a, &audit->rows[i], audit);
    audit->is_safe = audit->only_copies == 0 && audit->counts[AUDIT_DAMAGED] == 0;
    return count_own(a, audit);
}
