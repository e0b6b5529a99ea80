/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of several records become whole. */
#include "mft/assemble.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

enum { BASE = 40 };

static struct forge_volume *v;
static struct exam exam;
static struct forge_parts parts;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    exam = (struct exam){0};
    parts.n = 0;
    v = forge_volume_new(&(struct forge_shape){.nfree_clusters = 400});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(assemble, .init = begin, .fini = end, .timeout = 60);

/* An extension of BASE with the names in TEXTS, and their entries in the list. */
static void put_names(uint64_t number, const char *const *texts, size_t n, bool is_listed)
{
    uint8_t *record = forge_parts_extension(v, number, reference_of(BASE, 1));

    for (size_t i = 0; i < n; i++) {
        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, texts[i]);
        if (is_listed)
            forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(number, 1), (uint16_t)i);
    }
    forge_volume_end(v, number);
}

static void put_name(uint64_t number, const char *name)
{
    put_names(number, &name, 1, true);
}

static void put_base(uint16_t links)
{
    forge_parts_base(v, BASE, links, &parts);
    forge_volume_end(v, BASE);
}

static void expect_no_findings(void)
{
    cr_assert_eq(exam.index->nfindings, 0, "record %llu: %s",
                 exam.index->nfindings ? (unsigned long long)exam.index->findings[0].record : 0,
                 exam.index->nfindings ? finding_word(exam.index->findings[0].kind) : "");
}

/* ---- Names ---- */

Test(assemble, extension_before_its_base_gives_its_names)
{
    put_name(30, "before");
    put_name(50, "after");
    put_base(2);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "before|after");
    cr_assert_eq(index_links(exam.index, exam_file(&exam, BASE)), 2);
    cr_assert_eq(exam_file(&exam, 30), INDEX_NONE);
    cr_assert_eq(exam.index->counts.extensions, 2);
    cr_assert(exam_flags(&exam, BASE) & FILE_LIST);
}

Test(assemble, names_of_the_base_come_first)
{
    put_name(30, "extension");
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(BASE, 1), 2);
    uint8_t *record = forge_parts_base(v, BASE, 2, &parts);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "base");
    forge_volume_end(v, BASE);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "base|extension");
}

Test(assemble, files_around_keep_their_names)
{
    forge_volume_file(v, 39, FORGE_ROOT, "left");
    forge_volume_file(v, 41, FORGE_ROOT, "right");
    forge_volume_begin(v, 42, &(struct forge_header){.links = 0});
    forge_volume_end(v, 42);
    forge_volume_file(v, 63, FORGE_ROOT, "last");
    put_name(30, "a");
    put_name(31, "b");
    put_base(2);
    exam_begin(&exam, v, WANT_CHILDREN);
    cr_assert_str_eq(exam_names(&exam, 39, text), "left");
    cr_assert_str_eq(exam_names(&exam, BASE, text), "a|b");
    cr_assert_str_eq(exam_names(&exam, 41, text), "right");
    cr_assert_str_eq(exam_names(&exam, 42, text), "");
    cr_assert_str_eq(exam_names(&exam, 63, text), "last");
    for (uint32_t i = 0; i < exam.index->names.n; i++) {
        uint32_t file = exam.index->names.file[i];

        cr_assert(i >= index_first_name(exam.index, file) && i < index_end_name(exam.index, file));
    }
}

Test(assemble, dos_partners_find_each_other_over_records)
{
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_volume_end(v, 30);
    record = forge_parts_extension(v, 31, reference_of(BASE, 1));
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "link");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_volume_end(v, 31);
    put_base(3);
    exam_begin(&exam, v, WANT_DOS_NAMES);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "link|long name");
    uint32_t first = index_first_name(exam.index, exam_file(&exam, BASE));
    cr_assert_eq(exam.index->names.dos[first], 0);
    cr_assert(str_equal(text_pool_get(&exam.index->text, exam.index->names.dos[first + 1]),
                        str_of("LONGNA~1")));
    cr_assert_eq(exam.index->counts.dos_names, 1);
}

