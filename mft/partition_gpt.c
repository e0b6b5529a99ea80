/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Header, in sector 1 and in the last one: "EFI PART", revision, header bytes (0x0C), CRC-32 of the
 * header with this field zero (0x10), its own sector (0x18), first sector of the entries (0x48),
 * their number (0x50), bytes of each (0x54), CRC-32 of them all (0x58).
 *
 * Entry: type GUID, own GUID, first sector (0x20), last sector (0x28), flags, name of up to 36
 * UTF-16 units (0x38). A zero type means that the entry is free.
 */
#include "mft/partition_gpt.h"

#include "mft/text.h"

enum {
    HEADER_BYTES = 0x0C,
    HEADER_CRC = 0x10,
    HEADER_OWN_SECTOR = 0x18,
    HEADER_ENTRIES = 0x48,
    HEADER_NENTRIES = 0x50,
    HEADER_ENTRY_BYTES = 0x54,
    HEADER_ENTRIES_CRC = 0x58,
    HEADER_BYTES_MIN = 92,
    HEADER_BYTES_MAX = 512,

    ENTRY_FIRST = 0x20,
    ENTRY_LAST = 0x28,
    ENTRY_NAME = 0x38,
    ENTRY_NAME_UNITS = 36,
    ENTRY_BYTES_MIN = 128,
    ENTRY_BYTES_MAX = 4096,
    NENTRIES_MAX = 1024,
    GUID_BYTES = 16,
};

struct header {
    uint32_t sector_bytes;
    uint64_t entries_at; /* byte */
    uint32_t nentries, entry_bytes, entries_crc;
    bool is_backup;
};

/* CRC-32 as zip has it, of N more bytes behind those that gave CRC; 0 to begin with. */
static uint32_t crc32_more(uint32_t crc, const uint8_t *at, size_t n)
{
    crc = ~crc;
    for (size_t i = 0; i < n; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

static bool has_good_sum(const uint8_t *header)
{
    uint8_t copy[HEADER_BYTES_MAX];
    uint32_t n = bytes_u32(header + HEADER_BYTES);

    if (n < HEADER_BYTES_MIN || n > HEADER_BYTES_MAX)
        return false;
    memcpy(copy, header, n);
    memset(copy + HEADER_CRC, 0, 4);
    return crc32_more(0, copy, n) == bytes_u32(header + HEADER_CRC);
}

/* Reads the header in SECTOR, a whole one or none. */
static bool read_header(const struct source *source, uint64_t sector, uint32_t sector_bytes,
                        struct header *h_ret)
{
    uint8_t p[HEADER_BYTES_MAX];

    if (source_read_all(source, sector * sector_bytes, p, sizeof p) != STATUS_OK ||
        memcmp(p, "EFI PART", 8) != 0 || !has_good_sum(p) ||
        bytes_u64(p + HEADER_OWN_SECTOR) != sector)
        return false;

    struct header h = {
        .sector_bytes = sector_bytes,
        .nentries = bytes_u32(p + HEADER_NENTRIES),
        .entry_bytes = bytes_u32(p + HEADER_ENTRY_BYTES),
        .entries_crc = bytes_u32(p + HEADER_ENTRIES_CRC),
        .is_backup = sector != 1,
    };
    uint64_t entries = bytes_u64(p + HEADER_ENTRIES);
    if (h.entry_bytes < ENTRY_BYTES_MIN || h.entry_bytes > ENTRY_BYTES_MAX ||
        h.entry_bytes % ENTRY_BYTES_MIN != 0 || h.nentries > NENTRIES_MAX ||
        entries > source->size_bytes / sector_bytes)
        return false;
    h.entries_at = entries * sector_bytes;
    *h_ret = h;
    return true;
}

static bool has_good_entries(const struct source *source, const struct header *h)
{
    uint8_t entry[ENTRY_BYTES_MAX];
    uint32_t crc = 0;

    for (uint32_t i = 0; i < h->nentries; i++) {
        if (source_read_all(source, h->entries_at + (uint64_t)i * h->entry_bytes, entry,
                            h->entry_bytes) != STATUS_OK)
            return false;
        crc = crc32_more(crc, entry, h->entry_bytes);
    }
    return crc == h->entries_crc;
}

/*
 * The first header that is whole: primary before backup, the device's own sector size before
 * others. With ENTRIES its entries must be whole too.
 */
static bool find_header(const struct source *source, bool entries, struct header *h_ret)
{
    const uint32_t sizes[] = {source->sector_bytes, 512, 4096};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t nsectors = source->size_bytes / sizes[i];

        if (nsectors < 2 || (i > 0 && sizes[i] == sizes[0]))
            continue;
        if (read_header(source, 1, sizes[i], h_ret) &&
            (!entries || has_good_entries(source, h_ret)))
            return true;
        if (read_header(source, nsectors - 1, sizes[i], h_ret) &&
            (!entries || has_good_entries(source, h_ret)))
            return true;
    }
    return false;
}

bool partition_gpt_is_there(const struct source *source)
{
    struct header h;

    return find_header(source, false, &h);
}

static void take_name(const uint8_t *entry, char *name)
{
    size_t nunits = 0;

    while (nunits < ENTRY_NAME_UNITS && bytes_u16(entry + ENTRY_NAME + 2 * nunits) != 0)
        nunits++;
    name[text_from_utf16(entry + ENTRY_NAME, nunits, name)] = '\0';
}

/* Adds entry NUMBER unless it is free, lies over the table, or nothing of it is there. */
static void add(const struct source *source, struct partition_table *table, uint32_t number,
                const uint8_t *entry)
{
    static const uint8_t free_type[GUID_BYTES];
    uint64_t first = bytes_u64(entry + ENTRY_FIRST), last = bytes_u64(entry + ENTRY_LAST);
    struct partition p = {.number = number};

    if (memcmp(entry, free_type, GUID_BYTES) == 0 || first < 2 || last < first ||
        last >= INT64_MAX / table->sector_bytes || table->n == PARTITIONS_MAX)
        return;
    p.first_byte = first * table->sector_bytes;
    p.nbytes_table = (last - first + 1) * table->sector_bytes;
    p.nbytes = source_part(source, p.first_byte, p.nbytes_table).size_bytes;
    if (p.nbytes == 0)
        return;
    memcpy(p.gpt_type, entry, GUID_BYTES);
    take_name(entry, p.name);
    table->partitions[table->n++] = p;
}

enum status partition_gpt_read(const struct source *source, struct partition_table *table)
{
    uint8_t entry[ENTRY_BYTES_MAX];
    struct header h;

    if (!find_header(source, true, &h))
        return STATUS_NOT_FOUND;
    table->is_gpt = true;
    table->is_gpt_backup = h.is_backup;
    table->sector_bytes = h.sector_bytes;
    for (uint32_t i = 0; i < h.nentries; i++)
        if (source_read_all(source, h.entries_at + (uint64_t)i * h.entry_bytes, entry,
                            h.entry_bytes) == STATUS_OK)
            add(source, table, i + 1, entry);
    return STATUS_OK;
}
