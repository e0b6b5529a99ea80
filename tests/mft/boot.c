/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geometries that mkntfs makes, and boot sectors that cannot be. */
#include "mft/boot.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "mft/layout.h"
#include "tests/support/forge.h"

static uint8_t *sector;

static void begin(void)
{
    sector = calloc(1, BOOT_BYTES);
    memcpy(sector + BOOT_OEM_ID, "NTFS    ", 8);
    forge_put16(sector + BOOT_SECTOR_BYTES, 512);
    sector[BOOT_SECTORS_PER_CLUSTER] = 8;
    forge_put64(sector + BOOT_NSECTORS, 1048575);
    forge_put64(sector + BOOT_MFT_LCN, 4);
    forge_put64(sector + BOOT_MIRROR_LCN, 65535);
    sector[BOOT_RECORD_SIZE_CODE] = 0xF6;
    sector[BOOT_INDEX_SIZE_CODE] = 1;
    forge_put64(sector + BOOT_SERIAL, UINT64_C(0x1122334455667788));
}

static void end(void)
{
    free(sector);
}

TestSuite(boot, .init = begin, .fini = end);

Test(boot, all_numbers_are_read)
{
    struct geometry g;

    cr_assert(boot_names_ntfs(sector));
    cr_assert_eq(boot_parse(sector, &g), STATUS_OK);
    cr_assert_eq(g.sector_bytes, 512);
    cr_assert_eq(g.cluster_bytes, 4096);
    cr_assert_eq(g.record_bytes, 1024);
    cr_assert_eq(g.index_bytes, 4096);
    cr_assert_eq(g.nsectors, 1048575);
    cr_assert_eq(g.nclusters, 131071, "what is left of a cluster does not count");
    cr_assert_eq(g.mft_lcn, 4);
    cr_assert_eq(g.mirror_lcn, 65535);
    cr_assert_eq(g.serial, UINT64_C(0x1122334455667788));
}

Test(boot, the_signature_at_the_end_is_not_asked_for)
{
    struct geometry g;

    cr_assert_eq(bytes_u16(sector + 0x1FE), 0);
    cr_assert_eq(boot_parse(sector, &g), STATUS_OK);
}

/* As mkntfs 2022.10.3 writes them. */
Test(boot, every_geometry_of_mkntfs_is_understood)
{
    static const struct {
        uint16_t sector;
        uint8_t per_cluster, record_code, index_code;
        uint32_t cluster, record, index;
    } made[] = {
        {512, 0x01, 0x02, 0x08, 512, 1024, 4096},      {512, 0x02, 0x01, 0x04, 1024, 1024, 4096},
        {512, 0x04, 0xF6, 0x02, 2048, 1024, 4096},     {512, 0x08, 0xF6, 0x01, 4096, 1024, 4096},
        {512, 0x10, 0xF6, 0xF4, 8192, 1024, 4096},     {512, 0x80, 0xF6, 0xF4, 65536, 1024, 4096},
        {512, 0xF8, 0xF6, 0xF4, 131072, 1024, 4096},   {512, 0xF5, 0xF6, 0xF4, 1048576, 1024, 4096},
        {512, 0xF4, 0xF6, 0xF4, 2097152, 1024, 4096},  {1024, 0x01, 0x01, 0x04, 1024, 1024, 4096},
        {2048, 0x01, 0x01, 0x02, 2048, 2048, 4096},    {2048, 0x02, 0xF5, 0x01, 4096, 2048, 4096},
        {4096, 0x01, 0x01, 0x01, 4096, 4096, 4096},    {4096, 0x02, 0xF4, 0xF4, 8192, 4096, 4096},
        {4096, 0xF7, 0xF4, 0xF4, 2097152, 4096, 4096},
    };

    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        struct geometry g;

        forge_put64(sector + BOOT_NSECTORS, 1 << 24);
        forge_put16(sector + BOOT_SECTOR_BYTES, made[i].sector);
        sector[BOOT_SECTORS_PER_CLUSTER] = made[i].per_cluster;
        sector[BOOT_RECORD_SIZE_CODE] = made[i].record_code;
        sector[BOOT_INDEX_SIZE_CODE] = made[i].index_code;
        cr_assert_eq(boot_parse(sector, &g), STATUS_OK, "%zu", i);
        cr_assert_eq(g.cluster_bytes, made[i].cluster, "%zu", i);
        cr_assert_eq(g.record_bytes, made[i].record, "%zu", i);
        cr_assert_eq(g.index_bytes, made[i].index, "%zu", i);
    }
}

