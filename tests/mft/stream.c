/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in the record, in clusters, in extents over several records; and what makes them
 * unreadable. */
#include "mft/stream.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge_volume.h"

enum { CLUSTER = 1024, FILE_NO = 30, EXTENT_NO = 40 };

static struct forge_volume *forged;
static struct source source;
static struct volume *volume;
static struct arena arena;
static struct stream stream;

static void begin(void)
{
    forged = forge_volume_new(&(struct forge_shape){0});
    arena = (struct arena){0};
}

static void end(void)
{
    arena_free(&arena);
    volume_close(volume);
    forge_volume_free(forged);
}

TestSuite(stream, .init = begin, .fini = end);

static enum status open_data(const char *name)
{
    source = forge_volume_source(forged);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    return stream_open(volume, FILE_NO, ATTR_DATA, name, &arena, &stream);
}

/* Cluster LCN filled with BYTE. */
static void fill(uint64_t lcn, int byte)
{
    memset(forge_volume_cluster(forged, lcn), byte, CLUSTER);
}

/* Record 30 with one non-resident $DATA of three runs: 'a', a hole of two, 'b'. */
static void put_runs(uint64_t data_bytes, uint64_t initialized_bytes)
{
    uint64_t lcn = forge_volume_take(forged, 2);
    struct forge_run runs[] = {{lcn + 1, 1}, {UINT64_MAX, 2}, {lcn, 1}};
    struct forge_extent extent = {.runs = runs,
                                  .nruns = 3,
                                  .cluster_bytes = CLUSTER,
                                  .flags = ATTR_SPARSE,
                                  .data_bytes = data_bytes,
                                  .initialized_bytes = initialized_bytes};
    uint8_t *record = forge_volume_begin(forged, FILE_NO, &(struct forge_header){0});

    fill(lcn + 1, 'a');
    fill(lcn, 'b');
    forge_nonresident(record, ATTR_DATA, "", &extent);
    forge_volume_end(forged, FILE_NO);
}

static int byte_at(uint64_t offset)
{
    uint8_t byte;
    size_t got = 0;

    cr_assert_eq(stream_read(&stream, offset, &byte, 1, &got), STATUS_OK);
    return got == 1 ? byte : -1;
}

Test(stream, a_resident_value_is_read)
{
    uint8_t *record = forge_volume_begin(forged, FILE_NO, &(struct forge_header){0});
    struct bytes all;
    char buffer[8];
    size_t got;

    forge_resident(record, ATTR_DATA, "", "main", 4);
    forge_resident(record, ATTR_DATA, "side", "hello", 5);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data("side"), STATUS_OK);
    cr_assert(stream.is_resident);
    cr_assert_eq(stream.size_bytes, 5);
    cr_assert_eq(stream_read(&stream, 3, buffer, sizeof buffer, &got), STATUS_OK);
    cr_assert_eq(got, 2);
    cr_assert_arr_eq(buffer, "lo", 2);
    cr_assert_eq(stream_read(&stream, 5, buffer, 1, &got), STATUS_OK);
    cr_assert_eq(got, 0);
    cr_assert_eq(stream_load(&stream, 5, &arena, &all), STATUS_OK);
    cr_assert_eq(all.n, 5);
    cr_assert_eq(stream_load(&stream, 4, &arena, &all), STATUS_TOO_LARGE);
}

Test(stream, runs_and_holes_follow_each_other)
{
    put_runs(4 * CLUSTER, 0);
    cr_assert_eq(open_data(""), STATUS_OK);
    cr_assert_eq(byte_at(0), 'a');
    cr_assert_eq(byte_at(CLUSTER - 1), 'a');
    cr_assert_eq(byte_at(CLUSTER), 0);
    cr_assert_eq(byte_at(3 * CLUSTER - 1), 0);
    cr_assert_eq(byte_at(3 * CLUSTER), 'b');
    cr_assert_eq(byte_at(4 * CLUSTER - 1), 'b');
    cr_assert_eq(byte_at(4 * CLUSTER), -1);
    cr_assert_eq(stream.allocated_bytes, 2 * CLUSTER);
}

Test(stream, any_range_is_what_its_bytes_are)
{
    put_runs(4 * CLUSTER - 100, 3 * CLUSTER + 500);
    cr_assert_eq(open_data(""), STATUS_OK);
    for (size_t from = 0; from < 4 * CLUSTER; from += 311)
        for (size_t n = 1; n < 4 * CLUSTER; n = n * 3 + 1) {
            uint8_t *buffer = malloc(n);
            size_t got;

            cr_assert_eq(stream_read(&stream, from, buffer, n, &got), STATUS_OK);
            size_t there = from < 4 * CLUSTER - 100 ? 4 * CLUSTER - 100 - from : 0;
            cr_assert_eq(got, n < there ? n : there);
            for (size_t i = 0; i < got; i++) {
                size_t at = from + i;
                int expected = at < CLUSTER                                  ? 'a'
                               : at >= 3 * CLUSTER && at < 3 * CLUSTER + 500 ? 'b'
                                                                             : 0;
                cr_assert_eq(buffer[i], expected, "at %zu", at);
            }
            free(buffer);
        }
}

