/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory of a transaction: what of --txn-memory is left for blocks, and what one operation that
 * does not fit would need.
 */
#ifndef SRC_TRANSACT_MEMORY_H
#define SRC_TRANSACT_MEMORY_H

#include "src/transact.h"

/* Bytes of blocks that a batch may have: what the limit leaves beside plan and proof, but enough to
 * get on. */
uint64_t transact_memory_blocks(const struct transact *t);

/* What --txn-memory must be, in bytes, so that the next operation alone has room: enough, and not
 * much more. An operation cannot be parted: half a file has no name that a proof could find. More
 * than it is now. */
uint64_t transact_memory_needed(const struct transact *t);

#endif
