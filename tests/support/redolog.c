/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches and volumes for redo logs: see redolog.h. */
#include "tests/support/redolog.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "src/redo_file.h"
#include "tests/support/chance.h"

/* ---- Batches ---- */

/* Each block is taken with the chance that makes the count come out. */
static void choose(struct redolog *batch, struct chance *chance, uint64_t nall)
{
    size_t n = 0;

    for (uint64_t i = 0; i < nall && n < batch->nblocks; i++) {
        bool is_run = n > 0 && batch->blocks[n - 1] + 1 == i && chance_below(chance, 2);

        if (is_run || nall - i == batch->nblocks - n ||
            chance_below(chance, (uint32_t)(nall - i)) < batch->nblocks - n)
            batch->blocks[n++] = i;
    }
    assert(n == batch->nblocks);
}

void redolog_begin(struct redolog *batch, uint64_t seed, uint64_t volume_bytes, size_t nblocks)
{
    struct chance chance = chance_seed(seed);
    uint64_t nall = (volume_bytes + REDOLOG_BLOCK_BYTES - 1) / REDOLOG_BLOCK_BYTES;

    *batch = (struct redolog){.nblocks = nblocks};
    batch->about = (struct redo_about){chance_bits(&chance), volume_bytes, seed + 1, {0}};
    batch->about.plan_sha256[0] = (uint8_t)seed;
    batch->blocks = calloc(nblocks + 1, sizeof *batch->blocks);
    batch->contents = malloc(nblocks * REDOLOG_BLOCK_BYTES + 1);
    assert(batch->blocks && batch->contents && nblocks <= nall);
    choose(batch, &chance, nall);
    /* Half of the blocks can be packed well. */
    for (size_t i = 0; i < nblocks * REDOLOG_BLOCK_BYTES; i++)
        batch->contents[i] = (uint8_t)(i & REDOLOG_BLOCK_BYTES ? i >> 10 : chance_bits(&chance));
}

void redolog_end(struct redolog *batch)
{
    free(batch->blocks);
    free(batch->contents);
}

static struct bytes block(const struct redolog *batch, size_t i)
{
    uint64_t left = batch->about.volume_bytes - batch->blocks[i] * REDOLOG_BLOCK_BYTES;

    return (struct bytes){batch->contents + i * REDOLOG_BLOCK_BYTES,
                          left < REDOLOG_BLOCK_BYTES ? (size_t)left : REDOLOG_BLOCK_BYTES};
}

static bool next(void *context, struct redo_block *block_ret)
{
    uint8_t before[REDOLOG_BLOCK_BYTES];
    struct redolog *batch = context;
    uint32_t *prints;

    if (batch->at == batch->nblocks)
        return false;
    block_ret->offset = batch->blocks[batch->at] * REDOLOG_BLOCK_BYTES;
    block_ret->bytes = block(batch, batch->at++);
    prints = batch->prints[block_ret->bytes.n < REDOLOG_BLOCK_BYTES];
    memset(before, REDOLOG_BEFORE, sizeof before);
    blockhash_block((struct bytes){before, block_ret->bytes.n}, prints);
    block_ret->prints = prints;
    return true;
}

const struct redo_extents *redolog_extents(struct redolog *batch)
{
    batch->at = 0;
    batch->extents = (struct redo_extents){next, batch};
    return &batch->extents;
}

void redolog_apply(const struct redolog *batch, uint8_t *volume)
{
    for (size_t i = 0; i < batch->nblocks; i++) {
        struct bytes bytes = block(batch, i);

        memcpy(volume + batch->blocks[i] * REDOLOG_BLOCK_BYTES, bytes.at, bytes.n);
    }
}

/* ---- Volumes ---- */

static bool write_volume(void *context, uint64_t offset, struct bytes bytes)
{
    struct redolog_volume *volume = context;

    assert(bytes.n > 0 && bytes_fit(offset, bytes.n, volume->nbytes));
    assert(offset >= volume->end);
    if (++volume->nwrites == volume->failing) {
        errno = EIO;
        return false;
    }
    if (volume->at)
        memcpy(volume->at + offset, bytes.at, bytes.n);
    volume->end = offset + bytes.n;
    volume->sum += bytes.n;
    return true;
}

static bool sync_volume(void *context)
{
    struct redolog_volume *volume = context;

    volume->nsyncs++;
    errno = EIO;
    return !volume->is_sync_broken;
}

const struct redo_target *redolog_target(struct redolog_volume *volume)
{
    volume->end = volume->sum = volume->nwrites = volume->nsyncs = 0;
    volume->target = (struct redo_target){write_volume, sync_volume, volume};
    return &volume->target;
}

/* ---- Hashes ---- */

static void seal(struct bytes bytes, uint8_t *digest)
{
    bool is_sealed = sha256_of(bytes, digest);

    assert(is_sealed);
    (void)is_sealed;
}

void redolog_reseal(uint8_t *log, size_t n)
{
    if (n < REDO_FILE_HEADER_BYTES)
        return;

    uint64_t rest = n - REDO_FILE_HEADER_BYTES;
    uint64_t npacked = bytes_u64(log + REDO_FILE_AT_PACKED_BYTES);
    uint8_t *packed = log + REDO_FILE_HEADER_BYTES;

    if (npacked <= rest) {
        seal((struct bytes){packed, npacked}, log + REDO_FILE_AT_PACKED_SHA256);
        seal((struct bytes){packed + npacked, rest - npacked}, log + REDO_FILE_AT_LIST_SHA256);
    }
    seal((struct bytes){log, REDO_FILE_AT_HEADER_SHA256}, log + REDO_FILE_AT_HEADER_SHA256);
}
