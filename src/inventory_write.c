/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing an inventory: see inventory_write.h. */
#include "src/inventory_write.h"

#include "src/columns.h"
#include "src/inventory_columns.h"
#include "src/inventory_fill.h"
#include "src/table/tablewrite.h"

unsigned inventory_write_want(void)
{
    return columns_want(columns_all) | WANT_NAME_TIMES | WANT_ROOM | WANT_USAGE;
}

/* Row groups end where a file ends, so that a reader has all names of a file at once. */
static enum status find_group_ends(const struct index *index, struct arena *arena,
                                   struct tablewrite_job *job)
{
    uint32_t n = index->names.n, end = 0;
    uint64_t *ends = arena_array(arena, n / TABLE_GROUP_ROWS + (size_t)1, sizeof *ends);

    if (!ends)
        return STATUS_NO_MEMORY;
    while (end < n) {
        end = n - end > TABLE_GROUP_ROWS ? end + TABLE_GROUP_ROWS : n;
        end = index_end_name(index, index->names.file[end - 1]);
        ends[job->ngroups++] = end;
    }
    job->group_ends = ends;
    return STATUS_OK;
}

static enum status find_unnamed(const struct index *index, struct arena *arena,
                                uint32_t **files_ret, uint32_t *n_ret)
{
    uint32_t n = 0;

    for (uint32_t file = 0; file < index->files.n; file++)
        n += index_first_name(index, file) == index_end_name(index, file);
    *files_ret = arena_array(arena, n + (size_t)1, sizeof **files_ret);
    if (!*files_ret)
        return STATUS_NO_MEMORY;
    *n_ret = n;
    n = 0;
    for (uint32_t file = 0; file < index->files.n; file++)
        if (index_first_name(index, file) == index_end_name(index, file))
            (*files_ret)[n++] = file;
    return STATUS_OK;
}

static struct tablewrite_job job_of(const struct inventory_write_job *job,
                                    struct inventory_fill *fill)
{
    return (struct tablewrite_job){
        .columns = inventory_columns,
        .ncolumns = INVENTORY_COLUMNS,
        .fill = inventory_fill,
        .context = fill,
        .nworkers = job->nworkers,
    };
}

/* The files without names, as a table in memory: nothing where there are none. */
static enum status write_unnamed(const struct inventory_write_job *job, struct arena *arena,
                                 struct out *memory)
{
    struct inventory_fill fill = {.source = job->source, .facts = job->facts};
    const struct table_meta meta = {str_of("mftlink.table"), str_of(INVENTORY_TABLE)};
    struct tablewrite_job table = job_of(job, &fill);
    uint32_t n = 0, *files = NULL;
    enum status status = find_unnamed(job->source->index, arena, &files, &n);

    if (status != STATUS_OK || n == 0)
        return status;
    fill.unnamed = files;
    table.nrows = n;
    table.meta = &meta;
    table.nmeta = 1;
    status = tablewrite(&table, memory);
    /* The only thing that can be wrong with memory. */
    return memory->error ? STATUS_NO_MEMORY : status;
}

static enum status make_caches(const struct index *index, unsigned nworkers,
                               struct inventory_fill *fill)
{
    for (unsigned i = 0; i < nworkers; i++)
        if (!pathcache_make(index, &fill->caches[i]))
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

static enum status write_names(const struct inventory_write_job *job, struct arena *arena,
                               struct bytes unnamed, struct out *out)
{
    const struct index *index = job->source->index;
    struct inventory_fill fill = {.source = job->source, .facts = job->facts};
    struct tablewrite_job table = job_of(job, &fill);
    enum status status = make_caches(index, pool_workers(job->nworkers), &fill);

    if (status == STATUS_OK)
        status = find_group_ends(index, arena, &table);
    if (status == STATUS_OK)
        status = inventory_facts_put(job->facts, index, unnamed, arena, &table.meta, &table.nmeta);
    table.nrows = index->names.n;
    if (status == STATUS_OK)
        status = tablewrite(&table, out);
    for (unsigned i = 0; i < POOL_WORKERS_MAX && fill.caches[i]; i++)
        pathcache_free(fill.caches[i]);
    return status;
}

enum status inventory_write(const struct inventory_write_job *job, struct out *out)
{
    struct out memory = out_to_memory();
    struct arena arena = {0};
    enum status status = write_unnamed(job, &arena, &memory);

    if (status == STATUS_OK)
        status = write_names(job, &arena,
                             (struct bytes){(const uint8_t *)memory.text.at, memory.text.n}, out);
    textbuf_free(&memory.text);
    arena_free(&arena);
    return status;
}
