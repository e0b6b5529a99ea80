/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading an inventory: see inventory_read.h. A task is a row group; its values become facts in its
 * slot, and these are appended in order.
 */
#include "src/inventory_read.h"

#include "mft/join.h"
#include "mft/pool.h"
#include "mft/refile.h"
#include "mft/rows.h"
#include "src/inventory_rows.h"
#include "src/table/workfailure.h"

#include <errno.h>
#include <stdlib.h>

/* What one thread uses again and again, and how it ended. */
struct hand {
    struct tableread_space space;
    struct inventory_rows rows;
    struct workfailure failure;
};

struct reading {
    const struct tableread *table;
    uint32_t columns[TABLE_COLUMNS_MAX]; /* of the table: which of ours; TABLEREAD_NONE: none */
    uint64_t nrecords;
    bool has_names;
    struct hand *hands;  /* one a worker */
    struct facts *slots; /* one a slot */
    struct facts *all;
    const char *why;
};

/* Reads one column of a group, or only checks it. */
static enum status read_column(const struct reading *reading, struct hand *hand, uint32_t group,
                               uint32_t place)
{
    uint32_t column = reading->columns[place];
    struct table_values *values = NULL;

    if (column != TABLEREAD_NONE && inventory_rows_needs(column, reading->all->want))
        values = &hand->rows.columns[column];
    return tableread_chunk(reading->table, &hand->space, group, place, values, &hand->failure.why);
}

static enum status read_group(const struct reading *reading, struct hand *hand, uint32_t group,
                              struct facts *facts)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < tableread_ncolumns(reading->table) && status == STATUS_OK; i++)
        status = read_column(reading, hand, group, i);
    if (status != STATUS_OK)
        return status;
    hand->rows.n = tableread_group_rows(reading->table, group);
    status = inventory_rows_add(&hand->rows, reading->has_names, reading->nrecords, facts);
    if (status == STATUS_DAMAGED)
        hand->failure.why = "its rows cannot be those of a volume";
    return status;
}

static enum status work(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct reading *reading = context;
    struct hand *hand = &reading->hands[worker];
    enum status status;

    facts_clear(&reading->slots[slot]);
    status = read_group(reading, hand, (uint32_t)task, &reading->slots[slot]);
    workfailure_note(&hand->failure, status, task);
    return status;
}

static enum status commit(void *context, unsigned slot, uint64_t task)
{
    struct reading *reading = context;
    const struct file_rows *before = &reading->all->files;
    const struct file_rows *files = &reading->slots[slot].files;

    (void)task;
    if (files->n > 0 && before->n > 0 && before->record[before->n - 1] >= files->record[0]) {
        reading->why = "its rows are not in the order of the records";
        return STATUS_DAMAGED;
    }
    return facts_append(reading->all, &reading->slots[slot]);
}

/* ---- Columns ---- */

/* Every column must be there, as it is written today. */
static enum status find_columns(struct reading *reading)
{
    for (uint32_t i = 0; i < TABLE_COLUMNS_MAX; i++)
        reading->columns[i] = TABLEREAD_NONE;
    for (uint32_t i = 0; i < INVENTORY_COLUMNS; i++) {
        const struct table_column *ours = &inventory_columns[i], *theirs;
        uint32_t place = tableread_find(reading->table, ours->name);

        theirs = place == TABLEREAD_NONE ? NULL : tableread_column(reading->table, place);
        if (!theirs || theirs->type != ours->type || theirs->shape != ours->shape) {
            reading->why = "it has not the columns of an inventory";
            return STATUS_DAMAGED;
        }
        reading->columns[place] = i;
    }
    return STATUS_OK;
}

/* ---- Memory ---- */

