/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Record 0 or its mirror, found through the boot sector or its copy; then the runs of $MFT, which
 * may themselves be described by records that lie in parts of $MFT that only other such records
 * locate.
 */
#include "mft/bootstrap.h"

#include "mft/attrlist.h"

enum {
    RECORDS_PER_SOURCE =
        64, /* $MFT has at most so many records for each that the source could hold */
    RECORDS_SLACK = 1024,
};

/* ---- The runs of $MFT ---- */

/* Puts the runs of one extent, which begins at FIRST_VCN, where they belong. They may not overlap
 * those already known. */
static enum status insert_extent(struct volume *v, uint64_t first_vcn, struct bytes pairs)
{
    struct runlist extent = {0}, *all = &v->mft_runs;
    enum status status = runlist_append(&extent, &v->arena, pairs, v->geometry.nclusters);
    size_t place = 0;

    if (status != STATUS_OK || extent.n == 0)
        return status == STATUS_OK ? STATUS_DAMAGED : status;
    while (place < all->n && all->runs[place].vcn < first_vcn)
        place++;
    if (first_vcn > v->geometry.nclusters ||
        runlist_end(&extent) > v->geometry.nclusters - first_vcn ||
        (place > 0 && all->runs[place - 1].vcn + all->runs[place - 1].nclusters > first_vcn) ||
        (place < all->n && first_vcn + runlist_end(&extent) > all->runs[place].vcn))
        return STATUS_DAMAGED;

    struct run *runs = arena_grow(&v->arena, all->runs, (all->n + extent.n) * sizeof *runs);
    if (!runs)
        return STATUS_NO_MEMORY;
    memmove(runs + place + extent.n, runs + place, (all->n - place) * sizeof *runs);
    for (size_t i = 0; i < extent.n; i++) {
        runs[place + i] = extent.runs[i];
        runs[place + i].vcn += first_vcn;
    }
    arena_drop(&v->arena, extent.runs);
    all->runs = runs;
    all->n = all->capacity = all->n + extent.n;
    return STATUS_OK;
}

static bool is_unnamed_data(const struct attribute *a, uint64_t lowest_vcn)
{
    return a->type == ATTR_DATA && a->name_units == 0 && a->is_nonresident &&
           attribute_lowest_vcn(a) == lowest_vcn;
}

/* Takes the extent of $MFT that ENTRY promises from the record that it names, if that record can be
 * reached yet. */
static enum status take_extent(struct volume *v, const struct attrlist_entry *entry, uint64_t base)
{
    uint8_t record[RECORD_BYTES_MAX];
    uint64_t unreadable[2];
    struct volume_gaps gaps = {.unreadable = unreadable};
    struct attribute a;
    uint32_t at;

    if (volume_record_offset(v, reference_record(entry->reference)) == UINT64_MAX)
        return STATUS_NOT_FOUND;
    volume_read_records(v, reference_record(entry->reference), 1, record, &gaps);
    if (gaps.any)
        return STATUS_NOT_FOUND;
    if (record_fix(record, v->geometry.record_bytes, &at) != RECORD_USED ||
        record_base(record) != base)
        return STATUS_DAMAGED;
    attribute_first(record, &a);
    while (attribute_next(&a) == STATUS_OK)
        if (is_unnamed_data(&a, entry->lowest_vcn))
            return insert_extent(v, entry->lowest_vcn, a.value);
    return STATUS_DAMAGED;
}

/* One round over LIST: takes every extent that has become reachable. True while there is progress
 * and something left. */
static bool take_extents(struct volume *v, struct bytes list, uint64_t base,
                         enum status *status_ret)
{
    struct attrlist_entry entry;
    bool has_progress = false;

    for (size_t at = 0; attrlist_next(list, &at, &entry) == STATUS_OK;) {
        if (entry.type != ATTR_DATA || entry.name_units != 0 || entry.lowest_vcn == 0 ||
            runlist_find(&v->mft_runs, entry.lowest_vcn))
            continue;

        enum status status = take_extent(v, &entry, base);
        if (status == STATUS_NO_MEMORY) {
            *status_ret = status;
            return false;
        }
        has_progress |= status == STATUS_OK;
    }
    return has_progress;
}

