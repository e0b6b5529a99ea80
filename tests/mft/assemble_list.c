/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which extension belongs to which file: what sequence numbers and attribute lists decide. */
#include "mft/assemble.h"

#include <criterion/criterion.h>

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

TestSuite(assemble_list, .init = begin, .fini = end, .timeout = 60);

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

static void expect_only(uint64_t record, enum finding_kind kind, uint64_t detail)
{
    cr_assert_eq(exam.index->nfindings, 1, "%u findings", exam.index->nfindings);
    cr_assert_eq(exam.index->findings[0].record, record);
    cr_assert_eq(exam.index->findings[0].kind, kind, "%s",
                 finding_word(exam.index->findings[0].kind));
    cr_assert_eq(exam.index->findings[0].detail, detail);
}

/* ---- Extensions that belong to nobody ---- */

Test(assemble_list, an_extension_of_a_free_record_is_an_orphan)
{
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 1));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, WANT_DELETED);
    expect_only(30, FINDING_EXTENSION_ORPHAN, reference_of(BASE, 1));
    cr_assert_eq(exam.index->names.n, 12);
}

Test(assemble_list, an_extension_of_a_record_beyond_all_numbers_is_an_orphan)
{
    static const uint64_t bases[] = {UINT64_C(0x1000000000028), UINT64_C(0xFFFFFFFFFFFF),
                                     UINT64_C(0x100000028), 1000};

    for (size_t i = 0; i < 4; i++) {
        uint64_t base = i == 0 ? bases[0] : bases[i] | UINT64_C(1) << 48;

        forge_volume_file(v, BASE, FORGE_ROOT, "f");
        forge_parts_extension(v, 30, base);
        forge_volume_end(v, 30);
        exam_begin(&exam, v, 0);
        if (i == 0)
            expect_only(30, FINDING_EXTENSION_UNLISTED, base);
        else
            expect_only(30, FINDING_EXTENSION_ORPHAN, base);
        exam_end(&exam);
    }
}

Test(assemble_list, an_extension_of_itself_or_of_an_extension_is_an_orphan)
{
    forge_parts_extension(v, 30, reference_of(30, 1));
    forge_volume_end(v, 30);
    forge_parts_extension(v, 31, reference_of(30, 1));
    forge_volume_end(v, 31);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 30, FINDING_EXTENSION_ORPHAN), 1);
    cr_assert_eq(exam_count(&exam, 31, FINDING_EXTENSION_ORPHAN), 1);
    cr_assert_eq(exam.index->nfindings, 2);
}

Test(assemble_list, an_extension_of_an_earlier_file_is_stale)
{
    uint8_t *record = forge_parts_extension(v, 30, reference_of(BASE, 9));

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "stale");
    forge_resident(record, ATTR_DATA, "", "stale", 5);
    forge_volume_end(v, 30);
    put_name(31, "good");
    put_base(1);
    exam_begin(&exam, v, 0);
    expect_only(30, FINDING_EXTENSION_STALE, reference_of(BASE, 9));
    cr_assert_str_eq(exam_names(&exam, BASE, text), "good");
    cr_assert_eq(exam_size(&exam, BASE), 0);
}

Test(assemble_list, a_base_without_a_list_has_no_extensions)
{
    const char *name = "claimed";

    forge_volume_file(v, BASE, FORGE_ROOT, "f");
    put_names(30, &name, 1, false);
    exam_begin(&exam, v, 0);
    expect_only(30, FINDING_EXTENSION_UNLISTED, reference_of(BASE, 1));
    cr_assert_str_eq(exam_names(&exam, BASE, text), "f");
}

/* ---- The list decides ---- */

Test(assemble_list, list_decides_where_header_and_names_disagree)
{
    const char *name = "unlisted";

    put_name(30, "listed");
    put_names(31, &name, 1, false);
    put_base(1);
    exam_begin(&exam, v, 0);
    expect_only(31, FINDING_EXTENSION_UNLISTED, reference_of(BASE, 1));
    cr_assert_str_eq(exam_names(&exam, BASE, text), "listed");
}

Test(assemble_list, a_list_in_clusters_decides_too)
{
    const char *name = "unlisted";

    put_name(30, "listed");
    put_names(31, &name, 1, false);
    forge_parts_base_nonresident(v, BASE, 1, &parts);
    forge_volume_end(v, BASE);
    exam_begin(&exam, v, 0);
    expect_only(31, FINDING_EXTENSION_UNLISTED, reference_of(BASE, 1));
    cr_assert_str_eq(exam_names(&exam, BASE, text), "listed");
}

Test(assemble_list, a_name_that_the_list_leaves_out_does_not_count)
{
    const char *names[] = {"listed", "left out"};

    put_names(30, names, 2, false);
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(30, 1), 0);
    put_base(1);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "listed");
}

Test(assemble_list, where_header_and_names_agree_the_list_is_not_asked)
{
    const char *name = "f";

    put_names(30, &name, 1, false);
    put_base(1);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "f");
}

