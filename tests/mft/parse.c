/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which record gives a row, which a finding, and which neither. */
#include "mft/parse.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/exam.h"

static struct forge_volume *v;
static struct exam exam;
static char text[EXAM_TEXT_BYTES];

static void begin(void)
{
    exam = (struct exam){0};
    v = forge_volume_new(&(struct forge_shape){0});
    forge_volume_file(v, 29, FORGE_ROOT, "before");
    forge_volume_file(v, 31, FORGE_ROOT, "after");
}

static void end(void)
{
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(parse, .init = begin, .fini = end, .timeout = 20);

/* Record 30 has this finding and no other, and nothing else has any. */
static const struct finding *expect_only(enum finding_kind kind)
{
    uint32_t n;
    const struct finding *found = index_findings(exam.index, 30, &n);

    cr_assert_eq(n, 1, "%u findings", n);
    cr_assert_eq(found->kind, kind, "%s", finding_word(found->kind));
    cr_assert_eq(found->offset, (uint64_t)(forge_volume_record(v, 30) - v->bytes));
    cr_assert_eq(exam.index->nfindings, 1);
    cr_assert_str_eq(exam_names(&exam, 29, text), "before");
    cr_assert_str_eq(exam_names(&exam, 31, text), "after");
    return found;
}

static void expect_damaged(enum finding_kind kind, uint32_t at)
{
    exam_begin(&exam, v, WANT_DELETED);
    cr_assert_eq(expect_only(kind)->at, at);
    cr_assert_eq(exam_file(&exam, 30), INDEX_NONE);
    cr_assert_eq(exam.index->counts.damaged, 1);
}

Test(parse, a_baad_record_costs_itself_only)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    memcpy(forge_volume_record(v, 30), "BAAD", 4);
    expect_damaged(FINDING_BAAD, 0);
}

Test(parse, a_torn_record_costs_itself_only)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    forge_volume_record(v, 30)[1022] ^= 0x10;
    expect_damaged(FINDING_TORN, 1022);
}

Test(parse, a_record_of_something_else_costs_itself_only)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    memcpy(forge_volume_record(v, 30), "INDX", 4);
    expect_damaged(FINDING_BAD_MAGIC, 0);
}

Test(parse, a_header_that_cannot_be_costs_itself_only)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    forge_put32(forge_volume_record(v, 30) + RECORD_BYTES_IN_USE, 1025);
    expect_damaged(FINDING_BAD_HEADER, RECORD_BYTES_IN_USE);
}

Test(parse, zeros_that_the_bitmap_calls_used_are_damage)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    memset(forge_volume_record(v, 30), 0, 1024);
    expect_damaged(FINDING_ZEROED, 0);
}

Test(parse, zeros_that_the_bitmap_calls_free_are_free)
{
    exam_begin(&exam, v, WANT_DELETED);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_eq(exam.index->counts.damaged, 0);
    cr_assert_eq(exam.index->counts.formatted, 32);
}

/* ---- What the header says ---- */

Test(parse, a_record_knows_its_number_by_its_place)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    forge_put32(forge_volume_record(v, 30) + RECORD_OWN_NUMBER, 77);
    exam_begin(&exam, v, 0);
    cr_assert_eq(expect_only(FINDING_OTHER_NUMBER)->detail, 77);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(parse, records_with_the_old_header_have_no_number_to_disagree_with)
{
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 1, .is_old = true});

    forge_standard_information(record, SI_BYTES_OLD, 0x20, 0);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "old");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "old");
}

Test(parse, sequence_links_and_kind_are_those_of_the_header)
{
    uint8_t *record = forge_volume_begin(
        v, 30, &(struct forge_header){.sequence = 0xFFFE, .links = 1, .flags = RECORD_DIRECTORY});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "d");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    uint32_t file = exam_file(&exam, 30);
    cr_assert_eq(exam.index->files.record[file], 30);
    cr_assert_eq(exam.index->files.sequence[file], 0xFFFE);
    cr_assert_eq(exam.index->files.header_links[file], 1);
    cr_assert_eq(exam_flags(&exam, 30), FILE_IN_USE | FILE_DIRECTORY | FILE_RESIDENT);
}

