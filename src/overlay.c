/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks over a source: see overlay.h.
 *
 * A write first makes sure of all that could fail (the limit, memory, the rest of blocks that are
 * not written whole), and then copies.
 */
#include "src/overlay.h"

#include "mft/pool.h"
#include "src/overlay_map.h"
#include "src/overlay_near.h"

#include <errno.h>
#include <stdlib.h>

enum {
    BLOCK = OVERLAY_BLOCK_BYTES,
    SETTLE_BLOCKS = 64,    /* that are read from the base in one piece */
    SETTLE_STRETCH = 4096, /* numbers of a task, at least: many times what a node leads to */
    SETTLE_TASKS = 4096,   /* at most */
    SETTLE_FEW = 1024,     /* blocks that are not worth threads */
    SETTLE_WORKERS = 4,
};

struct overlay {
    struct source base;
    struct overlay_map map;
    struct overlay_near *near; /* for the thread that writes */
    enum status failure;
    bool is_settled;
};

enum status overlay_new(const struct source *base, uint64_t limit_bytes,
                        struct overlay **overlay_ret)
{
    struct overlay *overlay = calloc(1, sizeof(*overlay));

    if (!overlay)
        return STATUS_NO_MEMORY;
    overlay->near = calloc(1, sizeof(*overlay->near));
    if (!overlay->near) {
        free(overlay);
        return STATUS_NO_MEMORY;
    }
    overlay->base = *base;
    overlay_map_begin(&overlay->map, base->size_bytes / BLOCK + (base->size_bytes % BLOCK > 0),
                      limit_bytes / BLOCK);
    *overlay_ret = overlay;
    return STATUS_OK;
}

void overlay_forget(struct overlay *overlay)
{
    overlay_map_forget(&overlay->map);
    overlay_near_forget(overlay->near);
    overlay->failure = STATUS_OK;
    overlay->is_settled = false;
}

void overlay_free(struct overlay *overlay)
{
    if (!overlay)
        return;
    overlay_map_free(&overlay->map);
    free(overlay->near);
    free(overlay);
}

enum status overlay_failure(const struct overlay *overlay)
{
    return overlay->failure;
}

uint64_t overlay_bytes(const struct overlay *overlay)
{
    return overlay->map.nblocks * BLOCK;
}

/* ---- Reading ---- */

/* What the bytes [OFFSET, END) have in common with a block: from byte *FROM_RET of the block on. */
static size_t cut(uint64_t block, uint64_t offset, uint64_t end, size_t *from_ret)
{
    const uint64_t first = block * BLOCK;
    const uint64_t from = offset > first ? offset - first : 0;
    const uint64_t to = end - first < BLOCK ? end - first : BLOCK;

    *from_ret = (size_t)from;
    return (size_t)(to - from);
}

/* NEAR: NULL, or the overlay's own. */
static enum status read_base(const struct overlay *overlay, struct overlay_near *near,
                             uint64_t offset, void *buffer, size_t n)
{
    return near ? overlay_near_read(near, &overlay->base, offset, buffer, n)
                : source_read_all(&overlay->base, offset, buffer, n);
}

static enum status read_all(const struct overlay *overlay, struct overlay_near *near,
                            uint64_t offset, void *buffer, size_t n)
{
    const uint64_t end = offset + n;
    const struct overlay_map_block *found;
    enum status status = STATUS_OK;
    uint64_t block, last;

    if (!bytes_fit(offset, n, overlay->base.size_bytes))
        return STATUS_TRUNCATED;
    if (n == 0)
        return STATUS_OK;
    block = offset / BLOCK;
    last = (end - 1) / BLOCK;
    if (overlay_map_count(&overlay->map, block, last) <= last - block)
        status = read_base(overlay, near, offset, buffer, n);
    for (; status == STATUS_OK && (found = overlay_map_seek(&overlay->map, &block, last));
         block++) {
        size_t from, nbytes = cut(block, offset, end, &from);

        memcpy((uint8_t *)buffer + (block * BLOCK + from - offset), found->bytes + from, nbytes);
    }
    return status;
}

enum status overlay_read(const struct overlay *overlay, uint64_t offset, void *buffer, size_t n)
{
    return read_all(overlay, NULL, offset, buffer, n);
}

enum status overlay_read_alone(struct overlay *overlay, uint64_t offset, void *buffer, size_t n)
{
    return read_all(overlay, overlay->near, offset, buffer, n);
}

