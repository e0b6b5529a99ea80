/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a plan: see planfile_read.h. A task is a row group; its rows are made in their place, and
 * get their names when the groups before have theirs.
 */
#include "src/planfile_read.h"

#include "mft/pool.h"
#include "src/planfile_fill.h"
#include "src/planfile_parts.h"
#include "src/planfile_rows.h"
#include "src/table/tablecheck.h"
#include "src/table/workfailure.h"

#include <errno.h>
#include <stdlib.h>

/* What one thread uses again and again, and how it ended. */
struct hand {
    struct tableread_space space;
    struct planfile_rows rows;
    struct table_values derived, expected; /* of a column */
    struct workfailure failure;
};

struct reading {
    const struct tableread *table;
    struct plan *plan;
    struct planfile_fill fill;
    uint64_t *firsts; /* of each row group, its first row */
    struct hand *hands;
    struct textbuf *texts; /* of each slot: the names of its rows */
    const char *why;
};

/* ---- Each column is what would be written ---- */

/* What becomes of a column's values. */
enum use {
    TAKEN,   /* value by value into fields that hold nothing else: they are the same */
    READ,    /* into fields that may hold less or more */
    DERIVED, /* not at all: they follow from others */
};

static enum use use_of(uint32_t column)
{
    switch (column) {
    case PLANFILE_KIND:
    case PLANFILE_REASON:
    case PLANFILE_SIZE:
    case PLANFILE_CREATED_TICKS:
    case PLANFILE_MODIFIED_TICKS:
    case PLANFILE_ATTRIBUTES:
    case PLANFILE_LINKS:
    case PLANFILE_SECURITY:
    case PLANFILE_GIVEN:
    case PLANFILE_HAD:
    case PLANFILE_DETAIL:
    case PLANFILE_FOLDER:
    case PLANFILE_FROM_FOLDER:
    case PLANFILE_RULE_NUMBER:
        return TAKEN;
    case PLANFILE_NAME:
    case PLANFILE_NAME_RAW:
    case PLANFILE_FROM_NAME:
    case PLANFILE_FROM_NAME_RAW:
    case PLANFILE_RECORD:
    case PLANFILE_SEQUENCE:
        return READ;
    default:
        return DERIVED;
    }
}

/* Are VALUES of COLUMN those of the rows that were read? */
static enum status check_column(const struct reading *reading, struct hand *hand, uint64_t first,
                                uint32_t column, const struct table_values *values)
{
    struct planfile_fill fill = reading->fill;
    enum status status;

    table_clear(&hand->expected);
    status = planfile_fill(&fill, 0, column, first, hand->rows.n, &hand->expected);
    if (status != STATUS_OK || tablecheck_same(&planfile_columns[column], values, &hand->expected))
        return status;
    hand->failure.why = "its columns contradict each other";
    return STATUS_DAMAGED;
}

/* ---- Row groups ---- */

static enum status read_chunk(const struct reading *reading, struct hand *hand, uint32_t group,
                              uint32_t column, struct table_values *values_ret)
{
    return tableread_chunk(reading->table, &hand->space, group, column, values_ret,
                           &hand->failure.why);
}

/* All columns are held against the rows; those that follow from others share one place. */
static enum status check_columns(const struct reading *reading, struct hand *hand, uint32_t group)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < PLANFILE_COLUMNS && status == STATUS_OK; i++) {
        struct table_values *values = &hand->rows.columns[i];

        if (use_of(i) == TAKEN)
            continue;
        if (use_of(i) == DERIVED) {
            values = &hand->derived;
            status = read_chunk(reading, hand, group, i, values);
        }
        if (status == STATUS_OK)
            status = check_column(reading, hand, reading->firsts[group], i, values);
    }
    return status;
}

static enum status read_group(const struct reading *reading, struct hand *hand, uint32_t group,
                              struct textbuf *text)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < PLANFILE_COLUMNS && status == STATUS_OK; i++)
        if (use_of(i) != DERIVED)
            status = read_chunk(reading, hand, group, i, &hand->rows.columns[i]);
    if (status != STATUS_OK)
        return status;
    hand->rows.n = tableread_group_rows(reading->table, group);
    status = planfile_rows(&hand->rows, reading->plan, reading->firsts[group], text);
    if (status == STATUS_DAMAGED)
        hand->failure.why = "its rows cannot be those of a plan";
    return status == STATUS_OK ? check_columns(reading, hand, group) : status;
}

