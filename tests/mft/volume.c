/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records wherever they lie, and what a source that fails costs. */
#include "mft/volume.h"

#include <criterion/criterion.h>

#include "mft/attribute.h"
#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    v = NULL;
    exam = (struct exam){0};
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(volume, .init = begin, .fini = end, .timeout = 30);

/* The clusters that nobody can read, over the volume's bytes. */
struct bad_source {
    const struct forge_volume *volume;
    uint64_t first, end; /* bytes */
    enum status status;
};

static enum status read_bad(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    const struct bad_source *bad = source->context;

    if (offset < bad->end && offset + n > bad->first)
        return bad->status;
    memcpy(buffer, bad->volume->bytes + offset, n);
    return STATUS_OK;
}

static struct source source_with_bad(const struct bad_source *bad)
{
    return (struct source){.read = read_bad,
                           .context = bad,
                           .fd = -1,
                           .size_bytes = bad->volume->nbytes,
                           .sector_bytes = 512};
}

static void run(const struct source *source)
{
    struct scan_options options = {.nworkers = 1};

    exam_end(&exam);
    cr_assert_eq(exam_try(&exam, source, &options), STATUS_OK);
}

Test(volume, every_geometry_gives_its_records)
{
    for (uint32_t sector = 512; sector <= 4096; sector *= 2)
        for (uint32_t cluster = sector; cluster <= 16384; cluster *= 2)
            for (uint32_t record = 512; record <= 4096; record *= 2) {
                struct forge_shape shape = {
                    .sector_bytes = sector, .cluster_bytes = cluster, .record_bytes = record};

                v = forge_volume_new(&shape);
                forge_volume_file(v, 63, FORGE_ROOT, "last");
                exam_begin(&exam, v, 0);
                cr_assert_eq(exam.volume->geometry.record_bytes, record);
                cr_assert_eq(exam.volume->geometry.cluster_bytes, cluster);
                cr_assert_eq(exam.volume->nrecords, 64);
                cr_assert_eq(exam.index->nfindings, 0, "%u/%u/%u", sector, cluster, record);
                cr_assert_str_eq(exam_names(&exam, 63, text), "last");
                exam_end(&exam);
                forge_volume_free(v);
            }
    v = NULL;
}

Test(volume, records_of_a_split_mft_are_found_by_number)
{
    v = forge_volume_new(&(struct forge_shape){.has_split_mft = true});
    forge_volume_file(v, 30, FORGE_ROOT, "first run");
    forge_volume_file(v, 32, FORGE_ROOT, "second run");
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "first run");
    cr_assert_str_eq(exam_names(&exam, 32, text), "second run");
    for (uint64_t number = 0; number < 64; number++)
        cr_assert_eq(volume_record_offset(exam.volume, number),
                     (uint64_t)(forge_volume_record(v, number) - v->bytes));
}

Test(volume, a_record_split_over_runs_is_put_together)
{
    for (uint32_t record = 1024; record <= 4096; record *= 2) {
        v = forge_volume_new(&(struct forge_shape){
            .cluster_bytes = 512, .record_bytes = record, .nrecords = 28, .nfree_clusters = 600});
        for (uint64_t number = 24; number < 28; number++)
            forge_volume_file(v, number, FORGE_ROOT, "f");
        forge_parts_scatter_mft(v);
        exam_begin(&exam, v, 0);
        cr_assert_eq(exam.index->nfindings, 0, "%u bytes", record);
        for (uint64_t number = 24; number < 28; number++)
            cr_assert_str_eq(exam_names(&exam, number, text), "f");
        exam_end(&exam);
        forge_volume_free(v);
    }
    v = NULL;
}

Test(volume, an_unreadable_sector_costs_only_its_record)
{
    v = forge_volume_new(&(struct forge_shape){.record_bytes = 1024});
    for (uint64_t number = 24; number < 64; number++)
        forge_volume_file(v, number, FORGE_ROOT, "f");

    uint64_t first = (uint64_t)(forge_volume_record(v, 40) - v->bytes) + 512;
    struct bad_source bad = {.volume = v, .first = first, .end = first + 512, .status = STATUS_IO};
    struct source source = source_with_bad(&bad);
    run(&source);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_eq(exam_count(&exam, 40, FINDING_UNREADABLE), 1);
    cr_assert_eq(exam_finding(&exam, 40, FINDING_UNREADABLE)->offset, first - 512);
    cr_assert_eq(exam_file(&exam, 40), INDEX_NONE);
    cr_assert_str_eq(exam_names(&exam, 39, text), "f");
    cr_assert_str_eq(exam_names(&exam, 41, text), "f");
    cr_assert_eq(exam.index->counts.damaged, 1);
}

Test(volume, a_bad_sector_of_two_small_records_in_one_cluster_costs_one)
{
    v = forge_volume_new(&(struct forge_shape){.record_bytes = 512, .cluster_bytes = 4096});
    forge_volume_file(v, 30, FORGE_ROOT, "a");
    forge_volume_file(v, 31, FORGE_ROOT, "b");
    forge_volume_file(v, 32, FORGE_ROOT, "c");

    uint64_t first = (uint64_t)(forge_volume_record(v, 31) - v->bytes);
    struct bad_source bad = {.volume = v, .first = first, .end = first + 512, .status = STATUS_IO};
    struct source source = source_with_bad(&bad);
    run(&source);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_eq(exam_count(&exam, 31, FINDING_UNREADABLE), 1);
}

