/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes that stay in memory: blocks over a source that is only read. docs/APPLY.md says what for.
 *
 *   struct overlay *overlay;
 *   status = overlay_new(&base, limit_bytes, &overlay);
 *   status = overlay_write(overlay, offset, bytes, n);
 *   struct source through = overlay_source(overlay);            for the engine
 *   status = overlay_settle(overlay, nworkers);                           only what changed is left
 *   for (at = 0; overlay_extent(overlay, &at, &extent);) ...    what was written, ascending
 *   overlay_forget(overlay);                                    all writes: the source again
 *   overlay_free(overlay);
 *
 * Reading may go on in any number of threads while nobody writes; one thread writes at a time. The
 * base is borrowed: whoever opened it closes it, later than the overlay is freed.
 */
#ifndef SRC_OVERLAY_H
#define SRC_OVERLAY_H

#include "mft/source.h"
#include "src/blockhash.h"

enum { OVERLAY_BLOCK_BYTES = BLOCKHASH_BLOCK_BYTES };

struct overlay;

/* Bytes that were written, side by side on the volume: one block, or the shorter last one. */
struct overlay_extent {
    uint64_t offset;
    struct bytes bytes;     /* borrowed until the next write, settle or forget */
    const uint32_t *prints; /* blockhash_block of what the base holds there, borrowed as BYTES; NULL
                               unless the overlay was settled since the last write */
};

/* LIMIT_BYTES: of blocks in memory. STATUS_NO_MEMORY. */
enum status overlay_new(const struct source *base, uint64_t limit_bytes,
                        struct overlay **overlay_ret);

/* NULL is allowed. */
void overlay_free(struct overlay *overlay);

/*
 * Writes all N bytes at OFFSET or, when it fails, none of them. STATUS_TOO_LARGE: blocks would pass
 * the limit; STATUS_TRUNCATED: it reaches beyond the source; STATUS_NO_MEMORY. What the base says
 * when the rest of a block cannot be read: STATUS_IO.
 */
enum status overlay_write(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n);

/* Reads exactly N bytes. The base is not asked where blocks hold all of them. STATUS_TRUNCATED,
 * STATUS_IO. */
enum status overlay_read(const struct overlay *overlay, uint64_t offset, void *buffer, size_t n);

/* The same by the thread that writes, while no other reads: what lies near is read at once, for the
 * next time. Nobody writes to the base meanwhile, or the overlay forgets. */
enum status overlay_read_alone(struct overlay *overlay, uint64_t offset, void *buffer, size_t n);

/* The source as it would be, with the base's size and sectors. It borrows the overlay. */
struct source overlay_source(const struct overlay *overlay);

/* The next block in ascending order; *AT begins as 0. False behind the last. */
bool overlay_extent(const struct overlay *overlay, uint64_t *at, struct overlay_extent *extent_ret);

/* Drops the blocks that hold what the base holds, and takes the fingerprints of what the base holds
 * where the others are; NWORKERS threads at most, 0: one for each processor. STATUS_IO,
 * STATUS_NO_MEMORY: what was not compared stays. */
enum status overlay_settle(struct overlay *overlay, unsigned nworkers);

/* Memory of the blocks, which the limit is for: OVERLAY_BLOCK_BYTES each. Their fingerprints take a
 * 128th beside that. */
uint64_t overlay_bytes(const struct overlay *overlay);

/* Is there room for BYTES more of blocks? STATUS_TOO_LARGE, and it counts as a write that was
 * refused: for callers behind whom a library writes, which does not survive that everywhere. */
enum status overlay_require(struct overlay *overlay, uint64_t bytes);

/* How the first write failed since the overlay was new or forgot its writes; STATUS_OK: none did.
 * For callers behind whom a library writes, which may not tell of it. */
enum status overlay_failure(const struct overlay *overlay);

/* Drops all blocks and forgets a failure. The memory stays, for the blocks that come. */
void overlay_forget(struct overlay *overlay);

#endif
