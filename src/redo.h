/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The redo log: what a batch writes to a volume, kept in a file until all of it is there.
 * docs/APPLY.md, "The redo log", has the steps and the format.
 *
 *   status = redo_write("PLAN.redo", &about, &extents, 0);    steps 1 and 2
 *
 *   status = redo_carry_blocks(&extents, &target, &why);     step 3, by who has just written it
 *
 *   status = redo_open("PLAN.redo", &redo, &why);            after a crash
 *   ... redo_about(redo) is the plan's, and the volume's ...
 *   status = redo_compare(redo, &source, &state, &why);      redo_compare.h
 *   status = redo_carry_out(redo, &target, &why);            step 3
 *   redo_close(redo);
 *   status = redo_remove("PLAN.redo");                       step 4, only after STATUS_OK
 *
 * A log that is open was checked whole. One thread at a time for each; one process at a time for
 * each path, which the caller sees to.
 */
#ifndef SRC_REDO_H
#define SRC_REDO_H

#include "mft/source.h"
#include "src/blockhash.h"
#include "src/sha256.h"

/* What a log belongs to: its reader compares it with what is there. */
struct redo_about {
    uint64_t serial;       /* of the volume */
    uint64_t volume_bytes; /* at most INT64_MAX */
    uint64_t batch;        /* from 1 */
    uint8_t plan_sha256[SHA256_BYTES];
};

/* A block of the volume. Its offset is a multiple of BLOCKHASH_BLOCK_BYTES, and it has as many
 * bytes, or fewer where the volume ends. */
struct redo_block {
    uint64_t offset;
    struct bytes bytes;
    const uint32_t *prints; /* blockhash_block of what is there before the batch */
};

/* Where the contents come from: blocks of the volume, ascending. */
struct redo_extents {
    /* False behind the last. What *BLOCK_RET points at stays as it is until all is written. */
    bool (*next)(void *context, struct redo_block *block_ret);
    void *context;
};

/* Where they go. Both return false with errno. */
struct redo_target {
    bool (*write)(void *context, uint64_t offset, struct bytes bytes);
    bool (*sync)(void *context);
    void *context;
};

struct redo;

/*
 * Makes the log PATH: when it is there, the batch counts. Blocks side by side become one extent.
 * NWORKERS threads pack it, at most 4; 0: one for each processor. It needs some 20 MiB of memory
 * and 16 bytes for each extent.
 *
 * STATUS_OPEN with errno: it cannot be made; EEXIST where there is one, which is left alone, for it
 * must be recovered first. STATUS_IO with errno: it could not be written. STATUS_NO_MEMORY. After
 * each of them no new log is there, and nothing of it is left, as far as the system lets us remove
 * it. What an earlier crash left of a PATH.new is replaced.
 */
enum status redo_write(const char *path, const struct redo_about *about,
                       const struct redo_extents *extents, unsigned nworkers);

/* Opens the log PATH and checks all of it, its contents included. STATUS_NOT_FOUND: there is none.
 * STATUS_OPEN, STATUS_IO with errno. STATUS_NO_MEMORY. STATUS_DAMAGED: it cannot be used, and
 * *WHY_RET, a constant phrase, goes on after its name. */
enum status redo_open(const char *path, struct redo **redo_ret, const char **why_ret);

/* The same for the log in SOURCE, which is borrowed. */
enum status redo_open_source(const struct source *source, struct redo **redo_ret,
                             const char **why_ret);

/* NULL is allowed. */
void redo_close(struct redo *redo);

const struct redo_about *redo_about(const struct redo *redo);
uint64_t redo_bytes(const struct redo *redo); /* that it writes to the volume */

/*
 * Writes the contents to TARGET in ascending order, in pieces of up to a MiB, and syncs it. Again
 * and again, as long as it is the volume that the log is about: the end is the same.
 *
 * The first error ends it, and the log stays as it is. STATUS_IO with errno: *WHY_RET says of which
 * of the two. STATUS_DAMAGED: the log was changed since it was opened; of the bytes that were
 * changed none was written. STATUS_NO_MEMORY.
 */
enum status redo_carry_out(struct redo *redo, const struct redo_target *target,
                           const char **why_ret);

/* Step 3 by who has written the log with the same blocks and has them still, EXTENTS beginning
 * anew: nothing of the log is read. Otherwise as redo_carry_out, with a MiB of memory. */
enum status redo_carry_blocks(const struct redo_extents *extents, const struct redo_target *target,
                              const char **why_ret);

/* A file or device, open for writing, on which the volume begins at FIRST_BYTE. */
struct redo_place {
    int fd;
    uint64_t first_byte;
};

/* The target that is PLACE, which is borrowed. */
struct redo_target redo_target_of(struct redo_place *place);

/* Removes the log PATH, whose batch is done; or what a crash in step 1 left beside PATH, STATUS_OK
 * where there is nothing. STATUS_OPEN with errno, STATUS_NO_MEMORY: it is there. STATUS_IO with
 * errno: it is there, or may come back with the next crash. */
enum status redo_remove(const char *path);
enum status redo_discard_new(const char *path);

#endif
