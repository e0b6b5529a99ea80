/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of programs: of both kinds of images, of images without one, and of forged ones. */
#include "src/peversion.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

/* What a linker makes: headers, code, resources, and something behind them. */
enum {
    PE_AT = 0x80,
    COFF_AT = PE_AT + 4,
    OPTIONAL_AT = PE_AT + 24,
    NSECTIONS = 3,
    SECTION_BYTES = 40,

    CODE_AT = 0x400,
    CODE_RVA = 0x1000,
    RESOURCES_AT = 0x500,
    RESOURCES_BYTES = 0x200,
    RESOURCES_RVA = 0x3000,
    END_AT = 0x700,
    END_RVA = 0x4000,
    IMAGE_BYTES = 0x780,

    /* From the start of the resources. Kinds: a named one, icons (3), versions (16), manifests. */
    KINDS_AT = 0,
    NAMES_AT = 0x30,
    LANGUAGES_AT = 0x50,
    DATA_ENTRY_AT = 0x70,
    OTHER_AT = 0x80, /* where the entries of other kinds lead to: an empty table */
    INFO_AT = 0xA0,
    INFO_BYTES = 40 + 52 + 4,
    ENTRY_ICONS = 16 + 8,
    ENTRY_VERSIONS = 16 + 16,

    FIXED_AT = RESOURCES_AT + INFO_AT + 40,
    VERSIONS_BYTES = 16, /* from FIXED_AT + 8 on */
};

static const uint32_t is_table = UINT32_C(0x80000000);
static const struct peversion numbers = {UINT64_C(0x000600011DB1446A),
                                         UINT64_C(0x000A000055F00001)};

static uint8_t image[IMAGE_BYTES];
static uint8_t *const resources = image + RESOURCES_AT;
static size_t directories_at, sections_at;

/* ---- An image ---- */

static void put_section(size_t i, uint32_t rva, uint32_t loaded, uint32_t at, uint32_t n)
{
    uint8_t *section = image + sections_at + i * SECTION_BYTES;

    memcpy(section, ".section", 8);
    forge_put32(section + 8, loaded);
    forge_put32(section + 12, rva);
    forge_put32(section + 16, n);
    forge_put32(section + 20, at);
}

static void put_headers(bool is_plus)
{
    const uint16_t noptional = is_plus ? 240 : 224;

    memcpy(image, "MZ", 2);
    forge_put32(image + 0x3C, PE_AT);
    memcpy(image + PE_AT, "PE\0\0", 4);
    forge_put16(image + COFF_AT, is_plus ? 0x8664 : 0x14C);
    forge_put16(image + COFF_AT + 2, NSECTIONS);
    forge_put16(image + COFF_AT + 16, noptional);
    forge_put16(image + OPTIONAL_AT, is_plus ? 0x20B : 0x10B);
    directories_at = OPTIONAL_AT + (is_plus ? 112 : 96);
    forge_put32(image + directories_at - 4, 16);
    forge_put32(image + directories_at + 16, RESOURCES_RVA);
    forge_put32(image + directories_at + 20, RESOURCES_BYTES);
    sections_at = OPTIONAL_AT + noptional;
    put_section(0, CODE_RVA, 0x1234, CODE_AT, RESOURCES_AT - CODE_AT);
    put_section(1, RESOURCES_RVA, RESOURCES_BYTES + 0x100, RESOURCES_AT, RESOURCES_BYTES);
    put_section(2, END_RVA, 0x80, END_AT, IMAGE_BYTES - END_AT);
}

static void put_table(uint32_t at, uint16_t nnames, uint16_t nnumbers)
{
    forge_put16(resources + at + 12, nnames);
    forge_put16(resources + at + 14, nnumbers);
}

static void put_entry(uint32_t at, uint32_t id, uint32_t link)
{
    forge_put32(resources + at, id);
    forge_put32(resources + at + 4, link);
}

