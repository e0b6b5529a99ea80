/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boot sector, record 0 and the runs of $MFT: whole, damaged, and hostile. */
#include "mft/bootstrap.h"

#include <criterion/criterion.h>

#include "mft/attribute.h"
#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){.nfree_clusters = 256});
    forge_volume_file(v, 30, FORGE_ROOT, "f");
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(bootstrap, .init = begin, .fini = end, .timeout = 60);

static enum status open_status(void)
{
    struct source source = forge_volume_source(v);
    struct volume *volume;
    enum status status = volume_open(&source, &volume);

    if (status == STATUS_OK)
        volume_close(volume);
    return status;
}

static uint8_t *backup_boot(void)
{
    return v->bytes + v->nbytes - v->shape.sector_bytes;
}

/* ---- Boot sectors and record 0 ---- */

Test(bootstrap, a_lost_boot_sector_is_read_from_its_copy)
{
    for (uint32_t sector = 512; sector <= 4096; sector *= 2) {
        forge_volume_free(v);
        v = forge_volume_new(
            &(struct forge_shape){.sector_bytes = sector, .cluster_bytes = sector});
        memset(v->bytes, 0, BOOT_BYTES);
        exam_begin(&exam, v, 0);

        const struct finding *f = exam_finding(&exam, 0, FINDING_BOOT_FROM_BACKUP);
        cr_assert_not_null(f, "sector %u", sector);
        cr_assert_eq(f->offset, v->nbytes - sector);
        cr_assert_eq(exam.volume->geometry.sector_bytes, sector);
        exam_end(&exam);
    }
}

Test(bootstrap, a_boot_sector_that_leads_nowhere_gives_way_to_its_copy)
{
    forge_put64(v->bytes + BOOT_MFT_LCN, v->nclusters - 1);
    forge_put64(v->bytes + BOOT_MIRROR_LCN, v->nclusters - 2);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BOOT_FROM_BACKUP), 1);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

/* A boot sector that points at another file's record must not make that file $MFT. */
Test(bootstrap, a_record_that_does_not_begin_where_the_boot_sector_says_is_not_mft)
{
    struct forge_run run = {.lcn = forge_volume_take(v, 4), .nclusters = 4};
    uint8_t *record = forge_volume_begin(v, 40, &(struct forge_header){.links = 1});

    forge_standard_information(record, SI_BYTES, 0, 0);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "not $MFT");
    forge_nonresident(record, ATTR_DATA, "",
                      &(struct forge_extent){.runs = &run, .nruns = 1, .cluster_bytes = 1024});
    forge_volume_end(v, 40);
    forge_put64(v->bytes + BOOT_MFT_LCN, v->mft[0].lcn + 40);
    forge_put64(v->bytes + BOOT_MIRROR_LCN, v->mft[0].lcn + 40);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BOOT_FROM_BACKUP), 1);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(bootstrap, without_a_boot_sector_there_is_no_volume)
{
    memset(v->bytes, 0, BOOT_BYTES);
    memset(backup_boot(), 0, BOOT_BYTES);
    cr_assert_eq(open_status(), STATUS_NOT_NTFS);
}

Test(bootstrap, numbers_that_cannot_be_are_told_as_such)
{
    forge_put16(v->bytes + BOOT_SECTOR_BYTES, 513);
    memset(backup_boot(), 0, BOOT_BYTES);
    cr_assert_eq(open_status(), STATUS_BAD_BOOT);
}

Test(bootstrap, nothing_is_no_volume)
{
    struct source source = source_of_memory((struct bytes){v->bytes, 0});
    struct volume *volume = NULL;

    cr_assert_neq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_null(volume);
}

static void expect_mirror(void)
{
    exam_begin(&exam, v, 0);
    const struct finding *f = exam_finding(&exam, 0, FINDING_MFT_FROM_MIRROR);
    cr_assert_not_null(f);
    cr_assert_eq(f->offset, v->mirror_lcn * v->shape.cluster_bytes);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(bootstrap, a_baad_record_0_is_read_from_the_mirror)
{
    memcpy(forge_volume_record(v, 0), "BAAD", 4);
    expect_mirror();
    cr_assert_eq(exam_count(&exam, 0, FINDING_BAAD), 1);
}

Test(bootstrap, a_torn_record_0_is_read_from_the_mirror)
{
    forge_volume_record(v, 0)[510] ^= 1;
    expect_mirror();
    cr_assert_eq(exam_count(&exam, 0, FINDING_TORN), 1);
}

Test(bootstrap, a_record_0_without_data_is_read_from_the_mirror)
{
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, 0);

    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    forge_put32(record + a.at, ATTR_END);
    forge_seal(record);
    expect_mirror();
}

