/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which records can be trusted, and what is wrong with the others. */
#include "mft/record.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

static uint8_t *some_record(uint32_t record_bytes)
{
    struct forge_header header = {.number = 30, .sequence = 3, .links = 1};
    uint8_t *record = forge_record(record_bytes, &header);
    uint8_t filler[200];

    memset(filler, 0x5A, sizeof filler);
    forge_standard_information(record, SI_BYTES, 0x20, 0x100);
    forge_file_name(record, reference_of(5, 5), NAMESPACE_POSIX, "a");
    forge_resident(record, ATTR_DATA, "", filler, sizeof filler);
    return record;
}

/* Seals RECORD, lets record_fix look at it, frees it. */
static enum record_state state_of(uint8_t *record, uint32_t record_bytes, uint32_t *at_ret)
{
    forge_seal(record);
    enum record_state state = record_fix(record, record_bytes, at_ret);
    free(record);
    return state;
}

Test(record, fixing_gives_back_what_was_sealed_for_every_size)
{
    for (uint32_t n = RECORD_BYTES_MIN; n <= RECORD_BYTES_MAX; n *= 2) {
        uint8_t *record = some_record(n), *before = forge_copy(record, n);
        uint32_t at = 1;

        forge_seal(record);
        cr_assert_eq(record_fix(record, n, &at), RECORD_USED);
        cr_assert_eq(at, 0);
        for (uint32_t i = 0x50; i < n; i++)
            cr_assert_eq(record[i], before[i], "%u bytes, at %u", n, i);
        free(record);
        free(before);
    }
}

Test(record, every_torn_sector_is_seen_and_nothing_is_changed)
{
    for (uint32_t tail = 510; tail < 4096; tail += 512)
        for (uint32_t byte = tail; byte < tail + 2; byte++) {
            uint8_t *record = some_record(4096);
            uint32_t at;

            forge_seal(record);
            record[byte] ^= 0x40;
            uint8_t *before = forge_copy(record, 4096);
            cr_assert_eq(record_fix(record, 4096, &at), RECORD_TORN);
            cr_assert_eq(at, tail);
            cr_assert_arr_eq(record, before, 4096);
            free(before);
            free(record);
        }
}

Test(record, magic_tells_the_kinds_apart)
{
    uint8_t *record = calloc(1, 1024);
    uint32_t at;

    cr_assert_eq(record_fix(record, 1024, &at), RECORD_ZEROED);
    record[1023] = 1;
    cr_assert_eq(record_fix(record, 1024, &at), RECORD_BAD_MAGIC);
    memcpy(record, "BAAD", 4);
    cr_assert_eq(record_fix(record, 1024, &at), RECORD_BAAD);
    memcpy(record, "INDX", 4);
    cr_assert_eq(record_fix(record, 1024, &at), RECORD_BAD_MAGIC);
    free(record);
}

Test(record, a_record_that_is_not_in_use_is_free)
{
    struct forge_header header = {.number = 30, .is_free = true};
    uint32_t at;

    cr_assert_eq(state_of(forge_record(1024, &header), 1024, &at), RECORD_FREE);
}

Test(record, an_old_header_is_good)
{
    struct forge_header header = {.number = 30, .is_old = true};
    uint32_t at;

    cr_assert_eq(state_of(forge_record(1024, &header), 1024, &at), RECORD_USED);
}

Test(record, header_numbers_that_cannot_be_are_bad)
{
    static const struct {
        uint32_t off;
        uint16_t value;
        const char *why;
    } bad[] = {
        {RECORD_USA_OFF, 0x28, "array over the header"},
        {RECORD_USA_OFF, 0x31, "array at an odd place"},
        {RECORD_USA_OFF, 506, "array over the first tail"},
        {RECORD_USA_OFF, 0xFFFE, "array outside"},
        {RECORD_USA_COUNT, 0, "no array"},
        {RECORD_USA_COUNT, 2, "array for another size"},
        {RECORD_USA_COUNT, 0xFFFF, "array larger than all"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint8_t *record = some_record(1024);
        uint32_t at;

        forge_seal(record);
        forge_put16(record + bad[i].off, bad[i].value);
        cr_assert_eq(record_fix(record, 1024, &at), RECORD_BAD_HEADER, "%s", bad[i].why);
        free(record);
    }
}

Test(record, sizes_that_cannot_be_are_bad)
{
    static const struct {
        uint32_t off;
        uint32_t value;
        bool is_16;
        const char *why;
    } bad[] = {
        {RECORD_BYTES_IN_USE, 1025, false, "more in use than there is"},
        {RECORD_BYTES_IN_USE, 0xFFFFFFFF, false, "far more in use"},
        {RECORD_BYTES_IN_USE, 0x3B, false, "the end mark is not in use"},
        {RECORD_BYTES_IN_USE, 0, false, "nothing in use"},
        {RECORD_BYTES_ALLOCATED, 4096, false, "another record size"},
        {RECORD_ATTRIBUTES_OFF, 0x30, true, "attributes over the array"},
        {RECORD_ATTRIBUTES_OFF, 0x3A, true, "attributes at an odd place"},
        {RECORD_ATTRIBUTES_OFF, 0xFFFC, true, "attributes outside"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint8_t *record = some_record(1024);
        uint32_t at;

        if (bad[i].is_16)
            forge_put16(record + bad[i].off, (uint16_t)bad[i].value);
        else
            forge_put32(record + bad[i].off, bad[i].value);
        cr_assert_eq(state_of(record, 1024, &at), RECORD_BAD_HEADER, "%s", bad[i].why);
    }
}

Test(record, only_a_header_that_has_a_number_can_name_another)
{
    struct forge_header header = {.number = 30};
    uint8_t *record = forge_record(1024, &header);

    cr_assert_not(record_names_other_number(record, 30));
    cr_assert(record_names_other_number(record, 31));
    cr_assert_not(record_names_other_number(record, (UINT64_C(1) << 32) + 30),
                  "the header keeps 32 bits");
    forge_put32(record + RECORD_OWN_NUMBER, 0);
    cr_assert_not(record_names_other_number(record, 30));
    free(record);

    header.is_old = true;
    record = forge_record(1024, &header);
    cr_assert_not(record_names_other_number(record, 77));
    free(record);
}

Test(record, header_fields_are_read_where_they_lie)
{
    struct forge_header header = {.number = 30,
                                  .sequence = 0xABCD,
                                  .links = 7,
                                  .flags = RECORD_DIRECTORY,
                                  .base = reference_of(0, 1)};
    uint8_t *record = forge_record(1024, &header);

    cr_assert_eq(record_sequence(record), 0xABCD);
    cr_assert_eq(record_link_count(record), 7);
    cr_assert_eq(record_flags(record), RECORD_DIRECTORY | RECORD_IN_USE);
    cr_assert_neq(record_base(record), 0, "an extension of $MFT is one too");
    free(record);
}
