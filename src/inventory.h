/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An inventory as a source: a table that `scan -o` wrote stands for the volume that was scanned.
 *
 *   struct inventory *inventory;
 *   if (!inventory_open(name, &source, &inventory)) ...            it has said why
 *   ... inventory->kept.facts ...
 *   inventory_index(inventory, want, nworkers, &index)
 *   inventory_close(inventory);
 */
#ifndef SRC_INVENTORY_H
#define SRC_INVENTORY_H

#include "src/inventory_read.h"

struct inventory {
    const char *name; /* as the user gave it; borrowed */
    struct tableread *table;
    struct inventory_kept kept;
    struct arena arena;
};

/* Opens the inventory in SOURCE, which must live as long. False after it has said why not. */
bool inventory_open(const char *name, const struct source *source,
                    struct inventory **inventory_ret);

/* NULL is allowed. */
void inventory_close(struct inventory *inventory);

/* Holds all rows against their hashes, without reading them. False after it has said what is wrong.
 */
bool inventory_check(const struct inventory *inventory);

/* The index for WANT (enum want); see inventory_read. False after it has said why not. */
bool inventory_index(const struct inventory *inventory, unsigned want, unsigned nworkers,
                     struct index **index_ret);

#endif
