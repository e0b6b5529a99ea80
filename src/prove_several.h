/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of several records, once the pass over $MFT (prove_records.h) has found which of them were
 * touched (IS_DUE): compared as wholes, and their attribute lists with what lies in their records.
 */
#ifndef SRC_PROVE_SEVERAL_H
#define SRC_PROVE_SEVERAL_H

#include "src/prove_state.h"

/* Finds a fault of PROVE_OF_FILES: also an extension record in use that no list names.
 * STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_several_compare(struct prove_state *state);

#endif
