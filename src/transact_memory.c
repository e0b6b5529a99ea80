/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a transaction: see transact_memory.h. */
#include "src/transact_memory.h"

#include "src/overlay.h"

/* What is in memory beside the blocks and the index: the plan and what its journal knows; the
 * proof's second index, prediction and tables. Measured on a million links, rounded up. */
enum {
    PLAN_OP_BYTES = 176,
    PROOF_NAME_BYTES = 224,
    OVERLAY_MIN_BYTES = 16 << 20,
    /* Of one operation: records, indexes, and the room that the back-end asks for ahead. */
    OP_BYTES = 2 << 20,
};

/* Names and operations that are left never become more. */
static uint64_t bytes_beside(const struct transact *t)
{
    uint64_t names = (uint64_t)(*t->index)->names.n + t->nops - t->ndone;

    return names * PROOF_NAME_BYTES + (uint64_t)t->plan->nops * PLAN_OP_BYTES;
}

uint64_t transact_memory_blocks(const struct transact *t)
{
    uint64_t taken = bytes_beside(t), least = t->memory_bytes / 4;

    if (least < OVERLAY_MIN_BYTES)
        least = t->memory_bytes < OVERLAY_MIN_BYTES ? t->memory_bytes : OVERLAY_MIN_BYTES;
    return taken < t->memory_bytes - least ? t->memory_bytes - taken : least;
}

static uint64_t whole_blocks(uint64_t bytes, uint32_t cluster_bytes)
{
    uint64_t unit = cluster_bytes > OVERLAY_BLOCK_BYTES ? cluster_bytes : OVERLAY_BLOCK_BYTES;

    return (bytes + unit - 1) / unit * unit;
}

/* The data of a copy: what its source has in clusters, without holes. */
static uint64_t data_bytes(const struct transact *t, const struct plan_op *op)
{
    uint32_t cluster = t->plan->volumes[t->volume].cluster_bytes, n = 0, first, file, drive;
    uint64_t bytes = whole_blocks(op->expect.size, cluster);
    const struct index *index;

    if (op->kind != PLAN_COPY)
        return bytes;
    drive =
        machine_drive(t->machine, t->plan->volumes[t->plan->folders[op->from_folder].volume].drive);
    index = drive == MACHINE_NONE ? NULL : t->machine->drives[drive].index;
    file = index ? index_find_reference(index, op->expect.reference) : INDEX_NONE;
    if (file == INDEX_NONE)
        return bytes;
    if (index->files.flags[file] & FILE_SPARSE && index->files.allocated[file] < bytes)
        bytes = whole_blocks(index->files.allocated[file], cluster);
    first = index_streams(index, file, &n);
    for (uint32_t i = first; i < first + n; i++)
        bytes += whole_blocks(index->streams.size[i], cluster);
    return bytes;
}

uint64_t transact_memory_needed(const struct transact *t)
{
    const struct plan_op *op = &t->ops[t->ndone];
    bool has_data = op->kind == PLAN_COPY || op->kind == PLAN_MANIFEST;
    uint64_t blocks = OP_BYTES + (has_data ? data_bytes(t, op) : 0), needed;

    /* Of $Bitmap, a bit a cluster. */
    blocks += whole_blocks(t->plan->volumes[t->volume].clusters / 8 + 1, 0);
    needed = blocks <= OVERLAY_MIN_BYTES ? OVERLAY_MIN_BYTES : blocks + bytes_beside(t);
    return needed > t->memory_bytes ? needed : 2 * t->memory_bytes;
}
