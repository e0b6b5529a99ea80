/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of fixed texts at fixed places, and a few predicates for those that need more than one
 * look. The table's order matters where one format wraps another: encryption and disk images before
 * what may lie beside them.
 */
#include "mft/signature.h"

struct signature {
    enum medium medium;
    uint32_t offset;
    uint32_t n;
    const char *bytes;
};

static const struct signature signatures[] = {
    {MEDIUM_BITLOCKER, 3, 8, "-FVE-FS-"},
    {MEDIUM_EXFAT, 3, 8, "EXFAT   "},
    {MEDIUM_REFS, 3, 8, "ReFS\0\0\0\0"},
    {MEDIUM_VHD_DYNAMIC, 0, 8, "conectix"},
    {MEDIUM_VHDX, 0, 8, "vhdxfile"},
    {MEDIUM_QCOW2, 0, 4, "QFI\xFB"},
    {MEDIUM_VMDK, 0, 4, "KDMV"},
    {MEDIUM_VMDK, 0, 4, "COWD"},
    {MEDIUM_VMDK, 0, 21, "# Disk DescriptorFile"},
    {MEDIUM_VDI, 0x40, 4, "\x7F\x10\xDA\xBE"},
    {MEDIUM_E01, 0, 8, "EVF\x09\x0D\x0A\xFF\0"},
    {MEDIUM_E01, 0, 8, "EVF2\x0D\x0A\x81\0"},
    {MEDIUM_E01, 0, 8, "LVF\x09\x0D\x0A\xFF\0"},
    {MEDIUM_E01, 0, 8, "LEF2\x0D\x0A\x81\0"},
    {MEDIUM_AFF, 0, 8, "AFF10\r\n\0"},
    {MEDIUM_WIM, 0, 8, "MSWIM\0\0\0"},
    {MEDIUM_WIM, 0, 8, "WLPWM\0\0\0"},
    {MEDIUM_NTFSCLONE, 0, 16, "\0ntfsclone-image"},
    {MEDIUM_PARTCLONE, 0, 15, "partclone-image"},
    {MEDIUM_GZIP, 0, 3, "\x1F\x8B\x08"},
    {MEDIUM_XZ, 0, 6, "\xFD\x37zXZ\0"},
    {MEDIUM_ZSTD, 0, 4, "\x28\xB5\x2F\xFD"},
    {MEDIUM_BZIP2, 4, 6, "1AY&SY"},
    {MEDIUM_ZIP, 0, 4, "PK\x03\x04"},
    {MEDIUM_7Z, 0, 6, "7z\xBC\xAF\x27\x1C"},
    {MEDIUM_PARQUET, 0, 4, "PAR1"},
    {MEDIUM_SQLITE, 0, 16, "SQLite format 3\0"},
    {MEDIUM_LUKS, 0, 6, "LUKS\xBA\xBE"},
    {MEDIUM_LUKS, 0, 6, "SKUL\xBA\xBE"},
    {MEDIUM_LVM, 0 + 24, 8, "LVM2 001"},
    {MEDIUM_LVM, 512 + 24, 8, "LVM2 001"},
    {MEDIUM_LVM, 1024 + 24, 8, "LVM2 001"},
    {MEDIUM_LVM, 1536 + 24, 8, "LVM2 001"},
    {MEDIUM_MDRAID, 4096, 8, "\xFC\x4E\x2B\xA9\x01\0\0\0"},
    {MEDIUM_MDRAID, 0, 8, "\xFC\x4E\x2B\xA9\x01\0\0\0"},
    {MEDIUM_XFS, 0, 4, "XFSB"},
    {MEDIUM_SQUASHFS, 0, 4, "hsqs"},
    {MEDIUM_APFS, 32, 4, "NXSB"},
    {MEDIUM_BTRFS, 0x10040, 8, "_BHRfS_M"},
    {MEDIUM_F2FS, 1024, 4, "\x10\x20\xF5\xF2"},
    {MEDIUM_HFS, 1024, 4, "H+\0\x04"},
    {MEDIUM_HFS, 1024, 4, "HX\0\x05"},
    {MEDIUM_SWAP, 4096 - 10, 10, "SWAPSPACE2"},
    {MEDIUM_SWAP, 8192 - 10, 10, "SWAPSPACE2"},
    {MEDIUM_SWAP, 16384 - 10, 10, "SWAPSPACE2"},
    {MEDIUM_SWAP, 65536 - 10, 10, "SWAPSPACE2"},
    {MEDIUM_ISO9660, 0x8001, 5, "CD001"},
    {MEDIUM_ISO9660, 0x8001, 5, "BEA01"}, /* UDF alone */
    {MEDIUM_FAT, 0x36, 5, "FAT12"},
    {MEDIUM_FAT, 0x36, 5, "FAT16"},
    {MEDIUM_FAT, 0x52, 5, "FAT32"},
};

