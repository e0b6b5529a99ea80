/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An attribute that is returned lies in the record as a whole; what does not is damage with a
 * place. */
#include "mft/attribute.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

enum { SIZE = 1024 };

static uint8_t *record;

static void begin(void)
{
    record = forge_record(SIZE, &(struct forge_header){.number = 30});
}

static void end(void)
{
    free(record);
}

TestSuite(attribute, .init = begin, .fini = end);

static uint32_t add_data(uint64_t lowest_vcn, uint16_t flags, const char *name)
{
    static const struct forge_run runs[] = {{100, 5}, {UINT64_MAX, 3}};
    struct forge_extent extent = {.runs = runs,
                                  .nruns = 2,
                                  .cluster_bytes = 4096,
                                  .lowest_vcn = lowest_vcn,
                                  .data_bytes = 30000,
                                  .initialized_bytes = 20000,
                                  .flags = flags};

    return forge_nonresident(record, ATTR_DATA, name, &extent);
}

/* What the first attribute of the record is judged to be. */
static enum status first(struct attribute *a)
{
    attribute_first(record, a);
    return attribute_next(a);
}

Test(attribute, all_are_given_in_order_and_then_the_end)
{
    struct attribute a;

    forge_standard_information(record, SI_BYTES_OLD, 0x20, 0);
    uint32_t name = forge_file_name(record, reference_of(5, 5), NAMESPACE_WIN32, "a");
    forge_resident(record, ATTR_DATA, "", "hello", 5);
    forge_resident(record, ATTR_DATA, "stream", NULL, 0);

    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(a.type, ATTR_STANDARD_INFORMATION);
    cr_assert_eq(a.value.n, 48);
    cr_assert_eq(attribute_next(&a), STATUS_OK);
    cr_assert_eq(a.at, name);
    cr_assert_eq(a.value.at[FN_NAMESPACE], NAMESPACE_WIN32);
    cr_assert_eq(a.id, 1);
    cr_assert_eq(attribute_next(&a), STATUS_OK);
    cr_assert_arr_eq(a.value.at, "hello", 5);
    cr_assert(attribute_is_named(&a, ""));
    cr_assert_eq(attribute_next(&a), STATUS_OK);
    cr_assert(attribute_is_named(&a, "stream"));
    cr_assert_not(attribute_is_named(&a, "strea"));
    cr_assert_not(attribute_is_named(&a, "Stream"));
    cr_assert_eq(a.value.n, 0);
    cr_assert_eq(attribute_next(&a), STATUS_NOT_FOUND);
}

Test(attribute, a_record_without_attributes_is_at_its_end)
{
    struct attribute a;

    cr_assert_eq(first(&a), STATUS_NOT_FOUND);
}

Test(attribute, sizes_of_an_extent_are_read)
{
    struct attribute a;

    add_data(0, 0, "");
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert(a.is_nonresident);
    cr_assert_eq(attribute_lowest_vcn(&a), 0);
    cr_assert_eq(attribute_data_size(&a), 30000);
    cr_assert_eq(attribute_initialized(&a), 20000);
    cr_assert_eq(attribute_allocated(&a), 8 * 4096);
}

Test(attribute, sparse_ones_occupy_what_their_own_field_says)
{
    struct attribute a;

    add_data(0, ATTR_SPARSE, "");
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_allocated(&a), 5 * 4096);
}

Test(attribute, a_name_where_that_field_would_be_is_not_taken_for_it)
{
    struct attribute a;

    add_data(0, 0, "$SDS");
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert(attribute_is_named(&a, "$SDS"));
    cr_assert_eq(attribute_allocated(&a), 8 * 4096);
}

Test(attribute, a_later_extent_has_no_such_field)
{
    struct attribute a;

    add_data(40, ATTR_SPARSE, "");
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_lowest_vcn(&a), 40);
    cr_assert_eq(a.value.at[0] & 0x0F, 1);
}

/* One change to the only attribute of a record, and what is then wrong. */
struct change {
    uint32_t off, nbytes;
    uint64_t value;
    const char *why;
};

static void expect_damage(uint32_t at, const struct change *change)
{
    struct attribute a;
    uint8_t *p = record + at + change->off;

    if (change->nbytes == 1)
        *p = (uint8_t)change->value;
    else if (change->nbytes == 2)
        forge_put16(p, (uint16_t)change->value);
    else if (change->nbytes == 4)
        forge_put32(p, (uint32_t)change->value);
    else
        forge_put64(p, change->value);
    cr_assert_eq(first(&a), STATUS_DAMAGED, "%s", change->why);
    cr_assert_eq(a.at, at, "%s", change->why);
    cr_assert_eq(attribute_next(&a), STATUS_DAMAGED, "%s: it stays there", change->why);
}