static void put_tree(void)
{
    put_table(KINDS_AT, 1, 3);
    put_entry(KINDS_AT + 16, 16, OTHER_AT | is_table); /* the place of its name, not a number */
    put_entry(KINDS_AT + ENTRY_ICONS, 3, OTHER_AT | is_table);
    put_entry(KINDS_AT + ENTRY_VERSIONS, 16, NAMES_AT | is_table);
    put_entry(KINDS_AT + ENTRY_VERSIONS + 8, 24, OTHER_AT | is_table);
    put_table(NAMES_AT, 0, 2);
    put_entry(NAMES_AT + 16, 1, LANGUAGES_AT | is_table);
    put_entry(NAMES_AT + 24, 2, OTHER_AT | is_table);
    put_table(LANGUAGES_AT, 0, 2);
    put_entry(LANGUAGES_AT + 16, 0x407, DATA_ENTRY_AT);
    put_entry(LANGUAGES_AT + 24, 0x409, OTHER_AT);
    forge_put32(resources + DATA_ENTRY_AT, RESOURCES_RVA + INFO_AT);
    forge_put32(resources + DATA_ENTRY_AT + 4, INFO_BYTES);
}

static void put_info(void)
{
    uint8_t *info = resources + INFO_AT, *fixed = info + 40;

    forge_put16(info, INFO_BYTES);
    forge_put16(info + 2, 52);
    forge_utf16("VS_VERSION_INFO", info + 6);
    forge_put32(fixed, UINT32_C(0xFEEF04BD));
    forge_put32(fixed + 4, 0x10000);
    forge_put32(fixed + 8, (uint32_t)(numbers.file >> 32));
    forge_put32(fixed + 12, (uint32_t)numbers.file);
    forge_put32(fixed + 16, (uint32_t)(numbers.product >> 32));
    forge_put32(fixed + 20, (uint32_t)numbers.product);
}

static void begin_image(bool is_plus)
{
    memset(image, 0, sizeof image);
    put_headers(is_plus);
    put_tree();
    put_info();
}

static void begin(void)
{
    begin_image(false);
}

/* ---- What is read of it ---- */

static bool same(struct peversion a, struct peversion b)
{
    return a.file == b.file && a.product == b.product;
}

/* Of the first N bytes, which are all that there is. What fails must leave *VERSION as it is. */
static enum status read_some(size_t n, struct peversion *version)
{
    static const struct peversion before = {1, 2};
    uint8_t *bytes = forge_copy(image, n);
    enum status status;

    *version = before;
    status = peversion_read((struct bytes){bytes, n}, version);
    free(bytes);
    cr_expect(status == STATUS_OK || same(*version, before));
    return status;
}

static void expect_status(enum status expected)
{
    struct peversion version;

    cr_expect_eq(read_some(IMAGE_BYTES, &version), expected);
}

static void expect_numbers(void)
{
    struct peversion version;

    cr_assert_eq(read_some(IMAGE_BYTES, &version), STATUS_OK);
    cr_expect(same(version, numbers), "%llx %llx", (unsigned long long)version.file,
              (unsigned long long)version.product);
}

/* VALUE in 4 bytes at AT makes it STATUS; it is as before afterwards. */
static void expect_changed(uint8_t *at, uint32_t value, enum status status)
{
    const uint32_t before = bytes_u32(at);

    forge_put32(at, value);
    expect_status(status);
    forge_put32(at, before);
    expect_numbers();
}

TestSuite(peversion, .init = begin, .timeout = 60);

Test(peversion, is_told_of_a_program_of_32_bits)
{
    expect_numbers();
}

Test(peversion, is_told_of_a_program_of_64_bits)
{
    begin_image(true);
    expect_numbers();
}

Test(peversion, is_told_whichever_section_it_is_in_and_in_whatever_order_they_are)
{
    uint8_t *code = image + sections_at;

    memmove(image + CODE_AT, resources + INFO_AT, INFO_BYTES);
    memset(resources + INFO_AT, 0, INFO_BYTES);
    forge_put32(resources + DATA_ENTRY_AT, CODE_RVA);
    expect_numbers();
    put_section(0, RESOURCES_RVA, 0, RESOURCES_AT, RESOURCES_BYTES);
    put_section(1, CODE_RVA, 0, CODE_AT, RESOURCES_AT - CODE_AT);
    expect_numbers();
    expect_changed(code + 12, RESOURCES_RVA + 1, STATUS_DAMAGED);
}

