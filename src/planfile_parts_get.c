/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The metadata of a plan, read: see planfile_parts.h. Whoever made the file, nothing here is
 * believed before it was held against what is there.
 */
#include "src/base64.h"
#include "src/planfile_parts.h"
#include "src/planfile_twice.h"
#include "src/table/tablecheck.h"
#include "src/textscan.h"
#include "src/wtf8.h"

struct getter {
    const struct tableread *table;
    struct plan *plan;
    struct table_values values[PLANFILE_PART_COLUMNS_MAX]; /* of the list at hand, a row group */
    uint64_t path_bytes;                                   /* of all folders so far */
    enum status status;                                    /* of the first that failed */
    const char *why;
};

static void fail(struct getter *g, enum status status, const char *why)
{
    if (g->status != STATUS_OK)
        return;
    g->status = status;
    g->why = why;
}

/* ---- Single values ---- */

/* TEXT in the plan's arena. */
static struct str kept(struct getter *g, struct str text)
{
    char *at = arena_alloc(&g->plan->arena, text.n + 1);

    if (!at) {
        fail(g, STATUS_NO_MEMORY, NULL);
        return (struct str){"", 0};
    }
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

/* The value of KEY, which must be there. */
static struct str text_of(struct getter *g, const char *key)
{
    struct str value = tableread_meta(g->table, key);

    if (!value.at)
        fail(g, STATUS_DAMAGED, "a part of its metadata is missing");
    return value.at ? value : (struct str){"", 0};
}

static uint64_t number_of(struct getter *g, const char *key, uint64_t max)
{
    struct str text = text_of(g, key);
    uint64_t number = 0;

    if (!textscan_number(&text, max, &number) || text.n > 0)
        fail(g, STATUS_DAMAGED, "a number in its metadata cannot be");
    return number;
}

static struct bytes bytes_of(struct getter *g, struct str text, struct arena *arena)
{
    struct bytes bytes = {NULL, 0};
    enum status status = base64_decode(text, arena, &bytes);

    if (status != STATUS_OK)
        fail(g, status, "a part of its metadata is no base64");
    return bytes;
}

static void get_store(struct getter *g)
{
    struct str raw = tableread_meta(g->table, "store_raw");
    struct bytes bytes;

    g->plan->store = kept(g, text_of(g, "store"));
    if (!raw.at)
        return;
    bytes = bytes_of(g, raw, &g->plan->arena);
    g->plan->store = (struct str){(const char *)bytes.at, bytes.n};
}

static void get_head(struct getter *g)
{
    struct plan *plan = g->plan;

    plan->version = kept(g, text_of(g, "mftlink.version"));
    plan->command = kept(g, text_of(g, "command"));
    get_store(g);
    plan->nops = (uint32_t)number_of(g, "operations", UINT32_MAX);
    plan->nrefusals = (uint32_t)number_of(g, "refusals", UINT32_MAX - plan->nops);
    plan->is_blocked = number_of(g, "blocked", 1) != 0;
    if ((uint64_t)plan->nops + plan->nrefusals != tableread_nrows(g->table))
        fail(g, STATUS_DAMAGED, "it has not as many rows as its metadata say");
}

/* ---- Rows of lists: VALUES has the row group, ROW the row there; ID is its place ---- */

static struct str text_at(struct getter *g, uint32_t column, uint32_t row)
{
    return kept(g, table_text(&g->values[column], row));
}

static uint64_t number_at(const struct getter *g, uint32_t column, uint32_t row)
{
    return g->values[column].numbers[row];
}

/* A place among N, or PLAN_NONE. */
static uint32_t place_at(struct getter *g, uint32_t column, uint32_t row, uint32_t n)
{
    uint32_t place = (uint32_t)number_at(g, column, row);

    if (place == PLAN_NONE || place < n)
        return place;
    fail(g, STATUS_DAMAGED, "a list of its metadata names what is not there");
    return PLAN_NONE;
}

/*
 * A volume can be one of a plan when
 * - no other has its drive;
 * - of NTFS, its units are not nothing, since others divide by them;
 * - not more of it is free than there is.
 */
static bool is_volume(const struct plan *plan, const struct plan_volume *v)
{
    for (const struct plan_volume *other = plan->volumes; other < v; other++)
        if (str_equal(other->drive, v->drive))
            return false;
    if (v->is_ntfs && (v->cluster_bytes == 0 || v->record_bytes == 0 || v->index_bytes == 0))
        return false;
    return v->drive.n > 0 && v->free_clusters <= v->clusters;
}

static void add_volume(struct getter *g, uint32_t row, uint32_t id)
{
    struct plan_volume *v = &g->plan->volumes[id];

    *v = (struct plan_volume){
        .drive = text_at(g, 0, row),
        .label = text_at(g, 1, row),
        .file_system = text_at(g, 2, row),
        .serial = number_at(g, 3, row),
        .cluster_bytes = (uint32_t)number_at(g, 4, row),
        .record_bytes = (uint32_t)number_at(g, 5, row),
        .index_bytes = (uint32_t)number_at(g, 6, row),
        .clusters = number_at(g, 7, row),
        .free_clusters = number_at(g, 8, row),
        .is_ntfs = number_at(g, 9, row) != 0,
        .has_space = number_at(g, 10, row) != 0,
        .has_store = number_at(g, 11, row) != 0,
    };
    if (!is_volume(g->plan, v))
        fail(g, STATUS_DAMAGED, "a volume that it names cannot be");
}

static void add_user(struct getter *g, uint32_t row, uint32_t id)
{
    g->plan->users[id] =
        (struct plan_user){text_at(g, 0, row), text_at(g, 1, row), text_at(g, 2, row)};
}

static void add_rule(struct getter *g, uint32_t row, uint32_t id)
{
    g->plan->rules[id] = (struct plan_rule){
        .component = text_at(g, 0, row),
        .file = text_at(g, 1, row),
        .pattern = text_at(g, 2, row),
        .line = (uint32_t)number_at(g, 3, row),
        .user = place_at(g, 4, row, g->plan->nusers),
    };
}

/* The path of NAME in PARENT (NULL: it is a root), in the arena. */
static struct str path_of(struct getter *g, const struct plan_folder *parent, struct str name)
{
    size_t front = !parent || parent->parent == PLAN_NONE ? 0 : parent->path.n;
    char *at;

