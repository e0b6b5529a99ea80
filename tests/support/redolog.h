/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches of blocks for redo logs, a volume in memory that they are written to, and logs whose
 * hashes are made right.
 *
 *   struct redolog batch;
 *   redolog_begin(&batch, seed, volume_bytes, nblocks);
 *   status = redo_write(path, &batch.about, redolog_extents(&batch));
 *   ... redo_carry_out(redo, redolog_target(&volume), &why) ...
 *   redolog_apply(&batch, expected);             what must come of it, by memcpy
 *   redolog_end(&batch);
 *
 * What it cannot do aborts.
 */
#ifndef TESTS_SUPPORT_REDOLOG_H
#define TESTS_SUPPORT_REDOLOG_H

#include "src/redo.h"

enum {
    REDOLOG_BLOCK_BYTES = 4096,
    REDOLOG_BEFORE = 0xA5, /* every byte of the volume, before the batch */
};

struct redolog {
    struct redo_about about;
    uint64_t *blocks; /* their numbers, ascending */
    size_t nblocks, at;
    uint8_t *contents;                     /* of all blocks; the volume's last one may have less */
    uint32_t prints[2][BLOCKHASH_SECTORS]; /* of a whole block, of the last */
    struct redo_extents extents;
};

/* NBLOCKS different blocks of the volume by chance, in runs and alone. */
void redolog_begin(struct redolog *batch, uint64_t seed, uint64_t volume_bytes, size_t nblocks);
void redolog_end(struct redolog *batch);

/* From the first one; borrowed from BATCH. */
const struct redo_extents *redolog_extents(struct redolog *batch);

void redolog_apply(const struct redolog *batch, uint8_t *volume);

/* A volume in memory; it wants ascending writes. */
struct redolog_volume {
    uint8_t *at; /* NULL: nothing is kept */
    uint64_t nbytes, end, sum;
    unsigned nwrites, nsyncs;
    unsigned failing;    /* the write that fails with EIO, from 1; 0: none */
    bool is_sync_broken; /* syncing fails with EIO */
    struct redo_target target;
};

/* From the first byte again; borrowed from VOLUME. */
const struct redo_target *redolog_target(struct redolog_volume *volume);

/* The hashes of the LOG of N bytes, as far as they have a place and their bytes are there. */
void redolog_reseal(uint8_t *log, size_t n);

#endif
