/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each attribute but $DATA says, and what is made of one that cannot be. */
#include "mft/gather.h"

#include <criterion/criterion.h>
#include <stdio.h>

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

TestSuite(gather, .init = begin, .fini = end, .timeout = 20);

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

/* ---- $STANDARD_INFORMATION ---- */

static uint32_t put_standard_information(uint32_t nbytes)
{
    uint8_t value[SI_BYTES];

    for (uint32_t i = 0; i < SI_BYTES; i++)
        value[i] = (uint8_t)(i + 1);
    return forge_resident(record, ATTR_STANDARD_INFORMATION, "", value, nbytes);
}

Test(gather, standard_information_of_72_bytes_gives_all_columns)
{
    put_standard_information(72);
    put_name();
    uint32_t file = scan(WANT_TIMES | WANT_SECURITY | WANT_USN);
    const struct file_rows *files = &exam.index->files;

    cr_assert_eq(exam.index->nfindings, 0);
    for (unsigned i = 0; i < TIMES; i++)
        cr_assert_eq(files->times[file * TIMES + i],
                     UINT64_C(0x0807060504030201) + UINT64_C(0x0808080808080808) * i);
    cr_assert_eq(files->attributes[file], 0x24232221);
    cr_assert_eq(files->security_id[file], 0x38373635);
    cr_assert_eq(files->usn[file], UINT64_C(0x4847464544434241));
}

Test(gather, standard_information_of_48_bytes_has_neither_security_id_nor_usn)
{
    put_standard_information(48);
    put_name();
    uint32_t file = scan(WANT_TIMES | WANT_SECURITY | WANT_USN);
    const struct file_rows *files = &exam.index->files;

    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(files->attributes[file], 0x24232221);
    cr_assert_eq(files->times[file * TIMES + 3], UINT64_C(0x201F1E1D1C1B1A19));
    cr_assert_eq(files->security_id[file], 0);
    cr_assert_eq(files->usn[file], 0);
}

Test(gather, standard_information_that_is_too_short_is_told)
{
    uint32_t at = put_standard_information(47);

    put_name();
    uint32_t file = scan(WANT_TIMES);
    cr_assert_eq(exam_finding(&exam, 30, FINDING_BAD_ATTRIBUTE)->at, at);
    cr_assert_eq(exam.index->files.attributes[file], 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(gather, without_standard_information_the_columns_are_zero)
{
    put_name();
    uint32_t file = scan(WANT_TIMES | WANT_SECURITY | WANT_USN);

    cr_assert_eq(exam.index->files.attributes[file], 0);
    cr_assert_eq(exam.index->files.security_id[file], 0);
    cr_assert_eq(exam.index->files.owner[file], 0);
    cr_assert_eq(exam.index->files.usn[file], 0);
    for (unsigned i = 0; i < TIMES; i++)
        cr_assert_eq(exam.index->files.times[file * TIMES + i], 0);
}

/* ---- The record itself ---- */

Test(gather, room_is_what_the_header_leaves_unused)
{
    put_standard_information(72);
    put_name();
    uint32_t file = scan(WANT_ROOM);

    /* Header and end mark, 24 and 72 bytes, 24 and a value of 66 and one unit, rounded up. */
    cr_assert_eq(exam.index->files.room[file], 1024 - (56 + 8) - (24 + 72) - (24 + 72));
}

Test(gather, room_is_not_kept_for_those_who_do_not_ask)
{
    put_name();
    scan(WANT_TIMES);
    cr_assert_null(exam.index->files.room);
}

/* ---- $FILE_NAME ---- */

Test(gather, the_times_of_a_name_are_its_own)
{
    uint8_t value[600];
    size_t n = forge_file_name_value(FORGE_ROOT, NAMESPACE_WIN32_DOS, "f", value);

    for (unsigned i = 0; i < TIMES; i++)
        forge_put64(value + FN_CREATED + 8 * i, UINT64_MAX - i);
    put_standard_information(72);
    forge_resident(record, ATTR_FILE_NAME, "", value, n);
    uint32_t file = scan(WANT_NAME_TIMES), name = index_first_name(exam.index, file);

    for (unsigned i = 0; i < TIMES; i++)
        cr_assert_eq(exam.index->names.times[name * TIMES + i], UINT64_MAX - i);
    cr_assert_eq(exam.index->names.name_space[name], NAMESPACE_WIN32_DOS);
    cr_assert_eq(exam.index->names.parent[name], FORGE_ROOT);
}

Test(gather, a_namespace_that_does_not_exist_is_posix)
{
    forge_file_name(record, FORGE_ROOT, 7, "f");
    uint32_t file = scan(0);

    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(exam.index->names.name_space[index_first_name(exam.index, file)], NAMESPACE_POSIX);
}

Test(gather, a_name_of_255_units_and_lone_surrogates_is_kept)
{
    uint8_t value[FN_NAME + 2 * 255];

    forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "x", value);
    value[FN_NAME_UNITS] = 255;
    for (size_t i = 0; i < 255; i++)
        forge_put16(value + FN_NAME + 2 * i, 0xDC00);
    forge_resident(record, ATTR_FILE_NAME, "", value, sizeof value);
    uint32_t file = scan(0);
    struct str name = index_name(exam.index, index_first_name(exam.index, file));

    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(name.n, 3 * 255);
    cr_assert_arr_eq(name.at + 3 * 254, "\xED\xB0\x80", 3);
}

Test(gather, a_name_without_units_cannot_be)
{
    uint8_t value[FN_NAME + 8];

    forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "x", value);
    value[FN_NAME_UNITS] = 0;
    forge_resident(record, ATTR_FILE_NAME, "", value, sizeof value);
    scan(0);
    cr_assert_eq(exam_count(&exam, 30, FINDING_BAD_NAME), 1);
    cr_assert_str_eq(exam_names(&exam, 30, text), "");
}