static enum status read_through(const struct source *source, uint64_t offset, void *buffer,
                                size_t n)
{
    return overlay_read(source->context, offset, buffer, n);
}

struct source overlay_source(const struct overlay *overlay)
{
    return (struct source){.read = read_through,
                           .context = overlay,
                           .fd = -1,
                           .size_bytes = overlay->base.size_bytes,
                           .sector_bytes = overlay->base.sector_bytes};
}

/* ---- Writing ---- */

/* Bytes of the block with this number: fewer at the end of the source. */
static size_t block_bytes(const struct overlay *overlay, uint64_t block)
{
    const uint64_t left = overlay->base.size_bytes - block * BLOCK;

    return left < BLOCK ? (size_t)left : BLOCK;
}

/* Gives a number that was reserved a block with the base's bytes, unless it has one. */
static enum status fetch(struct overlay *overlay, uint64_t block)
{
    bool is_new;
    struct overlay_map_block *to = overlay_map_add(&overlay->map, block, &is_new);
    enum status status;

    if (!is_new)
        return STATUS_OK;
    status = overlay_near_read(overlay->near, &overlay->base, block * BLOCK, to->bytes,
                               block_bytes(overlay, block));
    if (status != STATUS_OK)
        overlay_map_drop(&overlay->map, block);
    return status;
}

/* Fetches the block in which a write begins or ends, when it does not write it whole. */
static enum status fetch_edge(struct overlay *overlay, uint64_t block, uint64_t offset,
                              uint64_t end)
{
    size_t from;

    if (cut(block, offset, end, &from) == block_bytes(overlay, block))
        return STATUS_OK;
    return fetch(overlay, block);
}

static void copy(struct overlay *overlay, uint64_t offset, uint64_t end, const uint8_t *bytes)
{
    for (uint64_t block = offset / BLOCK; block <= (end - 1) / BLOCK; block++) {
        bool is_new;
        struct overlay_map_block *to = overlay_map_add(&overlay->map, block, &is_new);
        size_t from, n = cut(block, offset, end, &from);

        memcpy(to->bytes + from, bytes + (block * BLOCK + from - offset), n);
    }
}

static enum status write_all(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n)
{
    const uint64_t end = offset + n;
    enum status status;

    if (!bytes_fit(offset, n, overlay->base.size_bytes))
        return STATUS_TRUNCATED;
    if (n == 0)
        return STATUS_OK;
    overlay->is_settled = false;
    status = overlay_map_reserve(&overlay->map, offset / BLOCK, (end - 1) / BLOCK);
    if (status == STATUS_OK)
        status = fetch_edge(overlay, offset / BLOCK, offset, end);
    if (status == STATUS_OK)
        status = fetch_edge(overlay, (end - 1) / BLOCK, offset, end);
    if (status == STATUS_OK)
        copy(overlay, offset, end, bytes);
    return status;
}

static enum status remember(struct overlay *overlay, enum status status)
{
    if (overlay->failure == STATUS_OK)
        overlay->failure = status;
    return status;
}

enum status overlay_write(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n)
{
    return remember(overlay, write_all(overlay, offset, bytes, n));
}

enum status overlay_require(struct overlay *overlay, uint64_t bytes)
{
    const struct overlay_map *map = &overlay->map;

    if (bytes <= (map->limit_blocks - map->nblocks) * BLOCK)
        return STATUS_OK;
    return remember(overlay, STATUS_TOO_LARGE);
}

/* ---- What was written ---- */

bool overlay_extent(const struct overlay *overlay, uint64_t *at, struct overlay_extent *extent_ret)
{
    const struct overlay_map_block *found = overlay_map_seek(&overlay->map, at, UINT64_MAX);

    if (!found)
        return false;
    *extent_ret = (struct overlay_extent){
        .offset = *at * BLOCK,
        .bytes = {.at = found->bytes, .n = block_bytes(overlay, *at)},
        .prints = overlay->is_settled ? found->prints : NULL,
    };
    ++*at;
    return true;
}

/* ---- Settling ---- */

/* Blocks are compared a stretch of the source at a time, by several threads; what is the same is
 * dropped by one of them at a time, in order. */