Test(attribute, a_resident_one_that_does_not_fit_is_damaged)
{
    static const struct change changes[] = {
        {ATTR_TYPE, 4, 0, "type 0"},
        {ATTR_LENGTH, 4, 0, "no length"},
        {ATTR_LENGTH, 4, 0x10, "shorter than its header"},
        {ATTR_LENGTH, 4, 0x24, "not a multiple of 8"},
        {ATTR_LENGTH, 4, 0x400, "over the end of the record"},
        {ATTR_LENGTH, 4, 0xFFFFFFF8, "far over the end"},
        {ATTR_NONRESIDENT, 1, 2, "neither resident nor not"},
        {ATTR_VALUE_BYTES, 4, 9, "value over the end of the attribute"},
        {ATTR_VALUE_BYTES, 4, 0xFFFFFFFF, "value far over the end"},
        {ATTR_VALUE_OFF, 2, 0x10, "value over the header"},
        {ATTR_VALUE_OFF, 2, 0xFFFF, "value outside"},
        {ATTR_NAME_UNITS, 1, 255, "name over the end"},
        {ATTR_NAME_UNITS, 1, 5, "name just over the end"},
    };

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        end();
        begin();
        uint32_t at = forge_resident(record, ATTR_DATA, "", "8 bytes!", 8);
        expect_damage(at, &changes[i]);
    }
}

Test(attribute, a_nonresident_one_that_does_not_fit_is_damaged)
{
    static const struct change changes[] = {
        {ATTR_LENGTH, 4, 0x38, "shorter than its header"},
        {ATTR_RUNS_OFF, 2, 0x38, "pairs over the header"},
        {ATTR_RUNS_OFF, 2, 0x50, "pairs behind the attribute"},
        {ATTR_RUNS_OFF, 2, 0xFFFF, "pairs outside"},
        {ATTR_FLAGS, 2, ATTR_SPARSE, "no room for the longer header"},
        {ATTR_LOWEST_VCN, 8, 9, "begins behind its end"},
    };

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        end();
        begin();
        uint32_t at = add_data(0, 0, "");
        expect_damage(at, &changes[i]);
    }
}

Test(attribute, an_empty_nonresident_one_ends_at_vcn_minus_one)
{
    struct attribute a;
    struct forge_extent extent = {.cluster_bytes = 4096};

    forge_nonresident(record, ATTR_DATA, "", &extent);
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(a.value.at[0], 0);
}

Test(attribute, types_that_descend_are_damaged)
{
    struct attribute a;

    forge_resident(record, ATTR_DATA, "", NULL, 0);
    uint32_t second = forge_resident(record, ATTR_FILE_NAME, "", NULL, 0);
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_next(&a), STATUS_DAMAGED);
    cr_assert_eq(a.at, second);
}

Test(attribute, what_stands_before_the_damage_is_given)
{
    struct attribute a;

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    uint32_t bad = forge_resident(record, ATTR_DATA, "", NULL, 0);
    forge_put32(record + bad + ATTR_LENGTH, 4);
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_next(&a), STATUS_DAMAGED);
    cr_assert_eq(attribute_find(record, ATTR_STANDARD_INFORMATION, "", &a), STATUS_OK);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_DAMAGED);
}

Test(attribute, a_missing_end_mark_is_damaged_at_the_end_of_what_is_in_use)
{
    struct attribute a;
    uint32_t used = bytes_u32(record + RECORD_BYTES_IN_USE);

    forge_resident(record, ATTR_DATA, "", NULL, 0);
    used += 0x18;
    forge_put32(record + RECORD_BYTES_IN_USE, used - 8);
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_next(&a), STATUS_DAMAGED);
    cr_assert_eq(a.at, used - 8);
}

Test(attribute, four_bytes_of_end_mark_suffice_at_the_very_end_of_a_record)
{
    struct attribute a;
    uint8_t filler[SIZE];
    uint32_t used = bytes_u32(record + RECORD_BYTES_IN_USE);

    memset(filler, 0, sizeof filler);
    forge_resident(record, ATTR_DATA, "", filler, SIZE - used - 0x18);
    forge_put32(record + RECORD_BYTES_IN_USE, SIZE - 4);
    cr_assert_eq(first(&a), STATUS_OK);
    cr_assert_eq(attribute_next(&a), STATUS_NOT_FOUND);
}

Test(attribute, finding_passes_over_other_names_and_later_extents)
{
    struct attribute a;

    add_data(8, 0, "");
    uint32_t wanted = add_data(0, 0, "");
    forge_resident(record, ATTR_DATA, "x", NULL, 0);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "", &a), STATUS_OK);
    cr_assert_eq(a.at, wanted);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "x", &a), STATUS_OK);
    cr_assert_eq(attribute_find(record, ATTR_DATA, "y", &a), STATUS_NOT_FOUND);
    cr_assert_eq(attribute_find(record, ATTR_LIST, "", &a), STATUS_NOT_FOUND);
    cr_assert_eq(attribute_find(record, ATTR_REPARSE_POINT, "", &a), STATUS_NOT_FOUND);
}

Test(attribute, damage_behind_what_cannot_come_any_more_does_not_matter)
{
    struct attribute a;

    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    forge_file_name(record, reference_of(5, 5), NAMESPACE_POSIX, "a");
    forge_put32(record + forge_resident(record, ATTR_DATA, "", NULL, 0) + ATTR_LENGTH, 4);
    cr_assert_eq(attribute_find(record, ATTR_LIST, "", &a), STATUS_NOT_FOUND);
}
