/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a manifest: see manifestfile_read.h. A task is a row group; its rows are made in their
 * place, and get their texts when the groups before have theirs.
 */
#include "src/manifestfile_read.h"

#include "mft/pool.h"
#include "src/base64.h"
#include "src/manifestfile_check.h"
#include "src/manifestfile_fill.h"
#include "src/manifestfile_rows.h"
#include "src/table/tablecheck.h"
#include "src/table/workfailure.h"
#include "src/textscan.h"
#include "src/wtf8.h"

#include <errno.h>
#include <stdlib.h>

/* What one thread uses again and again, and how it ended. */
struct hand {
    struct tableread_space space;
    struct manifestfile_rows rows;
    struct table_values derived, expected; /* of a column */
    struct workfailure failure;
};

struct reading {
    const struct tableread *table;
    struct manifest manifest;
    struct manifestfile_fill fill;
    uint64_t *firsts; /* of each row group, its first row */
    struct hand *hands;
    struct textbuf *texts; /* of each slot: those of its rows */
    uint64_t text_bytes;   /* of all groups so far */
    const char *why;
};

/* ---- The head ---- */

/* The value of KEY in the arena: exact bytes where RAW_KEY (NULL: none) has them. */
static enum status get_text(struct reading *reading, const char *key, const char *raw_key,
                            struct str *text_ret)
{
    struct str value = tableread_meta(reading->table, key);
    struct str raw = raw_key ? tableread_meta(reading->table, raw_key) : (struct str){NULL, 0};
    char *at;

    if (raw.at) {
        struct bytes bytes;
        enum status status = base64_decode(raw, &reading->manifest.arena, &bytes);

        if (status == STATUS_OK)
            *text_ret = (struct str){(const char *)bytes.at, bytes.n};
        return status;
    }
    if (!value.at)
        return STATUS_DAMAGED;
    at = arena_alloc(&reading->manifest.arena, value.n + 1);
    if (!at)
        return STATUS_NO_MEMORY;
    if (value.n > 0)
        memcpy(at, value.at, value.n);
    *text_ret = (struct str){at, value.n};
    return STATUS_OK;
}

static enum status get_head(struct reading *reading)
{
    struct manifest *manifest = &reading->manifest;
    struct str serial = tableread_meta(reading->table, "serial");
    enum status status = get_text(reading, "mftlink.version", NULL, &manifest->version);

    reading->why = "its metadata cannot be those of a manifest";
    if (status == STATUS_OK)
        status = get_text(reading, "drive", NULL, &manifest->drive);
    if (status == STATUS_OK)
        status = get_text(reading, "store", "store_raw", &manifest->store);
    if (status != STATUS_OK)
        return status;
    if (!serial.at || serial.n != 16 || !textscan_hex(&serial, &manifest->serial) ||
        !wtf8_is_utf8(manifest->version) || !manifestfile_check_drive(manifest->drive) ||
        !manifestfile_check_store(manifest->store) || tableread_nrows(reading->table) >= PLAN_NONE)
        return STATUS_DAMAGED;
    manifest->n = (uint32_t)tableread_nrows(reading->table);
    return STATUS_OK;
}

/* ---- Row groups ---- */

/* Does it follow from others? Then it is not looked at, but held against them. */
static bool is_derived(uint32_t column)
{
    return column < MANIFESTFILE_KIND ||
           (column >= MANIFESTFILE_TIMES && column < MANIFESTFILE_TICKS);
}

static enum status check_column(const struct reading *reading, struct hand *hand, uint32_t group,
                                uint32_t column)
{
    struct manifestfile_fill fill = reading->fill;
    enum status status = tableread_chunk(reading->table, &hand->space, group, column,
                                         &hand->derived, &hand->failure.why);

    table_clear(&hand->expected);
    if (status == STATUS_OK)
        status = manifestfile_fill(&fill, 0, column, reading->firsts[group], hand->rows.n,
                                   &hand->expected);
    if (status != STATUS_OK ||
        tablecheck_same(&manifestfile_columns[column], &hand->derived, &hand->expected))
        return status;
    hand->failure.why = "its columns contradict each other";
    return STATUS_DAMAGED;
}

static enum status read_group(const struct reading *reading, struct hand *hand, uint32_t group,
                              struct textbuf *text)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < MANIFESTFILE_COLUMNS && status == STATUS_OK; i++)
        if (!is_derived(i))
            status = tableread_chunk(reading->table, &hand->space, group, i, &hand->rows.columns[i],
                                     &hand->failure.why);
    if (status != STATUS_OK)
        return status;
    hand->rows.n = tableread_group_rows(reading->table, group);
    status = manifestfile_rows(&hand->rows, &reading->manifest, reading->firsts[group], text);
    if (status == STATUS_DAMAGED)
        hand->failure.why = "its rows cannot be those of a manifest";
    for (uint32_t i = 0; i < MANIFESTFILE_COLUMNS && status == STATUS_OK; i++)
        if (is_derived(i))
            status = check_column(reading, hand, group, i);
    return status;
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
    char *at;

    reading->text_bytes += text->n;
    if (reading->text_bytes > MANIFESTFILE_TEXT_MAX) {
        reading->why = "its texts are too long";
        return STATUS_DAMAGED;
    }
    at = arena_grow(&reading->manifest.arena, NULL, text->n + 1);
    if (!at)
        return STATUS_NO_MEMORY;
    manifestfile_rows_move(&reading->manifest, reading->firsts[task],
                           tableread_group_rows(reading->table, (uint32_t)task), text, at);
    return STATUS_OK;
}

/* ---- Memory ---- */

static enum status make_workspace(struct reading *reading, unsigned nworkers)
{
    struct manifest *manifest = &reading->manifest;
    uint32_t ngroups = tableread_ngroups(reading->table);
    uint64_t first = 0;

    manifest->rows =
        arena_grow(&manifest->arena, NULL, (manifest->n + (size_t)1) * sizeof *manifest->rows);
    reading->firsts = calloc(ngroups + (size_t)1, sizeof *reading->firsts);
    reading->hands = calloc(nworkers, sizeof *reading->hands);
    reading->texts = calloc(pool_slots(nworkers), sizeof *reading->texts);
    if (!manifest->rows || !reading->firsts || !reading->hands || !reading->texts)
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
    for (uint32_t i = 0; i < MANIFESTFILE_COLUMNS; i++)
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

    reading->why = "it has not the columns of a manifest";
    if (tablecheck_columns(reading->table, manifestfile_columns, MANIFESTFILE_COLUMNS))
        status = get_head(reading);
    if (status != STATUS_OK)
        return status;
    status = manifestfile_fill_begin(&reading->manifest, &reading->fill);
    if (status == STATUS_OK)
        status = read_rows(reading, nworkers);
    manifestfile_fill_end(&reading->fill);
    return status;
}

enum status manifestfile_read_table(const struct tableread *table, unsigned nworkers,
                                    struct manifest *manifest_ret, const char **why_ret)
{
    struct reading reading = {.table = table};
    enum status status = read_all(&reading, pool_workers(nworkers));

    if (status == STATUS_OK)
        *manifest_ret = reading.manifest;
    else
        manifest_free(&reading.manifest);
    if (status == STATUS_DAMAGED)
        *why_ret = reading.why;
    return status;
}
