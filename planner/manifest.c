/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows out of operations: see manifest.h. All paths are one piece of memory, measured first; texts
 * of rules, users, owners and streams are made once and shared by their rows.
 */
#include "planner/manifest.h"

#include "planner/lexicon.h"
#include "planner/manifest_words.h"

struct making {
    const struct manifest_job *job;
    const struct plan *plan;
    struct manifest manifest;
    uint32_t *drives;             /* of the machine, for each volume; MACHINE_NONE */
    struct manifest_words *words; /* of each rule of the plan */
    struct str **streams;         /* of each drive and file: at == NULL: not asked for yet */
    struct lexicon owners;        /* a text's number is its place */
    uint32_t next_made;           /* of the job: the first that was not reached yet */
    char *paths;                  /* where the next path goes */
    struct arena scratch;
};

static bool is_row(const struct making *m, const struct plan_op *op)
{
    return (op->kind == PLAN_LINK || op->kind == PLAN_COPY || op->kind == PLAN_MKDIR) &&
           m->plan->folders[op->folder].volume == m->job->volume;
}

/* ---- Paths ---- */

/* The path of NAME in FOLDER (an empty NAME: FOLDER's own), written to OUT where that is not NULL.
 */
static size_t put_path(const struct plan *plan, uint32_t folder, struct str name, char *out)
{
    const struct plan_folder *in = &plan->folders[folder];
    bool has_more = name.n > 0 && in->parent != PLAN_NONE;

    if (out) {
        memcpy(out, in->path.at, in->path.n);
        if (has_more)
            out[in->path.n] = '\\';
        if (name.n > 0)
            memcpy(out + in->path.n + has_more, name.at, name.n);
    }
    return in->path.n + has_more + name.n;
}

static struct str drive_of(const struct plan *plan, uint32_t folder)
{
    return plan->volumes[plan->folders[folder].volume].drive;
}

static bool has_source(const struct plan_op *op)
{
    return op->from_folder != PLAN_NONE && op->expect.reference != 0;
}

static size_t path_bytes(const struct making *m, const struct plan_op *op)
{
    size_t n = put_path(m->plan, op->folder, op->name, NULL);

    if (has_source(op))
        n += drive_of(m->plan, op->from_folder).n +
             put_path(m->plan, op->from_folder, op->from_name, NULL);
    return n;
}

static void set_paths(struct making *m, const struct plan_op *op, struct manifest_row *row)
{
    struct str drive;

    row->path = (struct str){m->paths, put_path(m->plan, op->folder, op->name, m->paths)};
    m->paths += row->path.n;
    row->original = (struct str){"", 0};
    if (!has_source(op))
        return;
    drive = drive_of(m->plan, op->from_folder);
    memcpy(m->paths, drive.at, drive.n);
    row->original.at = m->paths;
    row->original.n =
        drive.n + put_path(m->plan, op->from_folder, op->from_name, m->paths + drive.n);
    m->paths += row->original.n;
}

/* ---- What is known of the source ---- */

/* TEXT in the arena; at == NULL without memory. */
static struct str kept(struct making *m, struct str text)
{
    char *at = arena_alloc(&m->manifest.arena, text.n + 1);

