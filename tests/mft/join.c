/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts of all records to one index. */
#include "mft/join.h"

#include <criterion/criterion.h>

#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

static struct forge_volume *v;
static struct exam exam;

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){0});
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(join, .init = begin, .fini = end, .timeout = 20);

Test(join, no_facts_give_an_empty_index_and_are_taken_over)
{
    struct facts facts = {.want = WANT_CHILDREN};
    struct volume volume = {.geometry = {.record_bytes = 1024, .cluster_bytes = 1024}};
    struct index *index;

    cr_assert_eq(join(&volume, &facts, &index), STATUS_OK);
    cr_assert_eq(index->files.n + index->names.n + index->nfindings, 0);
    cr_assert_eq(index->first_child[0], 0);
    cr_assert_eq(index_find(index, 0), INDEX_NONE);
    cr_assert_null(facts.arena.columns);
    index_free(index);
}

Test(join, findings_say_where_their_record_lies)
{
    forge_volume_file(v, 30, reference_of(50, 1), "f");
    forge_volume_file(v, 31, FORGE_ROOT, "g");
    memcpy(forge_volume_record(v, 31), "BAAD", 4);
    forge_parts_extension(v, 32, reference_of(40, 1));
    forge_volume_end(v, 32);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct finding *f = &exam.index->findings[i];

        cr_assert_eq(f->record, 30 + i);
        cr_assert_eq(f->offset, (uint64_t)(forge_volume_record(v, f->record) - v->bytes));
    }
    cr_assert(exam_flags(&exam, 30) & FILE_FINDING);
}

Test(join, findings_of_the_volume_keep_their_own_place)
{
    memset(v->bytes, 0, BOOT_BYTES);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_eq(exam.index->findings[0].offset, v->nbytes - v->shape.sector_bytes);
    cr_assert_eq(exam_flags(&exam, 0) & FILE_FINDING, 0);
}

Test(join, a_healthy_volume_has_no_findings)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    exam_begin(&exam, v, 127);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(exam.index->files.n, 17);
    for (uint32_t file = 0; file < exam.index->files.n; file++)
        cr_assert_eq(exam.index->files.flags[file] & FILE_FINDING, 0);
}

Test(join, what_was_asked_for_stands_in_the_index)
{
    exam_begin(&exam, v, WANT_USN | WANT_CHILDREN);
    cr_assert_eq(exam.index->want, WANT_USN | WANT_CHILDREN);
    cr_assert_eq(exam.index->nrecords, 64);
}
