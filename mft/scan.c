/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pass: the pool's workers read and parse chunks, its commits append their facts in order, and
 * join makes the index. A worker reads the chunk that it parses, since the bytes are then in its
 * own core's cache.
 */
#include "mft/scan.h"

#include "mft/join.h"
#include "mft/parse.h"
#include "mft/pool.h"
#include "mft/rows.h"

#include <stdlib.h>

enum {
    CHUNK_BYTES = 256 * 1024, /* fits a core's second-level cache with the facts beside it */
    TEXT_BYTES_GUESS = 24,    /* a record */
    CACHE_LINES_BYTES = 128,  /* processors fetch lines of 64 bytes in pairs */
};

/* Two workers count in neighbouring slots all the time: they must not share a cache line. */
struct slot {
    struct facts facts;
    uint8_t *raw; /* for the witness: the chunk as it was read, until its turn comes; else NULL */
    bool is_left_out;
    /* cppcheck-suppress unusedStructMember */
    char apart[CACHE_LINES_BYTES];
};

struct scan {
    const struct volume *volume;
    struct scan_options options;
    unsigned nworkers;
    uint32_t
        chunk_records; /* a multiple of 64, so that no two chunks share a word of the row map */
    struct pool *pool;
    uint8_t *buffers[POOL_WORKERS_MAX]; /* one chunk each */
    struct slot slots[POOL_SLOTS_MAX];
    struct facts all;
};

static bool is_wholly_free(const struct volume *volume, uint64_t first, uint32_t n)
{
    /* $MFT's own records are always read: a bitmap that calls them free is caught by them. */
    if (volume->mft_bitmap.n == 0 || first == RECORD_MFT)
        return false;
    for (uint64_t number = first; number < first + n; number++)
        if (volume_bitmap_has(volume, number))
            return false;
    return true;
}

/* Parsing undoes the fix-ups in place: what the witness is to see is read into SLOT first. */
static void read_chunk(const struct scan *scan, const struct slot *slot,
                       const struct parse_chunk *chunk, struct volume_gaps *gaps)
{
    const struct volume *volume = scan->volume;

    if (!slot->raw) {
        volume_read_records(volume, chunk->first, chunk->n, chunk->records, gaps);
        return;
    }
    volume_read_records(volume, chunk->first, chunk->n, slot->raw, gaps);
    memcpy(chunk->records, slot->raw, (size_t)chunk->n * volume->geometry.record_bytes);
}

static enum status work(void *context, unsigned worker, unsigned slot_n, uint64_t task)
{
    struct scan *scan = context;
    struct slot *slot = &scan->slots[slot_n];
    struct facts *facts = &slot->facts;
    uint64_t unreadable[CHUNK_BYTES / RECORD_BYTES_MIN / 64 + 1];
    struct volume_gaps gaps = {.unreadable = unreadable};
    struct parse_chunk chunk = {.volume = scan->volume,
                                .first = task * scan->chunk_records,
                                .n = scan->chunk_records,
                                .records = scan->buffers[worker],
                                .gaps = &gaps};

    if (chunk.n > scan->volume->nrecords - chunk.first)
        chunk.n = (uint32_t)(scan->volume->nrecords - chunk.first);
    facts_clear(facts);
    facts->counts.records = chunk.n;
    slot->is_left_out =
        scan->options.skips_free && is_wholly_free(scan->volume, chunk.first, chunk.n);
    if (slot->is_left_out) {
        facts->counts.free = chunk.n;
        return STATUS_OK;
    }
    read_chunk(scan, slot, &chunk, &gaps);
    return parse_chunk(&chunk, facts);
}

static void call_witness(const struct scan *scan, const struct slot *slot, uint64_t task)
{
    struct scan_piece piece = {.first = task * scan->chunk_records,
                               .n = (uint32_t)slot->facts.counts.records};

    if (!slot->is_left_out)
        piece.bytes =
            (struct bytes){slot->raw, (size_t)piece.n * scan->volume->geometry.record_bytes};
    scan->options.witness(scan->options.witness_context, &piece);
}

static enum status commit(void *context, unsigned slot, uint64_t task)
{
    struct scan *scan = context;

    if (scan->options.witness)
        call_witness(scan, &scan->slots[slot], task);
    return facts_append(&scan->all, &scan->slots[slot].facts);
}

/* ---- Memory ---- */

static void drop_workspace(struct scan *scan)
{
    for (unsigned i = 0; i < POOL_WORKERS_MAX; i++) {
        free(scan->buffers[i]);
        scan->buffers[i] = NULL;
    }
    for (unsigned i = 0; i < POOL_SLOTS_MAX; i++) {
        arena_free(&scan->slots[i].facts.arena);
        scan->slots[i].facts = (struct facts){0};
        free(scan->slots[i].raw);
        scan->slots[i].raw = NULL;
    }
}