Test(parse, records_below_24_are_system_files)
{
    forge_volume_file(v, 24, FORGE_ROOT, "first user");
    exam_begin(&exam, v, 0);
    for (uint64_t number = 0; number < 16; number++)
        cr_assert(exam_flags(&exam, number) & FILE_SYSTEM);
    cr_assert_eq(exam_flags(&exam, 24) & FILE_SYSTEM, 0);
}

Test(parse, a_header_count_that_is_not_the_number_of_names_is_told)
{
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 3});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    const struct finding *found = expect_only(FINDING_LINK_COUNT);
    cr_assert_eq(found->detail, 2);
    cr_assert_eq(found->at, RECORD_LINK_COUNT);
    cr_assert_eq(index_links(exam.index, exam_file(&exam, 30)), 1);
}

Test(parse, dos_names_count_in_the_header_and_not_as_links)
{
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 3});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_POSIX, "link");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, WANT_DOS_NAMES);
    cr_assert_eq(exam.index->nfindings, 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "link|long name");
    uint32_t file = exam_file(&exam, 30), first = index_first_name(exam.index, file);
    cr_assert_eq(index_links(exam.index, file), 2);
    cr_assert_eq(exam.index->files.header_links[file], 3);
    cr_assert_eq(exam.index->names.dos[first], 0);
    cr_assert(str_equal(text_pool_get(&exam.index->text, exam.index->names.dos[first + 1]),
                        str_of("LONGNA~1")));
    cr_assert_eq(exam.index->counts.dos_names, 1);
}

Test(parse, a_dos_name_without_partner_is_told)
{
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 1});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "ALONE~1");
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    expect_only(FINDING_DOS_NAME_ALONE);
    cr_assert_str_eq(exam_names(&exam, 30, text), "ALONE~1");
    cr_assert_eq(index_links(exam.index, exam_file(&exam, 30)), 0);
}

Test(parse, a_file_without_a_name_is_told)
{
    forge_volume_begin(v, 30, &(struct forge_header){.links = 0});
    forge_volume_end(v, 30);
    exam_begin(&exam, v, 0);
    expect_only(FINDING_NO_NAME);
    cr_assert_neq(exam_file(&exam, 30), INDEX_NONE);
}

/* ---- The bitmap ---- */

static void flip_bit(uint64_t record)
{
    uint8_t *byte = forge_volume_cluster(v, v->mft_bitmap_lcn) + record / 8;

    *byte = (uint8_t)(*byte ^ 1U << record % 8);
}

Test(parse, in_use_is_decided_by_the_record_and_not_by_the_bitmap)
{
    forge_volume_file(v, 30, FORGE_ROOT, "f");
    flip_bit(30);
    exam_begin(&exam, v, 0);
    expect_only(FINDING_BITMAP_CLEAR);
    cr_assert_str_eq(exam_names(&exam, 30, text), "f");
}

Test(parse, a_free_record_that_the_bitmap_calls_used_is_told)
{
    forge_volume_begin(v, 30, &(struct forge_header){.is_free = true});
    forge_volume_end(v, 30);
    flip_bit(30);
    exam_begin(&exam, v, 0);
    expect_only(FINDING_BITMAP_SET);
    cr_assert_eq(exam_file(&exam, 30), INDEX_NONE);
}

/* ---- Deleted files ---- */

static void forge_deleted(void)
{
    uint8_t *record =
        forge_volume_begin(v, 30, &(struct forge_header){.is_free = true, .sequence = 2});

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "deleted file");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "DELETE~1");
    forge_resident(record, ATTR_DATA, "", "12345", 5);
    forge_volume_end(v, 30);
}

Test(parse, deleted_files_are_counted_and_not_listed)
{
    forge_deleted();
    exam_begin(&exam, v, 0);
    cr_assert_eq(exam.index->counts.deleted, 1);
    cr_assert_eq(exam_file(&exam, 30), INDEX_NONE);
    cr_assert_eq(exam.index->nfindings, 0);
}

