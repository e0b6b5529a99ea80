/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of a store: see audit.h. */
#include "planner/audit.h"

#include "planner/auditing.h"

static const char *const kind_words[AUDIT_NKINDS] = {
    [AUDIT_OK] = "ok",
    [AUDIT_LOST_CONNECTION] = "lost-connection",
    [AUDIT_ONLY_COPY] = "only-copy",
    [AUDIT_ORIGINAL_MOVED] = "original-moved",
    [AUDIT_ORIGINAL_DELETED] = "original-deleted",
    [AUDIT_CHANGED] = "changed",
    [AUDIT_EXTRA] = "extra",
    [AUDIT_CLEANED] = "cleaned",
    [AUDIT_MISSING] = "missing",
    [AUDIT_DAMAGED] = "damaged",
};

static const char *const field_words[AUDIT_NFIELDS] = {
    "size", "created", "modified", "attributes", "streams", "reference", "original", "unseen"};

const char *audit_kind_word(enum audit_kind kind)
{
    return kind_words[kind];
}

const char *audit_field_word(unsigned no)
{
    return field_words[no];
}

const struct manifest_row *audit_manifest_row(const struct audit_job *job,
                                              const struct audit_row *row)
{
    uint32_t no = row->manifest;

    if (no == PLAN_NONE)
        return NULL;
    for (uint32_t i = 0; i < job->nmanifests; i++) {
        if (no < job->manifests[i].n)
            return &job->manifests[i].rows[no];
        no -= job->manifests[i].n;
    }
    return NULL;
}

/* ---- The layout ---- */

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

char audit_original(struct str below, struct str *rest_ret)
{
    static const struct str way = {"USMT\\File\\", 10};
    const char *at = below.at + way.n;

    if (below.n < way.n + 3 || !text_same_folded((struct str){below.at, way.n}, way, NULL) ||
        !is_letter(at[0]) || at[1] != '$' || at[2] != '\\')
        return '\0';
    *rest_ret = (struct str){at + 2, below.n - way.n - 2};
    return (char)(at[0] >= 'a' ? at[0] - 'a' + 'A' : at[0]);
}

static bool is_called(const struct machine_drive *drive, uint32_t name, const char *word)
{
    struct str text = index_name(drive->index, name);

    return text.n == strlen(word) && text_same_folded(text, str_of(word), drive->upcase);
}

static bool has_files(const struct machine_drive *drive, uint32_t usmt)
{
    const struct index *index = drive->index;

    for (uint32_t i = index->first_child[usmt]; i < index->first_child[usmt + 1]; i++)
        if (auditing_is_folder(index, index->children[i]) &&
            is_called(drive, index->children[i], "File"))
            return true;
    return false;
}

enum status audit_find(const struct machine_drive *drive, struct arena *arena,
                       uint32_t **folders_ret, uint32_t *n_ret)
{
    const struct index *index = drive->index;
    uint32_t *folders = NULL, n = 0;

    for (uint32_t name = 0; name < index->names.n; name++) {
        uint32_t parent, *grown;

        if (!is_called(drive, name, "USMT") || !auditing_is_folder(index, name))
            continue;
        parent = index_parent(index, name);
        if (parent == INDEX_NONE || index->files.record[parent] == RECORD_ROOT ||
            !has_files(drive, index->names.file[name]))
            continue;
        grown = arena_grow(arena, folders, (n + (size_t)1) * sizeof *folders);
        if (!grown)
            return STATUS_NO_MEMORY;
        folders = grown;
        folders[n++] = parent;
    }
    *folders_ret = folders;
    *n_ret = n;
    return STATUS_OK;
}

/* ---- The audit ---- */

/* The folder of the store on drive NO; INDEX_NONE. One that lies behind a reparse point is another
 * place's. */
static uint32_t find_store(const struct audit_job *job, uint32_t no)
{
    const struct machine_drive *drive = &job->machine->drives[no];
    const struct index *index = drive->index;
    struct str path = job->store;
    uint32_t name, file;

    if (path.n >= 2 && path.at[1] == ':')
        path = (struct str){path.at + 2, path.n - 2};
    if (path_find(index, path, drive->upcase, &name, NULL) != STATUS_OK)
        return INDEX_NONE;
    file = index->names.file[name];
    if (!(index->files.flags[file] & FILE_DIRECTORY) || index->files.flags[file] & FILE_REPARSE ||
        index->files.record[file] == RECORD_ROOT)
        return INDEX_NONE;
    return file;
}

static enum status begin(struct auditing *a)
{
    const struct index *index = a->index;
    uint32_t ndrives = a->job->machine->ndrives;

    a->folders = arena_array(&a->arena, ndrives, sizeof *a->folders);
    a->lookups = arena_array(&a->arena, ndrives, sizeof *a->lookups);
    a->has_lookup = arena_array(&a->arena, ndrives, sizeof *a->has_lookup);
    a->places = arena_array(&a->arena, index->files.n, sizeof *a->places);
    a->facts = arena_array(&a->arena, index->files.n, sizeof *a->facts);
    a->outside = arena_array(&a->arena, index->files.n, sizeof *a->outside);
    a->is_original =
        arena_array(&a->arena, index->names.n / 64 + (size_t)1, sizeof *a->is_original);
    if (!a->folders || !a->lookups || !a->has_lookup || !a->places || !a->facts || !a->outside ||
        !a->is_original)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < ndrives; i++)
        a->folders[i] = a->job->machine->drives[i].index ? find_store(a->job, i) : INDEX_NONE;
    return STATUS_OK;
}

static void end(struct auditing *a)
{
    for (uint32_t i = 0; a->has_lookup && i < a->job->machine->ndrives; i++)
        if (a->has_lookup[i])
            lookup_free(&a->lookups[i]);
    arena_free(&a->arena);
}

enum status audit_store(const struct audit_job *job, struct audit *audit_ret)
{
    const struct machine_drive *drive = &job->machine->drives[job->drive];
    struct auditing a = {.job = job, .store = drive, .index = drive->index};
    struct audit audit = {.folder = INDEX_NONE};
    enum status status = begin(&a);

    if (status == STATUS_OK && a.folders[job->drive] != INDEX_NONE) {
        audit.folder = a.folders[job->drive];
        status = audit_restored(&a);
        if (status == STATUS_OK)
            status = audit_walk(&a);
        audit.is_found = a.has_layout;
        if (status == STATUS_OK && audit.is_found)
            status = audit_match(&a);
        if (status == STATUS_OK && audit.is_found)
            status = audit_judge(&a, &audit);
    }
    end(&a);
    if (status == STATUS_OK)
        *audit_ret = audit;
    else
        arena_free(&audit.arena);
    return status;
}

void audit_free(struct audit *audit)
{
    arena_free(&audit->arena);
    *audit = (struct audit){0};
}
