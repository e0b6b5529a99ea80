/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over a plan's operations: see estimate.h. */
#include "planner/estimate.h"

enum { CLUSTER_BYTES_USUAL = 4096, CLUSTERS_KEPT_FREE = 64 };

struct estimating {
    const struct plan *plan;
    const struct machine *machine;
    struct estimate *estimate;
    uint32_t *drives;       /* of the machine, for each volume; MACHINE_NONE */
    uint64_t **seen;        /* of each drive: a bit for each file that was counted */
    uint32_t master;        /* volume of the store; PLAN_NONE */
    uint64_t cluster_bytes; /* there */
};

static uint32_t drive_of(const struct machine *machine, struct str name)
{
    for (uint32_t i = 0; i < machine->ndrives; i++)
        if (text_same_folded(machine->drives[i].name, name, NULL))
            return i;
    return MACHINE_NONE;
}

/* The volume that the store's path begins with; PLAN_NONE. */
static uint32_t master_of(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        struct str drive = plan->volumes[i].drive;

        if (drive.n <= plan->store.n &&
            (drive.n == plan->store.n || plan->store.at[drive.n] == '\\') &&
            text_same_folded(drive, (struct str){plan->store.at, drive.n}, NULL))
            return i;
    }
    return PLAN_NONE;
}

static bool begin(struct estimating *e)
{
    struct arena *arena = &e->estimate->arena;
    uint32_t n = e->plan->nvolumes;

    e->estimate->n = n;
    e->estimate->volumes = arena_array(arena, n + (size_t)1, sizeof *e->estimate->volumes);
    e->drives = arena_array(arena, n + (size_t)1, sizeof *e->drives);
    e->seen = arena_array(arena, e->machine->ndrives + (size_t)1, sizeof *e->seen);
    if (!e->estimate->volumes || !e->drives || !e->seen)
        return false;
    for (uint32_t i = 0; i < n; i++)
        e->drives[i] = drive_of(e->machine, e->plan->volumes[i].drive);
    for (uint32_t i = 0; i < e->machine->ndrives; i++) {
        const struct index *index = e->machine->drives[i].index;

        if (!index)
            continue;
        e->seen[i] = arena_array(arena, index->files.n / 64 + (size_t)1, sizeof **e->seen);
        if (!e->seen[i])
            return false;
    }
    e->master = master_of(e->plan);
    e->cluster_bytes = e->master == PLAN_NONE ? 0 : e->plan->volumes[e->master].cluster_bytes;
    if (e->cluster_bytes == 0)
        e->cluster_bytes = CLUSTER_BYTES_USUAL;
    return true;
}

/* ---- Operations ---- */

/* The volume that OP's source is on: of a link that of its folder. */
static uint32_t source_volume(const struct plan *plan, const struct plan_op *op)
{
    uint32_t folder = op->from_folder == PLAN_NONE ? op->folder : op->from_folder;

    return plan->folders[folder].volume;
}

/* Is this the first time that FILE of DRIVE is met? */
static bool is_first_time(struct estimating *e, uint32_t drive, uint32_t file)
{
    uint64_t *word = &e->seen[drive][file / 64], bit = UINT64_C(1) << file % 64;
    bool is_first = !(*word & bit);

    *word |= bit;
    return is_first;
}

static uint64_t whole_clusters(const struct estimating *e, uint64_t bytes)
{
    uint64_t rest = bytes % e->cluster_bytes;

    return rest == 0 ? bytes : bytes - rest + e->cluster_bytes;
}

/* Bytes of OP's source, streams too; *WHOLE_RET: in whole clusters of the master volume. */
static uint64_t bytes_of(const struct estimating *e, const struct plan_op *op,
                         const struct index *index, uint32_t file, uint64_t *whole_ret)
{
    uint64_t bytes = op->expect.size;
    uint32_t n = 0, first = file == INDEX_NONE ? 0 : index_streams(index, file, &n);

    *whole_ret = whole_clusters(e, bytes);
    for (uint32_t i = first; i < first + n; i++) {
        bytes += index->streams.size[i];
        *whole_ret += whole_clusters(e, index->streams.size[i]);
    }
    return bytes;
}

static void add_content(struct estimating *e, const struct plan_op *op)
{
    uint32_t volume = source_volume(e->plan, op), drive = e->drives[volume];
    const struct index *index = drive == MACHINE_NONE ? NULL : e->machine->drives[drive].index;
    uint32_t file = index ? index_find_reference(index, op->expect.reference) : INDEX_NONE;
    struct estimate_volume *it = &e->estimate->volumes[volume];
    uint64_t whole, bytes = bytes_of(e, op, index, file, &whole);

    it->copy_store_bytes += whole;
    if (op->kind == PLAN_COPY) {
        it->copies++;
        it->copied_bytes += bytes;
        return;
    }
    it->links++;
    if (file == INDEX_NONE || is_first_time(e, drive, file)) {
        it->linked_files++;
        it->linked_bytes += bytes;
    }
}

static void add_op(struct estimating *e, const struct plan_op *op)
{
    switch (op->kind) {
    case PLAN_MKDIR:
        e->estimate->volumes[e->plan->folders[op->folder].volume].folders++;
        break;
    case PLAN_LINK:
    case PLAN_COPY:
        add_content(e, op);
        break;
    case PLAN_MOVE:
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
    case PLAN_MANIFEST:
    case PLAN_SECURE:
        break;
    }
}

/* ---- Space ---- */

static void set_space(struct estimating *e, uint32_t volume)
{
    const struct plan_volume *it = &e->plan->volumes[volume];
    struct estimate_volume *to = &e->estimate->volumes[volume];
    uint64_t bytes = to->growth.clusters * it->cluster_bytes, needed = bytes;

    to->has_space = it->has_space;
    to->is_enough = needed == 0 && volume != e->master;
    if (!it->has_space)
        return;
    to->free_bytes = it->free_clusters * it->cluster_bytes;
    to->free_bytes_after = to->free_bytes > bytes ? to->free_bytes - bytes : 0;
    needed += (uint64_t)CLUSTERS_KEPT_FREE * it->cluster_bytes;
    if (volume == e->master)
        needed += ESTIMATE_RESERVE_BYTES;
    to->is_enough |= needed <= to->free_bytes;
}

static enum status add_volumes(struct estimating *e)
{
    for (uint32_t i = 0; i < e->plan->nvolumes; i++) {
        if (e->drives[i] != MACHINE_NONE) {
            enum status status =
                growth_of(e->plan, e->machine, e->drives[i], &e->estimate->volumes[i].growth);

            if (status != STATUS_OK)
                return status;
        }
        set_space(e, i);
    }
    return STATUS_OK;
}

enum status estimate_plan(const struct plan *plan, const struct machine *machine,
                          struct estimate *estimate_ret)
{
    struct estimate estimate = {0};
    struct estimating e = {.plan = plan, .machine = machine, .estimate = &estimate};
    enum status status = begin(&e) ? STATUS_OK : STATUS_NO_MEMORY;

    for (uint32_t i = 0; i < plan->nops && status == STATUS_OK; i++)
        add_op(&e, &plan->ops[i]);
    if (status == STATUS_OK)
        status = add_volumes(&e);
    if (status != STATUS_OK)
        arena_free(&estimate.arena);
    else
        *estimate_ret = estimate;
    return status;
}

void estimate_free(struct estimate *estimate)
{
    arena_free(&estimate->arena);
    *estimate = (struct estimate){0};
}