static enum status make_workspace(struct reading *reading, unsigned nworkers)
{
    reading->hands = calloc(nworkers, sizeof *reading->hands);
    reading->slots = calloc(pool_slots(nworkers), sizeof *reading->slots);
    if (!reading->hands || !reading->slots)
        return STATUS_NO_MEMORY;
    for (unsigned i = 0; i < pool_slots(nworkers); i++) {
        struct facts *facts = &reading->slots[i];
        enum status status = rows_reserve_text(&facts->text, &facts->arena, 2);

        facts->want = reading->all->want;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Why it ended with STATUS: the first task of those that did, unless a commit has said it. */
static void take_why(struct reading *reading, unsigned nworkers, enum status status)
{
    const struct workfailure *first = NULL;

    for (unsigned i = 0; i < nworkers; i++)
        first = workfailure_earlier(first, &reading->hands[i].failure, status);
    if (!first)
        return;
    errno = first->error;
    if (!reading->why)
        reading->why = first->why;
}

static void free_workspace(struct reading *reading, unsigned nworkers)
{
    for (unsigned i = 0; reading->hands && i < nworkers; i++) {
        tableread_space_free(&reading->hands[i].space);
        inventory_rows_free(&reading->hands[i].rows);
    }
    for (unsigned i = 0; reading->slots && i < pool_slots(nworkers); i++)
        arena_free(&reading->slots[i].arena);
    free(reading->hands);
    free(reading->slots);
}

/* ---- Tables ---- */

/* Appends all rows of the table to the facts. */
static enum status read_table(struct reading *reading, unsigned nworkers)
{
    const struct pool_job job = {
        .context = reading,
        .ntasks = tableread_ngroups(reading->table),
        .work = work,
        .commit = commit,
    };
    struct pool *pool;
    enum status status = find_columns(reading);

    if (status == STATUS_OK)
        status = make_workspace(reading, nworkers);
    if (status == STATUS_OK)
        status = pool_start(&job, nworkers, &pool);
    if (status == STATUS_OK) {
        status = pool_finish(pool);
        if (status != STATUS_OK)
            take_why(reading, nworkers, status);
    }
    free_workspace(reading, nworkers);
    return status;
}

/* The files without names come last, and then to their places. */
static enum status read_unnamed(const struct inventory_kept *kept, struct facts *all,
                                const char **why_ret)
{
    struct source source = source_of_memory(kept->unnamed);
    struct reading reading = {.nrecords = kept->facts.volume->nrecords};
    struct facts unnamed = {.want = all->want};
    struct tableread *table;
    enum status status = tableread_open(&source, &table, why_ret);

    if (status == STATUS_NOT_FOUND) {
        *why_ret = "its files without names are not legible";
        status = STATUS_DAMAGED;
    }
    if (status != STATUS_OK)
        return status;
    reading.table = table;
    reading.all = &unnamed;
    status = rows_reserve_text(&unnamed.text, &unnamed.arena, 2);
    if (status == STATUS_OK) {
        facts_clear(&unnamed);
        status = read_table(&reading, 1);
    }
    if (status == STATUS_OK) {
        uint32_t nfirst = all->files.n;

        status = facts_append(all, &unnamed);
        if (status == STATUS_OK)
            status = refile(all, nfirst);
        reading.why = "a record is there twice";
    }
    if (status == STATUS_DAMAGED)
        *why_ret = reading.why;
    arena_free(&unnamed.arena);
    tableread_close(table);
    return status;
}

static enum status read_named(const struct tableread *table, const struct inventory_kept *kept,
                              unsigned nworkers, struct facts *all, const char **why_ret)
{
    struct reading reading = {
        .table = table,
        .nrecords = kept->facts.volume->nrecords,
        .has_names = true,
        .all = all,
    };
    enum status status = rows_reserve_text(&all->text, &all->arena, 2);

    if (status != STATUS_OK)
        return status;
    facts_clear(all);
    status = read_table(&reading, pool_workers(nworkers));
    if (status == STATUS_DAMAGED)
        *why_ret = reading.why;
    return status;
}

enum status inventory_read(const struct tableread *table, const struct inventory_kept *kept,
                           unsigned want, unsigned nworkers, struct index **index_ret,
                           const char **why_ret)
{
    const struct join_kept found = {
        .nrecords = kept->facts.volume->nrecords,
        .counts = kept->counts,
        .findings = kept->findings,
        .nfindings = kept->nfindings,
    };
    struct facts all = {.want = want};
    enum status status = read_named(table, kept, nworkers, &all, why_ret);

    if (status == STATUS_OK && kept->unnamed.n > 0)
        status = read_unnamed(kept, &all, why_ret);
    if (status == STATUS_OK)
        return join_kept(&found, &all, index_ret);
    arena_free(&all.arena);
    return status;
}
