/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clusters in order: boot sector (1), a reserve that a split $MFT's second run takes, $MFT, its
 * bitmap, $Bitmap, $LogFile, $Secure:$SDS (one entry in two copies, with a hole between them), the
 * mirror, what is free. The copy of the boot sector follows the last cluster.
 */
#include "tests/support/forge_volume.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LOG_BYTES = 8192,
    LOG_PAGE_BYTES = 4096,
    SDS_BLOCK = 0x40000,
    SDS_ENTRY_BYTES = 20 + 20 + 16, /* header, descriptor, owner */
    MIRRORED = 4,
    BITMAP_CLUSTERS = 1,
};

static uint64_t clusters_of(const struct forge_volume *v, uint64_t nbytes)
{
    return (nbytes + v->shape.cluster_bytes - 1) / v->shape.cluster_bytes;
}

uint64_t forge_volume_take(struct forge_volume *v, uint64_t n)
{
    uint64_t lcn = v->next_lcn;
    uint8_t *bitmap = forge_volume_cluster(v, v->bitmap_lcn);

    if (n > v->nclusters - lcn) {
        fprintf(stderr, "forge: volume full\n");
        abort();
    }
    v->next_lcn += n;
    for (uint64_t i = lcn; i < v->next_lcn; i++)
        bitmap[i / 8] = (uint8_t)(bitmap[i / 8] | 1U << i % 8);
    return lcn;
}

static void place_mft(struct forge_volume *v, uint64_t *next)
{
    uint64_t all = clusters_of(v, (uint64_t)v->shape.nrecords * v->shape.record_bytes);
    uint64_t first = all;

    v->nmft_runs = 1;
    if (v->shape.has_split_mft) {
        uint64_t per_record = clusters_of(v, v->shape.record_bytes);

        first = all / 2 / per_record * per_record;
        v->mft[1] = (struct forge_run){*next, all - first};
        *next += all - first;
        v->nmft_runs = 2;
    }
    v->mft[0] = (struct forge_run){*next, first};
    *next += first;
}

/* Decides where all lies. */
static void lay_out(struct forge_volume *v)
{
    uint64_t next = clusters_of(v, BOOT_BYTES);

    place_mft(v, &next);
    v->mft_bitmap_lcn = next++;
    v->bitmap_lcn = next;
    next += BITMAP_CLUSTERS;
    v->log_lcn = next;
    next += clusters_of(v, LOG_BYTES);
    v->sds_lcn = next;
    next += 2;
    v->mirror_lcn = next;
    next += clusters_of(v, (uint64_t)MIRRORED * v->shape.record_bytes);
    v->nclusters = next + v->shape.nfree_clusters;
    v->next_lcn = next;
}

static uint8_t size_code(uint32_t nbytes, uint32_t cluster_bytes)
{
    uint8_t shift = 0;

    if (nbytes >= cluster_bytes)
        return (uint8_t)(nbytes / cluster_bytes);
    while (UINT32_C(1) << shift < nbytes)
        shift++;
    return (uint8_t)-shift;
}

static void write_boot(struct forge_volume *v)
{
    const struct forge_shape *s = &v->shape;
    uint8_t *p = v->bytes;

    memcpy(p, "\xEB\x52\x90NTFS    ", 11);
    forge_put16(p + BOOT_SECTOR_BYTES, (uint16_t)s->sector_bytes);
    p[BOOT_SECTORS_PER_CLUSTER] = (uint8_t)(s->cluster_bytes / s->sector_bytes);
    p[0x15] = 0xF8;
    forge_put64(p + BOOT_NSECTORS, v->nclusters * (s->cluster_bytes / s->sector_bytes));
    forge_put64(p + BOOT_MFT_LCN, v->mft[0].lcn);
    forge_put64(p + BOOT_MIRROR_LCN, v->mirror_lcn);
    p[BOOT_RECORD_SIZE_CODE] = size_code(s->record_bytes, s->cluster_bytes);
    p[BOOT_INDEX_SIZE_CODE] = size_code(4096, s->cluster_bytes);
    forge_put64(p + BOOT_SERIAL, UINT64_C(0x1122334455667788));
    forge_put16(p + 0x1FE, 0xAA55);
    memcpy(v->bytes + v->nbytes - s->sector_bytes, p, BOOT_BYTES);
}

/* ---- Records ---- */

uint8_t *forge_volume_record(const struct forge_volume *v, uint64_t number)
{
    uint64_t offset = number * v->shape.record_bytes;
    uint64_t first = v->mft[0].nclusters * v->shape.cluster_bytes;

    if (offset < first)
        return forge_volume_cluster(v, v->mft[0].lcn) + offset;
    return forge_volume_cluster(v, v->mft[1].lcn) + (offset - first);
}

