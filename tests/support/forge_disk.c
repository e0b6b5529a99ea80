/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sector 0, or: protective MBR, header, entries, data, entries again, header again. */
#include "tests/support/forge_disk.h"

#include <string.h>

#include "tests/support/forge.h"

enum { NENTRIES = 128, ENTRY_BYTES = 128, HEADER_BYTES = 92 };

const uint8_t forge_disk_basic_data[16] = {0xA2, 0xA0, 0xD0, 0xEB, 0xE5, 0xB9, 0x33, 0x44,
                                           0x87, 0xC0, 0x68, 0xB6, 0xB7, 0x26, 0x99, 0xC7};

void forge_disk_mbr(uint8_t *sector, unsigned i, uint8_t type, uint32_t first, uint32_t nsectors)
{
    uint8_t *p = sector + 0x1BE + (size_t)i * 16;

    p[4] = type;
    forge_put32(p + 8, first);
    forge_put32(p + 12, nsectors);
    forge_put16(sector + 0x1FE, 0xAA55);
}

uint32_t forge_disk_crc32(const uint8_t *at, size_t n)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < n; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            uint32_t top = (crc ^ (uint32_t)at[i] >> bit) & 1;

            crc = crc >> 1 ^ (top ? UINT32_C(0xEDB88320) : 0);
        }
    return ~crc;
}

static uint32_t entry_bytes(const struct forge_gpt *gpt)
{
    return gpt->entry_bytes ? gpt->entry_bytes : ENTRY_BYTES;
}

static uint32_t array_bytes(const struct forge_gpt *gpt)
{
    return entry_bytes(gpt) * (gpt->nentries ? gpt->nentries : NENTRIES);
}

void forge_disk_gpt_entry(uint8_t *disk, const struct forge_gpt *gpt, uint32_t i, uint64_t first,
                          uint64_t last, const char *name)
{
    uint8_t *p = disk + 2 * (size_t)gpt->sector_bytes + (size_t)i * entry_bytes(gpt);

    memcpy(p, forge_disk_basic_data, 16);
    p[16] = (uint8_t)(i + 1);
    forge_put64(p + 0x20, first);
    forge_put64(p + 0x28, last);
    forge_utf16(name, p + 0x38);
}

static void write_header(uint8_t *disk, const struct forge_gpt *gpt, uint64_t own, uint64_t other,
                         uint64_t entries)
{
    uint8_t *p = disk + own * gpt->sector_bytes;

    memset(p, 0, HEADER_BYTES);
    memcpy(p, "EFI PART", 8);
    forge_put32(p + 8, 0x00010000);
    forge_put32(p + 0x0C, HEADER_BYTES);
    forge_put64(p + 0x18, own);
    forge_put64(p + 0x20, other);
    forge_put64(p + 0x48, entries);
    forge_put32(p + 0x50, array_bytes(gpt) / entry_bytes(gpt));
    forge_put32(p + 0x54, entry_bytes(gpt));
    forge_put32(p + 0x58, forge_disk_crc32(disk + entries * gpt->sector_bytes, array_bytes(gpt)));
    forge_put32(p + 0x10, forge_disk_crc32(p, HEADER_BYTES));
}

void forge_disk_gpt_seal(uint8_t *disk, size_t nbytes, const struct forge_gpt *gpt)
{
    uint64_t last = nbytes / gpt->sector_bytes - 1;
    uint64_t nsectors = (array_bytes(gpt) + gpt->sector_bytes - 1) / gpt->sector_bytes;

    forge_disk_mbr(disk, 0, 0xEE, 1, last > UINT32_MAX ? UINT32_MAX : (uint32_t)last);
    memcpy(disk + (last - nsectors) * gpt->sector_bytes, disk + 2 * (size_t)gpt->sector_bytes,
           array_bytes(gpt));
    write_header(disk, gpt, 1, last, 2);
    write_header(disk, gpt, last, 1, last - nsectors);
}
