/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label, version, flags, hibernation, space, $UpCase: read, damaged, missing. */
#include "mft/volumeinfo.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "mft/text.h"
#include "tests/support/forge_volume.h"

enum { HIBER_NO = 30, CLUSTER = 1024 };

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct volumeinfo info;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){.nfree_clusters = 200});
}

static void end(void)
{
    volume_close(volume);
    forge_volume_free(forged);
}

TestSuite(volumeinfo, .init = begin, .fini = end);

static void open_it(void)
{
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
}

static void read_it(void)
{
    open_it();
    cr_assert_eq(volumeinfo_read(volume, &info), STATUS_OK);
}

Test(volumeinfo, label_version_and_flags_are_read)
{
    read_it();
    cr_assert(info.has_version);
    cr_assert_eq(info.major, 3);
    cr_assert_eq(info.minor, 1);
    cr_assert_eq(info.flags, 0);
    cr_assert_str_eq(info.label, "Forge");
}

/* Record 3 with this label (units at LABEL) and version (N bytes of it). */
static void put_volume(const uint8_t *label, size_t label_bytes, size_t n)
{
    static const uint8_t version[12] = {0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x01, 0x80};
    uint8_t *record =
        forge_volume_begin(forged, RECORD_VOLUME, &(struct forge_header){.sequence = 3});

    if (label)
        forge_resident(record, ATTR_VOLUME_NAME, "", label, label_bytes);
    forge_resident(record, ATTR_VOLUME_INFORMATION, "", version, n);
    forge_volume_end(forged, RECORD_VOLUME);
}

Test(volumeinfo, a_missing_label_is_empty)
{
    put_volume(NULL, 0, 12);
    read_it();
    cr_assert(info.has_version);
    cr_assert_eq(info.flags, VOLUMEINFO_DIRTY | VOLUMEINFO_MODIFIED_BY_CHKDSK);
    cr_assert_str_eq(info.label, "");
}

Test(volumeinfo, a_label_that_is_too_long_is_cut)
{
    uint8_t label[601];

    for (size_t i = 0; i + 1 < sizeof label; i += 2)
        forge_put16(label + i, 0x4E2D);
    put_volume(label, sizeof label, 12);
    read_it();
    cr_assert_eq(strlen(info.label), 128 * 3);
}

Test(volumeinfo, a_version_that_is_cut_off_is_unknown)
{
    put_volume(NULL, 0, 11);
    read_it();
    cr_assert_not(info.has_version);
}

Test(volumeinfo, a_torn_record_3_is_unknown_and_the_rest_is_read)
{
    forge_volume_record(forged, RECORD_VOLUME)[1023] ^= 1;
    read_it();
    cr_assert_not(info.has_version);
    cr_assert_str_eq(info.label, "");
    cr_assert(info.has_space);
    cr_assert_eq(info.log, VOLUMEINFO_LOG_EMPTY);
}

/* ---- Hibernation ---- */

/* Puts NAME with NBYTES that begin with MAGIC into the root's index. */
static void put_file(const char *name, const char *magic, size_t nbytes)
{
    uint8_t entries[512], root[600];
    size_t n = forge_index_entry(entries, reference_of(HIBER_NO, 1), FORGE_ROOT,
                                 NAMESPACE_WIN32_DOS, name);
    uint64_t nclusters = (nbytes + CLUSTER - 1) / CLUSTER;
    struct forge_run run = {forge_volume_take(forged, nclusters), nclusters};
    struct forge_extent extent = {
        .runs = &run, .nruns = 1, .cluster_bytes = CLUSTER, .data_bytes = nbytes};
    uint8_t *record = forge_volume_begin(forged, HIBER_NO, &(struct forge_header){.links = 1});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32_DOS, name);
    forge_nonresident(record, ATTR_DATA, "", &extent);
    forge_volume_end(forged, HIBER_NO);
    memcpy(forge_volume_cluster(forged, run.lcn), magic, strlen(magic));

    n += forge_index_end(entries + n);
    record = forge_volume_begin(forged, RECORD_ROOT,
                                &(struct forge_header){.sequence = 5, .flags = RECORD_DIRECTORY});
    forge_resident(record, ATTR_INDEX_ROOT, "$I30", root, forge_index_root(root, 4096, entries, n));
    forge_volume_end(forged, RECORD_ROOT);
}

Test(volumeinfo, no_hiberfile_is_not_hibernated)
{
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_NOT_HIBERNATED);
}

Test(volumeinfo, a_hiberfile_with_its_magic_is_hibernated_whatever_the_case)
{
    put_file("HiberFil.SYS", "hibr", 8192);
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERNATED);
}

Test(volumeinfo, upper_case_magic_counts_too)
{
    put_file("hiberfil.sys", "HIBR", 8192);
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERNATED);
}