struct settling {
    struct overlay *overlay;
    uint64_t stretch;               /* numbers that a task looks at */
    uint8_t *bases[SETTLE_WORKERS]; /* of each worker: SETTLE_BLOCKS of the base */
    int errors[SETTLE_WORKERS];     /* errno, which each thread has for itself */
};

/* The last number of a task's stretch. */
static uint64_t last_of(const struct settling *s, uint64_t task)
{
    return task * s->stretch + s->stretch - 1;
}

/* How many numbers from FIRST to LAST on have a block each, and are read in one piece. */
static size_t count_run(const struct overlay *overlay, uint64_t first, uint64_t last)
{
    size_t n = 1;

    for (uint64_t at = first + 1, block = at; n < SETTLE_BLOCKS && at <= last; at = ++block, n++)
        if (!overlay_map_seek(&overlay->map, &block, at))
            break;
    return n;
}

/* Compares the block with BASE, what the base holds there. */
static void settle_block(struct overlay *overlay, uint64_t number, const uint8_t *base)
{
    struct overlay_map_block *block = overlay_map_seek(&overlay->map, &number, number);
    const size_t n = block_bytes(overlay, number);

    block->is_same = memcmp(base, block->bytes, n) == 0;
    if (!block->is_same)
        blockhash_block((struct bytes){base, n}, block->prints);
}

static enum status settle_stretch(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct settling *s = context;
    struct overlay *overlay = s->overlay;
    const uint64_t last = last_of(s, task);
    uint8_t *base = s->bases[worker];

    (void)slot;
    for (uint64_t first = task * s->stretch; overlay_map_seek(&overlay->map, &first, last);) {
        const size_t n = count_run(overlay, first, last);
        const size_t nbytes = (n - 1) * BLOCK + block_bytes(overlay, first + n - 1);
        const enum status status = source_read_all(&overlay->base, first * BLOCK, base, nbytes);

        if (status != STATUS_OK) {
            s->errors[worker] = errno;
            return status;
        }
        for (size_t i = 0; i < n; i++)
            settle_block(overlay, first + i, base + i * BLOCK);
        first += n;
    }
    return STATUS_OK;
}

static enum status drop_same(void *context, unsigned slot, uint64_t task)
{
    const struct settling *s = context;
    struct overlay_map *map = &s->overlay->map;
    const struct overlay_map_block *block;

    (void)slot;
    for (uint64_t at = task * s->stretch; (block = overlay_map_seek(map, &at, last_of(s, task)));
         at++)
        if (block->is_same)
            overlay_map_drop(map, at);
    return STATUS_OK;
}

static enum status settle_alone(struct settling *s, uint64_t ntasks)
{
    enum status status = STATUS_OK;

    for (uint64_t task = 0; task < ntasks && status == STATUS_OK; task++) {
        status = settle_stretch(s, 0, 0, task);
        if (status == STATUS_OK)
            status = drop_same(s, 0, task);
    }
    return status;
}

static enum status settle_together(struct settling *s, uint64_t ntasks, unsigned nworkers)
{
    const struct pool_job job = {s, ntasks, settle_stretch, drop_same};
    struct pool *pool;
    enum status status = pool_start(&job, nworkers, &pool);

    return status == STATUS_OK ? pool_finish(pool) : status;
}

enum status overlay_settle(struct overlay *overlay, unsigned nworkers)
{
    struct settling s = {.overlay = overlay, .stretch = SETTLE_STRETCH};
    enum status status = STATUS_OK;
    uint64_t ntasks;

    nworkers = overlay->map.nblocks < SETTLE_FEW ? 1 : pool_workers(nworkers);
    while (overlay->map.end / s.stretch > SETTLE_TASKS)
        s.stretch *= 2;
    ntasks = overlay->map.end / s.stretch + 1;
    if (nworkers > SETTLE_WORKERS)
        nworkers = SETTLE_WORKERS;
    for (unsigned i = 0; i < nworkers && status == STATUS_OK; i++) {
        s.bases[i] = malloc((size_t)SETTLE_BLOCKS * BLOCK);
        status = s.bases[i] ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK)
        status = nworkers == 1 ? settle_alone(&s, ntasks) : settle_together(&s, ntasks, nworkers);
    overlay->is_settled = status == STATUS_OK;
    for (unsigned i = 0; i < nworkers; i++) {
        free(s.bases[i]);
        if (s.errors[i])
            errno = s.errors[i];
    }
    return status;
}
