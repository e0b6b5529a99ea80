/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All rows of an export: see export_run.h. A task is a block of name rows; each worker has its own
 * row maker and compressor, each slot its own text.
 */
#include "src/export_run.h"

#include "mft/pool.h"
#include "src/compress.h"
#include "src/export_bodyfile.h"
#include "src/export_csv.h"
#include "src/export_jsonl.h"
#include "src/outfile.h"

#include <stdlib.h>

enum { ROWS_PER_BLOCK = 2048 };

/* Each worker counts in its own all the time: two must not share a cache line. */
struct maker {
    struct exportrow_maker maker;
    struct compress *compress; /* NULL: rows go out as they are */
    struct textbuf plain;      /* the block that is compressed */
    /* cppcheck-suppress unusedStructMember */
    char apart[128];
};

struct export
{
    const struct exportrow_source *source;
    const struct column *columns;
    const struct options *options;
    struct out *out;
    struct maker *makers;  /* one a worker */
    struct textbuf *texts; /* one a slot */
    unsigned nworkers, nslots;
};

unsigned export_run_want(const struct options *options, const struct column *columns)
{
    unsigned want = options->with_deleted ? WANT_DELETED : 0;

    if (options->format != FORMAT_BODYFILE)
        return want | columns_want(columns);
    return want | WANT_TIMES | (options->with_name_times ? WANT_NAME_TIMES : 0);
}

static void put_row(const struct export *run, struct exportrow_maker *maker, struct textbuf *to)
{
    switch (run->options->format) {
    case FORMAT_CSV:
        export_csv_row(run->columns, maker, to);
        break;
    case FORMAT_JSONL:
        export_jsonl_row(run->columns, maker, to);
        break;
    case FORMAT_BODYFILE:
        export_bodyfile_row(maker, to);
        if (run->options->with_name_times)
            export_bodyfile_name_row(maker, to);
        break;
    case FORMAT_SQLITE: /* no rows of text: export_sqlite.h */
    case FORMAT_NONE:
        break;
    }
}

/* The rows of the named streams of a file, at its first name. */
static enum status put_streams(const struct export *run, struct exportrow_maker *maker,
                               struct textbuf *to)
{
    const struct index *index = run->source->index;
    uint32_t file = maker->row.file, n = 0, first;
    enum status status = STATUS_OK;

    if (!(index->files.flags[file] & FILE_STREAMS) ||
        maker->row.name != index_first_name(index, file))
        return STATUS_OK;
    first = index_streams(index, file, &n);
    for (uint32_t i = 0; i < n && status == STATUS_OK; i++) {
        status = exportrow_of_stream(maker, first + i);
        if (status == STATUS_OK)
            put_row(run, maker, to);
    }
    return status;
}

/* One name row, and its file's streams. */
static enum status put_name(const struct export *run, struct exportrow_maker *maker, uint32_t name,
                            struct textbuf *to)
{
    enum status status = exportrow_of_name(maker, name);

    if (status != STATUS_OK)
        return status;
    put_row(run, maker, to);
    return run->options->with_streams ? put_streams(run, maker, to) : STATUS_OK;
}

/* The rows of block TASK, in place of what KEPT held. */
static enum status put_block(const struct export *run, struct exportrow_maker *maker, uint64_t task,
                             struct textbuf *kept)
{
    uint64_t first = task * ROWS_PER_BLOCK, end = first + ROWS_PER_BLOCK;
    struct textbuf text = *kept; /* on the stack: see struct maker */
    enum status status = STATUS_OK;

    if (end > run->source->index->names.n)
        end = run->source->index->names.n;
    text.n = 0;
    for (uint64_t name = first; name < end && status == STATUS_OK; name++)
        status = put_name(run, maker, (uint32_t)name, &text);
    *kept = text;
    return status == STATUS_OK && text.is_short ? STATUS_NO_MEMORY : status;
}

/* Appends what PLAIN holds to PACKED as one frame; nothing where it is empty. */
static enum status pack(struct compress *compress, const struct textbuf *plain,
                        struct textbuf *packed)
{
    struct bytes bytes = {(const uint8_t *)plain->at, plain->n};

    if (plain->is_short || (plain->n > 0 && !compress_append(compress, bytes, true, packed)))
        return STATUS_NO_MEMORY;
    return STATUS_OK;
}

static enum status work(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    const struct export *run = context;
    struct maker *maker = &run->makers[worker];
    enum status status;

    if (!maker->compress)
        return put_block(run, &maker->maker, task, &run->texts[slot]);
    status = put_block(run, &maker->maker, task, &maker->plain);
    run->texts[slot].n = 0;
    return status == STATUS_OK ? pack(maker->compress, &maker->plain, &run->texts[slot]) : status;
}

/* An error of the output ends the job early; the output itself remembers which. */
static enum status commit(void *context, unsigned slot, uint64_t task)
{
    const struct export *run = context;

    (void)task;
    return out_write(run->out, textbuf_view(&run->texts[slot])) ? STATUS_OK : STATUS_IO;
}

static enum status run_pool(struct export *run)
{
    const struct pool_job job = {
        .context = run,
        .ntasks = ((uint64_t)run->source->index->names.n + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK,
        .work = work,
        .commit = commit,
    };
    struct pool *pool;
    enum status status = pool_start(&job, run->nworkers, &pool);

    if (status != STATUS_OK)
        return status;
    status = pool_finish(pool);
    return run->out->error ? STATUS_OK : status;
}

static void free_run(struct export *run)
{
    for (unsigned i = 0; run->makers && i < run->nworkers; i++) {
        exportrow_end(&run->makers[i].maker);
        compress_end(run->makers[i].compress);
        textbuf_free(&run->makers[i].plain);
    }
    for (unsigned i = 0; run->texts && i < run->nslots; i++)
        textbuf_free(&run->texts[i]);
    free(run->makers);
    free(run->texts);
}

static bool make_makers(struct export *run)
{
    bool is_packed = outfile_is_packed(run->options->out), is_good;

    run->makers = calloc(run->nworkers, sizeof *run->makers);
    run->texts = calloc(run->nslots, sizeof *run->texts);
    is_good = run->makers && run->texts;
    for (unsigned i = 0; is_good && i < run->nworkers; i++)
        is_good = exportrow_begin(run->source, &run->makers[i].maker) &&
                  (!is_packed || compress_begin(&run->makers[i].compress));
    return is_good;
}

static enum status put_header(const struct export *run)
{
    struct textbuf *plain = &run->makers[0].plain;

    if (run->options->format != FORMAT_CSV)
        return STATUS_OK;
    if (!run->makers[0].compress) {
        export_csv_header(run->columns, &run->out->text);
        return STATUS_OK;
    }
    export_csv_header(run->columns, plain);
    return pack(run->makers[0].compress, plain, &run->out->text);
}

enum status export_run(const struct exportrow_source *source, const struct column *columns,
                       const struct options *options, struct out *out)
{
    struct export run = {.source = source, .columns = columns, .options = options, .out = out};
    enum status status = STATUS_NO_MEMORY;

    run.nworkers = pool_workers(options->jobs);
    run.nslots = pool_slots(run.nworkers);
    if (make_makers(&run))
        status = put_header(&run);
    if (status == STATUS_OK)
        status = run_pool(&run);
    free_run(&run);
    return status;
}
