/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows and its users in an inventory: see inventory_users.h.
 *
 * The values stand one behind the other, a row each with its name; an array begins with the row
 * that counts it. One walk over them all puts them and gets them, so that both have one order.
 */
#include "src/inventory_users.h"

#include "src/table/tableread.h"
#include "src/table/tablewrite.h"
#include "src/wtf8.h"

#define TABLE_NAME "inventory-users 1"

/* More rows are not written, and not read: a small file could else fill any memory. */
enum { ROWS_MAX = 1 << 22 };

enum { FIELD, TEXT, NUMBER, NCOLUMNS };

static const struct table_column columns[NCOLUMNS] = {
    {"field", TABLE_TEXT, TABLE_REQUIRED, TABLE_DICTIONARY},
    {"text", TABLE_BYTES, TABLE_REQUIRED, TABLE_PLAIN},
    {"number", TABLE_INT64, TABLE_REQUIRED, TABLE_PLAIN},
};

struct entry {
    const char *field;
    struct str text;
    uint64_t number;
};

/* The table that is read, row group by row group. */
struct reading {
    struct tableread *table;
    struct tableread_space space;
    struct table_values values[NCOLUMNS];
    uint32_t ngroups, row; /* row groups that were read; the row at hand in the last of them */
};

struct walk {
    const struct index *index;
    struct reading *reading; /* NULL: the values are put */
    struct entry *entries;   /* where they are put; NULL: they are only counted */
    uint64_t n;              /* entries so far */
    struct arena *arena;     /* of what is got */
    enum status status;      /* of the first that failed; all else is nothing after that */
};

/* ---- One entry ---- */

static void fail(struct walk *w, enum status status)
{
    if (w->status == STATUS_OK)
        w->status = status;
}

static bool read_group(struct walk *w, struct reading *r)
{
    if (r->ngroups == tableread_ngroups(r->table)) {
        fail(w, STATUS_DAMAGED);
        return false;
    }
    for (uint32_t i = 0; i < NCOLUMNS && w->status == STATUS_OK; i++) {
        const char *why;

        fail(w, tableread_chunk(r->table, &r->space, r->ngroups, i, &r->values[i], &why));
    }
    r->ngroups++;
    r->row = 0;
    return w->status == STATUS_OK;
}

static void get(struct walk *w, struct entry *entry)
{
    struct reading *r = w->reading;

    while (r->row == r->values[FIELD].nrows)
        if (!read_group(w, r))
            return;
    if (!str_equal(table_text(&r->values[FIELD], r->row), str_of(entry->field)))
        fail(w, STATUS_DAMAGED);
    entry->text = table_text(&r->values[TEXT], r->row);
    entry->number = r->values[NUMBER].numbers[r->row++];
}

/* Puts ENTRY, or gets what has its name. False where that failed. */
static bool pass(struct walk *w, struct entry *entry)
{
    if (w->status != STATUS_OK)
        return false;
    if (w->reading)
        get(w, entry);
    else if (w->entries)
        w->entries[w->n] = *entry;
    w->n++;
    return w->status == STATUS_OK;
}

/* ---- One value ---- */

static void pass_note(struct walk *w, const char *field, struct str *text)
{
    struct entry entry = {.field = field, .text = *text};
    char *at;

    if (!pass(w, &entry) || !w->reading)
        return;
    at = arena_alloc(w->arena, entry.text.n + 1);
    if (!at) {
        fail(w, STATUS_NO_MEMORY);
        return;
    }
    if (entry.text.n > 0)
        memcpy(at, entry.text.at, entry.text.n);
    *text = (struct str){at, entry.text.n};
}

/* Names and paths are WTF-8; of a note, a name in it may have been cut off. */
static void pass_text(struct walk *w, const char *field, struct str *text)
{
    pass_note(w, field, text);
    if (w->reading && w->status == STATUS_OK && wtf8_units(*text) == SIZE_MAX)
        fail(w, STATUS_DAMAGED);
}

static uint64_t pass_number(struct walk *w, const char *field, uint64_t number, uint64_t max)
{
    struct entry entry = {.field = field, .text = {"", 0}, .number = number};

    if (!pass(w, &entry))
        return 0;
    if (entry.number > max)
        fail(w, STATUS_DAMAGED);
    return entry.number;
}