    g->path_bytes += front + 1 + name.n;
    if (g->path_bytes > PLANFILE_PATHS_MAX)
        fail(g, STATUS_DAMAGED, "the paths of its folders are too long");
    at = g->status == STATUS_OK ? arena_alloc(&g->plan->arena, front + 1 + name.n) : NULL;
    if (!at) {
        fail(g, STATUS_NO_MEMORY, NULL);
        return (struct str){"", 0};
    }
    if (front > 0)
        memcpy(at, parent->path.at, front);
    at[front] = '\\';
    if (name.n > 0)
        memcpy(at + front + 1, name.at, name.n);
    return (struct str){at, front + 1 + name.n};
}

/*
 * A folder can be one of a plan when
 * - its parent stands before it, on the same volume;
 * - it has a name unless it is a root, one that can come from a disk.
 */
static void add_folder(struct getter *g, uint32_t row, uint32_t id)
{
    struct str name = table_text(&g->values[2], row);
    struct plan_folder *folder = &g->plan->folders[id], *parent;

    *folder = (struct plan_folder){
        .volume = place_at(g, 0, row, g->plan->nvolumes),
        .parent = place_at(g, 1, row, id),
        .is_made = number_at(g, 3, row) != 0,
    };
    parent = folder->parent == PLAN_NONE ? NULL : &g->plan->folders[folder->parent];
    if (folder->volume == PLAN_NONE || (parent && parent->volume != folder->volume) ||
        !parent != (name.n == 0) || memchr(name.at, '\0', name.n) || wtf8_units(name) == SIZE_MAX)
        fail(g, STATUS_DAMAGED, "a folder that it names cannot be");
    folder->path = path_of(g, parent, name);
}

static void add_descriptor(struct getter *g, uint32_t row, uint32_t id)
{
    const struct str text = text_at(g, 0, row);

    if (text.n == 0 || text.n > PLANFILE_DESCRIPTOR_MAX)
        fail(g, STATUS_DAMAGED, "a security descriptor that it names cannot be");
    g->plan->descriptors[id] = (struct bytes){(const uint8_t *)text.at, text.n};
}

static void add_note(struct getter *g, uint32_t row, uint32_t id)
{
    g->plan->notes[id] = text_at(g, 0, row);
}

/* ---- Lists ---- */

/* Room for N rows of PART; NULL without memory. */
static void *make_room(struct plan *plan, enum planfile_part part, uint32_t n)
{
    size_t most = n + (size_t)1;

    switch (part) {
    case PLANFILE_VOLUMES:
        plan->nvolumes = n;
        plan->volumes = arena_array(&plan->arena, most, sizeof *plan->volumes);
        return plan->volumes;
    case PLANFILE_USERS:
        plan->nusers = n;
        plan->users = arena_array(&plan->arena, most, sizeof *plan->users);
        return plan->users;
    case PLANFILE_RULES:
        plan->nrules = n;
        plan->rules = arena_array(&plan->arena, most, sizeof *plan->rules);
        return plan->rules;
    case PLANFILE_FOLDERS:
        plan->nfolders = n;
        plan->folders = arena_array(&plan->arena, most, sizeof *plan->folders);
        return plan->folders;
    case PLANFILE_DESCRIPTORS:
        plan->ndescriptors = n;
        plan->descriptors = arena_array(&plan->arena, most, sizeof *plan->descriptors);
        return plan->descriptors;
    case PLANFILE_NOTES:
    case PLANFILE_NPARTS:
        break;
    }
    plan->nnotes = n;
    plan->notes = arena_array(&plan->arena, most, sizeof *plan->notes);
    return plan->notes;
}

static void add_row(struct getter *g, enum planfile_part part, uint32_t row, uint32_t id)
{
    static void (*const adders[PLANFILE_NPARTS])(struct getter *, uint32_t, uint32_t) = {
        add_volume, add_user, add_rule, add_folder, add_descriptor, add_note};

    adders[part](g, row, id);
}

static bool has_shape(const struct tableread *table, const struct planfile_part_shape *shape)
{
    return str_equal(tableread_meta(table, "mftlink.table"), str_of(shape->table)) &&
           tablecheck_columns(table, shape->columns, shape->ncolumns);
}

static void read_group(struct getter *g, const struct tableread *table,
                       struct tableread_space *space, uint32_t group)
{
    for (uint32_t i = 0; i < tableread_ncolumns(table) && g->status == STATUS_OK; i++) {
        const char *why = NULL;
        enum status status = tableread_chunk(table, space, group, i, &g->values[i], &why);

        if (status != STATUS_OK)
            fail(g, status, why);
    }
}

static void read_rows(struct getter *g, const struct tableread *table, enum planfile_part part)
{
    struct tableread_space space = {0};
    uint32_t id = 0;

    for (uint32_t group = 0; group < tableread_ngroups(table) && g->status == STATUS_OK; group++) {
        read_group(g, table, &space, group);
        for (uint32_t row = 0; row < tableread_group_rows(table, group) && g->status == STATUS_OK;
             row++)
            add_row(g, part, row, id++);
    }
    tableread_space_free(&space);
}

static void read_part(struct getter *g, const struct tableread *table, enum planfile_part part)
{
    const uint64_t n = tableread_nrows(table);
    const uint64_t most = part == PLANFILE_VOLUMES ? PLAN_VOLUMES_MAX : PLAN_NONE - 1;

    if (!has_shape(table, &planfile_parts[part]) || n > most)
        fail(g, STATUS_DAMAGED, "a list of its metadata is none");
    else if (!make_room(g->plan, part, (uint32_t)n))
        fail(g, STATUS_NO_MEMORY, NULL);
    else
        read_rows(g, table, part);
}

static void get_part(struct getter *g, enum planfile_part part)
{
    struct arena arena = {0};
    struct bytes bytes = bytes_of(g, text_of(g, planfile_parts[part].key), &arena);
    struct source source = source_of_memory(bytes);
    struct tableread *table;
    const char *why = "a list of its metadata is not legible";
    enum status status = g->status == STATUS_OK ? tableread_open(&source, &table, &why) : g->status;

    if (status == STATUS_OK) {
        read_part(g, table, part);
        tableread_close(table);
    } else {
        fail(g, status == STATUS_NOT_FOUND ? STATUS_DAMAGED : status, why);
    }
    arena_free(&arena);
}

enum status planfile_parts_get(const struct tableread *table, struct plan *plan,
                               const char **why_ret)
{
    struct getter g = {.table = table, .plan = plan};

    get_head(&g);
    for (unsigned part = 0; part < PLANFILE_NPARTS && g.status == STATUS_OK; part++)
        get_part(&g, (enum planfile_part)part);
    if (g.status == STATUS_OK) {
        enum status status = planfile_twice(plan);

        if (status != STATUS_OK)
            fail(&g, status, "it names a folder twice");
    }
    for (uint32_t i = 0; i < PLANFILE_PART_COLUMNS_MAX; i++)
        table_free(&g.values[i]);
    if (g.status == STATUS_DAMAGED)
        *why_ret = g.why;
    return g.status;
}
