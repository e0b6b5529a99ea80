/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which table counts, and what its partitions hold. */
#include "mft/partition.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge_disk.h"
#include "tests/support/forge_volume.h"

enum { NBYTES = 2 * 1024 * 1024, FIRST = 256 };

static uint8_t *disk;
static struct forge_volume *volume;
static struct partition_table *table;

static void begin(void)
{
    disk = calloc(1, NBYTES);
    table = calloc(1, sizeof *table);
    volume = forge_volume_new(&(struct forge_shape){0});
    memcpy(disk + FIRST * 512, volume->bytes, volume->nbytes);
}

static void end(void)
{
    forge_volume_free(volume);
    free(table);
    free(disk);
}

TestSuite(partition, .init = begin, .fini = end);

static struct source source(void)
{
    return source_of_memory((struct bytes){disk, NBYTES});
}

static enum status read_it(void)
{
    struct source s = source();

    return partition_read(&s, table);
}

static enum medium medium(void)
{
    struct source s = source();
    struct identity identity;

    cr_assert_eq(identify(&s, &identity), STATUS_OK);
    return identity.medium;
}

static void put_mbr(void)
{
    forge_disk_mbr(disk, 0, 7, FIRST, (uint32_t)(volume->nbytes / 512));
    forge_disk_mbr(disk, 1, 0x27, 2048, 100);
}

static const struct forge_gpt gpt = {512, 0, 0};

static void put_gpt(void)
{
    forge_disk_gpt_entry(disk, &gpt, 0, FIRST, FIRST + volume->nbytes / 512 - 1, "Windows");
    forge_disk_gpt_seal(disk, NBYTES, &gpt);
}

Test(partition, an_mbr_says_what_its_partitions_hold)
{
    put_mbr();
    cr_assert_eq(medium(), MEDIUM_MBR);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table->n, 2);
    cr_assert_eq(table->partitions[0].medium, MEDIUM_NTFS);
    cr_assert_eq(table->partitions[1].medium, MEDIUM_BLANK);
    cr_assert_str_eq(partition_type(&table->partitions[0]), "NTFS/exFAT/HPFS");
    cr_assert_str_eq(partition_type(&table->partitions[1]), "Windows recovery");
}

Test(partition, a_gpt_says_what_its_partitions_hold)
{
    put_gpt();
    cr_assert_eq(medium(), MEDIUM_GPT);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table->partitions[0].medium, MEDIUM_NTFS);
    cr_assert_str_eq(partition_type(&table->partitions[0]), "Microsoft basic data");
    cr_assert_eq(table->partitions[0].mbr_type, 0);
}

Test(partition, a_gpt_left_over_under_an_mbr_does_not_count)
{
    put_gpt();
    memset(disk + 0x1BE, 0, 64);
    put_mbr();
    cr_assert_eq(medium(), MEDIUM_MBR);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_not(table->is_gpt);
    cr_assert_eq(table->n, 2);
}

Test(partition, a_gpt_counts_where_sector_0_was_wiped)
{
    put_gpt();
    memset(disk, 0, 512);
    cr_assert_eq(medium(), MEDIUM_GPT);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert(table->is_gpt);
    cr_assert_eq(table->n, 1);
}

Test(partition, a_protective_mbr_alone_is_damaged)
{
    put_gpt();
    memset(disk + 512, 0, 1024);
    memset(disk + NBYTES - 512, 0, 512);
    cr_assert_eq(medium(), MEDIUM_GPT);
    cr_assert_eq(read_it(), STATUS_DAMAGED);
}

Test(partition, a_hybrid_mbr_helps_out_where_the_gpt_is_gone)
{
    put_gpt();
    forge_disk_mbr(disk, 1, 7, FIRST, (uint32_t)(volume->nbytes / 512));
    memset(disk + 512, 0, 1024);
    memset(disk + NBYTES - 512, 0, 512);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_not(table->is_gpt);
    cr_assert_eq(table->n, 1);
    cr_assert_eq(table->partitions[0].number, 2);
    cr_assert_eq(table->partitions[0].medium, MEDIUM_NTFS);
}

Test(partition, an_mbr_that_counts_in_4096_bytes_shows_it_by_what_lies_there)
{
    forge_disk_mbr(disk, 0, 7, FIRST / 8, (uint32_t)(volume->nbytes / 4096 + 1));
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table->sector_bytes, 4096);
    cr_assert_eq(table->partitions[0].medium, MEDIUM_NTFS);
    cr_assert_eq(table->partitions[0].first_byte, FIRST * 512);
}

Test(partition, an_mbr_with_nothing_known_counts_in_the_sources_sectors)
{
    forge_disk_mbr(disk, 0, 7, 2000, 5);
    cr_assert_eq(read_it(), STATUS_OK);
    cr_assert_eq(table->sector_bytes, 512);
    cr_assert_eq(table->n, 1);
}

Test(partition, a_volume_without_a_table_has_none)
{
    struct source s = forge_volume_source(volume);

    cr_assert_eq(partition_read(&s, table), STATUS_NOT_FOUND);
    s.size_bytes = 0;
    cr_assert_eq(partition_read(&s, table), STATUS_NOT_FOUND);
}

Test(partition, unknown_types_are_other)
{
    struct partition p = {.mbr_type = 0x99};

    cr_assert_str_eq(partition_type(&p), "other");
    p.mbr_type = 0;
    memset(p.gpt_type, 0x77, sizeof p.gpt_type);
    cr_assert_str_eq(partition_type(&p), "other");
}