/* A row of the index, by the number of its record. IS_FOLDER: nothing else will do. */
static void pass_file(struct walk *w, const char *field, uint32_t *row, bool is_folder)
{
    uint64_t record = UINT64_MAX;
    uint32_t found = INDEX_NONE;

    if (!w->reading && *row != INDEX_NONE)
        record = w->index->files.record[*row];
    record = pass_number(w, field, record, UINT64_MAX);
    if (!w->reading)
        return;
    if (w->index && record != UINT64_MAX)
        found = index_find(w->index, record);
    if (found != INDEX_NONE && is_folder && !(w->index->files.flags[found] & FILE_DIRECTORY))
        found = INDEX_NONE;
    *row = found;
}

/* How many elements follow, each of at least a row; AT gets room for them. */
static uint32_t pass_count(struct walk *w, const char *field, uint32_t n, size_t bytes, void **at)
{
    n = (uint32_t)pass_number(w, field, n, ROWS_MAX);
    if (!w->reading)
        return n;
    if (w->status == STATUS_OK && n > tableread_nrows(w->reading->table) - w->n)
        fail(w, STATUS_DAMAGED);
    if (w->status != STATUS_OK)
        return 0;
    *at = arena_array(w->arena, n + (size_t)1, bytes);
    if (*at)
        return n;
    fail(w, STATUS_NO_MEMORY);
    return 0;
}

/* ---- All values ---- */

static void pass_shell(struct walk *w, struct profile_folders *shell)
{
    void *at = shell->at;

    shell->n = pass_count(w, "shell_folders", shell->n, sizeof *shell->at, &at);
    shell->at = at;
    for (uint32_t i = 0; i < shell->n && w->status == STATUS_OK; i++) {
        struct profile_folder *f = &shell->at[i];

        pass_text(w, "shell_name", &f->name);
        pass_text(w, "shell_path", &f->path);
        pass_file(w, "shell_record", &f->file, true);
        f->is_elsewhere = pass_number(w, "shell_elsewhere", f->is_elsewhere, 1) != 0;
    }
}

static void pass_profile(struct walk *w, struct profile *p)
{
    pass_text(w, "key", &p->key);
    pass_text(w, "sid", &p->sid);
    pass_text(w, "name", &p->name);
    pass_text(w, "path", &p->path);
    pass_text(w, "domain", &p->domain);
    pass_text(w, "account", &p->account);
    pass_text(w, "logon_name", &p->logon_name);
    pass_file(w, "folder_record", &p->folder, true);
    pass_file(w, "hive_record", &p->hive, false);
    p->flags = (unsigned)pass_number(w, "flags", p->flags, (1U << PROFILE_NFLAGS) - 1);
    p->sid_resolves = pass_number(w, "sid_resolves", p->sid_resolves, 1) != 0;
    p->has_state = pass_number(w, "has_state", p->has_state, 1) != 0;
    p->state = (uint32_t)pass_number(w, "state", p->state, UINT32_MAX);
    p->modified = pass_number(w, "modified_100ns", p->modified, UINT64_MAX);
    p->loaded = pass_number(w, "loaded_100ns", p->loaded, UINT64_MAX);
    p->unloaded = pass_number(w, "unloaded_100ns", p->unloaded, UINT64_MAX);
    p->last_used = pass_number(w, "last_used_100ns", p->last_used, UINT64_MAX);
    pass_shell(w, &p->shell);
}

static void pass_windows(struct walk *w, struct profiles *p)
{
    pass_file(w, "windows_record", &p->windows, true);
    pass_text(w, "windows_path", &p->windows_path);
    pass_text(w, "drive", &p->drive);
    pass_text(w, "product", &p->product);
    pass_text(w, "version", &p->version);
    pass_text(w, "build", &p->build);
    pass_text(w, "release", &p->release);
    pass_text(w, "computer", &p->computer);
    pass_text(w, "users_path", &p->users_path);
    pass_text(w, "public_path", &p->public_path);
    pass_text(w, "default_path", &p->default_path);
    pass_text(w, "program_data", &p->program_data);
    pass_text(w, "program_files", &p->program_files);
    pass_text(w, "program_files_x86", &p->program_files_x86);
    pass_text(w, "common_files", &p->common_files);
    pass_text(w, "common_files_x86", &p->common_files_x86);
    p->has_registry = pass_number(w, "has_registry", p->has_registry, 1) != 0;
    pass_shell(w, &p->shell);
}