Test(peversion, needs_no_more_sections_than_its_own)
{
    forge_put16(image + COFF_AT + 2, 2);
    expect_numbers();
    forge_put16(image + COFF_AT + 2, 1);
    expect_status(STATUS_DAMAGED);
    forge_put16(image + COFF_AT + 2, 0);
    expect_status(STATUS_DAMAGED);
    forge_put16(image + COFF_AT + 2, 0xFFFF);
    expect_status(STATUS_DAMAGED);
}

Test(peversion, of_what_is_no_program_is_none)
{
    struct peversion version;

    cr_expect_eq(read_some(0, &version), STATUS_NOT_FOUND);
    expect_changed(image, 0x5A4E, STATUS_NOT_FOUND);
    expect_changed(image + PE_AT, 0x454E, STATUS_NOT_FOUND);
    expect_changed(image + PE_AT, 0x14550, STATUS_NOT_FOUND);
    expect_changed(image + 0x3C, 0, STATUS_NOT_FOUND);
    expect_changed(image + 0x3C, IMAGE_BYTES - 4, STATUS_NOT_FOUND);
    expect_changed(image + 0x3C, IMAGE_BYTES, STATUS_NOT_FOUND);
    expect_changed(image + 0x3C, UINT32_MAX, STATUS_NOT_FOUND);
    expect_changed(image + OPTIONAL_AT, 0x107, STATUS_NOT_FOUND);
}

Test(peversion, of_a_program_without_resources_is_none)
{
    for (int is_plus = 0; is_plus < 2; is_plus++) {
        begin_image(is_plus);
        expect_changed(image + directories_at - 4, 2, STATUS_NOT_FOUND);
        expect_changed(image + directories_at - 4, 0, STATUS_NOT_FOUND);
        expect_changed(image + directories_at + 16, 0, STATUS_NOT_FOUND);
        forge_put32(image + directories_at - 4, 3);
        expect_numbers();
    }
}

Test(peversion, of_a_program_with_other_resources_only_is_none)
{
    expect_changed(resources + KINDS_AT + ENTRY_VERSIONS, 14, STATUS_NOT_FOUND);
    put_table(KINDS_AT, 1, 2);
    expect_numbers();
    put_table(KINDS_AT, 1, 1);
    expect_status(STATUS_NOT_FOUND);
    put_table(KINDS_AT, 0, 0);
    expect_status(STATUS_NOT_FOUND);
}

Test(peversion, is_not_what_has_a_name_like_its_number)
{
    expect_numbers();
    put_table(KINDS_AT, 4, 0);
    expect_status(STATUS_NOT_FOUND);
    put_table(KINDS_AT, 0, 4);
    expect_status(STATUS_DAMAGED);
}

Test(peversion, of_a_resource_without_the_fixed_part_is_none)
{
    forge_put16(resources + INFO_AT + 2, 0);
    expect_status(STATUS_NOT_FOUND);
    forge_put16(resources + INFO_AT, 40);
    expect_status(STATUS_NOT_FOUND);
}

Test(peversion, of_headers_that_lead_outside_is_damaged)
{
    for (int is_plus = 0; is_plus < 2; is_plus++) {
        const uint16_t directories = is_plus ? 112 : 96;

        begin_image(is_plus);
        forge_put16(image + COFF_AT + 16, IMAGE_BYTES - OPTIONAL_AT + 1);
        expect_status(STATUS_DAMAGED);
        /* What lies behind the optional header would say that there are no resources. */
        forge_put32(image + directories_at + 16, 0);
        forge_put16(image + COFF_AT + 16, (uint16_t)(directories + 23));
        expect_status(STATUS_DAMAGED);
        forge_put32(image + directories_at - 4, 0);
        forge_put16(image + COFF_AT + 16, (uint16_t)(directories - 1));
        expect_status(STATUS_DAMAGED);
        forge_put16(image + COFF_AT + 16, 0);
        expect_status(STATUS_NOT_FOUND);
    }
}

