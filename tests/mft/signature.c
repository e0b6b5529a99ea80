/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One example of each thing that can be told by its first bytes, and near misses of the weak ones.
 */
#include "mft/signature.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

enum { NBYTES = 0x30000 };

static uint8_t *bytes;

static void begin(void)
{
    bytes = calloc(1, NBYTES);
}

static void end(void)
{
    free(bytes);
}

TestSuite(signature, .init = begin, .fini = end);

static enum medium found(void)
{
    struct source source = source_of_memory((struct bytes){bytes, NBYTES});

    return signature_find(&source);
}

Test(signature, fixed_texts_at_fixed_places_name_their_medium)
{
    static const struct {
        enum medium medium;
        uint32_t offset, n;
        const char *text;
    } known[] = {
        {MEDIUM_BITLOCKER, 0, 11, "\xEB\x58\x90-FVE-FS-"},
        {MEDIUM_BITLOCKER, 0, 11, "\xEB\x52\x90-FVE-FS-"},
        {MEDIUM_EXFAT, 0, 11,
         "\xEB\x76\x90"
         "EXFAT   "},
        {MEDIUM_REFS, 0, 11, "\0\0\0ReFS\0\0\0\0"},
        {MEDIUM_VHD_DYNAMIC, 0, 8, "conectix"},
        {MEDIUM_VHDX, 0, 8, "vhdxfile"},
        {MEDIUM_QCOW2, 0, 8, "QFI\xFB\0\0\0\3"},
        {MEDIUM_VMDK, 0, 8, "KDMV\1\0\0\0"},
        {MEDIUM_VMDK, 0, 22, "# Disk DescriptorFile\n"},
        {MEDIUM_E01, 0, 8, "EVF\x09\x0D\x0A\xFF\0"},
        {MEDIUM_E01, 0, 8, "EVF2\x0D\x0A\x81\0"},
        {MEDIUM_AFF, 0, 8, "AFF10\r\n\0"},
        {MEDIUM_WIM, 0, 8, "MSWIM\0\0\0"},
        {MEDIUM_NTFSCLONE, 0, 18, "\0ntfsclone-image\12\1"},
        {MEDIUM_PARTCLONE, 0, 16, "partclone-image\0"},
        {MEDIUM_GZIP, 0, 4, "\x1F\x8B\x08\x08"},
        {MEDIUM_XZ, 0, 6,
         "\xFD"
         "7zXZ\0"},
        {MEDIUM_ZSTD, 0, 4, "\x28\xB5\x2F\xFD"},
        {MEDIUM_BZIP2, 0, 10, "BZh91AY&SY"},
        {MEDIUM_ZIP, 0, 4, "PK\3\4"},
        {MEDIUM_7Z, 0, 6, "7z\xBC\xAF\x27\x1C"},
        {MEDIUM_PARQUET, 0, 4, "PAR1"},
        {MEDIUM_SQLITE, 0, 16, "SQLite format 3\0"},
        {MEDIUM_LUKS, 0, 8, "LUKS\xBA\xBE\0\2"},
        {MEDIUM_LVM, 512, 32, "LABELONE\1\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0LVM2 001"},
        {MEDIUM_MDRAID, 4096, 8, "\xFC\x4E\x2B\xA9\1\0\0\0"},
        {MEDIUM_XFS, 0, 4, "XFSB"},
        {MEDIUM_SQUASHFS, 0, 4, "hsqs"},
        {MEDIUM_APFS, 32, 4, "NXSB"},
        {MEDIUM_BTRFS, 0x10040, 8, "_BHRfS_M"},
        {MEDIUM_F2FS, 1024, 4, "\x10\x20\xF5\xF2"},
        {MEDIUM_HFS, 1024, 4, "H+\0\4"},
        {MEDIUM_SWAP, 4086, 10, "SWAPSPACE2"},
        {MEDIUM_SWAP, 65526, 10, "SWAPSPACE2"},
        {MEDIUM_ISO9660, 0x8000, 6, "\1CD001"},
        {MEDIUM_FAT, 0x36, 8, "FAT16   "},
        {MEDIUM_FAT, 0x52, 8, "FAT32   "},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        end();
        begin();
        memcpy(bytes + known[i].offset, known[i].text, known[i].n);
        cr_assert_eq(found(), known[i].medium, "%zu: %s", i, identify_name(known[i].medium));
        bytes[known[i].offset + known[i].n - 1] ^= 0xFF;
        bytes[known[i].offset + 4] ^= 0x55;
        bytes[known[i].offset + 1] ^= 0x55;
        cr_assert_eq(found(), MEDIUM_UNKNOWN, "%zu, broken", i);
    }
}

