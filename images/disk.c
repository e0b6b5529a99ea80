/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Puts volumes and partition tables together. See disk.h.
 *
 * An MBR entry: status (1 byte), first sector as CHS (3), type (1), last as CHS (3), first sector
 * (4), number of sectors (4). A GPT header: "EFI PART", version, its size, its CRC, zero (4 each),
 * its own sector, the other header's, first and last usable sector (8 each), disk GUID (16), sector
 * of the entries (8), how many, bytes of one, their CRC (4 each). An entry: type GUID, own GUID (16
 * each), first and last sector, attributes (8 each), name in UTF-16 (72).
 */
#include "images/disk.h"

#include "images/kit.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define TABLE_OFS       0x1BE
#define GPT_ENTRIES     128
#define GPT_ENTRY_BYTES 128
#define GPT_HEADER      92

static void disk_path(const struct recipe *r, char path_ret[PATH_MAX])
{
    snprintf(path_ret, PATH_MAX, "%s.disk", r->out);
}

static void put(struct recipe *r, const struct disk *disk, uint64_t offset, const void *bytes,
                size_t nbytes)
{
    if (!failure_any(&r->failure) &&
        pwrite(disk->fd, bytes, nbytes, (off_t)offset) != (ssize_t)nbytes)
        failure_errno(&r->failure, "cannot write the disk of %s", r->out);
}

void disk_begin(struct recipe *r, struct disk *disk)
{
    char path[PATH_MAX];

    disk_path(r, path);
    disk->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (disk->fd < 0 || ftruncate(disk->fd, (off_t)(disk->nsectors * disk->sector_bytes)) != 0)
        failure_errno(&r->failure, "cannot make %s", path);
}

void disk_end(struct recipe *r, struct disk *disk)
{
    char path[PATH_MAX];

    disk_path(r, path);
    if (disk->fd >= 0 && close(disk->fd) != 0)
        failure_errno(&r->failure, "cannot write %s", path);
    if (failure_any(&r->failure))
        unlink(path);
    else if (rename(path, r->out) != 0)
        failure_errno(&r->failure, "cannot rename %s", path);
}

/* Copies a file, but leaves out what is zero: the disk stays sparse. Returns its length. */
static uint64_t copy_volume(struct recipe *r, struct disk *disk, int from, uint64_t offset)
{
    static const uint8_t zeroes[65536];
    uint8_t buffer[sizeof(zeroes)];
    uint64_t total = 0;
    ssize_t n;

    while ((n = read(from, buffer, sizeof(buffer))) > 0) {
        if (memcmp(buffer, zeroes, (size_t)n) != 0)
            put(r, disk, offset + total, buffer, (size_t)n);
        total += (uint64_t)n;
    }
    if (n < 0)
        failure_errno(&r->failure, "cannot read %s", r->out);
    return total;
}

void disk_add_empty(struct disk *disk, uint64_t first, uint64_t nsectors, uint8_t type)
{
    disk->partitions[disk->npartitions++] = (struct disk_partition){first, nsectors, type};
}

void disk_add(struct recipe *r, struct disk *disk, uint64_t first, uint8_t type)
{
    int from;
    uint64_t nbytes;

    kit_finish(r);
    from = open(r->out, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        failure_errno(&r->failure, "cannot open %s", r->out);
        return;
    }
    nbytes = copy_volume(r, disk, from, first * disk->sector_bytes);
    close(from);
    disk_add_empty(disk, first, nbytes / disk->sector_bytes, type);
}

void disk_write_table(struct recipe *r, struct disk *disk, uint64_t at, uint64_t base,
                      const struct disk_partition *partitions, unsigned npartitions)
{
    uint8_t sector[512] = {0};

    for (unsigned i = 0; i < npartitions; i++) {
        uint8_t *entry = sector + TABLE_OFS + (size_t)16 * i;

        memset(entry + 1, 0xFF, 7); /* CHS: beyond what it can say */
        entry[4] = partitions[i].type;
        edit_put32(entry + 8, (uint32_t)(partitions[i].first - base));
        edit_put32(entry + 12, (uint32_t)partitions[i].nsectors);
    }
    edit_put16(sector + 510, 0xAA55);
    put(r, disk, at * disk->sector_bytes, sector, sizeof(sector));
}

void disk_write_mbr(struct recipe *r, struct disk *disk)
{
    disk_write_table(r, disk, 0, 0, disk->partitions, disk->npartitions);
}

/* ---- GPT ---- */

static uint32_t crc32_of(const uint8_t *bytes, size_t nbytes)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < nbytes; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

static void make_entries(const struct disk *disk, uint8_t entries_ret[])
{
    static const uint8_t basic_data[16] = {0xA2, 0xA0, 0xD0, 0xEB, 0xE5, 0xB9, 0x33, 0x44,
                                           0x87, 0xC0, 0x68, 0xB6, 0xB7, 0x26, 0x99, 0xC7};
    static const uint8_t efi_system[16] = {0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11,
                                           0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9, 0x3B};

    for (unsigned i = 0; i < disk->npartitions; i++) {
        const struct disk_partition *p = &disk->partitions[i];
        uint8_t *entry = entries_ret + (size_t)GPT_ENTRY_BYTES * i;

        memcpy(entry, p->type == DISK_NTFS ? basic_data : efi_system, 16);
        memset(entry + 16, (int)i + 1, 16);
        edit_put64(entry + 32, p->first);
        edit_put64(entry + 40, p->first + p->nsectors - 1);
        edit_put16(entry + 56, 'P');
        edit_put16(entry + 58, (uint16_t)('1' + i));
    }
}

static void write_gpt_half(struct recipe *r, struct disk *disk, const uint8_t *entries,
                           uint64_t header_at, uint64_t other_at, uint64_t entries_at)
{
    const size_t nentries = (size_t)GPT_ENTRIES * GPT_ENTRY_BYTES;
    const uint64_t table = nentries / disk->sector_bytes;
    uint8_t header[GPT_HEADER] = "EFI PART";

    edit_put32(header + 8, 0x10000);
    edit_put32(header + 12, GPT_HEADER);
    edit_put64(header + 24, header_at);
    edit_put64(header + 32, other_at);
    edit_put64(header + 40, 2 + table);
    edit_put64(header + 48, disk->nsectors - table - 2);
    memset(header + 56, 0x42, 16);
    edit_put64(header + 72, entries_at);
    edit_put32(header + 80, GPT_ENTRIES);
    edit_put32(header + 84, GPT_ENTRY_BYTES);
    edit_put32(header + 88, crc32_of(entries, nentries));
    edit_put32(header + 16, crc32_of(header, sizeof(header)));
    put(r, disk, header_at * disk->sector_bytes, header, sizeof(header));
    put(r, disk, entries_at * disk->sector_bytes, entries, nentries);
}

void disk_write_gpt(struct recipe *r, struct disk *disk)
{
    uint8_t entries[GPT_ENTRIES * GPT_ENTRY_BYTES] = {0};
    const uint64_t last = disk->nsectors - 1, table = sizeof(entries) / disk->sector_bytes;
    const struct disk_partition protective = {1, last, DISK_GPT};

    make_entries(disk, entries);
    disk_write_table(r, disk, 0, 0, &protective, 1);
    write_gpt_half(r, disk, entries, 1, last, 2);
    write_gpt_half(r, disk, entries, last, 1, last - table);
}
