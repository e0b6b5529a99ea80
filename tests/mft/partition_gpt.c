/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GPT headers and entries, whole, half broken and hostile. */
#include "mft/partition_gpt.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"
#include "tests/support/forge_disk.h"

enum { NBYTES = 2 * 1024 * 1024 };

static uint8_t *disk;
static struct partition_table table;
static struct forge_gpt gpt = {512, 0, 0};

static void begin(void)
{
    disk = calloc(1, NBYTES);
    table = (struct partition_table){0};
    gpt = (struct forge_gpt){512, 0, 0};
}

static void end(void)
{
    free(disk);
}

TestSuite(partition_gpt, .init = begin, .fini = end);

static enum status read_it(void)
{
    struct source s = source_of_memory((struct bytes){disk, NBYTES});

    table = (struct partition_table){0};
    return partition_gpt_read(&s, &table);
}

static void put_one(void)
{
    forge_disk_gpt_entry(disk, &gpt, 0, 100, 199, "Größe");
    forge_disk_gpt_seal(disk, NBYTES, &gpt);
}

Test(partition_gpt, entries_are_read_with_their_names_and_numbers)
{
    forge_disk_gpt_entry(disk, &gpt, 2, 300, 399, "123456789012345678901234567890123456");
    put_one();
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert(table.is_gpt);
    cr_assert_not(table.is_gpt_backup);
    cr_assert_eq(table.sector_bytes, 512);
    cr_assert_eq(table.n, 2);
    cr_assert_eq(table.partitions[0].number, 1);
    cr_assert_str_eq(table.partitions[0].name, "Größe");
    cr_assert_eq(table.partitions[0].first_byte, 100 * 512);
    cr_assert_eq(table.partitions[0].nbytes, 100 * 512);
    cr_assert_arr_eq(table.partitions[0].gpt_type, forge_disk_basic_data, 16);
    cr_assert_eq(table.partitions[1].number, 3);
    cr_assert_str_eq(table.partitions[1].name, "123456789012345678901234567890123456");
}

Test(partition_gpt, sectors_of_4096_bytes_are_found_in_an_image)
{
    gpt.sector_bytes = 4096;
    put_one();
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.sector_bytes, 4096);
    cr_assert_eq(table.partitions[0].first_byte, 100 * 4096);
}

Test(partition_gpt, larger_entries_are_understood)
{
    gpt.entry_bytes = 256;
    gpt.nentries = 8;
    forge_disk_gpt_entry(disk, &gpt, 7, 300, 399, "x");
    put_one();
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 2);
    cr_assert_eq(table.partitions[1].number, 8);
}

Test(partition_gpt, any_broken_byte_of_the_primary_leads_to_the_backup)
{
    static const size_t places[] = {512,        512 + 0x08, 512 + 0x10, 512 + 0x18, 512 + 0x48,
                                    512 + 0x50, 512 + 0x58, 1024,       1024 + 127};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        end();
        begin();
        put_one();
        disk[places[i]] ^= 0xFF;
        cr_assert_eq(read_it(), STATUS_OK, "%zu", places[i]);
        cr_assert(table.is_gpt_backup);
        cr_assert_eq(table.n, 1);
        cr_assert_eq(table.partitions[0].first_byte, 100 * 512);
    }
}

Test(partition_gpt, without_a_whole_header_there_is_none)
{
    struct source s = source_of_memory((struct bytes){disk, NBYTES});

    put_one();
    cr_assert(partition_gpt_is_there(&s));
    disk[512 + 0x20] ^= 1;
    disk[NBYTES - 512 + 0x20] ^= 1;
    cr_assert_not(partition_gpt_is_there(&s));
    cr_assert_eq(read_it(), STATUS_NOT_FOUND);
    cr_assert_not(table.is_gpt);
}

/* Both headers with one field changed and right sums. */
static void put_field(uint32_t off, uint32_t nbytes, uint64_t value)
{
    uint8_t *headers[] = {disk + 512, disk + NBYTES - 512};

    for (size_t i = 0; i < 2; i++) {
        if (nbytes == 4)
            forge_put32(headers[i] + off, (uint32_t)value);
        else
            forge_put64(headers[i] + off, value);
        forge_put32(headers[i] + 0x10, 0);
        forge_put32(headers[i] + 0x10, forge_disk_crc32(headers[i], 92));
    }
}

Test(partition_gpt, hostile_headers_with_right_sums_are_refused)
{
    static const struct {
        uint32_t off, nbytes;
        uint64_t value;
    } bad[] = {
        {0x0C, 4, 91},         {0x0C, 4, UINT32_MAX}, {0x18, 8, 0},
        {0x18, 8, UINT64_MAX}, {0x48, 8, UINT64_MAX}, {0x48, 8, NBYTES / 512 + 1},
        {0x50, 4, UINT32_MAX}, {0x54, 4, 0},          {0x54, 4, 127},
        {0x54, 4, 4097},       {0x54, 4, UINT32_MAX},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        end();
        begin();
        put_one();
        put_field(bad[i].off, bad[i].nbytes, bad[i].value);
        cr_assert_eq(read_it(), STATUS_NOT_FOUND, "%zu", i);
    }
}

Test(partition_gpt, hostile_entries_are_passed_over)
{
    static const struct {
        uint64_t first, last;
    } bad[] = {{0, 10},
               {1, 10},
               {300, 100},
               {NBYTES / 512, NBYTES / 512},
               {100, UINT64_MAX},
               {UINT64_MAX, 10},
               {UINT64_MAX - 1, UINT64_MAX}};

    for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        forge_disk_gpt_entry(disk, &gpt, i, bad[i].first, bad[i].last, "bad");
    forge_disk_gpt_entry(disk, &gpt, 20, 100, NBYTES / 512 + 100, "cut");
    forge_disk_gpt_seal(disk, NBYTES, &gpt);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 1);
    cr_assert_eq(table.partitions[0].number, 21);
    cr_assert_eq(table.partitions[0].nbytes, NBYTES - 100 * 512);
}

Test(partition_gpt, more_entries_than_the_table_holds_are_left_out)
{
    gpt.nentries = 1024;
    for (uint32_t i = 0; i < 1024; i++)
        forge_disk_gpt_entry(disk, &gpt, i, 1000 + i, 1000 + i, "");
    forge_disk_gpt_seal(disk, NBYTES, &gpt);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, PARTITIONS_MAX);
}

Test(partition_gpt, a_source_too_short_for_a_header_has_none)
{
    for (size_t n = 0; n < 1100; n += 100) {
        uint8_t *exact = forge_copy(disk, n);
        struct source s = source_of_memory((struct bytes){exact, n});

        cr_assert_not(partition_gpt_is_there(&s));
        free(exact);
    }
}
