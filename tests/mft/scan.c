/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pass as a whole: what it reads, what it skips, and what it counts. */
#include "mft/scan.h"

#include <criterion/criterion.h>

#include "mft/attribute.h"
#include "tests/support/digest.h"
#include "tests/support/exam.h"

enum { ALL = WANT_TIMES | WANT_SECURITY | WANT_USN | WANT_DOS_NAMES | WANT_NAME_TIMES | WANT_ROOM };

static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void end(void)
{
    exam_end(&exam);
}

TestSuite(scan, .fini = end, .timeout = 60);

/* Volumes whose $MFT takes several chunks of 256 KiB. */
static struct forge_volume *large_volume(uint32_t record_bytes)
{
    struct forge_shape shape = {.record_bytes = record_bytes,
                                .cluster_bytes = 4096,
                                .nrecords = 3 * 256 * 1024 / record_bytes + 10};

    return forge_volume_new(&shape);
}

static void run(const struct forge_volume *v, const struct scan_options *options)
{
    struct source source = forge_volume_source(v);

    exam_end(&exam);
    cr_assert_eq(exam_try(&exam, &source, options), STATUS_OK);
}

static void set_bit(struct forge_volume *v, uint64_t record, bool is_used)
{
    uint8_t *byte = forge_volume_cluster(v, v->mft_bitmap_lcn) + record / 8;
    uint8_t bit = (uint8_t)(1U << record % 8);

    *byte = (uint8_t)(is_used ? *byte | bit : *byte & ~bit);
}

Test(scan, every_record_size_gives_the_files_of_every_chunk)
{
    for (uint32_t n = RECORD_BYTES_MIN; n <= RECORD_BYTES_MAX; n *= 2) {
        struct forge_volume *v = large_volume(n);
        uint64_t last = v->shape.nrecords - 1, middle = 256 * 1024 / n;

        forge_volume_file(v, 24, FORGE_ROOT, "first");
        forge_volume_file(v, middle, FORGE_ROOT, "middle");
        forge_volume_file(v, middle - 1, FORGE_ROOT, "before");
        forge_volume_file(v, last, FORGE_ROOT, "last");
        run(v, &(struct scan_options){.nworkers = 3});
        cr_assert_eq(exam.index->nfindings, 0, "%u bytes", n);
        cr_assert_str_eq(exam_names(&exam, 24, text), "first");
        cr_assert_str_eq(exam_names(&exam, middle - 1, text), "before");
        cr_assert_str_eq(exam_names(&exam, middle, text), "middle");
        cr_assert_str_eq(exam_names(&exam, last, text), "last");
        cr_assert_eq(exam.index->counts.records, v->shape.nrecords);
        cr_assert_eq(exam.index->counts.read, v->shape.nrecords);
        cr_assert_eq(exam.index->counts.bases, exam.index->files.n);
        forge_volume_free(v);
    }
}

Test(scan, counts_add_up_to_the_number_of_records)
{
    struct forge_volume *v = large_volume(1024);

    forge_volume_file(v, 30, FORGE_ROOT, "f");
    forge_volume_begin(v, 31, &(struct forge_header){.base = reference_of(30, 1)});
    forge_volume_end(v, 31);
    forge_volume_file(v, 600, FORGE_ROOT, "baad");
    memcpy(forge_volume_record(v, 600), "BAAD", 4);
    uint8_t *deleted = forge_volume_begin(v, 601, &(struct forge_header){.is_free = true});
    forge_file_name(deleted, FORGE_ROOT, NAMESPACE_POSIX, "deleted");
    forge_volume_end(v, 601);
    forge_volume_begin(v, 602, &(struct forge_header){.is_free = true});
    forge_volume_end(v, 602);
    run(v, &(struct scan_options){.nworkers = 2});

    const struct index_counts *c = &exam.index->counts;
    cr_assert_eq(c->extensions, 1);
    cr_assert_eq(c->damaged, 1);
    cr_assert_eq(c->deleted, 1);
    cr_assert_eq(c->bases, 17);
    cr_assert_eq(c->formatted, 603);
    cr_assert_eq(c->bases + c->extensions + c->damaged + c->deleted + c->free, c->records);
    forge_volume_free(v);
}

