/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The price of a plan for one volume: see growth.h. Operations are sorted by folder and by file;
 * each folder and each file is filled by itself, since none of them touches another; then $MFT
 * takes the records of all.
 */
#include "planner/growth.h"

#include "planner/growth_file.h"
#include "planner/growth_folder.h"

enum {
    RECORDS_RESERVED = 64, /* libntfs-3g takes no record below */
    RECORDS_AT_ONCE = 16,  /* by which it makes $MFT larger */
    CLUSTER_BYTES_USUAL = 4096,
    RECORD_BYTES_USUAL = 1024, /* smaller ones have no room for a long name */
};

static bool is_on(const struct growth_job *job, const struct plan_op *op)
{
    return job->plan->folders[op->folder].volume == job->volume;
}

static bool makes_name(const struct plan_op *op)
{
    return plan_makes_name(op->kind);
}

/* ---- Groups ---- */

/* The folder that gets a name by OP; PLAN_NONE. */
static uint32_t folder_of(const struct growth_job *job, const struct plan_op *op)
{
    return is_on(job, op) && makes_name(op) ? op->folder : PLAN_NONE;
}

/* The row of the file that gets a name by OP; PLAN_NONE. */
static uint32_t file_of(const struct growth_job *job, const struct plan_op *op)
{
    if (!job->index || !is_on(job, op) || (op->kind != PLAN_LINK && op->kind != PLAN_MOVE))
        return PLAN_NONE;
    return index_find_reference(job->index, op->expect.reference);
}

_Static_assert(INDEX_NONE == PLAN_NONE, "both are no group");

/* Puts the operations into N groups, by what KEY_OF says of each. */
static enum status group(struct growth_job *job, uint32_t n,
                         uint32_t (*key_of)(const struct growth_job *, const struct plan_op *),
                         struct growth_groups *groups_ret)
{
    const struct plan *plan = job->plan;
    uint32_t *first = arena_array(&job->arena, n + (size_t)2, sizeof *first);
    uint32_t *list = arena_array(&job->arena, plan->nops + (size_t)1, sizeof *list);
    uint32_t *keys = arena_array(&job->arena, plan->nops + (size_t)1, sizeof *keys);

    if (!first || !list || !keys)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nops; i++) {
        keys[i] = key_of(job, &plan->ops[i]);
        if (keys[i] != PLAN_NONE)
            first[keys[i] + 2]++;
    }
    for (uint32_t k = 2; k < n + 2; k++)
        first[k] += first[k - 1];
    for (uint32_t i = 0; i < plan->nops; i++)
        if (keys[i] != PLAN_NONE)
            list[first[keys[i] + 1]++] = i;
    *groups_ret = (struct growth_groups){first, list, n};
    return STATUS_OK;
}

/* ---- Copies ---- */

static uint32_t drive_of_volume(const struct machine *machine, const struct plan *plan,
                                uint32_t volume)
{
    for (uint32_t i = 0; i < machine->ndrives; i++)
        if (text_same_folded(machine->drives[i].name, plan->volumes[volume].drive, NULL))
            return i;
    return MACHINE_NONE;
}

/* The index of the drive that OP's source is on; NULL. */
static const struct index *index_of_source(const struct growth_job *job, const struct plan_op *op)
{
    uint32_t drive;

    if (op->from_folder == PLAN_NONE)
        return NULL;
    drive = drive_of_volume(job->machine, job->plan, job->plan->folders[op->from_folder].volume);
    return drive == MACHINE_NONE ? NULL : job->machine->drives[drive].index;
}

static enum status add_copies(struct growth_job *job)
{
    struct recordfill fill = {.record_bytes = job->record_bytes,
                              .cluster_bytes = job->cluster_bytes,
                              .arena = &job->arena};
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < job->plan->nops && status == STATUS_OK; i++) {
        const struct plan_op *op = &job->plan->ops[i];

        if ((op->kind == PLAN_COPY || op->kind == PLAN_MANIFEST) && is_on(job, op))
            status = growth_file_copy(job, &fill, op, index_of_source(job, op));
    }
    return status;
}

/* ---- $Secure ---- */

/* Each descriptor that operations give, once: twice in $SDS, behind a header and padded; a number
 * and a hash in its indexes. $Secure may have it already: then this is too much. */
static enum status add_descriptors(struct growth_job *job)
{
    enum { ENTRY_BYTES = 20 + 16, KEYS_BYTES = 40 + 48, STRUCTURES = 3 };
    const struct plan *plan = job->plan;
    bool *is_seen = arena_array(&job->arena, (size_t)plan->ndescriptors + 1, sizeof *is_seen);
    uint64_t bytes = 0;