Test(stream, a_size_beyond_the_runs_is_damaged_there_only)
{
    uint8_t byte;
    size_t got;

    put_runs(4 * CLUSTER + 1, 0);
    cr_assert_eq(open_data(""), STATUS_OK);
    cr_assert_eq(byte_at(4 * CLUSTER - 1), 'b');
    cr_assert_eq(stream_read(&stream, 4 * CLUSTER, &byte, 1, &got), STATUS_DAMAGED);
}

Test(stream, more_initialised_than_data_is_damaged)
{
    put_runs(100, 101);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, compressed_and_encrypted_clusters_are_refused)
{
    put_runs(4 * CLUSTER, 0);
    uint8_t *record = forge_volume_edit(forged, FILE_NO);
    forge_put16(record + bytes_u16(record + RECORD_ATTRIBUTES_OFF) + ATTR_FLAGS, 0x4000);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, pairs_that_do_not_reach_the_last_vcn_are_damaged)
{
    put_runs(4 * CLUSTER, 0);
    uint8_t *record = forge_volume_edit(forged, FILE_NO);
    forge_put64(record + bytes_u16(record + RECORD_ATTRIBUTES_OFF) + ATTR_HIGHEST_VCN, 4);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, a_missing_attribute_is_not_found)
{
    put_runs(4 * CLUSTER, 0);
    cr_assert_eq(open_data("other"), STATUS_NOT_FOUND);
}

Test(stream, a_free_record_and_one_that_is_not_there_are_not_found)
{
    forge_volume_begin(forged, FILE_NO, &(struct forge_header){.is_free = true});
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data(""), STATUS_NOT_FOUND);
    cr_assert_eq(stream_open(volume, 1 << 20, ATTR_DATA, "", &arena, &stream), STATUS_NOT_FOUND);
}