uint8_t *forge_volume_begin(struct forge_volume *v, uint64_t number,
                            const struct forge_header *header)
{
    struct forge_header h = *header;
    uint8_t *record = forge_volume_record(v, number);

    h.number = number;
    forge_record_at(record, v->shape.record_bytes, &h);
    return record;
}

uint8_t *forge_volume_edit(struct forge_volume *v, uint64_t number)
{
    uint8_t *record = forge_volume_record(v, number);

    forge_unseal(record);
    return record;
}

void forge_volume_end(struct forge_volume *v, uint64_t number)
{
    uint8_t *record = forge_volume_record(v, number);
    uint8_t *byte = forge_volume_cluster(v, v->mft_bitmap_lcn) + number / 8;
    uint8_t bit = (uint8_t)(1U << number % 8);

    *byte =
        (uint8_t)(bytes_u16(record + RECORD_FLAGS) & RECORD_IN_USE ? *byte | bit : *byte & ~bit);
    forge_seal(record);
    if (number < MIRRORED)
        memcpy(forge_volume_cluster(v, v->mirror_lcn) + number * v->shape.record_bytes, record,
               v->shape.record_bytes);
}

static uint64_t add_file(struct forge_volume *v, uint64_t number, uint64_t parent, const char *name,
                         uint16_t flags)
{
    struct forge_header header = {.links = 1, .flags = flags};
    uint8_t *record = forge_volume_begin(v, number, &header);

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    forge_file_name(record, parent, NAMESPACE_POSIX, name);
    if (flags & RECORD_DIRECTORY) {
        uint8_t end[16], root[64];

        forge_index_end(end);
        forge_resident(record, ATTR_INDEX_ROOT, "$I30", root,
                       forge_index_root(root, 4096, end, sizeof end));
    } else {
        forge_resident(record, ATTR_DATA, "", NULL, 0);
    }
    forge_volume_end(v, number);
    return reference_of(number, 1);
}

uint64_t forge_volume_file(struct forge_volume *v, uint64_t number, uint64_t parent,
                           const char *name)
{
    return add_file(v, number, parent, name, 0);
}

uint64_t forge_volume_directory(struct forge_volume *v, uint64_t number, uint64_t parent,
                                const char *name)
{
    return add_file(v, number, parent, name, RECORD_DIRECTORY);
}

/* ---- What every volume has ---- */

/* Begins a system record: its sequence number is its number, but $MFT's is 1. */
static uint8_t *begin_system(struct forge_volume *v, uint64_t number, const char *name,
                             uint16_t flags)
{
    struct forge_header header = {
        .sequence = (uint16_t)(number ? number : 1), .links = 1, .flags = flags};
    uint8_t *record = forge_volume_begin(v, number, &header);

    forge_standard_information(record, SI_BYTES, 0x06, 0x100);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32_DOS, name);
    return record;
}

static void add_data(struct forge_volume *v, uint8_t *record, uint32_t type,
                     const struct forge_run *runs, size_t nruns, uint64_t data_bytes)
{
    struct forge_extent extent = {.runs = runs,
                                  .nruns = nruns,
                                  .cluster_bytes = v->shape.cluster_bytes,
                                  .data_bytes = data_bytes};

    forge_nonresident(record, type, "", &extent);
}

static void write_mft_record(struct forge_volume *v)
{
    uint8_t *record = begin_system(v, RECORD_MFT, "$MFT", 0);
    struct forge_run bitmap = {v->mft_bitmap_lcn, 1};

    add_data(v, record, ATTR_DATA, v->mft, v->nmft_runs,
             (uint64_t)v->shape.nrecords * v->shape.record_bytes);
    add_data(v, record, ATTR_BITMAP, &bitmap, 1, (v->shape.nrecords + 63) / 64 * 8);
    forge_volume_end(v, RECORD_MFT);
}

static void write_one_run(struct forge_volume *v, uint64_t number, const char *name, uint64_t lcn,
                          uint64_t nbytes)
{
    uint8_t *record = begin_system(v, number, name, 0);
    struct forge_run run = {lcn, clusters_of(v, nbytes)};

    add_data(v, record, ATTR_DATA, &run, 1, nbytes);
    forge_volume_end(v, number);
}

static void write_empty(struct forge_volume *v, uint64_t number, const char *name)
{
    forge_resident(begin_system(v, number, name, 0), ATTR_DATA, "", NULL, 0);
    forge_volume_end(v, number);
}

static void write_directory(struct forge_volume *v, uint64_t number, const char *name)
{
    uint8_t *record = begin_system(v, number, name, RECORD_DIRECTORY);
    uint8_t end[16], root[64];

    forge_index_end(end);
    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root,
                   forge_index_root(root, 4096, end, sizeof end));
    forge_volume_end(v, number);
}

