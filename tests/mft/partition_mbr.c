/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MBR entries and chains, whole and hostile. Disks have exactly their size on the heap. */
#include "mft/partition_mbr.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge_disk.h"

enum { SECTORS = 200, SECTOR = 512 };

static uint8_t *disk;
static struct partition_table table;

static void begin(void)
{
    disk = calloc(SECTORS, SECTOR);
    table = (struct partition_table){.sector_bytes = SECTOR};
}

static void end(void)
{
    free(disk);
}

TestSuite(partition_mbr, .init = begin, .fini = end);

static struct source source(void)
{
    return source_of_memory((struct bytes){disk, SECTORS * SECTOR});
}

static enum status read_it(void)
{
    struct source s = source();

    return partition_mbr_read(&s, &table);
}

static void expect(uint32_t i, uint32_t number, uint8_t type, uint64_t first, uint64_t nsectors)
{
    cr_assert_lt(i, table.n);
    cr_assert_eq(table.partitions[i].number, number);
    cr_assert_eq(table.partitions[i].mbr_type, type);
    cr_assert_eq(table.partitions[i].first_byte, first * SECTOR);
    cr_assert_eq(table.partitions[i].nbytes, nsectors * SECTOR);
}

/* A link at sector AT: a logical partition, and the next link, counted from CHAIN (0: none). */
static void put_link(uint32_t at, uint32_t chain, uint32_t next)
{
    forge_disk_mbr(disk + at * SECTOR, 0, 7, 1, 5);
    if (next != 0)
        forge_disk_mbr(disk + at * SECTOR, 1, 5, next - chain, 10);
}

Test(partition_mbr, primary_partitions_keep_their_numbers)
{
    forge_disk_mbr(disk, 0, 7, 10, 20);
    forge_disk_mbr(disk, 2, 0x27, 40, 20);
    disk[0x1BE] = 0x80;
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 2);
    expect(0, 1, 7, 10, 20);
    expect(1, 3, 0x27, 40, 20);
}

Test(partition_mbr, logical_partitions_count_from_five)
{
    forge_disk_mbr(disk, 0, 7, 10, 20);
    forge_disk_mbr(disk, 1, 0x0F, 50, 100);
    put_link(50, 50, 60);
    put_link(60, 50, 70);
    put_link(70, 50, 0);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 4);
    expect(1, 5, 7, 51, 5);
    expect(2, 6, 7, 61, 5);
    expect(3, 7, 7, 71, 5);
}

Test(partition_mbr, a_chain_that_comes_back_ends)
{
    forge_disk_mbr(disk, 1, 5, 50, 100);
    put_link(50, 50, 60);
    put_link(60, 50, 50);
    forge_disk_mbr(disk + 60 * SECTOR, 1, 5, 10, 10); /* itself */
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 2);
}

Test(partition_mbr, a_link_outside_or_unsigned_ends_the_chain)
{
    forge_disk_mbr(disk, 1, 5, 50, 100);
    put_link(50, 50, 60);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 1);
    forge_disk_mbr(disk + 50 * SECTOR, 1, 5, UINT32_MAX, 10);
    table.n = 0;
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 1);
}

Test(partition_mbr, partitions_are_cut_at_the_end_and_passed_over_behind_it)
{
    forge_disk_mbr(disk, 0, 7, SECTORS - 5, 20);
    forge_disk_mbr(disk, 1, 7, SECTORS, 20);
    forge_disk_mbr(disk, 2, 7, UINT32_MAX, UINT32_MAX);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 1);
    expect(0, 1, 7, SECTORS - 5, 5);
    cr_assert_eq(table.partitions[0].nbytes_table, 20 * SECTOR);
}

Test(partition_mbr, boot_code_with_a_signature_is_no_table)
{
    struct source s = source();

    forge_disk_mbr(disk, 0, 7, 10, 20);
    cr_assert(partition_mbr_is_there(&s));
    disk[0x1CE] = 'x';
    cr_assert_not(partition_mbr_is_there(&s));
    cr_assert_eq(read_it(), STATUS_NOT_FOUND);
}

Test(partition_mbr, no_signature_or_no_entries_is_no_table)
{
    struct source s = source();

    disk[0x1FE] = 0x55;
    disk[0x1FF] = 0xAA;
    cr_assert_not(partition_mbr_is_there(&s));
    forge_disk_mbr(disk, 0, 7, 0, 20);
    cr_assert_not(partition_mbr_is_there(&s), "a partition at sector 0");
    forge_disk_mbr(disk, 0, 7, 10, 20);
    disk[0x1FE] = 0;
    cr_assert_not(partition_mbr_is_there(&s));
}

Test(partition_mbr, a_source_shorter_than_a_sector_is_no_table)
{
    struct source s = source_of_memory((struct bytes){disk, 511});

    cr_assert_not(partition_mbr_is_there(&s));
    cr_assert_eq(partition_mbr_read(&s, &table), STATUS_NOT_FOUND);
}

Test(partition_mbr, the_protective_entry_is_known_and_is_no_partition)
{
    struct source s = source();

    forge_disk_mbr(disk, 0, 7, 10, 20);
    cr_assert_not(partition_mbr_is_protective(&s));
    forge_disk_mbr(disk, 1, 0xEE, 1, 199);
    cr_assert(partition_mbr_is_protective(&s));
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table.n, 1);
}

Test(partition_mbr, the_longest_chain_stays_inside_the_table)
{
    size_t nbytes = 1200 * SECTOR;

    free(disk);
    disk = calloc(1, nbytes);
    forge_disk_mbr(disk, 0, 5, 1, 1000);
    for (uint32_t at = 1; at < 600; at++)
        put_link(at, 1, at + 1);

    struct source s = source_of_memory((struct bytes){disk, nbytes});
    cr_assert_eq(partition_mbr_read(&s, &table), STATUS_OK);
    cr_assert_eq(table.n, PARTITIONS_MAX);
}