static enum status make_workspace(struct scan *scan)
{
    for (unsigned i = 0; i < scan->nworkers; i++) {
        scan->buffers[i] = malloc(CHUNK_BYTES);
        if (!scan->buffers[i])
            return STATUS_NO_MEMORY;
    }
    for (unsigned i = 0; i < pool_slots(scan->nworkers); i++) {
        scan->slots[i].facts.want = scan->options.want;

        enum status status = facts_reserve(&scan->slots[i].facts, scan->chunk_records,
                                           scan->volume->geometry.record_bytes);
        if (status != STATUS_OK)
            return status;
        if (scan->options.witness && !(scan->slots[i].raw = malloc(CHUNK_BYTES)))
            return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/*
 * Room for a volume whose records have a name of some twenty bytes each, and a fourth of them a
 * second one: it costs nothing before it is touched, and most volumes never grow a column. The text
 * at 0 stands for none.
 */
static enum status prepare_facts(struct scan *scan)
{
    struct facts *all = &scan->all;
    uint32_t n = (uint32_t)scan->volume->nrecords;
    uint32_t ntext = n < UINT32_MAX / 32 ? n * TEXT_BYTES_GUESS : UINT32_MAX / 2;
    enum status status;

    all->want = scan->options.want;
    status = rows_reserve_text(&all->text, &all->arena, ntext + 2);
    if (status == STATUS_OK)
        status = rows_reserve_files(&all->files, &all->arena, n, all->want);
    if (status == STATUS_OK)
        status = rows_reserve_names(&all->names, &all->arena, n < UINT32_MAX / 2 ? n + n / 4 : n,
                                    all->want);
    if (status == STATUS_OK)
        facts_text_end(all, 0);
    return status;
}

static void destroy(struct scan *scan)
{
    drop_workspace(scan);
    arena_free(&scan->all.arena);
    free(scan);
}

/* ---- The pass ---- */

static enum status start_pass(struct scan *scan)
{
    struct pool_job job = {
        .context = scan,
        .ntasks = (scan->volume->nrecords + scan->chunk_records - 1) / scan->chunk_records,
        .work = work,
        .commit = commit,
    };
    enum status status = prepare_facts(scan);

    if (status == STATUS_OK)
        status = make_workspace(scan);
    if (status == STATUS_OK)
        status = pool_start(&job, scan->nworkers, &scan->pool);
    return status;
}

enum status scan_start(const struct volume *volume, const struct scan_options *options,
                       struct scan **scan_ret)
{
    struct scan *scan = calloc(1, sizeof *scan);

    if (!scan)
        return STATUS_NO_MEMORY;
    scan->volume = volume;
    scan->options = *options;
    scan->nworkers = pool_workers(options->nworkers);
    scan->chunk_records = CHUNK_BYTES / volume->geometry.record_bytes;

    enum status status = start_pass(scan);
    if (status != STATUS_OK)
        destroy(scan);
    else
        *scan_ret = scan;
    return status;
}

bool scan_wait(struct scan *scan, unsigned milliseconds)
{
    return pool_wait(scan->pool, milliseconds);
}

void scan_progress(struct scan *scan, uint64_t *done_ret, uint64_t *all_ret)
{
    uint64_t done = pool_done(scan->pool) * scan->chunk_records;

    *all_ret = scan->volume->nrecords;
    *done_ret = done < *all_ret ? done : *all_ret;
}

/* Has the bitmap called a record free that is in use? Then what it calls free cannot be left out.
 */
static bool has_lying_bitmap(const struct facts *facts)
{
    for (uint32_t i = 0; i < facts->nfindings; i++)
        if (facts->findings[i].kind == FINDING_BITMAP_CLEAR)
            return true;
    return false;
}

static enum status finish_pass(struct scan *scan)
{
    enum status status = pool_finish(scan->pool);

    drop_workspace(scan);
    return status;
}

/* Once more, all of it. */
static enum status read_all(struct scan *scan)
{
    enum status status;

    arena_free(&scan->all.arena);
    scan->all = (struct facts){0};
    scan->options.skips_free = false;
    status = start_pass(scan);
    return status == STATUS_OK ? finish_pass(scan) : status;
}

enum status scan_finish(struct scan *scan, struct index **index_ret)
{
    enum status status = finish_pass(scan);

    if (status == STATUS_OK && scan->options.skips_free && has_lying_bitmap(&scan->all))
        status = read_all(scan);
    if (status == STATUS_OK)
        status = join(scan->volume, &scan->all, index_ret);
    destroy(scan);
    return status;
}

enum status scan_run(const struct volume *volume, const struct scan_options *options,
                     struct index **index_ret)
{
    struct scan *scan;
    enum status status = scan_start(volume, options, &scan);

    return status == STATUS_OK ? scan_finish(scan, index_ret) : status;
}