Test(volumeinfo, a_hiberfile_after_waking_up_is_not_hibernated)
{
    put_file("hiberfil.sys", "wake", 8192);
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_NOT_HIBERNATED);
}

Test(volumeinfo, a_short_hiberfile_is_told)
{
    put_file("hiberfil.sys", "hibr", 4095);
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERFILE_SHORT);
}

Test(volumeinfo, another_file_is_no_hiberfile)
{
    put_file("hiberfil.sy_", "hibr", 8192);
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_NOT_HIBERNATED);
}

Test(volumeinfo, a_damaged_root_or_hiberfile_is_unknown)
{
    put_file("hiberfil.sys", "hibr", 8192);
    forge_volume_record(forged, HIBER_NO)[511] ^= 1;
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERNATION_UNKNOWN);
    volume_close(volume);
    forge_volume_record(forged, RECORD_ROOT)[511] ^= 1;
    read_it();
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERNATION_UNKNOWN);
}

/* ---- Space ---- */

Test(volumeinfo, used_and_free_are_counted_to_the_last_cluster)
{
    forge_volume_take(forged, 13);
    read_it();
    cr_assert(info.has_space);
    cr_assert_eq(info.used_bytes, forged->next_lcn * CLUSTER);
    cr_assert_eq(info.free_bytes, (forged->nclusters - forged->next_lcn) * CLUSTER);
}

Test(volumeinfo, bits_behind_the_last_cluster_do_not_count)
{
    uint8_t *bitmap = forge_volume_cluster(forged, forged->bitmap_lcn);

    memset(bitmap, 0xFF, CLUSTER);
    read_it();
    cr_assert_eq(info.used_bytes, forged->nclusters * CLUSTER);
    cr_assert_eq(info.free_bytes, 0);
}

Test(volumeinfo, a_bitmap_that_is_too_short_is_unknown)
{
    struct forge_run run = {forged->bitmap_lcn, 1};
    struct forge_extent extent = {.runs = &run,
                                  .nruns = 1,
                                  .cluster_bytes = CLUSTER,
                                  .data_bytes = (forged->nclusters - 1) / 8};
    uint8_t *record =
        forge_volume_begin(forged, RECORD_BITMAP, &(struct forge_header){.sequence = 6});

    forge_nonresident(record, ATTR_DATA, "", &extent);
    forge_volume_end(forged, RECORD_BITMAP);
    read_it();
    cr_assert_not(info.has_space);
}

/* ---- The rest ---- */

Test(volumeinfo, a_bare_mft_tells_its_version_and_label_only)
{
    uint8_t *dump = malloc(64 * 1024);

    for (uint64_t i = 0; i < 64; i++)
        memcpy(dump + i * 1024, forge_volume_record(forged, i), 1024);
    source = source_of_memory((struct bytes){dump, 64 * 1024});
    cr_assert_eq(volume_open_dump(&source, &volume), STATUS_OK);
    cr_assert_eq(volumeinfo_read(volume, &info), STATUS_OK);
    cr_assert(info.has_version);
    cr_assert_str_eq(info.label, "Forge");
    cr_assert_eq(info.log, VOLUMEINFO_LOG_UNKNOWN);
    cr_assert_eq(info.hibernation, VOLUMEINFO_HIBERNATION_UNKNOWN);
    cr_assert_not(info.has_space);
    free(dump);
}

static enum status read_upcase(uint64_t nbytes, struct arena *arena, const uint16_t **upcase)
{
    struct forge_run run = {forge_volume_take(forged, 129), 129};
    struct forge_extent extent = {
        .runs = &run, .nruns = 1, .cluster_bytes = CLUSTER, .data_bytes = nbytes};
    uint8_t *record =
        forge_volume_begin(forged, RECORD_UPCASE, &(struct forge_header){.sequence = 10});

    for (uint32_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        forge_put16(forge_volume_cluster(forged, run.lcn) + 2 * i, (uint16_t)(i ^ 0x1234));
    forge_nonresident(record, ATTR_DATA, "", &extent);
    forge_volume_end(forged, RECORD_UPCASE);
    open_it();
    return volumeinfo_upcase(volume, arena, upcase);
}

Test(volumeinfo, upcase_is_read_whole)
{
    struct arena arena = {0};
    const uint16_t *upcase = NULL;

    cr_assert_eq(read_upcase(131072, &arena, &upcase), STATUS_OK);
    cr_assert_eq(upcase[0], 0x1234);
    cr_assert_eq(upcase[0xFFFF], 0xFFFF ^ 0x1234);
    arena_free(&arena);
}

Test(volumeinfo, an_upcase_of_another_size_is_damaged)
{
    struct arena arena = {0};
    const uint16_t *upcase = NULL;

    cr_assert_eq(read_upcase(131074, &arena, &upcase), STATUS_DAMAGED);
    cr_assert_null(upcase);
    arena_free(&arena);
}
