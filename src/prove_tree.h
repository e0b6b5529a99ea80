/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder's index ($I30) as a driver searches it: from its root down, each node once, the names
 * ascending. What is wrong with it as a tree is found here; which names it has is told to the
 * caller.
 *
 *   struct prove_tree *tree;
 *   status = prove_tree_new(volume, upcase, &tree);
 *   status = prove_tree_walk(tree, record, see, context);
 *   prove_tree_free(tree);
 *
 * mft/directory.h lists the same names block by block, and asks less of them. One thread at a time;
 * borrows the volume and the table.
 */
#ifndef SRC_PROVE_TREE_H
#define SRC_PROVE_TREE_H

#include "mft/volume.h"

struct prove_tree;

struct prove_tree_entry {
    uint64_t reference; /* of the file */
    struct bytes key;   /* a $FILE_NAME value with all of its name in it; borrowed until the next */
};

/* UPCASE: TEXT_UPCASE_UNITS entries, by which the names are in order. STATUS_NO_MEMORY. */
enum status prove_tree_new(const struct volume *volume, const uint16_t *upcase,
                           struct prove_tree **tree_ret);

/*
 * Tells SEE of each entry of the folder with base record NUMBER, in order. STATUS_DAMAGED: it is no
 * tree of names in order, blocks of it are in use that are not part of it, or the other way round.
 * STATUS_NOT_FOUND: it has no index. STATUS_NO_MEMORY; STATUS_IO.
 */
enum status prove_tree_walk(struct prove_tree *tree, uint64_t number,
                            void (*see)(void *context, const struct prove_tree_entry *entry),
                            void *context);

/* NULL is allowed. */
void prove_tree_free(struct prove_tree *tree);

#endif
