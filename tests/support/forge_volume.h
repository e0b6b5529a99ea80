/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small whole volumes in memory: boot sector and its copy, $MFT with the system records, $MFTMirr,
 * $LogFile, $Bitmap, $Secure. All are as a driver would leave them, so that a test breaks exactly
 * what it means to break.
 *
 *   struct forge_volume *v = forge_volume_new(&(struct forge_shape){.nrecords = 64});
 *   uint64_t a = forge_volume_file(v, 30, FORGE_ROOT, "a.txt");         with names, done
 *   uint8_t *r = forge_volume_begin(v, 31, &header); ... forge_volume_end(v, 31);     by hand
 *   r = forge_volume_edit(v, 31); ... forge_volume_end(v, 31);          once more
 *   struct source source = forge_volume_source(v);
 *   forge_volume_free(v);
 *
 * Files are not put into the folders' indexes; forge.h builds those where a test needs them.
 */
#ifndef TESTS_SUPPORT_FORGE_VOLUME_H
#define TESTS_SUPPORT_FORGE_VOLUME_H

#include "mft/source.h"
#include "tests/support/forge.h"

/* Reference of the root. */
#define FORGE_ROOT reference_of(RECORD_ROOT, RECORD_ROOT)

/* What the volume measures; 0 is the default in brackets. */
struct forge_shape {
    uint32_t sector_bytes;   /* [512] */
    uint32_t cluster_bytes;  /* [1024] */
    uint32_t record_bytes;   /* [1024] */
    uint32_t nrecords;       /* [64] */
    uint32_t nfree_clusters; /* behind all that is in use, for what a test adds [32] */
    bool has_split_mft;      /* $MFT lies in two runs, the second before the first on the disk */
};

struct forge_volume {
    struct forge_shape shape;
    uint8_t *bytes; /* exactly NBYTES on the heap */
    size_t nbytes;
    uint64_t nclusters;
    struct forge_run mft[2];
    size_t nmft_runs;
    uint64_t mirror_lcn, bitmap_lcn, mft_bitmap_lcn, log_lcn, sds_lcn;
    uint64_t next_lcn; /* first cluster that nothing uses */
};

struct forge_volume *forge_volume_new(const struct forge_shape *shape);
void forge_volume_free(struct forge_volume *v);

/* All bytes as a source; they must outlive it. */
struct source forge_volume_source(const struct forge_volume *v);

/* Where record NUMBER lies in V's bytes. Records that a run border splits are not supported here.
 */
uint8_t *forge_volume_record(const struct forge_volume *v, uint64_t number);

/* Begins record NUMBER anew, with its fix-ups undone until forge_volume_end. */
uint8_t *forge_volume_begin(struct forge_volume *v, uint64_t number,
                            const struct forge_header *header);

/* Undoes the fix-ups of record NUMBER for a change. */
uint8_t *forge_volume_edit(struct forge_volume *v, uint64_t number);

/* Seals record NUMBER, sets or clears its bit in $MFT's bitmap, and copies it to the mirror. */
void forge_volume_end(struct forge_volume *v, uint64_t number);

/* A whole file or directory of sequence number 1 with one name and no data; returns its reference.
 */
uint64_t forge_volume_file(struct forge_volume *v, uint64_t number, uint64_t parent,
                           const char *name);
uint64_t forge_volume_directory(struct forge_volume *v, uint64_t number, uint64_t parent,
                                const char *name);

/* Takes N free clusters, one after the other; returns the first LCN. */
uint64_t forge_volume_take(struct forge_volume *v, uint64_t n);

static inline uint8_t *forge_volume_cluster(const struct forge_volume *v, uint64_t lcn)
{
    return v->bytes + lcn * v->shape.cluster_bytes;
}

#endif