static void pass_all(struct walk *w, struct profiles *p)
{
    void *at = p->at, *notes = p->notes;

    pass_windows(w, p);
    p->n = pass_count(w, "profiles", p->n, sizeof *p->at, &at);
    p->at = at;
    for (uint32_t i = 0; i < p->n && w->status == STATUS_OK; i++)
        pass_profile(w, &p->at[i]);
    p->nnotes = pass_count(w, "notes", p->nnotes, sizeof *p->notes, &notes);
    p->notes = notes;
    for (uint32_t i = 0; i < p->nnotes && w->status == STATUS_OK; i++)
        pass_note(w, "note", &p->notes[i]);
}

/* ---- Putting ---- */

static enum status fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    const struct entry *entries = context;

    (void)worker;
    for (uint64_t i = first; i < first + n; i++)
        if (column == NUMBER)
            table_put_number(values, entries[i].number);
        else
            table_put_text(values, column == FIELD ? str_of(entries[i].field) : entries[i].text);
    return values->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status write_entries(struct entry *entries, uint64_t n, struct textbuf *to)
{
    const struct table_meta meta = {str_of("mftlink.table"), str_of(TABLE_NAME)};
    const struct tablewrite_job job = {
        .columns = columns,
        .ncolumns = NCOLUMNS,
        .nrows = n,
        .meta = &meta,
        .nmeta = 1,
        .fill = fill,
        .context = entries,
        .nworkers = 1,
    };
    struct out memory = out_to_memory();
    enum status status = tablewrite(&job, &memory);

    /* The only thing that can be wrong with memory. */
    if (memory.error)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        textbuf_str(to, (struct str){memory.text.at, memory.text.n});
    textbuf_free(&memory.text);
    return status;
}

enum status inventory_users_put(const struct profiles *profiles, const struct index *index,
                                struct textbuf *to)
{
    struct profiles copy = *profiles; /* a walk that puts changes nothing, but it could */
    struct walk w = {.index = index};
    struct arena arena = {0};
    enum status status = STATUS_NO_MEMORY;

    pass_all(&w, &copy);
    if (w.n > ROWS_MAX)
        return STATUS_TOO_LARGE;
    w.entries = arena_array(&arena, w.n, sizeof *w.entries);
    w.n = 0;
    if (w.entries) {
        pass_all(&w, &copy);
        status = write_entries(w.entries, w.n, to);
    }
    arena_free(&arena);
    return status;
}

/* ---- Getting ---- */

static bool is_ours(const struct tableread *table)
{
    if (!str_equal(tableread_meta(table, "mftlink.table"), str_of(TABLE_NAME)) ||
        tableread_ncolumns(table) != NCOLUMNS || tableread_nrows(table) > ROWS_MAX)
        return false;
    for (uint32_t i = 0; i < NCOLUMNS; i++) {
        const struct table_column *column = tableread_column(table, i);

        if (strcmp(column->name, columns[i].name) != 0 || column->type != columns[i].type ||
            column->shape != columns[i].shape)
            return false;
    }
    return true;
}

/* All of the table must have been for it, and the drive one that paths begin with. */
static void get_all(struct walk *w, struct profiles *p)
{
    pass_all(w, p);
    if (w->status == STATUS_OK &&
        (w->n != tableread_nrows(w->reading->table) || p->drive.n != 2 || p->drive.at[1] != ':'))
        fail(w, STATUS_DAMAGED);
}

enum status inventory_users_get(struct bytes table, const struct index *index,
                                struct profiles *profiles_ret)
{
    const struct source source = source_of_memory(table);
    struct profiles profiles = {.windows = INDEX_NONE};
    struct reading reading = {0};
    struct walk w = {.index = index, .reading = &reading, .arena = &profiles.arena};
    const char *why;

    w.status = tableread_open(&source, &reading.table, &why);
    if (w.status != STATUS_OK)
        return w.status == STATUS_NO_MEMORY ? w.status : STATUS_DAMAGED;
    if (is_ours(reading.table))
        get_all(&w, &profiles);
    else
        fail(&w, STATUS_DAMAGED);
    for (unsigned i = 0; i < NCOLUMNS; i++)
        table_free(&reading.values[i]);
    tableread_space_free(&reading.space);
    tableread_close(reading.table);
    if (w.status == STATUS_OK)
        *profiles_ret = profiles;
    else
        profiles_free(&profiles);
    return w.status;
}
