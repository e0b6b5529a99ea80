/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bare $MFT: how large its records are, how many there are, and what cannot be known. */
#include "mft/dump.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "mft/attribute.h"
#include "mft/stream.h"
#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    exam = (struct exam){0};
    v = NULL;
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(dump, .init = begin, .fini = end, .timeout = 20);

/* The bytes of V's $MFT, from record FIRST on. */
static struct bytes mft_of(uint64_t first)
{
    size_t n = (v->shape.nrecords - (size_t)first) * v->shape.record_bytes;

    return (struct bytes){forge_volume_record(v, first), n};
}

static enum status try_dump(struct bytes bytes)
{
    struct source source = source_of_memory(bytes);
    struct scan_options options = {.nworkers = 1};

    return exam_try(&exam, &source, &options);
}

Test(dump, record_size_is_found_from_the_records)
{
    for (uint32_t n = RECORD_BYTES_MIN; n <= RECORD_BYTES_MAX; n *= 2) {
        v = forge_volume_new(&(struct forge_shape){.record_bytes = n, .cluster_bytes = 4096});
        forge_volume_file(v, 24, FORGE_ROOT, "f");
        cr_assert_eq(try_dump(mft_of(0)), STATUS_OK);
        cr_assert(exam.volume->is_dump);
        cr_assert_eq(exam.volume->geometry.record_bytes, n);
        cr_assert_eq(exam.volume->nrecords, 64);
        cr_assert_eq(exam.index->nfindings, 0, "%u bytes", n);
        cr_assert_str_eq(exam_names(&exam, 24, text), "f");
        cr_assert_eq(volume_record_offset(exam.volume, 24), UINT64_C(24) * n);
        exam_end(&exam);
        forge_volume_free(v);
    }
    v = NULL;
}

Test(dump, zeros_between_formatted_records_are_damage_and_others_are_not)
{
    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    forge_volume_file(v, 24, FORGE_ROOT, "f");
    forge_volume_file(v, 27, FORGE_ROOT, "g");
    cr_assert_eq(try_dump(mft_of(0)), STATUS_OK);
    cr_assert_eq(exam_count(&exam, 20, FINDING_ZEROED), 0);
    cr_assert_eq(exam_count(&exam, 25, FINDING_ZEROED), 1);
    cr_assert_eq(exam_count(&exam, 26, FINDING_ZEROED), 1);
    cr_assert_eq(exam_count(&exam, 28, FINDING_ZEROED), 0);
    cr_assert_eq(exam.index->nfindings, 2);
    cr_assert_eq(exam.index->counts.damaged, 2);
    const struct index_counts *c = &exam.index->counts;
    cr_assert_eq(c->bases + c->extensions + c->damaged + c->deleted + c->free, c->records);
}

Test(dump, what_record_0_calls_uninitialized_is_not_read)
{
    struct attribute a;

    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    forge_volume_file(v, 60, FORGE_ROOT, "behind");
    uint8_t *record = forge_volume_edit(v, RECORD_MFT);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    forge_put64(record + a.at + ATTR_INITIALIZED, 40 * 1024);
    forge_volume_end(v, RECORD_MFT);
    cr_assert_eq(try_dump(mft_of(0)), STATUS_OK);
    cr_assert_eq(exam.volume->nrecords, 40);
}

Test(dump, a_damaged_record_0_costs_only_itself)
{
    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    forge_volume_file(v, 24, FORGE_ROOT, "f");
    memcpy(forge_volume_record(v, 0), "BAAD", 4);
    cr_assert_eq(try_dump(mft_of(0)), STATUS_OK);
    cr_assert_eq(exam_count(&exam, 0, FINDING_BAAD), 1);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_str_eq(exam_names(&exam, 24, text), "f");
}

Test(dump, half_a_record_at_the_end_is_left_out)
{
    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    struct bytes bytes = mft_of(0);
    bytes.n = 20 * 1024 + 500;
    cr_assert_eq(try_dump(bytes), STATUS_OK);
    cr_assert_eq(exam.volume->nrecords, 20);
}

Test(dump, what_lies_in_clusters_cannot_be_read)
{
    struct forge_parts parts = {0};
    struct stream stream;
    struct arena arena = {0};
    uint8_t *record;

    v = forge_volume_new(&(struct forge_shape){.cluster_bytes = 4096});
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(25, 1), 0);
    forge_parts_base_nonresident(v, 24, 5, &parts);
    forge_volume_end(v, 24);
    record = forge_parts_extension(v, 25, reference_of(24, 1));
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_volume_end(v, 25);
    cr_assert_eq(try_dump(mft_of(0)), STATUS_OK);
    cr_assert_eq(exam_count(&exam, 24, FINDING_LIST_UNREADABLE), 1);
    cr_assert_str_eq(exam_names(&exam, 24, text), "f");
    cr_assert_eq(stream_open(exam.volume, RECORD_BITMAP, ATTR_DATA, "", &arena, &stream),
                 STATUS_TRUNCATED);
    arena_free(&arena);
}

Test(dump, something_else_is_no_mft)
{
    uint8_t *zeros = calloc(1, 70000);

    cr_assert_neq(try_dump((struct bytes){zeros, 70000}), STATUS_OK);
    memcpy(zeros, "FILE", 4);
    cr_assert_neq(try_dump((struct bytes){zeros, 70000}), STATUS_OK);
    cr_assert_neq(try_dump((struct bytes){zeros, 40}), STATUS_OK);
    cr_assert_neq(try_dump((struct bytes){zeros, 0}), STATUS_OK);
    free(zeros);
}
