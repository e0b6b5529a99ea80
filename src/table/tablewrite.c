/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a table: see tablewrite.h. A task of the pool is a column of a row group; chunks are
 * written in their order.
 */
#include "src/table/tablewrite.h"

#include "mft/pool.h"
#include "src/table/chunkwrite.h"
#include "src/version.h"

#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CACHE_LINE_BYTES = 64,
    SMALL_BYTES = 64 * 1024, /* chunks up to this are gathered before they are written */
    NKEYS = 2,               /* that are added to the caller's metadata */
};

static const char magic[4] = {'P', 'A', 'R', '1'};

struct worker {
    alignas(CACHE_LINE_BYTES) struct chunkwrite maker;
    struct chunkwrite_chunk chunk; /* exchanged for that of the slot when it is done */
};

struct writing {
    const struct tablewrite_job *job;
    struct out *out;
    struct worker *workers;
    unsigned nworkers;
    struct chunkwrite_chunk *slots;
    unsigned nslots;
    struct footer footer;
    char *digests;   /* of all chunks, as text */
    uint64_t offset; /* bytes written */
};

/* ---- Workers ---- */

static uint64_t group_end(const struct tablewrite_job *job, uint32_t group)
{
    if (job->group_ends)
        return job->group_ends[group];
    return job->nrows - (uint64_t)group * TABLE_GROUP_ROWS < TABLE_GROUP_ROWS
               ? job->nrows
               : (uint64_t)(group + 1) * TABLE_GROUP_ROWS;
}

static enum status work(void *context, unsigned number, unsigned slot, uint64_t task)
{
    struct writing *writing = context;
    const struct tablewrite_job *job = writing->job;
    struct worker *worker = &writing->workers[number];
    uint32_t group = (uint32_t)(task / job->ncolumns);
    const struct chunkwrite_place place = {
        .column = (uint32_t)(task % job->ncolumns),
        .first = group > 0 ? group_end(job, group - 1) : 0,
        .nrows = writing->footer.group_rows[group],
    };
    struct chunkwrite_chunk chunk;
    enum status status = chunkwrite_make(&worker->maker, job, number, &place, &worker->chunk);

    if (status != STATUS_OK)
        return status;
    chunk = writing->slots[slot];
    writing->slots[slot] = worker->chunk;
    worker->chunk = chunk;
    return STATUS_OK;
}

static bool put(struct writing *writing, struct str bytes)
{
    struct out *out = writing->out;

    writing->offset += bytes.n;
    if (bytes.n > SMALL_BYTES)
        return out_write(out, bytes);
    textbuf_str(&out->text, bytes);
    return out_drain(out);
}

/* STATUS_IO is the pool's to stop by; the caller finds the error in OUT. */
static enum status commit(void *context, unsigned slot, uint64_t task)
{
    struct writing *writing = context;
    const struct chunkwrite_chunk *chunk = &writing->slots[slot];
    struct footer_chunk *facts = &writing->footer.chunks[task];

    *facts = chunk->facts;
    facts->offset = writing->offset;
    writing->footer.stats[task] = chunk->stats;
    sha256_text(chunk->digest, writing->digests + task * SHA256_DIGITS);
    return put(writing, textbuf_view(&chunk->bytes)) ? STATUS_OK : STATUS_IO;
}

static enum status write_chunks(struct writing *writing)
{
    const struct pool_job pool_job = {.context = writing,
                                      .ntasks = (uint64_t)writing->footer.ngroups *
                                                writing->job->ncolumns,
                                      .work = work,
                                      .commit = commit};
    struct pool *pool;
    enum status status;

    if (pool_job.ntasks == 0)
        return STATUS_OK;
    status = pool_start(&pool_job, writing->nworkers, &pool);
    return status == STATUS_OK ? pool_finish(pool) : status;
}

/* ---- Footer ---- */

/* Writes the footer to TEXT, with its SHA-256 in the place of zeros. */
static enum status make_footer(const struct footer *footer, struct textbuf *text)
{
    uint8_t digest[SHA256_BYTES];
    char digits[SHA256_DIGITS + 1];
    size_t value_off;

    footer_write(footer, text, &value_off);
    if (text->is_short)
        return STATUS_NO_MEMORY;
    if (text->n > INT32_MAX)
        return STATUS_TOO_LARGE;
    if (!sha256_of((struct bytes){(uint8_t *)text->at, text->n}, digest))
        return STATUS_NO_MEMORY;
    sha256_text(digest, digits);
    memcpy(text->at + value_off, digits, SHA256_DIGITS);
    return STATUS_OK;
}

static void put_footer(struct writing *writing, struct str footer)
{
    char nbytes[4];

    for (unsigned i = 0; i < 4; i++)
        nbytes[i] = (char)(uint8_t)(footer.n >> 8 * i);
    if (put(writing, footer) && put(writing, (struct str){nbytes, sizeof nbytes}))
        put(writing, (struct str){magic, sizeof magic});
}

