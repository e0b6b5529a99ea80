/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of an inventory, read back into an index: the one that the scan had made, as far as the
 * columns that are asked for go.
 */
#ifndef SRC_INVENTORY_READ_H
#define SRC_INVENTORY_READ_H

#include "mft/index.h"
#include "src/inventory_facts.h"
#include "src/table/tableread.h"

/*
 * Reads TABLE, the metadata of which are KEPT, for the columns WANT (enum want); the owners are the
 * files' own ones, so that no $Secure is needed. Every column chunk is checked, also of columns
 * that are not needed. NWORKERS threads; 0: one for each processor. STATUS_DAMAGED with *WHY_RET as
 * in tableread.h, STATUS_IO with errno, STATUS_NO_MEMORY, STATUS_TOO_LARGE.
 */
enum status inventory_read(const struct tableread *table, const struct inventory_kept *kept,
                           unsigned want, unsigned nworkers, struct index **index_ret,
                           const char **why_ret);

#endif
