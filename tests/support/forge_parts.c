/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists, base records with one, and extensions. */
#include "tests/support/forge_parts.h"

#include <stdio.h>
#include <stdlib.h>

void forge_parts_list(struct forge_parts *parts, uint32_t type, const char *name, uint64_t vcn,
                      uint64_t reference, uint16_t id)
{
    if (sizeof parts->list - parts->n < 2 * LIST_ENTRY_BYTES_MIN + 2 * strlen(name)) {
        fprintf(stderr, "forge: attribute list full\n");
        abort();
    }
    parts->n += forge_list_entry(parts->list + parts->n, type, name, vcn, reference, id);
}

static uint8_t *begin_base(struct forge_volume *v, uint64_t number, uint16_t links)
{
    uint8_t *record = forge_volume_begin(v, number, &(struct forge_header){.links = links});

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    return record;
}

uint8_t *forge_parts_base(struct forge_volume *v, uint64_t number, uint16_t links,
                          const struct forge_parts *parts)
{
    uint8_t *record = begin_base(v, number, links);

    forge_resident(record, ATTR_LIST, "", parts->list, parts->n);
    return record;
}

uint8_t *forge_parts_base_nonresident(struct forge_volume *v, uint64_t number, uint16_t links,
                                      const struct forge_parts *parts)
{
    uint8_t *record = begin_base(v, number, links);
    uint32_t cluster = v->shape.cluster_bytes;
    struct forge_run run = {.nclusters = (parts->n + cluster - 1) / cluster};
    struct forge_extent extent = {
        .runs = &run, .nruns = 1, .cluster_bytes = cluster, .data_bytes = parts->n};

    run.lcn = forge_volume_take(v, run.nclusters);
    memcpy(forge_volume_cluster(v, run.lcn), parts->list, parts->n);
    forge_nonresident(record, ATTR_LIST, "", &extent);
    return record;
}

uint8_t *forge_parts_extension(struct forge_volume *v, uint64_t number, uint64_t base)
{
    return forge_volume_begin(v, number, &(struct forge_header){.base = base});
}

/* ---- $MFT in pieces ---- */

enum { WIPED = 0xEE };

static uint64_t mft_bytes(const struct forge_volume *v)
{
    return (uint64_t)v->shape.nrecords * v->shape.record_bytes;
}

static void move_clusters(struct forge_volume *v, uint64_t from, uint64_t to, uint64_t n)
{
    size_t nbytes = (size_t)n * v->shape.cluster_bytes;

    memcpy(forge_volume_cluster(v, to), forge_volume_cluster(v, from), nbytes);
    memset(forge_volume_cluster(v, from), WIPED, nbytes);
}

/* Record 0 anew, with the runs of its first extent and, where there is one, a list. */
static void write_record_0(struct forge_volume *v, const struct forge_run *runs, size_t nruns,
                           const struct forge_parts *parts)
{
    struct forge_header header = {.links = 1};
    struct forge_run bitmap = {v->mft_bitmap_lcn, 1};
    uint32_t cluster = v->shape.cluster_bytes;
    uint8_t *record = parts->n > 0 ? forge_parts_base(v, RECORD_MFT, 1, parts)
                                   : forge_volume_begin(v, RECORD_MFT, &header);

    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32_DOS, "$MFT");
    forge_nonresident(
        record, ATTR_DATA, "",
        &(struct forge_extent){
            .runs = runs, .nruns = nruns, .cluster_bytes = cluster, .data_bytes = mft_bytes(v)});
    forge_nonresident(record, ATTR_BITMAP, "",
                      &(struct forge_extent){.runs = &bitmap,
                                             .nruns = 1,
                                             .cluster_bytes = cluster,
                                             .data_bytes = (v->shape.nrecords + 63) / 64 * 8});
    forge_volume_end(v, RECORD_MFT);
}

static void list_parts(const struct forge_mft_part *parts, size_t n, const size_t *order,
                       struct forge_parts *list)
{
    uint64_t self = reference_of(RECORD_MFT, 1);

    forge_parts_list(list, ATTR_STANDARD_INFORMATION, "", 0, self, 0);
    forge_parts_list(list, ATTR_FILE_NAME, "", 0, self, 2);
    for (size_t i = 0; i < n; i++) {
        size_t part = order ? order[i] : i;
        uint64_t vcn = 0;

        for (size_t k = 0; k < part; k++)
            vcn += parts[k].nclusters;
        forge_parts_list(list, ATTR_DATA, "", vcn,
                         part == 0 ? self : reference_of(parts[part].holder, 1), part == 0 ? 3 : 0);
    }
    forge_parts_list(list, ATTR_BITMAP, "", 0, self, 4);
}

void forge_parts_spread_mft(struct forge_volume *v, const struct forge_mft_part *parts, size_t n,
                            const size_t *order)
{
    struct forge_parts list = {.n = 0};
    struct forge_run first = {v->mft[0].lcn, parts[0].nclusters}, moved[16];
    uint64_t vcn = parts[0].nclusters;

    for (size_t i = 1; i < n; i++) {
        uint8_t *record = forge_parts_extension(v, parts[i].holder, reference_of(RECORD_MFT, 1));

        moved[i] = (struct forge_run){forge_volume_take(v, parts[i].nclusters), parts[i].nclusters};
        forge_nonresident(record, ATTR_DATA, "",
                          &(struct forge_extent){.runs = &moved[i],
                                                 .nruns = 1,
                                                 .cluster_bytes = v->shape.cluster_bytes,
                                                 .lowest_vcn = vcn});
        forge_volume_end(v, parts[i].holder);
        vcn += parts[i].nclusters;
    }
    list_parts(parts, n, order, &list);
    write_record_0(v, &first, 1, &list);
    vcn = parts[0].nclusters;
    for (size_t i = 1; i < n; i++) {
        move_clusters(v, v->mft[0].lcn + vcn, moved[i].lcn, parts[i].nclusters);
        vcn += parts[i].nclusters;
    }
}

void forge_parts_scatter_mft(struct forge_volume *v)
{
    size_t n = (size_t)(mft_bytes(v) / v->shape.cluster_bytes);
    size_t whole = (v->shape.record_bytes + v->shape.cluster_bytes - 1) / v->shape.cluster_bytes;
    uint64_t lcn = forge_volume_take(v, 2 * n);
    struct forge_run runs[512];

    /* Record 0 alone must lie in one piece: it is read before any run is known. */
    runs[0] = (struct forge_run){v->mft[0].lcn, whole};
    for (size_t i = whole; i < n; i++)
        runs[i - whole + 1] = (struct forge_run){lcn + 2 * (n - i), 1};
    write_record_0(v, runs, n - whole + 1, &(struct forge_parts){.n = 0});
    for (size_t i = whole; i < n; i++)
        move_clusters(v, v->mft[0].lcn + i, lcn + 2 * (n - i), 1);
}