Test(scan, skips_stretches_that_the_bitmap_calls_free)
{
    struct forge_volume *v = large_volume(1024);
    struct scan_options options = {.nworkers = 2, .skips_free = true};

    forge_volume_file(v, 30, FORGE_ROOT, "f");
    run(v, &options);
    cr_assert_eq(exam.index->counts.read, 256);
    cr_assert_eq(exam.index->counts.records, v->shape.nrecords);
    cr_assert_eq(exam.index->nfindings, 0);
    options.skips_free = false;
    run(v, &options);
    cr_assert_eq(exam.index->counts.read, v->shape.nrecords);
    forge_volume_free(v);
}

Test(scan, skips_free_reads_all_after_the_bitmap_lied)
{
    struct forge_volume *v = large_volume(1024);

    forge_volume_file(v, 30, FORGE_ROOT, "lied about");
    forge_volume_file(v, 300, FORGE_ROOT, "hidden");
    forge_volume_file(v, 700, FORGE_ROOT, "seen");
    set_bit(v, 30, false);
    set_bit(v, 300, false);
    for (unsigned nworkers = 1; nworkers <= 3; nworkers++) {
        run(v, &(struct scan_options){.nworkers = nworkers, .skips_free = true, .want = ALL});
        cr_assert_eq(exam.index->counts.read, v->shape.nrecords);
        cr_assert_eq(exam_count(&exam, 30, FINDING_BITMAP_CLEAR), 1);
        cr_assert_eq(exam_count(&exam, 300, FINDING_BITMAP_CLEAR), 1);
        cr_assert_str_eq(exam_names(&exam, 300, text), "hidden");
        cr_assert_str_eq(exam_names(&exam, 700, text), "seen");

        uint64_t skipping = digest_of_index(exam.index);
        run(v, &(struct scan_options){.nworkers = nworkers, .want = ALL});
        cr_assert_eq(digest_of_index(exam.index), skipping);
    }
    forge_volume_free(v);
}

Test(scan, progress_ends_at_all_records)
{
    struct forge_volume *v = large_volume(1024);
    struct source source = forge_volume_source(v);
    struct scan_options options = {.nworkers = 2};
    struct volume *volume;
    struct scan *scan;
    struct index *index;
    uint64_t done, all;

    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_eq(scan_start(volume, &options, &scan), STATUS_OK);
    while (!scan_wait(scan, 10)) {
        scan_progress(scan, &done, &all);
        cr_assert_leq(done, all);
    }
    scan_progress(scan, &done, &all);
    cr_assert_eq(done, v->shape.nrecords);
    cr_assert_eq(all, v->shape.nrecords);
    cr_assert_eq(scan_finish(scan, &index), STATUS_OK);
    index_free(index);
    volume_close(volume);
    forge_volume_free(v);
}

Test(scan, a_volume_without_records_gives_an_empty_index)
{
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){0});
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);

    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    forge_put64(record + a.at + ATTR_INITIALIZED, 0);
    forge_volume_end(v, RECORD_MFT);
    run(v, &(struct scan_options){.want = WANT_CHILDREN | WANT_DELETED | ALL});
    cr_assert_eq(exam.index->files.n, 0);
    cr_assert_eq(exam.index->names.n, 0);
    cr_assert_eq(exam.index->counts.records, 0);
    cr_assert_eq(exam_file(&exam, 0), INDEX_NONE);
    forge_volume_free(v);
}

Test(scan, columns_that_nobody_asked_for_are_not_there)
{
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){0});

    run(v, &(struct scan_options){.want = 0});
    cr_assert_null(exam.index->files.times);
    cr_assert_null(exam.index->files.security_id);
    cr_assert_null(exam.index->files.owner);
    cr_assert_null(exam.index->files.usn);
    cr_assert_null(exam.index->files.room);
    cr_assert_null(exam.index->names.dos);
    cr_assert_null(exam.index->names.times);
    run(v, &(struct scan_options){.want = ALL});
    cr_assert_not_null(exam.index->files.times);
    cr_assert_not_null(exam.index->files.security_id);
    cr_assert_not_null(exam.index->files.owner);
    cr_assert_not_null(exam.index->files.usn);
    cr_assert_not_null(exam.index->files.room);
    cr_assert_not_null(exam.index->names.dos);
    cr_assert_not_null(exam.index->names.times);
    forge_volume_free(v);
}