/* Rounds over LIST until one takes nothing. */
static enum status take_all_extents(struct volume *v, struct bytes list, uint64_t base)
{
    enum status status = STATUS_OK;
    bool has_progress;

    do
        has_progress = take_extents(v, list, base, &status);
    while (has_progress);
    return status;
}

/* The first cluster of $MFT's data that no run holds. */
static uint64_t first_unmapped_vcn(const struct volume *v)
{
    uint64_t vcn = 0;

    for (size_t i = 0; i < v->mft_runs.n && v->mft_runs.runs[i].vcn == vcn; i++)
        vcn += v->mft_runs.runs[i].nclusters;
    return vcn;
}

static void count_records(struct volume *v, const struct attribute *data)
{
    uint64_t record_bytes = v->geometry.record_bytes, cluster = v->geometry.cluster_bytes;
    uint64_t mapped = runlist_end(&v->mft_runs) * cluster;
    uint64_t most = v->source->size_bytes / record_bytes * RECORDS_PER_SOURCE + RECORDS_SLACK;
    uint64_t bytes = attribute_data_size(data);

    v->mft_data_bytes = bytes;
    if (attribute_initialized(data) < bytes)
        bytes = attribute_initialized(data);

    uint64_t unmapped = first_unmapped_vcn(v) * cluster;
    if (unmapped < bytes)
        volume_note(v, FINDING_MFT_TRUNCATED, 0, unmapped / record_bytes);
    v->mft_bytes = bytes < mapped ? bytes : mapped;
    v->nrecords = v->mft_bytes / record_bytes;
    if (v->nrecords > most)
        v->nrecords = most;
}

/* RECORD is $MFT's own, good and fixed up. */
static enum status map_mft(struct volume *v, const uint8_t *record)
{
    struct attribute data;
    struct bytes list;
    enum status status = attribute_find(record, ATTR_DATA, "", &data);

    if (status != STATUS_OK || !data.is_nonresident)
        return STATUS_NO_MFT;
    status = insert_extent(v, 0, data.value);
    if (status != STATUS_OK)
        return status == STATUS_NO_MEMORY ? status : STATUS_NO_MFT;

    status = attrlist_load(v, record, &v->arena, &list);
    if (status == STATUS_NO_MEMORY)
        return status;
    if (status == STATUS_OK)
        status = take_all_extents(v, list, reference_of(RECORD_MFT, record_sequence(record)));
    if (status == STATUS_NO_MEMORY)
        return status;
    count_records(v, &data);
    return v->nrecords > UINT32_MAX ? STATUS_TOO_LARGE : STATUS_OK;
}

/* ---- Record 0, and the boot sector that leads to it ---- */

/* Reads the record at LCN into RECORD: $MFT's own, or its mirror. It must be in use, a base record,
 * and have $DATA. */
static enum status read_mft_record(const struct volume *v, uint64_t lcn, uint8_t *record)
{
    struct attribute data;
    uint32_t at;
    enum status status = lcn > UINT64_MAX / CLUSTER_BYTES_MAX
                             ? STATUS_NO_MFT
                             : source_read_all(v->source, lcn * v->geometry.cluster_bytes, record,
                                               v->geometry.record_bytes);

    if (status != STATUS_OK)
        return status;
    if (record_fix(record, v->geometry.record_bytes, &at) != RECORD_USED ||
        record_base(record) != 0 || attribute_find(record, ATTR_DATA, "", &data) != STATUS_OK ||
        !data.is_nonresident)
        return STATUS_NO_MFT;
    return STATUS_OK;
}

/* Does $MFT's record, from its own place or the mirror, say that $MFT begins where the boot sector
 * says? */
static bool agrees_with_boot(const struct volume *v, const uint8_t *record)
{
    struct attribute data;
    struct run run;
    uint64_t lcn = 0;
    size_t at = 0;

    return attribute_find(record, ATTR_DATA, "", &data) == STATUS_OK &&
           runlist_next(data.value, &at, &lcn, &run) == STATUS_OK && run.lcn == v->geometry.mft_lcn;
}