Test(volume, a_file_that_shrinks_costs_what_is_gone)
{
    v = forge_volume_new(&(struct forge_shape){.record_bytes = 1024});
    forge_volume_file(v, 30, FORGE_ROOT, "a");
    forge_volume_file(v, 60, FORGE_ROOT, "gone");

    uint64_t first = (uint64_t)(forge_volume_record(v, 60) - v->bytes);
    struct bad_source bad = {
        .volume = v, .first = first, .end = v->nbytes, .status = STATUS_TRUNCATED};
    struct source source = source_with_bad(&bad);
    run(&source);
    cr_assert_str_eq(exam_names(&exam, 30, text), "a");
    for (uint64_t number = 60; number < 64; number++)
        cr_assert_eq(exam_count(&exam, number, FINDING_UNREADABLE), 1);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BITMAP_UNREADABLE), 1);
}

Test(volume, a_source_cut_short_is_told_and_gives_what_is_left)
{
    v = forge_volume_new(&(struct forge_shape){.record_bytes = 1024});
    forge_volume_file(v, 30, FORGE_ROOT, "kept");
    forge_volume_file(v, 40, FORGE_ROOT, "cut in two");

    uint64_t size = (uint64_t)(forge_volume_record(v, 40) - v->bytes) + 100;
    struct source source = source_of_memory((struct bytes){v->bytes, size});
    run(&source);
    cr_assert_str_eq(exam_names(&exam, 30, text), "kept");
    cr_assert_eq(exam_count(&exam, 40, FINDING_UNREADABLE), 1);
    cr_assert_eq(exam_count(&exam, 63, FINDING_UNREADABLE), 1);
    cr_assert_eq(exam_count(&exam, 39, FINDING_UNREADABLE), 0);

    const struct finding *cut = exam_finding(&exam, 0, FINDING_VOLUME_TRUNCATED);
    cr_assert_not_null(cut);
    cr_assert_eq(cut->offset, size);
    cr_assert_eq(cut->detail, v->nclusters * 1024 - size);
}

Test(volume, a_hole_in_mft_gives_unreadable_records)
{
    v = forge_volume_new(&(struct forge_shape){.has_split_mft = true});
    forge_volume_file(v, 30, FORGE_ROOT, "f");

    struct forge_run runs[2] = {v->mft[0], {UINT64_MAX, v->mft[1].nclusters}};
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    forge_pairs(runs, 2, record + (a.value.at - record));
    forge_volume_end(v, RECORD_MFT);
    exam_begin(&exam, v, 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
    cr_assert_eq(exam_count(&exam, 31, FINDING_UNREADABLE), 0);
    cr_assert_eq(exam_count(&exam, 32, FINDING_UNREADABLE), 1);
    cr_assert_eq(volume_record_offset(exam.volume, 32), UINT64_MAX);
}

Test(volume, numbers_that_mft_does_not_have_are_not_found)
{
    enum record_state state = RECORD_BAAD;
    uint8_t buffer[1024];

    v = forge_volume_new(&(struct forge_shape){0});
    exam_begin(&exam, v, 0);
    cr_assert_eq(volume_read_record(exam.volume, 64, buffer, &state), STATUS_NOT_FOUND);
    cr_assert_eq(volume_read_record(exam.volume, UINT64_C(1) << 40, buffer, &state),
                 STATUS_NOT_FOUND);
    cr_assert_eq(volume_read_record(exam.volume, UINT64_MAX, buffer, &state), STATUS_NOT_FOUND);
    cr_assert_eq(state, RECORD_BAAD);
    cr_assert_eq(volume_read_record(exam.volume, 63, buffer, &state), STATUS_OK);
    cr_assert_eq(state, RECORD_ZEROED);
    cr_assert_eq(volume_read_record(exam.volume, 5, buffer, &state), STATUS_OK);
    cr_assert_eq(state, RECORD_USED);
    cr_assert_eq(volume_record_offset(exam.volume, UINT64_MAX), UINT64_MAX);
}

Test(volume, the_bitmap_says_which_records_are_used)
{
    v = forge_volume_new(&(struct forge_shape){0});
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    exam_begin(&exam, v, 0);
    cr_assert(volume_bitmap_has(exam.volume, 0));
    cr_assert(volume_bitmap_has(exam.volume, 30));
    cr_assert_not(volume_bitmap_has(exam.volume, 29));
}

/* The bitmap of $MFT with another size. */
static void resize_bitmap(uint64_t nbytes)
{
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);

    cr_assert_eq(attribute_find(record, ATTR_BITMAP, "", &a), STATUS_OK);
    forge_put64(record + a.at + ATTR_DATA_SIZE, nbytes);
    forge_put64(record + a.at + ATTR_INITIALIZED, nbytes);
    forge_volume_end(v, RECORD_MFT);
}

Test(volume, a_bitmap_too_short_for_all_records_says_nothing)
{
    v = forge_volume_new(&(struct forge_shape){0});
    forge_volume_file(v, 24, FORGE_ROOT, "f");
    resize_bitmap(4);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BITMAP_UNREADABLE), 1);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert(volume_bitmap_has(exam.volume, 63));
}

Test(volume, a_bitmap_longer_than_needed_is_read_as_far_as_there_are_records)
{
    v = forge_volume_new(&(struct forge_shape){0});
    resize_bitmap(1000);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(exam.volume->mft_bitmap.n, 8);
}

Test(volume, an_unreadable_bitmap_is_told_and_costs_nothing_else)
{
    v = forge_volume_new(&(struct forge_shape){0});
    forge_volume_file(v, 24, FORGE_ROOT, "f");

    uint64_t first = v->mft_bitmap_lcn * v->shape.cluster_bytes;
    struct bad_source bad = {
        .volume = v, .first = first, .end = first + v->shape.cluster_bytes, .status = STATUS_IO};
    struct source source = source_with_bad(&bad);
    run(&source);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BITMAP_UNREADABLE), 1);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_str_eq(exam_names(&exam, 24, text), "f");
}