Test(gather, a_name_longer_than_its_value_cannot_be_and_the_next_one_counts)
{
    uint8_t value[FN_NAME + 8];

    forge_put16(record + RECORD_LINK_COUNT, 2);
    forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "abc", value);
    value[FN_NAME_UNITS] = 5;
    uint32_t at = forge_resident(record, ATTR_FILE_NAME, "", value, sizeof value);
    put_name();
    scan(0);
    cr_assert_eq(exam_finding(&exam, 30, FINDING_BAD_NAME)->at, at);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(gather, a_name_with_slash_or_nul_is_told_and_kept)
{
    uint8_t value[FN_NAME + 6];
    size_t n = forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "a/b", value);

    forge_put16(record + RECORD_LINK_COUNT, 2);
    forge_resident(record, ATTR_FILE_NAME, "", value, n);
    value[FN_NAME + 2] = 0;
    forge_resident(record, ATTR_FILE_NAME, "", value, n);
    uint32_t file = scan(0);
    cr_assert_eq(exam_count(&exam, 30, FINDING_BAD_NAME), 1);
    cr_assert_eq(index_links(exam.index, file), 2);
    cr_assert_eq(index_name(exam.index, index_first_name(exam.index, file) + 1).n, 3);
}

Test(gather, texts_stand_in_the_order_of_the_disk)
{
    put_name();
    forge_volume_file(v, 31, FORGE_ROOT, "g");
    uint32_t file = scan(0);

    cr_assert_lt(exam.index->names.text[index_first_name(exam.index, file)],
                 exam.index->names.text[index_first_name(exam.index, file + 1)]);
    cr_assert_eq(text_pool_get(&exam.index->text, 0).n, 0);
}

/* ---- $REPARSE_POINT ---- */

Test(gather, a_resident_reparse_point_gives_its_tag)
{
    put_name();
    forge_reparse(record, 0xA000000C);
    uint32_t file = scan(0);

    cr_assert_eq(index_reparse_tag(exam.index, file), 0xA000000C);
    cr_assert(exam_flags(&exam, 30) & FILE_REPARSE);
    cr_assert_eq(index_reparse_tag(exam.index, exam_file(&exam, 5)), 0);
}

static void put_reparse_extent(uint64_t lcn, uint64_t lowest_vcn)
{
    struct forge_run run = {lcn, 1};

    forge_nonresident(record, ATTR_REPARSE_POINT, "",
                      &(struct forge_extent){.runs = &run,
                                             .nruns = 1,
                                             .cluster_bytes = 1024,
                                             .lowest_vcn = lowest_vcn,
                                             .data_bytes = 600});
}

Test(gather, a_reparse_point_in_clusters_gives_the_tag_that_lies_there)
{
    uint64_t lcn = forge_volume_take(v, 1);

    forge_put32(forge_volume_cluster(v, lcn), 0x80000013);
    put_name();
    put_reparse_extent(lcn, 0);
    uint32_t file = scan(0);
    cr_assert_eq(index_reparse_tag(exam.index, file), 0x80000013);
}

