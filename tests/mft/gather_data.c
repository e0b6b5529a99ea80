/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What $DATA says: sizes, streams, and the bad clusters of $BadClus. */
#include "mft/gather.h"

#include <criterion/criterion.h>

#include "mft/attribute.h"
#include "tests/support/exam.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];
static uint8_t *record; /* number 30, begun */

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){0});
    record = forge_volume_begin(v, 30, &(struct forge_header){.links = 1});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(gather_data, .init = begin, .fini = end, .timeout = 20);

static uint32_t scan(unsigned want)
{
    forge_volume_end(v, 30);
    exam_begin(&exam, v, want);
    return exam_file(&exam, 30);
}

static void put_name(void)
{
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
}

/* ---- $DATA ---- */

static void put_extent(const char *name, uint16_t flags, uint64_t lowest_vcn)
{
    struct forge_run runs[] = {{.lcn = 50, .nclusters = 2}, {.lcn = UINT64_MAX, .nclusters = 6}};

    forge_nonresident(record, ATTR_DATA, name,
                      &(struct forge_extent){.runs = runs,
                                             .nruns = flags ? 2 : 1,
                                             .cluster_bytes = 1024,
                                             .lowest_vcn = lowest_vcn,
                                             .flags = flags,
                                             .data_bytes = 1999});
}

Test(gather_data, resident_data_has_its_length_and_no_clusters)
{
    put_name();
    forge_resident(record, ATTR_DATA, "", "hello", 5);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 5);
    cr_assert_eq(exam_allocated(&exam, 30), 0);
    cr_assert_eq(exam_flags(&exam, 30), FILE_IN_USE | FILE_RESIDENT | FILE_HAS_DATA);
}

Test(gather_data, no_data_at_all_is_an_empty_file)
{
    put_name();
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 0);
    cr_assert_eq(exam_flags(&exam, 30), FILE_IN_USE | FILE_RESIDENT);
}

Test(gather_data, plain_data_in_clusters_has_both_sizes)
{
    put_name();
    put_extent("", 0, 0);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 1999);
    cr_assert_eq(exam_allocated(&exam, 30), 2048);
    cr_assert_eq(exam_flags(&exam, 30), FILE_IN_USE | FILE_HAS_DATA);
}

Test(gather_data, sparse_and_compressed_data_tell_what_they_really_occupy)
{
    put_name();
    put_extent("", ATTR_SPARSE | 1, 0);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 1999);
    cr_assert_eq(exam_allocated(&exam, 30), 2048);
    cr_assert_eq(exam_flags(&exam, 30),
                 FILE_IN_USE | FILE_HAS_DATA | FILE_SPARSE | FILE_COMPRESSED);
}

Test(gather_data, encrypted_data_are_marked)
{
    put_name();
    put_extent("", ATTR_ENCRYPTED, 0);
    scan(0);
    cr_assert(exam_flags(&exam, 30) & FILE_ENCRYPTED);
    cr_assert_eq(exam_allocated(&exam, 30), 8192);
}

Test(gather_data, a_later_extent_has_no_sizes_to_tell)
{
    put_name();
    put_extent("", 0, 7);
    put_extent("s", 0, 7);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 0);
    cr_assert_eq(exam_flags(&exam, 30), FILE_IN_USE | FILE_RESIDENT);
}

/* A name may lie where a sparse attribute has its third size: the flag decides. */
Test(gather_data, the_occupied_size_of_a_named_stream_is_chosen_by_its_flag)
{
    put_name();
    put_extent("WofCompressedData", 0, 0);
    scan(0);
    cr_assert_str_eq(exam_streams(&exam, 30, text), "WofCompressedData:1999:2048");
    cr_assert(exam_flags(&exam, 30) & FILE_STREAMS);
    cr_assert_eq(exam_flags(&exam, 30) & FILE_HAS_DATA, 0);
}

Test(gather_data, a_sparse_named_stream_tells_what_it_occupies)
{
    put_name();
    put_extent("sparse", ATTR_SPARSE, 0);
    scan(0);
    cr_assert_str_eq(exam_streams(&exam, 30, text), "sparse:1999:2048");
    cr_assert_eq(exam_flags(&exam, 30) & FILE_SPARSE, 0);
}

Test(gather_data, streams_are_listed_with_their_sizes)
{
    put_name();
    forge_resident(record, ATTR_DATA, "", "123", 3);
    forge_resident(record, ATTR_DATA, "Zone.Identifier", "0123456789", 10);
    put_extent("big", 0, 0);
    scan(0);
    cr_assert_str_eq(exam_streams(&exam, 30, text), "Zone.Identifier:10:0|big:1999:2048");
    cr_assert_eq(exam_size(&exam, 30), 3);
}

