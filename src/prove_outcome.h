/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first two questions of the proof, of the scan alone: are the names those that were predicted,
 * and is there no damage that was not there? And, for what any question has found, what people are
 * to be told: which file, which operation.
 */
#ifndef SRC_PROVE_OUTCOME_H
#define SRC_PROVE_OUTCOME_H

#include "src/prove_state.h"

/* PROOF->kind stays PROVE_HOLDS where the names are right. STATUS_NO_MEMORY; STATUS_TOO_LARGE. */
enum status prove_outcome_names(const struct prove_state *state, struct proof *proof);

/* The same for findings, which may be as many of a record and kind as they were, or fewer. */
void prove_outcome_findings(const struct prove_state *state, struct proof *proof);

/* Fills PROOF from a fault: its operation and path where they can be found. STATUS_NO_MEMORY. */
enum status prove_outcome_tell(const struct prove_state *state, const struct prove_fault *fault,
                               struct proof *proof);

#endif
