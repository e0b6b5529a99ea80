/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of the overlay and what they belonged to: was the batch allowed to write them?
 *
 *   status = prove_blocks_list(&state);                     state.written, state.is_written
 *   status = prove_blocks_judge(&state, &run, &verdict);    each run that a record had before
 *   status = prove_blocks_left(&state);                     what nobody had: was it free?
 */
#ifndef SRC_PROVE_BLOCKS_H
#define SRC_PROVE_BLOCKS_H

#include "mft/attribute.h"
#include "src/prove_state.h"

/* What of a file may change: enum prove_file_may, where the batch has to do with it. */
bool prove_blocks_may_change(const struct prove_state *state, uint64_t number, unsigned *may_ret);

/* Lists what is in the overlay, and marks the records that are in it. STATUS_NO_MEMORY. */
enum status prove_blocks_list(struct prove_state *state);

/* Clusters that an attribute of the file NUMBER had before the batch. */
struct prove_blocks_run {
    uint64_t number;
    const struct attribute *attribute;
    uint64_t lcn, nclusters;
};

/* What was found about a run. */
struct prove_blocks_verdict {
    struct prove_spans *owned; /* gets what of it is in the overlay */
    struct arena *arena;       /* for that */
    bool is_index, is_list;    /* it is, and is part of a folder's index, or of an attribute list */
    bool is_foreign;           /* it is, its bytes changed, and should not have */
    uint64_t offset;           /* the first such byte */
};

/* STATUS_NO_MEMORY; STATUS_IO. May be asked by many threads. */
enum status prove_blocks_judge(const struct prove_state *state, const struct prove_blocks_run *run,
                               struct prove_blocks_verdict *verdict);

/* When all runs were judged: a fault of PROVE_OF_BLOCKS where a byte was written that nothing had,
 * but was not free. STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_blocks_left(struct prove_state *state);

#endif