static enum status write_footer(struct writing *writing)
{
    const struct tablewrite_job *job = writing->job;
    struct footer *footer = &writing->footer;
    struct table_meta *meta = malloc((job->nmeta + NKEYS) * sizeof *meta);
    struct textbuf text = {0}, zeros = {0};
    enum status status;

    if (!meta)
        return STATUS_NO_MEMORY;
    if (job->nmeta > 0)
        memcpy(meta, job->meta, job->nmeta * sizeof *meta);
    textbuf_fill(&zeros, '0', SHA256_DIGITS);
    meta[job->nmeta] = (struct table_meta){
        str_of("mftlink.chunks_sha256"),
        {writing->digests, (size_t)footer->ngroups * job->ncolumns * SHA256_DIGITS}};
    meta[job->nmeta + 1] = (struct table_meta){str_of("mftlink.sha256"), textbuf_view(&zeros)};
    footer->meta = meta;
    footer->nmeta = job->nmeta + NKEYS;
    status = zeros.is_short ? STATUS_NO_MEMORY : make_footer(footer, &text);
    if (status == STATUS_OK)
        put_footer(writing, textbuf_view(&text));
    textbuf_free(&zeros);
    textbuf_free(&text);
    free(meta);
    return status;
}

/* ---- The whole ---- */

/* How many rows each group has. */
static enum status plan(struct writing *writing)
{
    const struct tablewrite_job *job = writing->job;
    struct footer *footer = &writing->footer;
    uint64_t begin = 0;

    for (uint32_t group = 0; group < footer->ngroups; group++) {
        uint64_t end = group_end(job, group);

        assert(end > begin && end <= job->nrows);
        if (end - begin > FOOTER_VALUES_MAX)
            return STATUS_TOO_LARGE;
        footer->group_rows[group] = (uint32_t)(end - begin);
        begin = end;
    }
    assert(begin == job->nrows);
    return STATUS_OK;
}

static enum status begin_workers(struct writing *writing)
{
    unsigned n = pool_workers(writing->job->nworkers);

    writing->workers = aligned_alloc(CACHE_LINE_BYTES, n * sizeof *writing->workers);
    writing->nslots = pool_slots(n);
    writing->slots = calloc(writing->nslots, sizeof *writing->slots);
    if (!writing->workers || !writing->slots)
        return STATUS_NO_MEMORY;
    memset(writing->workers, 0, n * sizeof *writing->workers);
    for (; writing->nworkers < n; writing->nworkers++)
        if (!chunkwrite_begin(&writing->workers[writing->nworkers].maker, writing->job->is_fast))
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

static enum status prepare(struct writing *writing)
{
    struct footer *footer = &writing->footer;
    size_t nchunks = (size_t)footer->ngroups * footer->schema.n;

    footer->group_rows = calloc((size_t)footer->ngroups + 1, sizeof *footer->group_rows);
    footer->chunks = calloc(nchunks + 1, sizeof *footer->chunks);
    footer->stats = calloc(nchunks + 1, sizeof *footer->stats);
    writing->digests = malloc(nchunks * SHA256_DIGITS + 1); /* the last one's end mark */
    if (!footer->group_rows || !footer->chunks || !footer->stats || !writing->digests)
        return STATUS_NO_MEMORY;
    return begin_workers(writing);
}

static void dispose(struct writing *writing)
{
    for (unsigned i = 0; i < writing->nworkers; i++) {
        chunkwrite_end(&writing->workers[i].maker);
        chunkwrite_chunk_free(&writing->workers[i].chunk);
    }
    for (unsigned i = 0; writing->slots && i < writing->nslots; i++)
        chunkwrite_chunk_free(&writing->slots[i]);
    free(writing->workers);
    free(writing->slots);
    free(writing->footer.group_rows);
    free(writing->footer.chunks);
    free(writing->footer.stats);
    free(writing->digests);
}

enum status tablewrite(const struct tablewrite_job *job, struct out *out)
{
    uint64_t ngroups = job->group_ends
                           ? job->ngroups
                           : job->nrows / TABLE_GROUP_ROWS + (job->nrows % TABLE_GROUP_ROWS > 0);
    char created_by[64];
    struct writing writing = {
        .job = job,
        .out = out,
        .footer = {.schema = {job->columns, job->ncolumns, NULL},
                   .nrows = job->nrows,
                   .created_by = created_by},
    };
    enum status status;

    snprintf(created_by, sizeof created_by, "mftlink version %s", version_text);
    assert(job->ncolumns > 0 && job->ncolumns <= TABLE_COLUMNS_MAX);
    if (ngroups * job->ncolumns > INT32_MAX / SHA256_DIGITS)
        return STATUS_TOO_LARGE;
    writing.footer.ngroups = (uint32_t)ngroups;
    status = prepare(&writing);
    if (status == STATUS_OK)
        status = plan(&writing);
    if (status == STATUS_OK && put(&writing, (struct str){magic, sizeof magic}))
        status = write_chunks(&writing);
    if (status == STATUS_OK && !out->error)
        status = write_footer(&writing);
    dispose(&writing);
    return out->error ? STATUS_OK : status;
}