Test(assemble, columns_of_names_move_with_them)
{
    uint8_t value[600], *record = forge_parts_extension(v, 30, reference_of(BASE, 1));
    size_t n = forge_file_name_value(reference_of(44, 9), NAMESPACE_WIN32_DOS, "x", value);

    for (unsigned i = 0; i < TIMES; i++)
        forge_put64(value + FN_CREATED + 8 * i, 1000 + i);
    forge_resident(record, ATTR_FILE_NAME, "", value, n);
    forge_volume_end(v, 30);
    put_base(1);
    forge_volume_file(v, 50, FORGE_ROOT, "behind");
    exam_begin(&exam, v, WANT_NAME_TIMES | WANT_DOS_NAMES);
    uint32_t name = index_first_name(exam.index, exam_file(&exam, BASE));
    for (unsigned i = 0; i < TIMES; i++)
        cr_assert_eq(exam.index->names.times[name * TIMES + i], 1000 + i);
    cr_assert_eq(exam.index->names.parent[name], reference_of(44, 9));
    cr_assert_eq(exam.index->names.name_space[name], NAMESPACE_WIN32_DOS);
    cr_assert_eq(exam.index->names.dos[name], 0);
    name = index_first_name(exam.index, exam_file(&exam, 50));
    cr_assert_neq(exam.index->names.times[name * TIMES], 1000);
}

/* ---- Streams, sizes, reparse points, owners ---- */

Test(assemble, data_in_an_extension_are_the_files_own)
{
    struct forge_run run = {60, 3};
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_nonresident(
        record, ATTR_DATA, "",
        &(struct forge_extent){.runs = &run, .nruns = 1, .cluster_bytes = 1024, .lowest_vcn = 8});
    forge_volume_end(v, 30);
    record = forge_parts_extension(v, 31, reference_of(BASE, 1));
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_nonresident(record, ATTR_DATA, "",
                      &(struct forge_extent){.runs = &run,
                                             .nruns = 1,
                                             .cluster_bytes = 1024,
                                             .data_bytes = 11111,
                                             .flags = ATTR_SPARSE});
    forge_volume_end(v, 31);
    put_base(1);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_eq(exam_size(&exam, BASE), 11111);
    cr_assert_eq(exam_allocated(&exam, BASE), 3072);
    cr_assert_eq(exam_flags(&exam, BASE), FILE_IN_USE | FILE_LIST | FILE_HAS_DATA | FILE_SPARSE);
}

Test(assemble, data_in_the_base_are_not_replaced)
{
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_resident(record, ATTR_DATA, "", "1234567", 7);
    forge_volume_end(v, 30);
    record = forge_parts_base(v, BASE, 1, &parts);
    forge_resident(record, ATTR_DATA, "", "123", 3);
    forge_volume_end(v, BASE);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_size(&exam, BASE), 3);
}

Test(assemble, streams_of_every_record_stand_together)
{
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_resident(record, ATTR_DATA, "first", "1", 1);
    forge_volume_end(v, 30);
    record = forge_parts_extension(v, 50, reference_of(BASE, 1));
    forge_resident(record, ATTR_DATA, "second", "12", 2);
    forge_volume_end(v, 50);
    record = forge_parts_base(v, BASE, 1, &parts);
    forge_resident(record, ATTR_DATA, "base", "123", 3);
    forge_volume_end(v, BASE);
    for (uint64_t number = 39; number <= 41; number += 2) {
        record = forge_volume_begin(v, number, &(struct forge_header){.links = 1});
        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "other");
        forge_resident(record, ATTR_DATA, "o", "1234", 4);
        forge_volume_end(v, number);
    }
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_str_eq(exam_streams(&exam, 39, text), "o:4:0");
    cr_assert_str_eq(exam_streams(&exam, BASE, text), "base:3:0|first:1:0|second:2:0");
    cr_assert_str_eq(exam_streams(&exam, 41, text), "o:4:0");
    cr_assert(exam_flags(&exam, BASE) & FILE_STREAMS);
}