Test(assemble_list, a_listed_record_of_another_time_is_not_meant)
{
    const char *name = "f";

    put_names(30, &name, 1, false);
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(30, 2), 0);
    put_base(0);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, 30, FINDING_EXTENSION_UNLISTED), 1);
    cr_assert_eq(exam_count(&exam, BASE, FINDING_NO_NAME), 1);
    cr_assert_eq(exam.index->nfindings, 2);
}

Test(assemble_list, a_list_that_promises_names_which_are_gone_is_told)
{
    put_name(30, "here");
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(31, 1), 0);
    put_base(2);
    exam_begin(&exam, v, 0);
    expect_only(BASE, FINDING_LINK_COUNT, 1);
    cr_assert_str_eq(exam_names(&exam, BASE, text), "here");
    cr_assert(exam_flags(&exam, BASE) & FILE_FINDING);
}

Test(assemble_list, an_unreadable_list_is_told_and_all_that_was_found_counts)
{
    put_name(30, "a");
    put_name(31, "b");
    forge_put16(parts.list + LIST_LENGTH, 3);
    put_base(1);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam_count(&exam, BASE, FINDING_LIST_UNREADABLE), 1);
    cr_assert_eq(exam_finding(&exam, BASE, FINDING_LINK_COUNT)->detail, 2);
    cr_assert_str_eq(exam_names(&exam, BASE, text), "a|b");
}

Test(assemble_list, base_and_extensions_without_any_name_are_told)
{
    forge_parts_list(&parts, ATTR_DATA, "", 0, reference_of(30, 1), 0);
    forge_parts_extension(v, 30, reference_of(BASE, 1));
    forge_volume_end(v, 30);
    put_base(0);
    exam_begin(&exam, v, 0);
    expect_only(BASE, FINDING_NO_NAME, 0);
}

Test(assemble_list, a_folder_with_two_names_over_records_is_told)
{
    put_name(30, "a");
    put_name(31, "b");
    put_base(2);
    forge_put16(forge_volume_edit(v, BASE) + RECORD_FLAGS, RECORD_IN_USE | RECORD_DIRECTORY);
    forge_volume_end(v, BASE);
    exam_begin(&exam, v, 0);
    expect_only(BASE, FINDING_DIRECTORY_NAMES, 2);
}

/* Lists of a real volume do not share clusters: together they are no larger than it. Here 500 files
 * have the same one, of a quarter of a MiB. */
Test(assemble_list, lists_that_share_their_clusters_cost_no_more_than_the_volume_holds)
{
    struct forge_run run = {.nclusters = 60};
    struct forge_extent list = {.runs = &run, .nruns = 1, .cluster_bytes = 4096};
    uint32_t nunread = 0;

    forge_volume_free(v);
    v = forge_volume_new(
        &(struct forge_shape){.nrecords = 600, .cluster_bytes = 4096, .nfree_clusters = 100});
    run.lcn = forge_volume_take(v, run.nclusters);
    while (parts.n < 60 * 4096)
        forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(30, 1), 1);
    memcpy(forge_volume_cluster(v, run.lcn), parts.list, 60 * 4096);
    for (uint64_t number = 100; number < 600; number++) {
        uint8_t *record = forge_volume_begin(v, number, &(struct forge_header){.links = 2});

        forge_nonresident(record, ATTR_LIST, "", &list);
        forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "f");
        forge_volume_end(v, number);
    }
    exam_begin(&exam, v, 0);
    for (uint64_t number = 100; number < 600; number++)
        nunread += exam_count(&exam, number, FINDING_LIST_UNREADABLE);
    cr_assert_geq(nunread, 400);
    cr_assert_eq(exam_count(&exam, 100, FINDING_LIST_UNREADABLE), 0);
}

/* ---- Deleted files ---- */

static void put_deleted(uint64_t number, uint16_t sequence, uint64_t base)
{
    uint8_t *record = forge_volume_begin(
        v, number,
        &(struct forge_header){.is_free = true, .sequence = sequence, .base = base, .links = 0});

    if (!base)
        forge_resident(record, ATTR_LIST, "", parts.list, parts.n);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, base ? "more" : "base");
    forge_volume_end(v, number);
}

Test(assemble_list, a_deleted_file_gets_the_names_that_its_extensions_still_have)
{
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(30, 1), 0);
    put_deleted(30, 2, reference_of(BASE, 7));
    put_deleted(BASE, 8, 0);
    exam_begin(&exam, v, WANT_DELETED);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "base|more");
    exam_end(&exam);
    exam_begin(&exam, v, 0);
    expect_no_findings();
    cr_assert_eq(exam_file(&exam, BASE), INDEX_NONE);
}

Test(assemble_list, a_deleted_extension_is_not_given_to_a_later_file)
{
    put_name(31, "new");
    put_base(1);
    put_deleted(30, 2, reference_of(BASE, 1));
    exam_begin(&exam, v, WANT_DELETED);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "new");
}

Test(assemble_list, a_deleted_extension_of_another_time_is_left_out)
{
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(30, 1), 0);
    put_deleted(30, 2, reference_of(BASE, 3));
    put_deleted(BASE, 8, 0);
    exam_begin(&exam, v, WANT_DELETED);
    expect_no_findings();
    cr_assert_str_eq(exam_names(&exam, BASE, text), "base");
}