static enum status read_all_but_record_0(const struct source *source, uint64_t offset, void *buffer,
                                         size_t n)
{
    const struct forge_volume *volume = source->context;
    uint64_t bad = volume->mft[0].lcn * volume->shape.cluster_bytes;

    if (offset < bad + 512 && offset + n > bad)
        return STATUS_IO;
    memcpy(buffer, volume->bytes + offset, n);
    return STATUS_OK;
}

Test(bootstrap, an_unreadable_record_0_is_read_from_the_mirror)
{
    struct source source = {
        .read = read_all_but_record_0, .context = v, .fd = -1, .size_bytes = v->nbytes};
    struct scan_options options = {.nworkers = 1};

    cr_assert_eq(exam_try(&exam, &source, &options), STATUS_OK);
    cr_assert_eq(exam_count(&exam, 0, FINDING_MFT_FROM_MIRROR), 1);
    cr_assert_eq(exam_count(&exam, 0, FINDING_UNREADABLE), 1);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(bootstrap, neither_record_0_nor_mirror_is_no_mft)
{
    memcpy(forge_volume_record(v, 0), "BAAD", 4);
    memcpy(forge_volume_cluster(v, v->mirror_lcn), "BAAD", 4);
    cr_assert_eq(open_status(), STATUS_NO_MFT);
}

/* ---- Sizes ---- */

static void set_size(uint32_t field, uint64_t size)
{
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);

    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    forge_put64(record + a.at + field, size);
    forge_volume_end(v, RECORD_MFT);
}

Test(bootstrap, what_lies_behind_the_initialized_size_is_not_read)
{
    forge_volume_file(v, 60, FORGE_ROOT, "behind");
    set_size(ATTR_INITIALIZED, 50 * 1024 + 700);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.volume->nrecords, 50);
    cr_assert_eq(exam_file(&exam, 60), INDEX_NONE);
    cr_assert_eq(exam.index->nfindings, 0);
}

Test(bootstrap, sizes_of_2_to_the_60_cost_no_more_than_the_runs_hold)
{
    set_size(ATTR_DATA_SIZE, UINT64_C(1) << 60);
    set_size(ATTR_INITIALIZED, UINT64_C(1) << 60);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.volume->nrecords, 64);

    const struct finding *f = exam_finding(&exam, 0, FINDING_MFT_TRUNCATED);
    cr_assert_not_null(f);
    cr_assert_eq(f->detail, 64);
}

/* Boot sector and runs may claim any size; the source bounds what is believed. */
Test(bootstrap, a_volume_of_2_to_the_60_bytes_in_a_small_source_is_bounded)
{
    struct forge_run runs[2] = {v->mft[0], {.lcn = 4096, .nclusters = UINT64_C(1) << 49}};
    struct attribute a;
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);

    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    uint8_t pairs[40];
    cr_assert_leq(forge_pairs(runs, 2, pairs), a.value.n + 8);
    forge_record_at(record, 1024, &(struct forge_header){.links = 1});
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32_DOS, "$MFT");
    forge_nonresident(record, ATTR_DATA, "",
                      &(struct forge_extent){.runs = runs, .nruns = 2, .cluster_bytes = 1024});
    forge_volume_end(v, RECORD_MFT);
    forge_put64(v->bytes + BOOT_NSECTORS, UINT64_C(1) << 51);
    exam_begin(&exam, v, 0);
    cr_assert_leq(exam.volume->nrecords, v->nbytes / 1024 * 64 + 1024);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
    cr_assert_eq(exam_count(&exam, 0, FINDING_VOLUME_TRUNCATED), 1);
}

/* ---- $MFT in several extents ---- */

static void expect_all_readable(uint64_t nrecords)
{
    cr_assert_eq(exam.volume->nrecords, nrecords);
    cr_assert_eq(exam.index->nfindings, 0, "%s of %llu",
                 exam.index->nfindings ? finding_word(exam.index->findings[0].kind) : "",
                 exam.index->nfindings ? (unsigned long long)exam.index->findings[0].record : 0);
}