enum { SIGNATURE_BYTES_MAX = 32 };

static bool is_there(const struct source *source, uint64_t offset, const void *bytes, size_t n)
{
    uint8_t buffer[SIGNATURE_BYTES_MAX];

    return source_read_all(source, offset, buffer, n) == STATUS_OK && memcmp(buffer, bytes, n) == 0;
}

/* BitLocker To Go dresses as FAT32; its GUID gives it away: as made, and as made of the used space
 * only. */
static bool is_bitlocker_to_go(const struct source *source)
{
    enum { GUID_OFF = 0x1A8, GUID_BYTES = 16 };

    return is_there(source, GUID_OFF,
                    "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01",
                    GUID_BYTES) ||
           is_there(source, GUID_OFF,
                    "\x3B\x4D\xA8\x92\x80\xDD\x0E\x4D\x9E\x4E\xB1\xE3\x28\x4E\xAE\xD8", GUID_BYTES);
}

/* FAT that does not name itself has no magic, only numbers that few other things would have. */
static bool is_fat(const struct source *source)
{
    uint8_t s[64];

    if (source_read_all(source, 0, s, sizeof s) != STATUS_OK)
        return false;

    uint32_t sector_bytes = bytes_u16(s + 0x0B);
    uint32_t per_cluster = s[0x0D];
    bool jumps = (s[0] == 0xEB && s[2] == 0x90) || s[0] == 0xE9;
    return jumps && sector_bytes >= 512 && sector_bytes <= 4096 &&
           (sector_bytes & (sector_bytes - 1)) == 0 && per_cluster != 0 &&
           (per_cluster & (per_cluster - 1)) == 0 && bytes_u16(s + 0x0E) != 0 && s[0x10] >= 1 &&
           s[0x10] <= 2 && (s[0x15] == 0xF0 || s[0x15] >= 0xF8);
}

/* The magic of ext2, 3 and 4 has two bytes only, so its neighbours must make sense too. */
static bool is_ext(const struct source *source)
{
    uint8_t s[0x60];

    return source_read_all(source, 1024, s, sizeof s) == STATUS_OK &&
           bytes_u16(s + 0x38) == 0xEF53 && bytes_u32(s + 0x18) <= 6 && bytes_u32(s + 0x4C) <= 1;
}

/* The label's list of names and values at 16 KiB, and at least one uberblock, in either byte order,
 * among those from 128 KiB on. */
static bool is_zfs(const struct source *source)
{
    enum { LIST = 16 << 10, UBERBLOCKS = 128 << 10, STEP = 1 << 10, COUNT = 128 };
    uint8_t list[4];

    if (source_read_all(source, LIST, list, sizeof list) != STATUS_OK || list[0] != 1 ||
        list[1] > 1 || list[2] != 0 || list[3] != 0)
        return false;
    for (unsigned i = 0; i < COUNT; i++)
        if (is_there(source, UBERBLOCKS + i * STEP, "\x0C\xB1\xBA\0\0\0\0\0", 8) ||
            is_there(source, UBERBLOCKS + i * STEP, "\0\0\0\0\0\xBA\xB1\x0C", 8))
            return true;
    return false;
}

enum medium signature_find(const struct source *source)
{
    if (is_bitlocker_to_go(source))
        return MEDIUM_BITLOCKER_TO_GO;
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        const struct signature *s = &signatures[i];

        if (is_there(source, s->offset, s->bytes, s->n))
            return s->medium;
    }
    if (is_fat(source))
        return MEDIUM_FAT;
    if (is_ext(source))
        return MEDIUM_EXT;
    if (is_zfs(source))
        return MEDIUM_ZFS;
    return MEDIUM_UNKNOWN;
}
