/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the change journal, good and forged. */
#include "src/usnrecord.h"

#include <criterion/criterion.h>

#include "tests/support/forge.h"

enum { OFFSET = 8192, NAME_BYTES = 8 };

static uint8_t page[USNRECORD_PAGE_BYTES];

/* Where the fields that tests break lie. */
static const size_t usn_at[] = {0x18, 0x28, 0x28};
static const size_t nbytes_of[] = {0x48, 0x58, 0x40};

/* A record of VERSION at AT; returns its end. */
static size_t put(size_t at, unsigned version, uint64_t file)
{
    uint8_t *record = page + at;
    size_t nbytes = nbytes_of[version - 2], usn = usn_at[version - 2];

    forge_put32(record, (uint32_t)nbytes);
    forge_put16(record + 4, (uint16_t)version);
    forge_put64(record + 8, file);
    forge_put64(record + (version == 2 ? 0x10 : 0x18), 5);
    forge_put64(record + usn, OFFSET + at);
    if (version == 4) {
        forge_put32(record + 0x30, 0x80000001);
        return at + nbytes;
    }
    forge_put64(record + usn + 8, 77);
    forge_put32(record + usn + 0x10, 0x102);
    forge_put16(record + usn + 0x20, NAME_BYTES);
    forge_put16(record + usn + 0x22, (uint16_t)(usn + 0x24));
    return at + nbytes;
}

static enum status next(size_t *at, struct usnrecord *record)
{
    return usnrecord_next((struct bytes){page, sizeof page}, OFFSET, at, record);
}

/* The page has one record and one stretch of damage before it, or none. */
static void check_refused(void)
{
    struct usnrecord record;
    size_t at = 0, end = put(0x100, 2, 9);

    cr_assert_eq(next(&at, &record), STATUS_DAMAGED);
    cr_assert_eq(at, 0x100);
    cr_assert_eq(next(&at, &record), STATUS_OK);
    cr_assert_eq(record.reference, 9);
    cr_assert_eq(at, end);
    cr_assert_eq(next(&at, &record), STATUS_NOT_FOUND);
}

Test(usnrecord, of_every_version_is_read)
{
    struct usnrecord record;
    size_t at = 0;

    put(put(put(0, 2, 20), 3, 30), 4, 40);
    for (unsigned version = 2; version <= 4; version++) {
        cr_assert_eq(next(&at, &record), STATUS_OK);
        cr_assert_eq(record.reference, 10 * version);
        cr_assert_eq(record.parent, 5);
        cr_assert_eq(record.time, version == 4 ? 0 : 77);
        cr_assert_eq(record.reasons, version == 4 ? 0x80000001 : 0x102);
    }
    cr_assert_eq(next(&at, &record), STATUS_NOT_FOUND);
    cr_assert_eq(at, sizeof page);
    cr_assert_eq(next(&at, &record), STATUS_NOT_FOUND);
}

Test(usnrecord, of_nothing_but_zeros_is_none)
{
    struct usnrecord record;
    size_t at = 0;

    cr_assert_eq(next(&at, &record), STATUS_NOT_FOUND);
}

Test(usnrecord, that_tells_another_place_is_none)
{
    put(0, 2, 1);
    forge_put64(page + 0x18, OFFSET + 8);
    check_refused();
}

Test(usnrecord, of_another_version_is_none)
{
    put(0, 2, 1);
    forge_put16(page + 4, 5);
    check_refused();
    forge_put16(page + 4, 1);
    check_refused();
}

Test(usnrecord, whose_length_cannot_be_is_none)
{
    static const uint32_t lengths[] = {8, 0x38, 0x49, USNRECORD_PAGE_BYTES + 8, 0xFFFFFFF8};

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        put(0, 2, 1);
        forge_put32(page, lengths[i]);
        check_refused();
    }
}

Test(usnrecord, whose_name_lies_outside_is_none)
{
    put(0, 2, 1);
    forge_put16(page + 0x3A, 0x46);
    check_refused();
    forge_put16(page + 0x3A, 0x10);
    check_refused();
    forge_put16(page + 0x3A, 0x3C);
    forge_put16(page + 0x38, 7);
    check_refused();
}

Test(usnrecord, with_a_reference_of_more_than_64_bits_is_none_of_this_file_system)
{
    put(0, 3, 1);
    page[0x10] = 1;
    check_refused();
}

Test(usnrecord, that_the_end_cuts_off_is_none)
{
    size_t end = put(0, 2, 1);

    for (size_t n = 1; n < end; n++) {
        uint8_t *cut = malloc(n);
        struct usnrecord record;
        size_t at = 0;

        memcpy(cut, page, n);
        cr_assert_eq(usnrecord_next((struct bytes){cut, n}, OFFSET, &at, &record), STATUS_DAMAGED);
        cr_assert_eq(usnrecord_next((struct bytes){cut, n}, OFFSET, &at, &record),
                     STATUS_NOT_FOUND);
        free(cut);
    }
}

Test(usnrecord, reasons_have_words)
{
    cr_assert_str_eq(usnrecord_reason(0), "data-overwrite");
    cr_assert_str_eq(usnrecord_reason(16), "hard-link-change");
    cr_assert_str_eq(usnrecord_reason(31), "close");
    cr_assert_null(usnrecord_reason(3));
    cr_assert_null(usnrecord_reason(32));
}
