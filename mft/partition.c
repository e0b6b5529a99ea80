/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which table counts, how large its sectors are, and what lies in each partition. */
#include "mft/partition.h"

#include "mft/partition_gpt.h"
#include "mft/partition_mbr.h"

enum { GUID_BYTES = 16 };

/* A partition that cannot be read is of an unknown kind. Returns how many could be told. */
static uint32_t identify_all(const struct source *source, struct partition_table *table)
{
    uint32_t nknown = 0;

    for (uint32_t i = 0; i < table->n; i++) {
        struct partition *p = &table->partitions[i];
        struct source part = source_part(source, p->first_byte, p->nbytes);
        struct identity identity;

        p->medium = identify(&part, &identity) == STATUS_OK ? identity.medium : MEDIUM_UNKNOWN;
        nknown += p->medium != MEDIUM_UNKNOWN && p->medium != MEDIUM_BLANK;
    }
    return nknown;
}

/*
 * An MBR does not say how large its sectors are, and an image does not either: an image of a disk
 * with 4096-byte sectors shows it by what lies where its partitions begin.
 */
static enum status read_mbr(const struct source *source, struct partition_table *table)
{
    const uint32_t sizes[] = {source->sector_bytes, 512, 4096};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (i > 0 && sizes[i] == sizes[0])
            continue;
        *table = (struct partition_table){.sector_bytes = sizes[i]};
        status = partition_mbr_read(source, table);
        if (status != STATUS_OK || identify_all(source, table) > 0)
            return status;
    }
    *table = (struct partition_table){.sector_bytes = source->sector_bytes};
    status = partition_mbr_read(source, table);
    if (status == STATUS_OK)
        identify_all(source, table);
    return status;
}

enum status partition_read(const struct source *source, struct partition_table *table_ret)
{
    struct partition_table table = {0};
    bool is_protected = partition_mbr_is_protective(source);
    enum status status = STATUS_NOT_FOUND;

    /* A GPT that no protective entry announces is left over from the disk's former life. */
    if (is_protected || !partition_mbr_is_there(source))
        status = partition_gpt_read(source, &table);
    if (status == STATUS_OK)
        identify_all(source, &table);
    else
        status = read_mbr(source, &table);
    if (status == STATUS_OK && is_protected && !table.is_gpt && table.n == 0)
        status = STATUS_DAMAGED;
    if (status == STATUS_OK)
        *table_ret = table;
    return status;
}

/* ---- Types ---- */

static const struct {
    uint8_t type;
    const char *name;
} mbr_types[] = {
    {0x01, "FAT12"},
    {0x04, "FAT16"},
    {0x06, "FAT16"},
    {0x07, "NTFS/exFAT/HPFS"},
    {0x0B, "FAT32"},
    {0x0C, "FAT32"},
    {0x0E, "FAT16"},
    {0x11, "hidden FAT12"},
    {0x14, "hidden FAT16"},
    {0x16, "hidden FAT16"},
    {0x17, "hidden NTFS/exFAT/HPFS"},
    {0x1B, "hidden FAT32"},
    {0x1C, "hidden FAT32"},
    {0x1E, "hidden FAT16"},
    {0x27, "Windows recovery"},
    {0x42, "Windows dynamic disk"},
    {0x82, "Linux swap"},
    {0x83, "Linux"},
    {0x8E, "Linux LVM"},
    {0xA5, "FreeBSD"},
    {0xA8, "macOS UFS"},
    {0xAF, "macOS HFS+"},
    {0xEF, "EFI system"},
    {0xFD, "Linux RAID"},
};