Test(signature, a_vdi_is_known_by_its_number_whatever_its_text)
{
    memcpy(bytes, "<<< Oracle VM VirtualBox Disk Image >>>\n", 40);
    cr_assert_eq(found(), MEDIUM_UNKNOWN);
    forge_put32(bytes + 0x40, 0xBEDA107F);
    cr_assert_eq(found(), MEDIUM_VDI);
}

static void put_fat(void)
{
    memcpy(bytes, "\xEB\x3C\x90mkfs.fat", 11);
    forge_put16(bytes + 0x0B, 512);
    bytes[0x0D] = 4;
    forge_put16(bytes + 0x0E, 1);
    bytes[0x10] = 2;
    bytes[0x15] = 0xF8;
}

Test(signature, fat_without_a_name_needs_all_its_numbers)
{
    static const uint32_t needed[] = {0x00, 0x0C, 0x0D, 0x0E, 0x10, 0x15};

    put_fat();
    cr_assert_eq(found(), MEDIUM_FAT);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        put_fat();
        bytes[needed[i]] = 0;
        cr_assert_eq(found(), MEDIUM_UNKNOWN, "0x%02X", needed[i]);
    }
}

Test(signature, bitlocker_to_go_is_not_taken_for_the_fat_that_it_plays)
{
    put_fat();
    memcpy(bytes + 3, "MSWIN4.1", 8);
    memcpy(bytes + 0x52, "FAT32   ", 8);
    memcpy(bytes + 0x1A8, "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01", 16);
    cr_assert_eq(found(), MEDIUM_BITLOCKER_TO_GO);
}

Test(signature, ext_needs_more_than_two_bytes)
{
    forge_put16(bytes + 0x438, 0xEF53);
    cr_assert_eq(found(), MEDIUM_EXT);
    forge_put32(bytes + 0x418, 7);
    cr_assert_eq(found(), MEDIUM_UNKNOWN, "blocks of 128 KiB");
    forge_put32(bytes + 0x418, 2);
    forge_put32(bytes + 0x44C, 2);
    cr_assert_eq(found(), MEDIUM_UNKNOWN, "an unknown revision");
}

Test(signature, zfs_needs_its_list_and_an_uberblock)
{
    static const size_t places[] = {0x20000, 0x23C00, 0x2FC00};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        end();
        begin();
        memcpy(bytes + 0x4000, "\1\1\0\0", 4);
        cr_assert_eq(found(), MEDIUM_UNKNOWN);
        memcpy(bytes + places[i], "\x0C\xB1\xBA\0\0\0\0\0", 8);
        cr_assert_eq(found(), MEDIUM_ZFS);
        bytes[0x4000] = 0;
        cr_assert_eq(found(), MEDIUM_UNKNOWN);
    }
}

Test(signature, short_sources_are_not_read_behind_their_end)
{
    for (size_t n = 0; n < 1200; n += 7) {
        uint8_t *exact = forge_copy(bytes, n);
        struct source source = source_of_memory((struct bytes){exact, n});

        cr_assert_eq(signature_find(&source), MEDIUM_UNKNOWN);
        free(exact);
    }
}
