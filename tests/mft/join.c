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
    exam_begin(&exam, v, 255);
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

/* ---- Rows that were kept ---- */

static void put_name(struct facts *facts, uint32_t file, uint64_t parent, const char *name)
{
    struct name_rows *names = &facts->names;

    names->file[names->n] = file;
    names->parent[names->n] = parent;
    names->name_space[names->n] = NAMESPACE_POSIX;
    memcpy(facts_text_begin(facts), name, strlen(name));
    names->text[names->n++] = facts_text_end(facts, strlen(name));
}

/* A folder of sequence number 1 with one name in PARENT. */
static void put_folder(struct facts *facts, uint32_t record, uint64_t parent, const char *name)
{
    struct file_rows *files = &facts->files;
    uint32_t file = files->n++;

    files->record[file] = record;
    files->sequence[file] = 1;
    files->flags[file] = FILE_IN_USE | FILE_DIRECTORY;
    files->first_name[file] = facts->names.n;
    put_name(facts, file, parent, name);
}

static void begin_facts(struct facts *facts)
{
    *facts = (struct facts){.want = WANT_CHILDREN};
    cr_assert_eq(facts_reserve(facts, 16, 1024), STATUS_OK);
    facts_clear(facts);
}

Test(join, kept_rows_need_memory_for_themselves_only)
{
    struct join_kept kept = {.nrecords = UINT32_MAX};
    struct facts facts;
    struct index *index;

    begin_facts(&facts);
    put_folder(&facts, RECORD_ROOT, reference_of(RECORD_ROOT, 1), ".");
    put_folder(&facts, 63, reference_of(RECORD_ROOT, 1), "a");
    put_folder(&facts, 64, reference_of(RECORD_ROOT, 1), "b");
    put_folder(&facts, UINT32_MAX - 1, reference_of(64, 1), "c");
    cr_assert_eq(join_kept(&kept, &facts, &index), STATUS_OK);
    cr_expect_null(facts.arena.columns, "taken over");
    cr_expect_eq(index->nrecords, UINT32_MAX);
    cr_expect(index_find(index, RECORD_ROOT) == 0 && index_find(index, 63) == 1);
    cr_expect(index_find(index, 64) == 2 && index_find(index, UINT32_MAX - 1) == 3);
    cr_expect(index_find(index, 65) == INDEX_NONE && index_find(index, 100000) == INDEX_NONE);
    cr_expect_eq(index_find(index, UINT32_MAX), INDEX_NONE);
    cr_expect_eq(index_parent(index, 3), 2);
    index_free(index);
}

Test(join, parents_of_kept_rows_are_traced_again)
{
    struct join_kept kept = {.nrecords = 64};
    struct facts facts;
    struct index *index;

    begin_facts(&facts);
    put_folder(&facts, RECORD_ROOT, reference_of(RECORD_ROOT, 1), ".");
    put_folder(&facts, RECORD_EXTEND, reference_of(RECORD_ROOT, 1), "$Extend");
    put_folder(&facts, 30, reference_of(31, 1), "loop");
    put_folder(&facts, 31, reference_of(30, 1), "loop");
    put_folder(&facts, 32, reference_of(RECORD_EXTEND, 1), "system");
    put_folder(&facts, 33, reference_of(50, 1), "orphan");
    facts.files.flags[0] |= FILE_CUT_OFF;
    cr_assert_eq(join_kept(&kept, &facts, &index), STATUS_OK);
    cr_expect(index->files.flags[2] & FILE_CUT_OFF && index->files.flags[3] & FILE_CUT_OFF);
    cr_expect(index->files.flags[4] & FILE_SYSTEM && !(index->files.flags[5] & FILE_SYSTEM));
    cr_expect_eq(index->nfindings, 0, "what tracing finds is not told twice");
    cr_expect_eq(index->first_child[1] - index->first_child[0], 1, "the root is nobody's child");
    index_free(index);
}

Test(join, kept_findings_stay_as_they_are)
{
    const struct finding findings[] = {
        {.kind = FINDING_TORN, .record = 40, .offset = 7, .detail = 9, .at = 3},
        {.kind = FINDING_PARENT_LOOP, .record = 30, .offset = UINT64_MAX, .detail = 2},
        {.kind = FINDING_BOOT_FROM_BACKUP, .offset = 512},
        {.kind = FINDING_BAAD, .record = UINT64_MAX},
    };
    struct join_kept kept = {
        .nrecords = 64, .findings = findings, .nfindings = 4, .counts = {.read = 17}};
    struct facts facts;
    struct index *index;

    begin_facts(&facts);
    put_folder(&facts, 30, reference_of(30, 1), "self");
    cr_assert_eq(join_kept(&kept, &facts, &index), STATUS_OK);
    cr_assert_eq(index->nfindings, 4);
    cr_expect_eq(index->counts.read, 17);
    cr_expect(index->findings[0].kind == FINDING_BOOT_FROM_BACKUP &&
              index->findings[0].offset == 512);
    cr_expect(index->findings[1].record == 30 && index->findings[1].offset == UINT64_MAX);
    cr_expect(index->findings[2].record == 40 && index->findings[2].at == 3 &&
              index->findings[2].offset == 7 && index->findings[2].detail == 9);
    cr_expect_eq(index->findings[3].record, UINT64_MAX);
    cr_expect(index->files.flags[0] & FILE_FINDING);
    index_free(index);
}