Test(gather, a_reparse_point_that_cannot_be_read_has_the_tag_that_its_name_claims)
{
    uint8_t value[600];
    size_t n = forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "f", value);

    forge_put32(value + FN_ATTRIBUTES, FILE_ATTRIBUTE_REPARSE_POINT);
    forge_put32(value + FN_REPARSE_TAG, 0x80000017);
    forge_resident(record, ATTR_FILE_NAME, "", value, n);
    put_reparse_extent(v->nclusters + 5, 0);
    uint32_t file = scan(0);
    cr_assert_eq(index_reparse_tag(exam.index, file), 0x80000017);
    cr_assert_eq(exam.index->nfindings, 0);
}

Test(gather, a_later_extent_of_a_reparse_point_says_nothing)
{
    put_name();
    put_reparse_extent(60, 3);
    uint32_t file = scan(0);

    cr_assert_eq(exam_flags(&exam, 30) & FILE_REPARSE, 0);
    cr_assert_eq(exam.index->reparse.n, 0);
    cr_assert_eq(index_reparse_tag(exam.index, file), 0);
}

Test(gather, a_reparse_point_without_a_tag_is_told)
{
    put_name();
    forge_resident(record, ATTR_REPARSE_POINT, "", "123", 3);
    uint32_t file = scan(0);

    cr_assert_eq(exam_count(&exam, 30, FINDING_BAD_ATTRIBUTE), 1);
    cr_assert_eq(index_reparse_tag(exam.index, file), 0);
}

/* ---- Descriptors of its own ---- */

static void put_descriptor(uint8_t *r, uint8_t last)
{
    uint8_t sd[20 + 16] = {1, 0, 4, 0x80, 20};
    const uint8_t sid[16] = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, last, 2, 0, 0};

    memcpy(sd + 20, sid, sizeof sid);
    forge_resident(r, ATTR_SECURITY_DESCRIPTOR, "", sd, sizeof sd);
}

Test(gather, the_owner_of_a_descriptor_of_its_own_is_named)
{
    put_name();
    put_descriptor(record, 0x20);
    uint32_t file = scan(WANT_SECURITY);

    cr_assert_eq(exam.index->files.owner[file], 1);
    cr_assert_eq(exam.index->nowners, 1);
    cr_assert_str_eq(exam.index->owners[0], "S-1-5-32-544");
    cr_assert_eq(exam.index->files.owner[exam_file(&exam, 5)], 0);
}

Test(gather, of_several_descriptors_the_first_counts)
{
    put_name();
    put_descriptor(record, 0x21);
    put_descriptor(record, 0x22);
    uint32_t file = scan(WANT_SECURITY);

    cr_assert_str_eq(exam.index->owners[exam.index->files.owner[file] - 1], "S-1-5-32-545");
}

Test(gather, owners_are_numbered_once_over_all_chunks)
{
    forge_volume_free(v);
    v = forge_volume_new(
        &(struct forge_shape){.nrecords = 1024, .cluster_bytes = 4096, .record_bytes = 1024});
    for (uint64_t number = 30; number < 1024; number += 7) {
        uint8_t *r = forge_volume_begin(v, number, &(struct forge_header){.links = 1});

        forge_file_name(r, FORGE_ROOT, NAMESPACE_POSIX, "f");
        put_descriptor(r, (uint8_t)(number % 5));
        forge_volume_end(v, number);
    }
    exam_begin(&exam, v, WANT_SECURITY);
    cr_assert_eq(exam.index->nowners, 5);
    for (uint64_t number = 30; number < 1024; number += 7) {
        char expected[40];

        snprintf(expected, sizeof expected, "S-1-5-32-%u", 512 + (unsigned)(number % 5));
        cr_assert_str_eq(exam.index->owners[exam.index->files.owner[exam_file(&exam, number)] - 1],
                         expected);
    }
}

/* ---- Damage ---- */

Test(gather, a_malformed_attribute_ends_its_record_and_keeps_what_stood_before)
{
    put_name();
    uint32_t at = forge_resident(record, ATTR_DATA, "", "12345", 5);
    forge_put32(record + at + ATTR_LENGTH, 0x7FFFFFF8);
    scan(0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
    cr_assert_eq(exam_finding(&exam, 30, FINDING_BAD_ATTRIBUTE)->at, at);
    cr_assert_eq(exam.index->nfindings, 1);
}

Test(gather, each_kind_of_finding_is_told_once_a_record)
{
    uint8_t value[FN_NAME + 8];

    forge_put16(record + RECORD_LINK_COUNT, 4);
    forge_file_name_value(FORGE_ROOT, NAMESPACE_POSIX, "x", value);
    value[FN_NAME_UNITS] = 0;
    for (unsigned i = 0; i < 4; i++)
        forge_resident(record, ATTR_FILE_NAME, "", value, sizeof value);
    scan(0);
    cr_assert_eq(exam.index->nfindings, 1);
}
