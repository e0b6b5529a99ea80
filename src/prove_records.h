/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over $MFT before and after the batch: which records were changed, and may they be; which
 * clusters they have got and given up; whose clusters the overlay's blocks are.
 *
 * The blocks were listed (prove_blocks.h) and the rows marked (prove_rows.h). Fills the sets of
 * what is to be looked at more closely, the lists of clusters, and faults.
 */
#ifndef SRC_PROVE_RECORDS_H
#define SRC_PROVE_RECORDS_H

#include "src/prove_state.h"

/* STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_records_pass(struct prove_state *state);

#endif