Test(gather_data, a_folder_has_streams_but_no_size)
{
    forge_put16(record + RECORD_FLAGS, RECORD_IN_USE | RECORD_DIRECTORY);
    put_name();
    forge_resident(record, ATTR_DATA, "", "123", 3);
    forge_resident(record, ATTR_DATA, "s", "12", 2);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 0);
    cr_assert_str_eq(exam_streams(&exam, 30, text), "s:2:0");
}

Test(gather_data, sizes_beyond_63_bits_are_told_and_not_believed)
{
    put_name();
    put_extent("", 0, 0);
    struct attribute a;
    attribute_find(record, ATTR_DATA, "", &a);
    forge_put64(record + a.at + ATTR_DATA_SIZE, UINT64_C(1) << 63);
    scan(0);
    cr_assert_eq(exam_size(&exam, 30), 0);
    cr_assert_eq(exam_finding(&exam, 30, FINDING_BAD_ATTRIBUTE)->at, a.at);
}

/* ---- $BadClus ---- */

static void put_bad_clusters(const struct forge_run *runs, size_t n, uint64_t base)
{
    struct forge_header header = {
        .sequence = base ? 1 : RECORD_BADCLUS, .links = base ? 0 : 1, .base = base};
    uint64_t number = base ? 31 : RECORD_BADCLUS;
    uint8_t *r = forge_volume_begin(v, number, &header);

    if (!base)
        forge_file_name(r, FORGE_ROOT, NAMESPACE_WIN32_DOS, "$BadClus");
    forge_nonresident(r, ATTR_DATA, "$Bad",
                      &(struct forge_extent){.runs = runs, .nruns = n, .cluster_bytes = 1024});
    forge_volume_end(v, number);
}

Test(gather_data, bad_clusters_are_those_that_badclus_really_holds)
{
    struct forge_run runs[] = {{UINT64_MAX, 50}, {50, 3}, {UINT64_MAX, 100}};

    put_bad_clusters(runs, 3, 0);
    put_name();
    scan(0);
    cr_assert_str_eq(exam_streams(&exam, RECORD_BADCLUS, text), "$Bad:3072:3072");
    cr_assert_eq(exam.index->nfindings, 0);
}

Test(gather_data, bad_clusters_beyond_63_bits_are_not_believed)
{
    struct forge_run runs[] = {{50, INT64_MAX / 4}, {60, INT64_MAX / 4}};
    struct attribute a;

    put_bad_clusters(runs, 2, 0);
    uint8_t *r = forge_volume_edit(v, RECORD_BADCLUS);
    attribute_find(r, ATTR_DATA, "$Bad", &a);
    forge_put64(r + a.at + ATTR_DATA_SIZE, 1000);
    forge_put64(r + a.at + ATTR_ALLOCATED, 1000);
    forge_volume_end(v, RECORD_BADCLUS);
    put_name();
    scan(0);
    cr_assert_eq(exam_count(&exam, RECORD_BADCLUS, FINDING_BAD_ATTRIBUTE), 1);
    cr_assert_str_eq(exam_streams(&exam, RECORD_BADCLUS, text), "");
}

/* A bare $MFT does not know how large a cluster is: the attribute itself tells. */
Test(gather_data, bad_clusters_of_a_bare_mft_have_the_clusters_of_their_volume)
{
    struct forge_run runs[] = {{UINT64_MAX, 50}, {50, 3}, {UINT64_MAX, 100}};
    struct scan_options options = {.nworkers = 1};

    forge_volume_free(v);
    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    struct forge_extent extent = {.runs = runs, .nruns = 3, .cluster_bytes = 4096};
    uint8_t *r =
        forge_volume_begin(v, RECORD_BADCLUS, &(struct forge_header){.sequence = 8, .links = 1});
    forge_file_name(r, FORGE_ROOT, NAMESPACE_WIN32_DOS, "$BadClus");
    forge_nonresident(r, ATTR_DATA, "$Bad", &extent);
    forge_volume_end(v, RECORD_BADCLUS);
    struct source whole = forge_volume_source(v);
    struct source dump = source_part(&whole, v->mft[0].lcn * 4096, 64 * 1024);
    cr_assert_eq(exam_try(&exam, &dump, &options), STATUS_OK);
    cr_assert(exam.volume->is_dump);
    cr_assert_str_eq(exam_streams(&exam, RECORD_BADCLUS, text), "$Bad:12288:12288");
}