    if (!is_seen)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nops; i++) {
        const uint32_t given = plan->ops[i].given;

        if (given == 0 || given > plan->ndescriptors || is_seen[given] ||
            !is_on(job, &plan->ops[i]))
            continue;
        is_seen[given] = true;
        bytes += 2 * (plan_descriptor(plan, given).n + ENTRY_BYTES) + KEYS_BYTES;
    }
    if (bytes > 0)
        job->growth.security_clusters = growth_job_clusters(job, bytes) + STRUCTURES;
    return STATUS_OK;
}

/* ---- $MFT ---- */

/* Records that are free, and not below those that are kept. */
static uint64_t free_records(const struct index *index)
{
    uint64_t n = index->counts.free + index->counts.deleted, kept = 0;

    for (uint32_t record = 0; record < RECORDS_RESERVED && record < index->counts.records;
         record++) {
        uint32_t row = index_find(index, record);

        kept += row == INDEX_NONE || !(index->files.flags[row] & FILE_IN_USE);
    }
    return n > kept ? n - kept : 0;
}

/* Bytes of a bitmap for so many records: 64 at a time. */
static uint64_t bitmap_bytes(uint64_t records)
{
    return (records + 63) / 64 * 8;
}

static void add_mft(struct growth_job *job)
{
    const struct index *index = job->index;
    struct growth *growth = &job->growth;
    uint64_t step = (uint64_t)job->record_bytes * RECORDS_AT_ONCE / job->cluster_bytes;
    uint64_t nfree = index ? free_records(index) : 0, records, allocated = 0, bytes;
    uint32_t mft = index ? index_find(index, RECORD_MFT) : INDEX_NONE;

    growth->records_reused = growth->records < nfree ? growth->records : nfree;
    records = index ? index->counts.records : 0;
    if (mft != INDEX_NONE)
        allocated = index->files.allocated[mft];
    if (allocated < records * job->record_bytes)
        allocated = records * job->record_bytes;
    growth->mft_clusters =
        growth_job_clusters(job, bitmap_bytes(records + growth->records - growth->records_reused)) -
        growth_job_clusters(job, bitmap_bytes(records));
    records += growth->records - growth->records_reused;
    bytes = records * job->record_bytes;
    if (bytes <= allocated)
        return;
    step = step ? step * job->cluster_bytes : job->cluster_bytes;
    growth->mft_clusters += growth_job_clusters(job, (bytes - allocated + step - 1) / step * step);
}

/* ---- All of it ---- */

static enum status measure_names(struct growth_job *job)
{
    const struct plan *plan = job->plan;

    job->units = arena_alloc(&job->arena, plan->nops + (size_t)1);
    if (!job->units)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nops; i++)
        job->units[i] = (uint8_t)growth_job_units(plan->ops[i].name);
    return STATUS_OK;
}

static enum status add_all(struct growth_job *job)
{
    struct growth_groups folders = {0}, files = {0};
    enum status status = measure_names(job);

    if (status == STATUS_OK)
        status = group(job, job->plan->nfolders, folder_of, &folders);
    if (status == STATUS_OK)
        status = growth_folder_add(job, &folders);
    if (status == STATUS_OK && job->index)
        status = group(job, job->index->files.n, file_of, &files);
    if (status == STATUS_OK && job->index)
        status = growth_file_add(job, &files);
    if (status == STATUS_OK)
        status = add_copies(job);
    return status == STATUS_OK ? add_descriptors(job) : status;
}

static uint32_t volume_of_drive(const struct plan *plan, struct str name)
{
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        if (text_same_folded(plan->volumes[i].drive, name, NULL))
            return i;
    return PLAN_NONE;
}

enum status growth_of(const struct plan *plan, const struct machine *machine, uint32_t drive,
                      struct growth *growth_ret)
{
    struct growth_job job = {
        .plan = plan,
        .machine = machine,
        .drive = drive,
        .volume = volume_of_drive(plan, machine->drives[drive].name),
        .index = machine->drives[drive].index,
    };
    enum status status;

    if (job.volume == PLAN_NONE) {
        *growth_ret = (struct growth){0};
        return STATUS_OK;
    }
    job.cluster_bytes = plan->volumes[job.volume].cluster_bytes;
    job.record_bytes = plan->volumes[job.volume].record_bytes;
    job.index_bytes = plan->volumes[job.volume].index_bytes;
    if (job.cluster_bytes == 0)
        job.cluster_bytes = CLUSTER_BYTES_USUAL;
    if (job.record_bytes < RECORD_BYTES_USUAL || job.record_bytes > RECORD_BYTES_MAX)
        job.record_bytes = RECORD_BYTES_USUAL;
    status = add_all(&job);
    arena_free(&job.arena);
    if (status != STATUS_OK)
        return status;
    add_mft(&job);
    job.growth.clusters = job.growth.mft_clusters + job.growth.list_clusters +
                          job.growth.index_clusters + job.growth.data_clusters +
                          job.growth.security_clusters;
    *growth_ret = job.growth;
    return STATUS_OK;
}