Test(peversion, of_sections_that_lead_outside_is_damaged)
{
    uint8_t *section = image + sections_at + SECTION_BYTES;

    expect_changed(section + 16, INFO_AT + INFO_BYTES - 1, STATUS_DAMAGED);
    expect_changed(section + 16, 0, STATUS_DAMAGED);
    expect_changed(section + 20, IMAGE_BYTES - 15, STATUS_DAMAGED);
    expect_changed(section + 20, UINT32_MAX, STATUS_DAMAGED);
    expect_changed(section + 12, RESOURCES_RVA + 1, STATUS_DAMAGED);
    expect_changed(section + 12, UINT32_MAX, STATUS_DAMAGED);
    forge_put32(section + 16, UINT32_MAX); /* as much as it says is not needed */
    expect_numbers();
}

Test(peversion, of_resources_that_lead_outside_is_damaged)
{
    static const size_t links[] = {KINDS_AT + ENTRY_VERSIONS + 4, NAMES_AT + 20, LANGUAGES_AT + 20};
    static const uint32_t outside[] = {RESOURCES_BYTES - 15, RESOURCES_BYTES, 0x7FFFFFFF};
    const size_t n = sizeof links / sizeof links[0];

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < sizeof outside / sizeof outside[0]; j++)
            expect_changed(resources + links[i], outside[j] | (i + 1 < n ? is_table : 0),
                           STATUS_DAMAGED);
    for (size_t j = 0; j < sizeof outside / sizeof outside[0]; j++)
        expect_changed(image + directories_at + 16, RESOURCES_RVA + outside[j], STATUS_DAMAGED);
    expect_changed(resources + KINDS_AT + 12, 0xFFFFFFFF, STATUS_DAMAGED);
    expect_changed(resources + NAMES_AT + 12, RESOURCES_BYTES / 8 << 16, STATUS_DAMAGED);
    expect_changed(resources + LANGUAGES_AT + 12, 0xFFFFFFFF, STATUS_DAMAGED);
}

Test(peversion, whose_data_lie_outside_is_damaged)
{
    uint8_t *entry = resources + DATA_ENTRY_AT;
    const uint32_t last = RESOURCES_RVA + RESOURCES_BYTES;

    expect_changed(entry, last - INFO_BYTES + 1, STATUS_DAMAGED);
    expect_changed(entry, last, STATUS_DAMAGED); /* loaded as zeros */
    expect_changed(entry, 0, STATUS_DAMAGED);
    expect_changed(entry, UINT32_MAX, STATUS_DAMAGED);
    expect_changed(entry + 4, RESOURCES_BYTES - INFO_AT + 1, STATUS_DAMAGED);
    expect_changed(entry + 4, UINT32_MAX, STATUS_DAMAGED);
    expect_changed(entry + 4, INFO_BYTES - 1, STATUS_DAMAGED);
    expect_changed(entry + 4, 0, STATUS_DAMAGED);
    forge_put32(entry + 4, RESOURCES_BYTES - INFO_AT); /* more may follow */
    expect_numbers();
    forge_put32(entry, END_RVA + IMAGE_BYTES - END_AT); /* nothing, at the end of the file */
    forge_put32(entry + 4, 0);
    expect_status(STATUS_DAMAGED);
}

