/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Without memory: the n-th allocation fails, for every n, and what was begun is given back.
 *
 * The files of mft/ that allocate are compiled here once more with another allocator; the linker
 * then leaves those of the library out. A plain program, since nothing of that may reach the other
 * tests.
 */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdlib.h>

static void *scarce_malloc(size_t n);
static void *scarce_calloc(size_t n, size_t size);
static void *scarce_realloc(void *at, size_t n);

/* NOLINTBEGIN(bugprone-suspicious-include): that is what this file is for */
#define malloc  scarce_malloc
#define calloc  scarce_calloc
#define realloc scarce_realloc
#include "mft/arena.c"
#include "mft/join.c"
#include "mft/path.c"
#include "mft/pool.c"
#include "mft/scan.c"
#include "mft/volume.c"
#undef malloc
#undef calloc
#undef realloc
/* NOLINTEND(bugprone-suspicious-include) */

#include <stdio.h>

#include "tests/support/digest.h"
#include "tests/support/forge_parts.h"
#include "tests/support/tally.h"

static atomic_ulong nallocations, failing;
static atomic_bool is_lasting; /* all behind the failing one fail too */

static bool must_fail(void)
{
    unsigned long n = atomic_fetch_add(&nallocations, 1) + 1, first = atomic_load(&failing);

    return first != 0 && (n == first || (n > first && atomic_load(&is_lasting)));
}

static void *scarce_malloc(size_t n)
{
    return must_fail() ? NULL : malloc(n);
}

static void *scarce_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : calloc(n, size);
}

static void *scarce_realloc(void *at, size_t n)
{
    return must_fail() ? NULL : realloc(at, n);
}

static void fail_at(unsigned long n, bool lasting)
{
    atomic_store(&nallocations, 0);
    atomic_store(&failing, n);
    atomic_store(&is_lasting, lasting);
}

/* ---- What is tried ---- */

/* An attribute whose value lies in a cluster. */
static void put_in_cluster(struct forge_volume *v, uint8_t *record, uint32_t type,
                           const uint8_t *value, size_t n)
{
    struct forge_run run = {forge_volume_take(v, 1), 1};
    struct forge_extent extent = {
        .runs = &run, .nruns = 1, .cluster_bytes = v->shape.cluster_bytes, .data_bytes = n};

    memcpy(forge_volume_cluster(v, run.lcn), value, n);
    forge_nonresident(record, type, "", &extent);
}

/* A volume whose $MFT has extents, with files of several records, streams, owners and findings. */
static struct forge_volume *forge_all(void)
{
    static const struct forge_mft_part mft[] = {{20, 0}, {20, 45}, {24, 16}};
    static const uint8_t sd[36] = {1, 0, 4, 0x80, 20, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,  0,
                                   0, 0, 0, 1,    2,  0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2};
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){.nfree_clusters = 200});
    struct forge_parts parts = {.n = 0};
    uint8_t *record;

    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(31, 1), 0);
    forge_parts_base_nonresident(v, 30, 3, &parts);
    forge_volume_end(v, 30);
    record = forge_parts_extension(v, 31, reference_of(30, 1));
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", sd, sizeof sd);
    forge_resident(record, ATTR_DATA, "stream", "1", 1);
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, 31);
    record = forge_volume_begin(v, 32, &(struct forge_header){.links = 1});
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "in clusters");
    put_in_cluster(v, record, ATTR_SECURITY_DESCRIPTOR, sd, sizeof sd);
    put_in_cluster(v, record, ATTR_REPARSE_POINT, sd, 16);
    forge_volume_end(v, 32);
    forge_volume_directory(v, 33, reference_of(33, 1), "loop");
    forge_volume_file(v, 34, reference_of(33, 1), "f");
    forge_parts_spread_mft(v, mft, 3, NULL);
    return v;
}

struct outcome {
    enum status status;
    uint64_t digest;
};

/* So that what a witness needs can be missing too. */
static void see(void *context, const struct scan_piece *piece)
{
    uint64_t *nbytes = context;

    *nbytes += piece->bytes.n;
}

/* Opens, scans and builds every path; what was made is given back, however far it came. */
static struct outcome try_all(const struct source *source, unsigned nworkers, bool skips_free)
{
    uint64_t nbytes = 0;
    struct scan_options options = {.want = 255,
                                   .nworkers = nworkers,
                                   .skips_free = skips_free,
                                   .witness = see,
                                   .witness_context = &nbytes};
    struct outcome outcome = {.status = STATUS_OK};
    struct volume *volume = NULL;
    struct index *index = NULL;
    struct path path = {0};

    outcome.status = volume_open(source, &volume);
    if (outcome.status == STATUS_OK)
        outcome.status = scan_run(volume, &options, &index);
    else
        tally_check(!volume, "a volume that is not opened is not given");
    if (outcome.status != STATUS_OK)
        tally_check(!index, "an index that is not made is not given");
    for (uint32_t i = 0; outcome.status == STATUS_OK && i < index->names.n; i++)
        outcome.status = path_of_name(index, i, &path);
    if (outcome.status == STATUS_OK) {
        tally_check(nbytes > 0, "the witness has seen what was read");
        outcome.digest = digest_of_index(index);
    }
    path_free(&path);
    index_free(index);
    volume_close(volume);
    return outcome;
}

static void fail_everywhere(const struct source *source, unsigned nworkers, bool skips_free,
                            bool lasting)
{
    fail_at(0, false);
    struct outcome whole = try_all(source, nworkers, skips_free);
    unsigned long all = atomic_load(&nallocations), nfailed = 0;

    tally_check(whole.status == STATUS_OK, "with memory it succeeds");
    for (unsigned long n = 1; n <= all; n++) {
        fail_at(n, lasting);

        struct outcome outcome = try_all(source, nworkers, skips_free);
        nfailed += outcome.status == STATUS_NO_MEMORY;
        if (outcome.status == STATUS_OK)
            tally_check(outcome.digest == whole.digest, "what succeeds is whole");
        else
            tally_check(outcome.status == STATUS_NO_MEMORY, "what fails says why");
    }
    tally_check(nfailed > 50, "without memory it fails");
    fail_at(0, false);
}

int main(void)
{
    struct forge_volume *v = forge_all();
    struct source source = forge_volume_source(v);

    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        tally_begin("each allocation may fail once");
        fail_everywhere(&source, nworkers, false, false);
        tally_begin("each allocation may be the last one that succeeds");
        fail_everywhere(&source, nworkers, false, true);
    }
    tally_begin("also when all must be read once more because the bitmap lied");
    memset(forge_volume_cluster(v, v->mft_bitmap_lcn), 0, 8);
    fail_everywhere(&source, 1, true, false);
    forge_volume_free(v);
    return tally_end();
}