    if (at && text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

static enum status set_streams(struct making *m, uint32_t drive, uint32_t file,
                               struct manifest_row *row)
{
    const struct index *index = m->job->machine->drives[drive].index;
    struct str *text;

    if (!(index->files.flags[file] & FILE_STREAMS))
        return STATUS_OK;
    if (!m->streams[drive])
        m->streams[drive] = arena_array(&m->scratch, index->files.n, sizeof **m->streams);
    if (!m->streams[drive])
        return STATUS_NO_MEMORY;
    text = &m->streams[drive][file];
    if (!text->at) {
        enum status status = manifest_streams(index, file, &m->manifest.arena, text);

        if (status != STATUS_OK)
            return status;
    }
    row->streams = *text;
    return STATUS_OK;
}

static enum status set_owner(struct making *m, uint32_t drive, uint32_t file,
                             struct manifest_row *row)
{
    struct str text;
    uint32_t place = m->owners.n;

    if (!m->job->owner || !m->job->owner(m->job->context, drive, file, &text))
        return STATUS_OK;
    if (!lexicon_find(&m->owners, text, &place)) {
        struct str copy = kept(m, text);
        enum status status = copy.at ? lexicon_put(&m->owners, copy, place) : STATUS_NO_MEMORY;

        if (status != STATUS_OK)
            return status;
    }
    row->owner = m->owners.words[place].text;
    return STATUS_OK;
}

static enum status set_source(struct making *m, const struct plan_op *op, struct manifest_row *row)
{
    uint32_t drive = m->drives[m->plan->folders[op->from_folder].volume], file;
    const struct index *index = drive == MACHINE_NONE ? NULL : m->job->machine->drives[drive].index;
    enum status status;

    row->source = op->expect.reference;
    file = index ? index_find_reference(index, row->source) : INDEX_NONE;
    if (file == INDEX_NONE)
        return STATUS_OK;
    if (index->files.times) {
        row->changed = index->files.times[TIMES * (size_t)file + 2];
        row->accessed = index->files.times[TIMES * (size_t)file + 3];
    }
    status = set_streams(m, drive, file, row);
    return status == STATUS_OK ? set_owner(m, drive, file, row) : status;
}

/* ---- Rows ---- */

static void set_made(struct making *m, uint32_t op, struct manifest_row *row)
{
    const struct manifest_job *job = m->job;

    while (m->next_made < job->nmade && job->made[m->next_made].op < op)
        m->next_made++;
    if (row->kind == PLAN_LINK)
        row->reference = m->plan->ops[op].expect.reference;
    if (m->next_made == job->nmade || job->made[m->next_made].op != op || row->kind == PLAN_LINK)
        return;
    row->reference = job->made[m->next_made].reference;
    row->has_sha256 = row->kind == PLAN_COPY;
    if (row->has_sha256)
        memcpy(row->sha256, job->made[m->next_made].sha256, sizeof row->sha256);
}

static enum status set_row(struct making *m, uint32_t number, struct manifest_row *row)
{
    const struct plan_op *op = &m->plan->ops[number];

    *row = (struct manifest_row){
        .kind = op->kind,
        .size = op->expect.size,
        .created = op->expect.created,
        .modified = op->expect.modified,
        .attributes = op->expect.attributes,
        .links = op->expect.links,
        .streams = {"", 0},
        .owner = {"", 0},
        .user = {"", 0},
        .rule = {"", 0},
    };
    set_paths(m, op, row);
    set_made(m, number, row);
    if (op->rule != PLAN_NONE) {
        row->user = m->words[op->rule].user;
        row->rule = m->words[op->rule].rule;
    }
    return has_source(op) ? set_source(m, op, row) : STATUS_OK;
}

static enum status make_rows(struct making *m)
{
    struct manifest *manifest = &m->manifest;
    enum status status = STATUS_OK;
    size_t nbytes = 1;
    uint32_t n = 0;

    for (uint32_t i = 0; i < m->plan->nops; i++)
        if (is_row(m, &m->plan->ops[i])) {
            nbytes += path_bytes(m, &m->plan->ops[i]);
            n++;
        }
    manifest->rows = arena_grow(&manifest->arena, NULL, (n + (size_t)1) * sizeof *manifest->rows);
    m->paths = arena_grow(&manifest->arena, NULL, nbytes);
    if (!manifest->rows || !m->paths)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < m->plan->nops && status == STATUS_OK; i++)
        if (is_row(m, &m->plan->ops[i]))
            status = set_row(m, i, &manifest->rows[manifest->n++]);
    return status;
}

/* ---- The head ---- */

/* How many steps PATH, with a drive or without, has; how long it is up to the end of the NSTEPS-th.
 */
static uint32_t count_steps(struct str path, uint32_t nsteps, size_t *end_ret)
{
    uint32_t n = 0;
    size_t at = 0;

    while (at < path.n && path.at[at] != '\\')
        at++;
    for (size_t first; at < path.n && n < nsteps; at++) {
        for (first = ++at; at < path.n && path.at[at] != '\\';)
            at++;
        n += at > first;
        *end_ret = at--;
    }
    return n;
}

/* The store as its folder on this volume is called, whoever wrote the plan's. */
static struct str make_store(struct making *m)
{
    struct str store = m->plan->store, path = {"", 0};
    uint32_t nsteps = count_steps(store, UINT32_MAX, &(size_t){0});
    size_t ndrive = 0, end = 0;
    char *at;

    while (ndrive < store.n && store.at[ndrive] != '\\')
        ndrive++;
    for (uint32_t i = 0; i < m->manifest.n && path.n == 0; i++)
        if (count_steps(m->manifest.rows[i].path, nsteps, &end) == nsteps)
            path = (struct str){m->manifest.rows[i].path.at, end};
    if (path.n == 0)
        return kept(m, store);
    at = arena_alloc(&m->manifest.arena, ndrive + path.n + 1);
    if (at) {
        memcpy(at, store.at, ndrive);
        memcpy(at + ndrive, path.at, path.n);
    }
    return (struct str){at, ndrive + path.n};
}

static enum status make_head(struct making *m)
{
    const struct plan_volume *volume = &m->plan->volumes[m->job->volume];

    m->manifest.serial = volume->serial;
    m->manifest.store = make_store(m);
    m->manifest.drive = kept(m, volume->drive);
    m->manifest.version = kept(m, m->plan->version);
    return m->manifest.store.at && m->manifest.drive.at && m->manifest.version.at
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}

/* ---- The whole ---- */

static enum status set_out(struct making *m)
{
    const struct plan *plan = m->plan;
    const struct machine *machine = m->job->machine;

    m->owners.arena = &m->scratch;
    m->drives = arena_array(&m->scratch, plan->nvolumes + (size_t)1, sizeof *m->drives);
    m->streams = arena_array(&m->scratch, machine->ndrives + (size_t)1, sizeof *m->streams);
    if (!m->drives || !m->streams)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        m->drives[i] = machine_drive(machine, plan->volumes[i].drive);
    return manifest_words_make(plan, &m->manifest.arena, &m->words);
}

enum status manifest_make(const struct manifest_job *job, struct manifest *manifest_ret)
{
    struct making m = {.job = job, .plan = job->plan};
    enum status status = set_out(&m);

    if (status == STATUS_OK)
        status = make_rows(&m);
    if (status == STATUS_OK)
        status = make_head(&m);
    arena_free(&m.scratch);
    if (status == STATUS_OK)
        *manifest_ret = m.manifest;
    else
        arena_free(&m.manifest.arena);
    return status;
}

void manifest_free(struct manifest *manifest)
{
    arena_free(&manifest->arena);
    *manifest = (struct manifest){0};
}