Test(peversion, is_three_levels_down_and_nowhere_else)
{
    expect_changed(resources + KINDS_AT + ENTRY_VERSIONS + 4, DATA_ENTRY_AT, STATUS_DAMAGED);
    expect_changed(resources + NAMES_AT + 20, DATA_ENTRY_AT, STATUS_DAMAGED);
    expect_changed(resources + LANGUAGES_AT + 20, DATA_ENTRY_AT | is_table, STATUS_DAMAGED);
    expect_changed(resources + LANGUAGES_AT + 20, LANGUAGES_AT | is_table, STATUS_DAMAGED);
    expect_changed(resources + NAMES_AT + 20, LANGUAGES_AT, STATUS_DAMAGED);
    expect_changed(resources + NAMES_AT + 20, is_table, STATUS_DAMAGED); /* back to the kinds */
    put_section(2, RESOURCES_RVA | is_table, 0, RESOURCES_AT, RESOURCES_BYTES);
    expect_changed(resources + LANGUAGES_AT + 20, DATA_ENTRY_AT | is_table, STATUS_DAMAGED);
    expect_changed(resources + NAMES_AT + 12, 0, STATUS_DAMAGED);
    expect_changed(resources + LANGUAGES_AT + 12, 0, STATUS_DAMAGED);
}

Test(peversion, of_a_resource_that_is_not_as_it_must_be_is_damaged)
{
    uint8_t *info = resources + INFO_AT;

    expect_changed(info, INFO_BYTES + 1 + (52u << 16), STATUS_DAMAGED);
    expect_changed(info, 40 + 51 + (52u << 16), STATUS_DAMAGED);
    expect_changed(info, 39 + (52u << 16), STATUS_DAMAGED);
    expect_changed(info, 0, STATUS_DAMAGED);
    expect_changed(info, INFO_BYTES + (51u << 16), STATUS_DAMAGED);
    expect_changed(info, INFO_BYTES + (57u << 16), STATUS_DAMAGED);
    expect_changed(info + 40, UINT32_C(0xFEEF04BC), STATUS_DAMAGED);
    expect_changed(info + 6, 'v' | 'S' << 16, STATUS_DAMAGED);
    expect_changed(info + 34, 'O' | 'S' << 16, STATUS_DAMAGED);
}

Test(peversion, of_a_file_that_is_cut_off_is_there_or_not)
{
    const size_t end = RESOURCES_AT + INFO_AT + INFO_BYTES;

    for (int is_plus = 0; is_plus < 2; is_plus++) {
        begin_image(is_plus);
        for (size_t n = 0; n <= IMAGE_BYTES; n++) {
            struct peversion version;
            enum status status = read_some(n, &version);

            if (n < OPTIONAL_AT)
                cr_expect_eq(status, STATUS_NOT_FOUND, "%zu", n);
            else if (n < end)
                cr_expect_eq(status, STATUS_DAMAGED, "%zu", n);
            else
                cr_expect(status == STATUS_OK && same(version, numbers), "%zu", n);
        }
    }
}

/* The numbers, as they are in the image now. */
static struct peversion numbers_now(void)
{
    const uint8_t *fixed = image + FIXED_AT;

    return (struct peversion){(uint64_t)bytes_u32(fixed + 8) << 32 | bytes_u32(fixed + 12),
                              (uint64_t)bytes_u32(fixed + 16) << 32 | bytes_u32(fixed + 20)};
}

/* One byte that is wrong may hide the version, but never make another one. */
static void expect_sane(size_t changed_at)
{
    const bool is_number = changed_at - (FIXED_AT + 8) < VERSIONS_BYTES;
    struct peversion version;
    enum status status = read_some(IMAGE_BYTES, &version);

    if (status == STATUS_OK)
        cr_expect(same(version, numbers_now()), "%zu", changed_at);
    else
        cr_expect(!is_number && (status == STATUS_NOT_FOUND || status == STATUS_DAMAGED), "%zu",
                  changed_at);
}

Test(peversion, of_a_file_with_any_byte_changed_is_right_or_none)
{
    static const uint8_t changes[] = {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xFF};

    for (int is_plus = 0; is_plus < 2; is_plus++) {
        begin_image(is_plus);
        for (size_t at = 0; at < IMAGE_BYTES; at++)
            for (size_t i = 0; i < sizeof changes; i++) {
                image[at] ^= changes[i];
                expect_sane(at);
                image[at] ^= changes[i];
            }
    }
}