Test(boot, another_name_is_not_ntfs)
{
    struct geometry g;

    memcpy(sector + BOOT_OEM_ID, "EXFAT   ", 8);
    cr_assert_not(boot_names_ntfs(sector));
    cr_assert_eq(boot_parse(sector, &g), STATUS_NOT_NTFS);
}

Test(boot, numbers_that_cannot_be_are_bad)
{
    static const struct {
        uint32_t off, nbytes;
        uint64_t value;
        const char *why;
    } bad[] = {
        {BOOT_SECTOR_BYTES, 2, 0, "no sector"},
        {BOOT_SECTOR_BYTES, 2, 256, "a sector of 256 bytes"},
        {BOOT_SECTOR_BYTES, 2, 8192, "a sector of 8192 bytes"},
        {BOOT_SECTOR_BYTES, 2, 513, "a sector that is no power of two"},
        {BOOT_SECTORS_PER_CLUSTER, 1, 0, "no sectors in a cluster"},
        {BOOT_SECTORS_PER_CLUSTER, 1, 3, "a cluster that is no power of two"},
        {BOOT_SECTORS_PER_CLUSTER, 1, 0xF3, "a cluster of 4 MiB"},
        {BOOT_SECTORS_PER_CLUSTER, 1, 0x81, "a shift that overflows"},
        {BOOT_SECTORS_PER_CLUSTER, 1, 0xE0, "a shift of 32"},
        {BOOT_RECORD_SIZE_CODE, 1, 0, "no record"},
        {BOOT_RECORD_SIZE_CODE, 1, 0x80, "a record of 2^128 bytes"},
        {BOOT_RECORD_SIZE_CODE, 1, 0xF3, "a record of 8192 bytes"},
        {BOOT_RECORD_SIZE_CODE, 1, 0xF8, "a record of 256 bytes"},
        {BOOT_RECORD_SIZE_CODE, 1, 0x7F, "a record of 127 clusters"},
        {BOOT_NSECTORS, 8, 0, "no sectors"},
        {BOOT_NSECTORS, 8, 7, "not one cluster"},
        {BOOT_NSECTORS, 8, UINT64_MAX, "more bytes than 63 bits"},
        {BOOT_MFT_LCN, 8, 0, "$MFT in the boot sector"},
        {BOOT_MFT_LCN, 8, 131071, "$MFT behind the end"},
        {BOOT_MFT_LCN, 8, UINT64_MAX, "$MFT nowhere"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct geometry g = {.serial = 77};

        end();
        begin();
        for (uint32_t k = 0; k < bad[i].nbytes; k++)
            sector[bad[i].off + k] = (uint8_t)(bad[i].value >> (8 * k));
        cr_assert_eq(boot_parse(sector, &g), STATUS_BAD_BOOT, "%s", bad[i].why);
        cr_assert_eq(g.serial, 77, "the result is left alone");
    }
}

Test(boot, an_index_size_that_cannot_be_is_no_reason_to_refuse_the_volume)
{
    struct geometry g;

    sector[BOOT_INDEX_SIZE_CODE] = 3;
    cr_assert_eq(boot_parse(sector, &g), STATUS_OK);
    cr_assert_eq(g.index_bytes, 0);
}