Test(parse, deleted_files_are_listed_where_they_are_asked_for)
{
    forge_deleted();
    exam_begin(&exam, v, WANT_DELETED);
    cr_assert_eq(exam_flags(&exam, 30) & FILE_IN_USE, 0);
    cr_assert_str_eq(exam_names(&exam, 30, text), "deleted file");
    cr_assert_eq(exam_size(&exam, 30), 5);
    cr_assert_eq(exam.index->counts.bases, 18);
    cr_assert_eq(index_find_reference(exam.index, reference_of(30, 2)), INDEX_NONE);
    cr_assert_eq(exam.index->nfindings, 0);
}

Test(parse, a_free_record_without_a_name_is_free_and_no_deleted_file)
{
    forge_volume_begin(v, 30, &(struct forge_header){.is_free = true});
    forge_volume_end(v, 30);
    exam_begin(&exam, v, WANT_DELETED);
    cr_assert_eq(exam.index->counts.deleted, 0);
    cr_assert_eq(exam_file(&exam, 30), INDEX_NONE);
}

/* ---- A chunk by itself ---- */

/* As many attributes as RECORD holds: N names of one unit, then $DATA called DATA_NAME. */
static void fill(uint8_t *record, size_t n, const char *data_name)
{
    uint32_t room = bytes_u32(record + RECORD_BYTES_ALLOCATED);
    uint8_t name[FN_NAME + 2] = {[FN_NAME_UNITS] = 1, [FN_NAME] = 0xFF, [FN_NAME + 1] = 0xFF};

    for (; n > 0 && bytes_u32(record + RECORD_BYTES_IN_USE) + 96 <= room; n--)
        forge_resident(record, ATTR_FILE_NAME, "", name, sizeof name);
    while (bytes_u32(record + RECORD_BYTES_IN_USE) + 32 <= room)
        forge_resident(record, ATTR_DATA, data_name, NULL, 0);
    forge_seal(record);
}

/* Parses RECORD, which is freed, with no more room than is reserved for it. */
static void expect_fits(uint8_t *record)
{
    uint32_t n = bytes_u32(record + RECORD_BYTES_ALLOCATED);
    struct volume volume = {.geometry = {.record_bytes = n, .cluster_bytes = n}};
    uint64_t unreadable[1] = {0};
    struct volume_gaps gaps = {.unreadable = unreadable};
    struct parse_chunk chunk = {.volume = &volume, .n = 1, .records = record, .gaps = &gaps};
    struct facts facts = {.want = 255};

    cr_assert_eq(facts_reserve(&facts, 1, n), STATUS_OK);
    facts_clear(&facts);
    cr_assert_eq(parse_chunk(&chunk, &facts), STATUS_OK);
    cr_assert_leq(facts.names.n, facts.names.capacity);
    cr_assert_leq(facts.held_names.n, facts.held_names.capacity);
    cr_assert_leq(facts.held_names.n, facts.held_ids_capacity);
    cr_assert_leq(facts.streams.n, facts.streams.capacity);
    cr_assert_leq(facts.held_streams.n, facts.held_streams.capacity);
    cr_assert_leq(facts.nheld, facts.held_capacity);
    cr_assert_leq(facts.text.n, facts.text.capacity);
    arena_free(&facts.arena);
    free(record);
}

Test(parse, the_most_that_a_record_can_say_fits_the_room_that_is_reserved)
{
    for (uint32_t n = RECORD_BYTES_MIN; n <= RECORD_BYTES_MAX; n *= 2)
        for (unsigned i = 0; i < 6; i++) {
            struct forge_header header = {.base = i % 2 ? reference_of(99, 1) : 0};
            uint8_t *record = forge_record(n, &header);

            fill(record, i < 2 ? SIZE_MAX : 0, i < 4 ? "x" : "");
            expect_fits(record);
        }
}