/* Says what is wrong with $MFT's own record, as for any other record. */
static void note_damage(struct volume *v)
{
    uint8_t record[RECORD_BYTES_MAX];
    uint64_t offset = v->geometry.mft_lcn * v->geometry.cluster_bytes;
    uint32_t at;

    if (source_read_all(v->source, offset, record, v->geometry.record_bytes) != STATUS_OK)
        volume_note(v, FINDING_UNREADABLE, offset, 0);
    else
        switch (record_fix(record, v->geometry.record_bytes, &at)) {
        case RECORD_BAAD:
            volume_note(v, FINDING_BAAD, offset, 0);
            break;
        case RECORD_TORN:
            volume_note(v, FINDING_TORN, offset, 0);
            break;
        case RECORD_ZEROED:
            volume_note(v, FINDING_ZEROED, offset, 0);
            break;
        case RECORD_BAD_MAGIC:
            volume_note(v, FINDING_BAD_MAGIC, offset, 0);
            break;
        case RECORD_BAD_HEADER:
            volume_note(v, FINDING_BAD_HEADER, offset, 0);
            break;
        case RECORD_USED:
        case RECORD_FREE:
            break;
        }
}

/* Takes $MFT's record from the mirror, and keeps it for whoever reads record 0. */
static enum status take_mirror(struct volume *v, uint8_t *record)
{
    uint64_t offset = v->geometry.mirror_lcn * v->geometry.cluster_bytes;
    uint8_t *raw = arena_alloc(&v->arena, v->geometry.record_bytes);
    enum status status = read_mft_record(v, v->geometry.mirror_lcn, record);

    if (!raw)
        return STATUS_NO_MEMORY;
    if (status == STATUS_OK && !agrees_with_boot(v, record))
        status = STATUS_NO_MFT;
    if (status == STATUS_OK)
        status = source_read_all(v->source, offset, raw, v->geometry.record_bytes);
    if (status != STATUS_OK)
        return status;
    v->mirror_record = raw;
    volume_note(v, FINDING_MFT_FROM_MIRROR, offset, 0);
    note_damage(v);
    return STATUS_OK;
}

/* A record that is good but says that $MFT begins elsewhere belongs to another file, or the boot
 * sector is wrong: the mirror or the other boot sector must say better. */
static enum status find_mft_record(struct volume *v, uint8_t *record)
{
    enum status status = read_mft_record(v, v->geometry.mft_lcn, record);
    uint8_t mirror[RECORD_BYTES_MAX];

    if (status == STATUS_OK) {
        if (agrees_with_boot(v, record))
            return STATUS_OK;
        status = STATUS_NO_MFT;
    }
    if (v->geometry.mirror_lcn == v->geometry.mft_lcn)
        return status;

    enum status mirrored = take_mirror(v, mirror);
    if (mirrored == STATUS_OK)
        memcpy(record, mirror, v->geometry.record_bytes);
    return mirrored == STATUS_OK || mirrored == STATUS_NO_MEMORY ? mirrored : status;
}

/* Takes the boot sector at OFFSET when it and the $MFT that it leads to are good. */
static enum status try_boot(struct volume *v, uint64_t offset, uint8_t *record)
{
    uint8_t sector[BOOT_BYTES];
    enum status status = source_read_all(v->source, offset, sector, sizeof sector);

    if (status == STATUS_OK)
        status = boot_parse(sector, &v->geometry);
    return status == STATUS_OK ? find_mft_record(v, record) : status;
}

/* The copy lies in the last sector, whatever the size of a sector is. */
static enum status try_backups(struct volume *v, uint8_t *record)
{
    enum status status = STATUS_NOT_NTFS;

    for (uint32_t sector = 512; sector <= 4096 && status != STATUS_OK; sector *= 2) {
        if (v->source->size_bytes < 2 * (uint64_t)sector)
            break;
        status = try_boot(v, v->source->size_bytes - sector, record);
        if (status == STATUS_OK)
            volume_note(v, FINDING_BOOT_FROM_BACKUP, v->source->size_bytes - sector, 0);
    }
    return status;
}

static enum status find_boot(struct volume *v, uint8_t *record)
{
    enum status primary = try_boot(v, 0, record);

    if (primary == STATUS_OK)
        return STATUS_OK;
    return try_backups(v, record) == STATUS_OK ? STATUS_OK : primary;
}

enum status bootstrap(struct volume *v)
{
    uint8_t record[RECORD_BYTES_MAX];
    enum status status = find_boot(v, record);

    return status == STATUS_OK ? map_mft(v, record) : status;
}
