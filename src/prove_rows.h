/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of the index before and after, row by row: which of them the batch makes, changes or
 * takes away, and is all that a scan knows of the others, and of these, what it was?
 */
#ifndef SRC_PROVE_ROWS_H
#define SRC_PROVE_ROWS_H

#include "src/prove_state.h"

/* Fills IS_MEANT and IS_PARENT. The names hold. */
void prove_rows_mark(struct prove_state *state);

/* Compares the columns that both indexes have; finds a fault of PROVE_OF_FILES. */
void prove_rows_compare(struct prove_state *state);

#endif