Test(bootstrap, extents_of_mft_in_other_records_are_found)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {20, 16}, {24, 17}};

    forge_volume_file(v, 63, FORGE_ROOT, "last");
    forge_parts_spread_mft(v, parts, 3, NULL);
    exam_begin(&exam, v, 0);
    expect_all_readable(64);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
    cr_assert_str_eq(exam_names(&exam, 63, text), "last");
    cr_assert_str_eq(exam_names(&exam, 0, text), "$MFT");
    cr_assert_eq(exam_size(&exam, 0), 65536);
    cr_assert_eq(exam.index->counts.extensions, 2);
}

/* Record 45, which describes the second part, lies in the third, which record 16 describes. */
Test(bootstrap, extents_of_mft_that_only_later_extents_locate_are_deferred)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {20, 45}, {24, 16}};

    forge_parts_spread_mft(v, parts, 3, NULL);
    exam_begin(&exam, v, 0);
    expect_all_readable(64);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(bootstrap, a_list_in_any_order_gives_the_same_runs)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {10, 16}, {10, 17}, {24, 18}};
    static const size_t order[] = {3, 1, 0, 2};

    forge_parts_spread_mft(v, parts, 4, order);
    exam_begin(&exam, v, 0);
    expect_all_readable(64);
    cr_assert_eq(exam.volume->mft_runs.n, 4);
    for (size_t i = 1; i < 4; i++)
        cr_assert_eq(exam.volume->mft_runs.runs[i].vcn,
                     exam.volume->mft_runs.runs[i - 1].vcn +
                         exam.volume->mft_runs.runs[i - 1].nclusters);
}

/* The second part is described by a record in it. */
Test(bootstrap, an_extent_that_nobody_can_locate_is_told_and_the_rest_is_read)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {20, 25}, {24, 16}};

    forge_volume_file(v, 50, FORGE_ROOT, "behind the gap");
    forge_parts_spread_mft(v, parts, 3, NULL);
    exam_begin(&exam, v, 0);
    const struct finding *f = exam_finding(&exam, 0, FINDING_MFT_TRUNCATED);
    cr_assert_not_null(f);
    cr_assert_eq(f->detail, 20);
    cr_assert_eq(exam.volume->nrecords, 64);
    cr_assert_eq(exam_count(&exam, 30, FINDING_UNREADABLE), 1);
    cr_assert_str_eq(exam_names(&exam, 50, text), "behind the gap");
}

/* The base reference of an extension of $MFT has record number 0: only with its sequence number it
 * is no base record. */
Test(bootstrap, an_extension_of_mft_is_no_base_record)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {44, 16}};

    forge_parts_spread_mft(v, parts, 2, NULL);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_file(&exam, 16), INDEX_NONE);
    cr_assert_eq(exam_count(&exam, 16, FINDING_NO_NAME), 0);
}

Test(bootstrap, an_extent_of_another_file_is_not_taken)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {44, 16}};
    uint8_t *record;

    forge_parts_spread_mft(v, parts, 2, NULL);
    record = forge_volume_edit(v, 16);
    forge_put64(record + RECORD_BASE, reference_of(0, 2));
    forge_volume_end(v, 16);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 0, FINDING_MFT_TRUNCATED), 1);
    cr_assert_eq(exam.volume->nrecords, 20);
}

Test(bootstrap, an_extent_that_overlaps_another_is_not_taken)
{
    static const struct forge_mft_part parts[] = {{20, 0}, {20, 16}, {24, 17}};
    struct attribute a;
    uint8_t *record;

    forge_parts_spread_mft(v, parts, 3, NULL);
    record = forge_volume_edit(v, 16);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_NOT_FOUND);
    attribute_first(record, &a);
    cr_assert_eq(attribute_next(&a), STATUS_OK);
    /* 21 clusters instead of 20 */
    record[a.value.at - record + 1] = 21;
    forge_volume_end(v, 16);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 0, FINDING_MFT_TRUNCATED), 1);
    cr_assert_neq(volume_record_offset(exam.volume, 30), UINT64_MAX);
    cr_assert_eq(volume_record_offset(exam.volume, 50), UINT64_MAX);
}