static void write_volume_record(struct forge_volume *v)
{
    static const uint8_t version[12] = {0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0};
    uint8_t *record = begin_system(v, RECORD_VOLUME, "$Volume", 0), label[32];
    size_t nunits = forge_utf16("Forge", label);

    forge_resident(record, ATTR_VOLUME_NAME, "", label, 2 * nunits);
    forge_resident(record, ATTR_VOLUME_INFORMATION, "", version, sizeof version);
    forge_volume_end(v, RECORD_VOLUME);
}

/* $SDS with id 0x100, owned by S-1-5-32-544. */
static void write_secure(struct forge_volume *v)
{
    static const uint8_t owner[16] = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};
    uint8_t *record = begin_system(v, RECORD_SECURE, "$Secure", RECORD_VIEW_INDEX);
    uint8_t *entry = forge_volume_cluster(v, v->sds_lcn), *sd = entry + 20;
    uint64_t between = SDS_BLOCK / v->shape.cluster_bytes - 1;
    struct forge_run runs[] = {{v->sds_lcn, 1}, {UINT64_MAX, between}, {v->sds_lcn + 1, 1}};
    struct forge_extent extent = {.runs = runs,
                                  .nruns = 3,
                                  .cluster_bytes = v->shape.cluster_bytes,
                                  .flags = ATTR_SPARSE,
                                  .data_bytes = SDS_BLOCK + SDS_ENTRY_BYTES};
    uint32_t hash = 0;

    sd[0] = 1;
    forge_put16(sd + 2, 0x8000);
    forge_put32(sd + 4, 20);
    memcpy(sd + 20, owner, sizeof owner);
    for (size_t i = 0; i < 36; i += 4)
        hash = (hash << 3 | hash >> 29) + bytes_u32(sd + i);
    forge_put32(entry, hash);
    forge_put32(entry + 4, 0x100);
    forge_put32(entry + 16, SDS_ENTRY_BYTES);
    memcpy(forge_volume_cluster(v, v->sds_lcn + 1), entry, SDS_ENTRY_BYTES);
    forge_nonresident(record, ATTR_DATA, "$SDS", &extent);
    forge_volume_end(v, RECORD_SECURE);
}

static void write_records(struct forge_volume *v)
{
    static const struct forge_header reserved = {.sequence = 0};

    write_mft_record(v);
    write_one_run(v, RECORD_MFTMIRR, "$MFTMirr", v->mirror_lcn,
                  (uint64_t)MIRRORED * v->shape.record_bytes);
    write_one_run(v, RECORD_LOGFILE, "$LogFile", v->log_lcn, LOG_BYTES);
    write_volume_record(v);
    write_empty(v, 4, "$AttrDef");
    write_directory(v, RECORD_ROOT, ".");
    write_one_run(v, RECORD_BITMAP, "$Bitmap", v->bitmap_lcn, (v->nclusters + 63) / 64 * 8);
    write_one_run(v, 7, "$Boot", 0, BOOT_BYTES);
    write_empty(v, RECORD_BADCLUS, "$BadClus");
    write_secure(v);
    write_empty(v, RECORD_UPCASE, "$UpCase");
    write_directory(v, RECORD_EXTEND, "$Extend");
    for (uint64_t number = RECORD_EXTEND + 1; number < RECORD_FIRST_UNRESERVED; number++) {
        forge_volume_begin(v, number, &reserved);
        forge_volume_end(v, number);
    }
}

struct forge_volume *forge_volume_new(const struct forge_shape *shape)
{
    struct forge_volume *v = calloc(1, sizeof *v);
    struct forge_shape *s = &v->shape;

    *s = *shape;
    s->sector_bytes = s->sector_bytes ? s->sector_bytes : 512;
    s->cluster_bytes = s->cluster_bytes ? s->cluster_bytes : 1024;
    s->record_bytes = s->record_bytes ? s->record_bytes : 1024;
    s->nrecords = s->nrecords ? s->nrecords : 64;
    s->nfree_clusters = s->nfree_clusters ? s->nfree_clusters : 32;
    lay_out(v);
    v->nbytes = (size_t)v->nclusters * s->cluster_bytes + s->sector_bytes;
    v->bytes = calloc(1, v->nbytes);
    if (!v->bytes || v->nclusters > 8 * (uint64_t)s->cluster_bytes * BITMAP_CLUSTERS) {
        fprintf(stderr, "forge: shape too large\n");
        abort();
    }
    write_boot(v);
    uint64_t used = v->next_lcn;
    v->next_lcn = 0;
    forge_volume_take(v, used);
    memset(forge_volume_cluster(v, v->log_lcn), 0xFF, LOG_BYTES);
    write_records(v);
    return v;
}

void forge_volume_free(struct forge_volume *v)
{
    if (!v)
        return;
    free(v->bytes);
    free(v);
}

struct source forge_volume_source(const struct forge_volume *v)
{
    return source_of_memory((struct bytes){v->bytes, v->nbytes});
}
