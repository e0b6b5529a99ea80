/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes of folders against the names that the records have: each name has its entry, each entry
 * its name, and the entries are in an order in which drivers find them. For the folders of which
 * the index was touched (IS_FOLDER_DUE).
 */
#ifndef SRC_PROVE_FOLDERS_H
#define SRC_PROVE_FOLDERS_H

#include "src/prove_state.h"

/* Finds a fault of PROVE_OF_FOLDERS. STATUS_NO_MEMORY; STATUS_IO. */
enum status prove_folders_compare(struct prove_state *state);

#endif