Test(stream, a_torn_record_is_damaged)
{
    put_runs(4 * CLUSTER, 0);
    forge_volume_record(forged, FILE_NO)[511] ^= 1;
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

/* ---- Extents ---- */

/* Puts an extension of record 30 at NUMBER with one cluster of BYTE at LOWEST_VCN of $DATA. */
static void put_extension(uint64_t number, uint64_t lowest_vcn, int byte)
{
    uint64_t lcn = forge_volume_take(forged, 1);
    struct forge_run run = {lcn, 1};
    struct forge_extent extent = {.runs = &run,
                                  .nruns = 1,
                                  .cluster_bytes = CLUSTER,
                                  .lowest_vcn = lowest_vcn,
                                  .data_bytes = 3 * CLUSTER};
    struct forge_header header = {.base = reference_of(FILE_NO, 1)};

    fill(lcn, byte);
    forge_nonresident(forge_volume_begin(forged, number, &header), ATTR_DATA, "", &extent);
    forge_volume_end(forged, number);
}

/* Record 30 whose list names extents at VCN 0, 1, 2 in records 42, 41, 40, the last one first. */
static void put_extents(void)
{
    uint8_t list[128], *record;
    size_t n = 0;

    for (uint64_t i = 0; i < 3; i++) {
        put_extension(EXTENT_NO + i, 2 - i, (int)('c' - (int)i));
        n += forge_list_entry(list + n, ATTR_DATA, "", 2 - i, reference_of(EXTENT_NO + i, 1), 0);
    }
    record = forge_volume_begin(forged, FILE_NO, &(struct forge_header){0});
    forge_resident(record, ATTR_LIST, "", list, n);
    forge_volume_end(forged, FILE_NO);
}

Test(stream, extents_are_put_in_order_whatever_the_order_of_the_list)
{
    put_extents();
    cr_assert_eq(open_data(""), STATUS_OK);
    cr_assert_eq(stream.size_bytes, 3 * CLUSTER);
    cr_assert_eq(byte_at(0), 'a');
    cr_assert_eq(byte_at(CLUSTER), 'b');
    cr_assert_eq(byte_at(2 * CLUSTER), 'c');
}

Test(stream, a_missing_extent_is_damaged)
{
    put_extents();
    forge_volume_begin(forged, EXTENT_NO + 1, &(struct forge_header){.is_free = true});
    forge_volume_end(forged, EXTENT_NO + 1);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, a_gap_between_extents_is_damaged)
{
    put_extents();
    put_extension(EXTENT_NO, 3, 'c');
    uint8_t *record = forge_volume_edit(forged, FILE_NO);
    uint32_t list = bytes_u16(record + RECORD_ATTRIBUTES_OFF) + ATTR_RESIDENT_HEADER_BYTES;
    forge_put64(record + list + LIST_LOWEST_VCN, 3);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, an_extent_of_another_file_is_not_taken)
{
    put_extents();
    uint8_t *record = forge_volume_edit(forged, EXTENT_NO);
    forge_put64(record + RECORD_BASE, reference_of(31, 1));
    forge_volume_end(forged, EXTENT_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, an_extent_of_the_records_former_life_is_not_taken)
{
    put_extents();
    uint8_t *record = forge_volume_edit(forged, EXTENT_NO);
    forge_put64(record + RECORD_BASE, reference_of(FILE_NO, 2));
    forge_volume_end(forged, EXTENT_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, an_extent_that_was_given_to_another_record_is_not_taken)
{
    put_extents();
    uint8_t *record = forge_volume_edit(forged, EXTENT_NO);
    forge_put16(record + RECORD_SEQUENCE, 2);
    forge_volume_end(forged, EXTENT_NO);
    cr_assert_eq(open_data(""), STATUS_DAMAGED);
}

Test(stream, an_extension_record_is_no_file)
{
    put_extents();
    cr_assert_eq(open_data(""), STATUS_OK);
    cr_assert_eq(stream_open(volume, EXTENT_NO, ATTR_DATA, "", &arena, &stream), STATUS_NOT_FOUND);
}

Test(stream, a_resident_value_in_an_extension_record_is_read)
{
    uint8_t list[64], *record;
    struct forge_header header = {.base = reference_of(FILE_NO, 1)};
    size_t n = forge_list_entry(list, ATTR_DATA, "s", 0, reference_of(EXTENT_NO, 1), 0);
    struct bytes all;

    record = forge_volume_begin(forged, EXTENT_NO, &header);
    forge_resident(record, ATTR_DATA, "s", "there", 5);
    forge_volume_end(forged, EXTENT_NO);
    record = forge_volume_begin(forged, FILE_NO, &(struct forge_header){0});
    forge_resident(record, ATTR_LIST, "", list, n);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data("s"), STATUS_OK);
    cr_assert_eq(stream_load(&stream, 100, &arena, &all), STATUS_OK);
    cr_assert_arr_eq(all.at, "there", 5);
}

/* ---- Ends ---- */

Test(stream, a_bare_mft_gives_resident_values_only)
{
    uint8_t *dump = malloc(64 * 1024);

    put_runs(4 * CLUSTER, 0);
    forge_volume_file(forged, 31, FORGE_ROOT, "a");
    for (uint64_t i = 0; i < 64; i++)
        memcpy(dump + i * 1024, forge_volume_record(forged, i), 1024);
    source = source_of_memory((struct bytes){dump, 64 * 1024});
    cr_assert_eq(volume_open_dump(&source, &volume), STATUS_OK);
    cr_assert_eq(stream_open(volume, FILE_NO, ATTR_DATA, "", &arena, &stream), STATUS_TRUNCATED);
    cr_assert_eq(stream_open(volume, 31, ATTR_DATA, "", &arena, &stream), STATUS_OK);
    cr_assert_eq(stream_read(&stream, 0, dump, 1, &(size_t){0}), STATUS_OK);
    free(dump);
}

Test(stream, clusters_behind_the_end_of_the_source_are_truncated)
{
    put_runs(4 * CLUSTER, 0);
    cr_assert_eq(open_data(""), STATUS_OK);

    struct source cut = source_part(&source, 0, (forged->next_lcn - 1) * CLUSTER);
    struct volume *shorter;
    uint8_t byte;
    size_t got;
    cr_assert_eq(volume_open(&cut, &shorter), STATUS_OK);
    cr_assert_eq(stream_open(shorter, FILE_NO, ATTR_DATA, "", &arena, &stream), STATUS_OK);
    cr_assert_eq(stream_read(&stream, 0, &byte, 1, &got), STATUS_TRUNCATED);
    cr_assert_eq(stream_read(&stream, 3 * CLUSTER, &byte, 1, &got), STATUS_OK);
    volume_close(shorter);
}

Test(stream, a_hole_larger_than_the_source_is_not_loaded)
{
    struct forge_run hole = {UINT64_MAX, UINT64_C(1) << 40};
    struct forge_extent extent = {
        .runs = &hole, .nruns = 1, .cluster_bytes = CLUSTER, .flags = ATTR_SPARSE};
    struct bytes all;
    uint8_t *record = forge_volume_begin(forged, FILE_NO, &(struct forge_header){0});

    forge_nonresident(record, ATTR_DATA, "", &extent);
    forge_volume_end(forged, FILE_NO);
    cr_assert_eq(open_data(""), STATUS_OK);
    cr_assert_eq(byte_at((UINT64_C(1) << 50) - 1), 0);
    cr_assert_eq(stream_load(&stream, UINT64_MAX, &arena, &all), STATUS_TOO_LARGE);
}
