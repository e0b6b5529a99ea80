/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the index. */
#include "mft/index.h"

#include <criterion/criterion.h>

#include "tests/support/exam.h"

static struct forge_volume *v;
static struct exam exam;

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){.nrecords = 300, .cluster_bytes = 4096});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(index, .init = begin, .fini = end, .timeout = 20);

Test(index, every_record_is_found_by_its_number_and_no_other)
{
    /* borders of the map's 64-bit words among them */
    static const uint64_t numbers[] = {63, 64, 65, 127, 128, 191, 192, 255, 256, 299};
    uint32_t row = 0;

    for (size_t i = 0; i < 10; i++)
        forge_volume_file(v, numbers[i], FORGE_ROOT, "f");
    exam_begin(&exam, v, 0);
    for (uint64_t number = 0; number < 300; number++) {
        bool is_there = number < 16;

        for (size_t i = 0; i < 10; i++)
            is_there |= numbers[i] == number;
        cr_assert_eq(index_find(exam.index, number), is_there ? row++ : INDEX_NONE);
    }
    cr_assert_eq(row, exam.index->files.n);
}

Test(index, numbers_beyond_all_records_are_not_found)
{
    exam_begin(&exam, v, 0);
    cr_assert_eq(index_find(exam.index, 300), INDEX_NONE);
    cr_assert_eq(index_find(exam.index, UINT64_C(0x100000005)), INDEX_NONE);
    cr_assert_eq(index_find(exam.index, UINT64_C(0xFFFFFFFFFFFF)), INDEX_NONE);
    cr_assert_eq(index_find(exam.index, UINT64_MAX), INDEX_NONE);
}

Test(index, a_reference_needs_the_right_sequence_number_or_none)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    exam_begin(&exam, v, 0);
    uint32_t file = exam_file(&exam, 30);
    cr_assert_eq(index_find_reference(exam.index, reference_of(30, 1)), file);
    cr_assert_eq(index_find_reference(exam.index, reference_of(30, 0)), file);
    cr_assert_eq(index_find_reference(exam.index, reference_of(30, 2)), INDEX_NONE);
    cr_assert_eq(index_find_reference(exam.index, reference_of(31, 1)), INDEX_NONE);
    cr_assert_eq(index_reference(exam.index, file), reference_of(30, 1));
}

Test(index, findings_are_found_by_record_in_the_order_of_records)
{
    uint32_t n = 0;

    for (uint64_t number = 290; number >= 30; number -= 10) {
        forge_volume_file(v, number, reference_of(200, 9), "f");
        memcpy(forge_volume_record(v, number), "BAAD", number % 20 ? 4 : 0);
    }
    exam_begin(&exam, v, 0);
    for (uint32_t i = 1; i < exam.index->nfindings; i++)
        cr_assert_leq(exam.index->findings[i - 1].record, exam.index->findings[i].record);
    for (uint64_t number = 0; number < 310; number++) {
        const struct finding *found = index_findings(exam.index, number, &n);

        cr_assert_eq(n, number >= 30 && number < 300 && number % 10 == 0, "record %llu: %u",
                     (unsigned long long)number, n);
        if (n)
            cr_assert_eq(found->kind, number % 20 ? FINDING_BAAD : FINDING_PARENT_STALE);
    }
    index_findings(exam.index, UINT64_MAX, &n);
    cr_assert_eq(n, 0);
}

Test(index, streams_and_tags_belong_to_their_file_alone)
{
    uint32_t n;

    for (uint64_t number = 30; number < 40; number++) {
        uint8_t *record = forge_volume_begin(v, number, &(struct forge_header){.links = 1});

        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
        for (uint64_t i = 30; i < number; i++)
            forge_resident(record, ATTR_DATA, "s", "1", 1);
        if (number % 2)
            forge_reparse(record, (uint32_t)number);
        forge_volume_end(v, number);
    }
    exam_begin(&exam, v, 0);
    for (uint64_t number = 30; number < 40; number++) {
        uint32_t file = exam_file(&exam, number), first = index_streams(exam.index, file, &n);

        cr_assert_eq(n, number - 30);
        for (uint32_t i = first; i < first + n; i++)
            cr_assert_eq(exam.index->streams.file[i], file);
        cr_assert_eq(index_reparse_tag(exam.index, file), number % 2 ? number : 0);
    }
}

Test(index, parents_must_be_folders_in_use)
{
    forge_volume_directory(v, 40, FORGE_ROOT, "d");
    forge_volume_file(v, 30, reference_of(40, 1), "in a folder");
    forge_volume_file(v, 31, reference_of(30, 1), "in a file");
    exam_begin(&exam, v, 0);
    const struct index *index = exam.index;
    cr_assert_eq(index_parent(index, index_first_name(index, exam_file(&exam, 30))),
                 exam_file(&exam, 40));
    cr_assert_eq(index_parent(index, index_first_name(index, exam_file(&exam, 31))), INDEX_NONE);
}

Test(index, nothing_can_be_freed)
{
    index_free(NULL);
    exam_begin(&exam, v, 0);
}