/* As they lie on the disk: the first three groups of a GUID little-endian. */
static const struct {
    uint8_t guid[GUID_BYTES];
    const char *name;
} gpt_types[] = {
    {{0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11, 0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9,
      0x3B},
     "EFI system"},
    {{0x16, 0xE3, 0xC9, 0xE3, 0x5C, 0x0B, 0xB8, 0x4D, 0x81, 0x7D, 0xF9, 0x2D, 0xF0, 0x02, 0x15,
      0xAE},
     "Microsoft reserved"},
    {{0xA2, 0xA0, 0xD0, 0xEB, 0xE5, 0xB9, 0x33, 0x44, 0x87, 0xC0, 0x68, 0xB6, 0xB7, 0x26, 0x99,
      0xC7},
     "Microsoft basic data"},
    {{0xA4, 0xBB, 0x94, 0xDE, 0xD1, 0x06, 0x40, 0x4D, 0xA1, 0x6A, 0xBF, 0xD5, 0x01, 0x79, 0xD6,
      0xAC},
     "Windows recovery"},
    {{0xAA, 0xC8, 0x08, 0x58, 0x8F, 0x7E, 0xE0, 0x42, 0x85, 0xD2, 0xE1, 0xE9, 0x04, 0x34, 0xCF,
      0xB3},
     "Windows dynamic disk metadata"},
    {{0xA0, 0x60, 0x9B, 0xAF, 0x31, 0x14, 0x62, 0x4F, 0xBC, 0x68, 0x33, 0x11, 0x71, 0x4A, 0x69,
      0xAD},
     "Windows dynamic disk data"},
    {{0x8F, 0xAF, 0x5C, 0xE7, 0x80, 0xF6, 0xEE, 0x4C, 0xAF, 0xA3, 0xB0, 0x01, 0xE5, 0x6E, 0xFC,
      0x2D},
     "Windows storage spaces"},
    {{0xAF, 0x3D, 0xC6, 0x0F, 0x83, 0x84, 0x72, 0x47, 0x8E, 0x79, 0x3D, 0x69, 0xD8, 0x47, 0x7D,
      0xE4},
     "Linux"},
    {{0x6D, 0xFD, 0x57, 0x06, 0xAB, 0xA4, 0xC4, 0x43, 0x84, 0xE5, 0x09, 0x33, 0xC8, 0x4B, 0x4F,
      0x4F},
     "Linux swap"},
    {{0x79, 0xD3, 0xD6, 0xE6, 0x07, 0xF5, 0xC2, 0x44, 0xA2, 0x3C, 0x23, 0x8F, 0x2A, 0x3D, 0xF9,
      0x28},
     "Linux LVM"},
    {{0x0F, 0x88, 0x9D, 0xA1, 0xFC, 0x05, 0x3B, 0x4D, 0xA0, 0x06, 0x74, 0x3F, 0x0F, 0x84, 0x91,
      0x1E},
     "Linux RAID"},
    {{0x48, 0x61, 0x68, 0x21, 0x49, 0x64, 0x6F, 0x6E, 0x74, 0x4E, 0x65, 0x65, 0x64, 0x45, 0x46,
      0x49},
     "BIOS boot"},
    {{0x00, 0x53, 0x46, 0x48, 0x00, 0x00, 0xAA, 0x11, 0xAA, 0x11, 0x00, 0x30, 0x65, 0x43, 0xEC,
      0xAC},
     "macOS HFS+"},
    {{0xEF, 0x57, 0x34, 0x7C, 0x00, 0x00, 0xAA, 0x11, 0xAA, 0x11, 0x00, 0x30, 0x65, 0x43, 0xEC,
      0xAC},
     "macOS APFS"},
};

const char *partition_type(const struct partition *p)
{
    for (size_t i = 0; i < sizeof gpt_types / sizeof gpt_types[0]; i++)
        if (memcmp(p->gpt_type, gpt_types[i].guid, GUID_BYTES) == 0)
            return gpt_types[i].name;
    for (size_t i = 0; i < sizeof mbr_types / sizeof mbr_types[0]; i++)
        if (p->mbr_type == mbr_types[i].type)
            return mbr_types[i].name;
    return "other";
}
