/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metadata of a plan, written: see planfile_parts.h. */
#include "src/base64.h"
#include "src/planfile_columns.h"
#include "src/planfile_parts.h"
#include "src/table/metawrite.h"
#include "src/table/tablewrite.h"
#include "src/wtf8.h"

#include <assert.h>

/* ---- Values of the lists: of column COLUMN in row ROW ---- */

struct part {
    const struct plan *plan;
    enum planfile_part part;
};

static struct str volume_text(const struct plan_volume *v, uint32_t column)
{
    return column == 0 ? v->drive : column == 1 ? v->label : v->file_system;
}

static uint64_t volume_number(const struct plan_volume *v, uint32_t column)
{
    const uint64_t numbers[] = {v->serial,      v->cluster_bytes, v->record_bytes,
                                v->index_bytes, v->clusters,      v->free_clusters,
                                v->is_ntfs,     v->has_space,     v->has_store};

    return numbers[column - 3];
}

static struct str user_text(const struct plan_user *u, uint32_t column)
{
    return column == 0 ? u->name : column == 1 ? u->sid : u->path;
}

static struct str rule_text(const struct plan_rule *r, uint32_t column)
{
    return column == 0 ? r->component : column == 1 ? r->file : r->pattern;
}

/* The last part of its path; nothing of a root. */
static struct str folder_name(const struct plan *plan, const struct plan_folder *folder)
{
    const struct plan_folder *parent;
    size_t n;

    if (folder->parent == PLAN_NONE)
        return (struct str){"", 0};
    parent = &plan->folders[folder->parent];
    assert(parent < folder);
    n = parent->parent == PLAN_NONE ? 1 : parent->path.n + 1;
    assert(folder->path.n > n && folder->path.at[n - 1] == '\\');
    return (struct str){folder->path.at + n, folder->path.n - n};
}

static uint64_t folder_number(const struct plan_folder *f, uint32_t column)
{
    return column == 0 ? f->volume : column == 1 ? f->parent : f->is_made;
}

static struct str text_of(const struct plan *plan, enum planfile_part part, uint32_t column,
                          uint64_t row)
{
    switch (part) {
    case PLANFILE_VOLUMES:
        return volume_text(&plan->volumes[row], column);
    case PLANFILE_USERS:
        return user_text(&plan->users[row], column);
    case PLANFILE_RULES:
        return rule_text(&plan->rules[row], column);
    case PLANFILE_FOLDERS:
        return folder_name(plan, &plan->folders[row]);
    case PLANFILE_DESCRIPTORS:
        return (struct str){(const char *)plan->descriptors[row].at, plan->descriptors[row].n};
    case PLANFILE_NOTES:
    case PLANFILE_NPARTS:
        break;
    }
    return plan->notes[row];
}

static uint64_t number_of(const struct plan *plan, enum planfile_part part, uint32_t column,
                          uint64_t row)
{
    if (part == PLANFILE_VOLUMES)
        return volume_number(&plan->volumes[row], column);
    if (part == PLANFILE_RULES)
        return column == 3 ? plan->rules[row].line : plan->rules[row].user;
    return folder_number(&plan->folders[row], column);
}

static uint32_t count_of(const struct plan *plan, enum planfile_part part)
{
    const uint32_t counts[PLANFILE_NPARTS] = {plan->nvolumes, plan->nusers,       plan->nrules,
                                              plan->nfolders, plan->ndescriptors, plan->nnotes};

    return counts[part];
}

static enum status fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    const struct part *p = context;
    bool is_text = table_is_text(planfile_parts[p->part].columns[column].type);

    (void)worker;
    for (uint64_t row = first; row < first + n; row++)
        if (is_text)
            table_put_text(values, text_of(p->plan, p->part, column, row));
        else
            table_put_number(values, number_of(p->plan, p->part, column, row));
    return values->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- Metadata ---- */

static void put_text(struct metawrite *p, const char *key, struct str text)
{
    wtf8_put_utf8(text, &p->text);
    metawrite_end(p, key);
}

static void put_head(struct metawrite *p, const struct plan *plan)
{
    put_text(p, "mftlink.table", str_of(PLANFILE_TABLE));
    put_text(p, "mftlink.version", plan->version);
    put_text(p, "command", plan->command);
    put_text(p, "store", plan->store);
    /* Metadata are UTF-8 to whoever reads them; the exact bytes stand behind where they are not. */
    if (!wtf8_is_utf8(plan->store)) {
        base64_encode((struct bytes){(const uint8_t *)plan->store.at, plan->store.n}, &p->text);
        metawrite_end(p, "store_raw");
    }
    metawrite_number(p, "operations", plan->nops);
    metawrite_number(p, "refusals", plan->nrefusals);
    metawrite_number(p, "blocked", plan->is_blocked);
}

static enum status put_part(struct metawrite *p, const struct plan *plan, enum planfile_part part)
{
    const struct planfile_part_shape *shape = &planfile_parts[part];
    const struct table_meta meta = {str_of("mftlink.table"), str_of(shape->table)};
    struct part context = {plan, part};
    const struct tablewrite_job job = {
        .columns = shape->columns,
        .ncolumns = shape->ncolumns,
        .nrows = count_of(plan, part),
        .meta = &meta,
        .nmeta = 1,
        .fill = fill,
        .context = &context,
        .nworkers = 1,
    };
    struct out memory = out_to_memory();
    enum status status = tablewrite(&job, &memory);

    /* The only thing that can be wrong with memory. */
    if (memory.error)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        base64_encode((struct bytes){(const uint8_t *)memory.text.at, memory.text.n}, &p->text);
    textbuf_free(&memory.text);
    metawrite_end(p, shape->key);
    return status;
}

static bool may_be_read(const struct plan *plan)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < plan->nfolders; i++)
        sum += plan->folders[i].path.n;
    return sum <= PLANFILE_PATHS_MAX;
}

enum status planfile_parts_put(const struct plan *plan, struct arena *arena,
                               const struct table_meta **meta_ret, size_t *nmeta_ret)
{
    struct metawrite p = {0};
    enum status status = may_be_read(plan) ? STATUS_OK : STATUS_TOO_LARGE;

    put_head(&p, plan);
    for (unsigned part = 0; part < PLANFILE_NPARTS && status == STATUS_OK; part++)
        status = put_part(&p, plan, (enum planfile_part)part);
    if (status == STATUS_OK)
        status = metawrite_settle(&p, arena, meta_ret, nmeta_ret);
    metawrite_free(&p);
    return status;
}
