/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's attribute list as a set. */
#include "mft/listing.h"

#include <criterion/criterion.h>

#include "tests/support/exam.h"
#include "tests/support/forge_parts.h"

static struct forge_volume *v;
static struct exam exam;
static struct forge_parts parts;
static struct arena arena;
static struct listing listing;

static void begin(void)
{
    exam = (struct exam){0};
    arena = (struct arena){0};
    listing = (struct listing){0};
    parts.n = 0;
    v = forge_volume_new(&(struct forge_shape){.nfree_clusters = 300});
}

static void end(void)
{
    arena_free(&arena);
    exam_end(&exam);
    forge_volume_free(v);
}

TestSuite(listing, .init = begin, .fini = end, .timeout = 20);

static void add_names(unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, reference_of(1000 - i / 4, 3),
                         (uint16_t)(i % 4));
}

static enum status load(bool is_resident)
{
    if (is_resident)
        forge_parts_base(v, 40, 1, &parts);
    else
        forge_parts_base_nonresident(v, 40, 1, &parts);
    forge_volume_end(v, 40);
    exam_begin(&exam, v, 0);
    return listing_load(exam.volume, 40, &arena, &listing);
}

Test(listing, names_and_records_of_the_list_are_in_the_set)
{
    forge_parts_list(&parts, ATTR_DATA, "", 0, reference_of(50, 1), 7);
    add_names(10);
    cr_assert_eq(load(true), STATUS_OK);
    cr_assert(listing.is_known);
    cr_assert(listing_has_record(&listing, reference_of(50, 1)));
    cr_assert(listing_has_record(&listing, reference_of(998, 3)));
    cr_assert(listing_has_name(&listing, 1000, 0));
    cr_assert(listing_has_name(&listing, 998, 1));
}

Test(listing, what_the_list_does_not_name_is_not_in_the_set)
{
    forge_parts_list(&parts, ATTR_DATA, "", 0, reference_of(50, 1), 7);
    add_names(10);
    cr_assert_eq(load(true), STATUS_OK);
    cr_assert_not(listing_has_record(&listing, reference_of(50, 2)));
    cr_assert_not(listing_has_record(&listing, reference_of(51, 1)));
    cr_assert_not(listing_has_name(&listing, 50, 7) /* $DATA */);
    cr_assert_not(listing_has_name(&listing, 998, 2));
    cr_assert_not(listing_has_name(&listing, 1001, 0));
}

Test(listing, a_list_of_thousands_of_entries_in_clusters_is_read)
{
    add_names(8000);
    cr_assert_eq(load(false), STATUS_OK);
    cr_assert_eq(listing.nnames, 8000);
    for (unsigned i = 0; i < 8000 && i / 4 <= 1000; i++)
        cr_assert(listing_has_name(&listing, 1000 - i / 4, (uint16_t)(i % 4)));
}

Test(listing, an_empty_list_names_nothing)
{
    cr_assert_eq(load(true), STATUS_OK);
    cr_assert_not(listing_has_record(&listing, 0));
    cr_assert_not(listing_has_name(&listing, 0, 0));
}

Test(listing, a_file_without_list_has_none)
{
    forge_volume_file(v, 40, FORGE_ROOT, "f");
    exam_begin(&exam, v, 0);
    cr_assert_eq(listing_load(exam.volume, 40, &arena, &listing), STATUS_NOT_FOUND);
    cr_assert_not(listing.is_known);
    cr_assert_neq(listing_load(exam.volume, 41, &arena, &listing), STATUS_OK);
    cr_assert_neq(listing_load(exam.volume, 4000, &arena, &listing), STATUS_OK);
}

Test(listing, a_malformed_list_is_damage)
{
    add_names(3);
    forge_put16(parts.list + LIST_LENGTH, 0);
    cr_assert_eq(load(true), STATUS_DAMAGED);
    cr_assert_not(listing.is_known);
}

Test(listing, records_beyond_32_bits_are_not_cut)
{
    forge_parts_list(&parts, ATTR_FILE_NAME, "", 0, UINT64_C(0x0001FFFFFFFFFFFF), 5);
    cr_assert_eq(load(true), STATUS_OK);
    cr_assert(listing_has_record(&listing, UINT64_C(0x0001FFFFFFFFFFFF)));
    cr_assert(listing_has_name(&listing, UINT64_C(0xFFFFFFFFFFFF), 5));
    cr_assert_not(listing_has_name(&listing, UINT32_MAX, 5));
}