static enum status work(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct reading *reading = context;
    struct hand *hand = &reading->hands[worker];

    enum status status = read_group(reading, hand, (uint32_t)task, &reading->texts[slot]);

    workfailure_note(&hand->failure, status, task);
    return status;
}

static enum status commit(void *context, unsigned slot, uint64_t task)
{
    struct reading *reading = context;
    struct textbuf *text = &reading->texts[slot];
    char *at = arena_alloc(&reading->plan->arena, text->n + 1);

    if (!at)
        return STATUS_NO_MEMORY;
    planfile_rows_move(reading->plan, reading->firsts[task],
                       tableread_group_rows(reading->table, (uint32_t)task), text, at);
    return STATUS_OK;
}

/* ---- Memory ---- */

static enum status make_workspace(struct reading *reading, unsigned nworkers)
{
    struct plan *plan = reading->plan;
    uint32_t ngroups = tableread_ngroups(reading->table);
    uint64_t first = 0;

    plan->ops = arena_grow(&plan->arena, NULL, (plan->nops + (size_t)1) * sizeof *plan->ops);
    plan->refusals =
        arena_grow(&plan->arena, NULL, (plan->nrefusals + (size_t)1) * sizeof *plan->refusals);
    reading->firsts = calloc(ngroups + (size_t)1, sizeof *reading->firsts);
    reading->hands = calloc(nworkers, sizeof *reading->hands);
    reading->texts = calloc(pool_slots(nworkers), sizeof *reading->texts);
    if (!plan->ops || !plan->refusals || !reading->firsts || !reading->hands || !reading->texts)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < ngroups; i++) {
        reading->firsts[i] = first;
        first += tableread_group_rows(reading->table, i);
    }
    return STATUS_OK;
}

static void free_hand(struct hand *hand)
{
    tableread_space_free(&hand->space);
    table_free(&hand->derived);
    table_free(&hand->expected);
    for (uint32_t i = 0; i < PLANFILE_COLUMNS; i++)
        table_free(&hand->rows.columns[i]);
}

static void free_workspace(struct reading *reading, unsigned nworkers)
{
    for (unsigned i = 0; reading->hands && i < nworkers; i++)
        free_hand(&reading->hands[i]);
    for (unsigned i = 0; reading->texts && i < pool_slots(nworkers); i++)
        textbuf_free(&reading->texts[i]);
    free(reading->hands);
    free(reading->texts);
    free(reading->firsts);
}

/* ---- All of it ---- */

/* Why it ended with STATUS: the first task of those that did. */
static void take_why(struct reading *reading, unsigned nworkers, enum status status)
{
    const struct workfailure *first = NULL;

    for (unsigned i = 0; i < nworkers; i++)
        first = workfailure_earlier(first, &reading->hands[i].failure, status);
    if (!first)
        return;
    errno = first->error;
    reading->why = first->why;
}

static enum status read_rows(struct reading *reading, unsigned nworkers)
{
    const struct pool_job job = {
        .context = reading,
        .ntasks = tableread_ngroups(reading->table),
        .work = work,
        .commit = commit,
    };
    struct pool *pool;
    enum status status = make_workspace(reading, nworkers);

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

static enum status read_all(struct reading *reading, unsigned nworkers)
{
    enum status status = STATUS_DAMAGED;

    reading->why = "it has not the columns of a plan";
    if (tablecheck_columns(reading->table, planfile_columns, PLANFILE_COLUMNS))
        status = planfile_parts_get(reading->table, reading->plan, &reading->why);
    if (status != STATUS_OK)
        return status;
    status = planfile_fill_begin(reading->plan, &reading->fill);
    if (status == STATUS_OK)
        status = read_rows(reading, nworkers);
    planfile_fill_end(&reading->fill);
    return status;
}

enum status planfile_read(const struct tableread *table, unsigned nworkers, struct plan *plan_ret,
                          const char **why_ret)
{
    struct plan plan;
    struct reading reading = {.table = table, .plan = &plan};
    enum status status;

    plan_begin(&plan);
    status = read_all(&reading, pool_workers(nworkers));
    if (status == STATUS_OK)
        *plan_ret = plan;
    else
        plan_free(&plan);
    if (status == STATUS_DAMAGED)
        *why_ret = reading.why;
    return status;
}