Test(assemble, a_reparse_point_in_an_extension_is_the_files_own)
{
    uint8_t *record = forge_parts_extension(v, 50, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_reparse(record, 0xA0000003);
    forge_volume_end(v, 50);
    put_base(1);
    record = forge_volume_begin(v, 30, &(struct forge_header){.links = 1});
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "g");
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    cr_assert_eq(index_reparse_tag(exam.index, exam_file(&exam, BASE)), 0xA0000003);
    cr_assert_eq(index_reparse_tag(exam.index, exam_file(&exam, 30)), 0xA000000C);
    cr_assert_eq(exam.index->reparse.n, 2);
}

/* A later extent, in an earlier record than the first, has no tag to tell. */
Test(assemble, the_tag_is_that_of_the_first_extent)
{
    uint64_t lcn = forge_volume_take(v, 1);
    struct forge_run run = {lcn, 1};
    struct forge_extent extent = {.runs = &run, .nruns = 1, .cluster_bytes = 1024, .lowest_vcn = 1};
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_put32(forge_volume_cluster(v, lcn), 0x80000013);
    forge_nonresident(record, ATTR_REPARSE_POINT, "", &extent);
    forge_volume_end(v, 30);
    record = forge_parts_extension(v, 31, reference_of(BASE, 1));
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    extent.lowest_vcn = 0;
    forge_nonresident(record, ATTR_REPARSE_POINT, "", &extent);
    forge_volume_end(v, 31);
    put_base(1);
    exam_begin(&exam, v, 0);
    cr_assert_eq(index_reparse_tag(exam.index, exam_file(&exam, BASE)), 0x80000013);
}

Test(assemble, an_owner_in_an_extension_is_the_files_own)
{
    static const uint8_t sd[36] = {1, 0, 4, 0x80, 20, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,  0,
                                   0, 0, 0, 1,    2,  0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2};
    uint8_t *record = forge_parts_extension(v, 50, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", sd, sizeof sd);
    forge_volume_end(v, 50);
    put_base(1);
    exam_begin(&exam, v, WANT_SECURITY);
    uint32_t id = exam.index->files.owner[exam_file(&exam, BASE)];
    cr_assert_eq(id, 1);
    cr_assert_str_eq(exam.index->owners[0], "S-1-5-32-544");
}

/* ---- Many ---- */

/* Every third file of 300 has its name in an extension that lies somewhere else. */
Test(assemble, many_split_files_between_whole_ones_all_keep_their_own)
{
    char name[16], expected[16];

    forge_volume_free(v);
    v = forge_volume_new(&(struct forge_shape){.nrecords = 600, .cluster_bytes = 4096});
    for (uint64_t i = 0; i < 300; i++) {
        uint64_t number = 100 + i, other = i % 2 ? 30 + i / 6 : 599 - i / 6;

        snprintf(name, sizeof name, "f%llu", (unsigned long long)i);
        if (i % 3) {
            forge_volume_file(v, number, FORGE_ROOT, name);
            continue;
        }
        parts.n = 0;
        forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(other, 1), 0);
        forge_parts_base(v, number, 1, &parts);
        forge_volume_end(v, number);
        forge_file_name(forge_parts_extension(v, other, reference_of(number, 1)), FORGE_ROOT,
                        NAMESPACE_POSIX, name);
        forge_volume_end(v, other);
    }
    exam_begin(&exam, v, WANT_CHILDREN);
    expect_no_findings();
    for (uint64_t i = 0; i < 300; i++) {
        snprintf(expected, sizeof expected, "f%llu", (unsigned long long)i);
        cr_assert_str_eq(exam_names(&exam, 100 + i, text), expected);
    }
}
