/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sector 0 and the first sector of each logical partition have the same form: four entries of 16
 * bytes from 0x1BE on (boot flag, CHS, type at 4, CHS, first sector at 8, sectors at 12) and 55 AA.
 *
 * In a chain, the first entry counts from its own sector; the second leads to the next link and
 * counts from where the whole extended partition begins.
 */
#include "mft/partition_mbr.h"

enum {
    MBR_BYTES = 512,
    MBR_ENTRIES = 0x1BE,
    MBR_SIGNATURE = 0x1FE,
    NENTRIES = 4,
    FIRST_LOGICAL = 5,

    ENTRY_BYTES = 16,
    ENTRY_BOOT_FLAG = 0,
    ENTRY_TYPE = 4,
    ENTRY_FIRST = 8,
    ENTRY_NSECTORS = 12,

    BOOT_FLAG_ACTIVE = 0x80,
    TYPE_EMPTY = 0x00,
    TYPE_EXTENDED = 0x05,
    TYPE_EXTENDED_LBA = 0x0F,
    TYPE_EXTENDED_LINUX = 0x85,
    TYPE_GPT_PROTECTIVE = 0xEE,
};

struct entry {
    uint8_t boot_flag, type;
    uint32_t first, nsectors;
};

static struct entry entry_of(const uint8_t *sector, unsigned i)
{
    const uint8_t *p = sector + MBR_ENTRIES + (size_t)i * ENTRY_BYTES;

    return (struct entry){p[ENTRY_BOOT_FLAG], p[ENTRY_TYPE], bytes_u32(p + ENTRY_FIRST),
                          bytes_u32(p + ENTRY_NSECTORS)};
}

static bool is_in_use(struct entry e)
{
    return e.type != TYPE_EMPTY && e.nsectors != 0;
}

static bool is_extended(struct entry e)
{
    return e.type == TYPE_EXTENDED || e.type == TYPE_EXTENDED_LBA || e.type == TYPE_EXTENDED_LINUX;
}

static bool is_signed(const uint8_t *sector)
{
    return sector[MBR_SIGNATURE] == 0x55 && sector[MBR_SIGNATURE + 1] == 0xAA;
}

/* Boot code of something else ends in 55 AA too: the entries must be possible. */
static bool is_possible(const uint8_t *sector, const struct source *source)
{
    bool has_any = false;

    for (unsigned i = 0; i < NENTRIES; i++) {
        struct entry e = entry_of(sector, i);

        if (e.boot_flag != 0 && e.boot_flag != BOOT_FLAG_ACTIVE)
            return false;
        has_any |=
            is_in_use(e) && e.first != 0 && (uint64_t)e.first * MBR_BYTES < source->size_bytes;
    }
    return has_any && is_signed(sector);
}

bool partition_mbr_is_there(const struct source *source)
{
    uint8_t sector[MBR_BYTES];

    return source_read_all(source, 0, sector, sizeof sector) == STATUS_OK &&
           is_possible(sector, source);
}

bool partition_mbr_is_protective(const struct source *source)
{
    uint8_t sector[MBR_BYTES];

    if (source_read_all(source, 0, sector, sizeof sector) != STATUS_OK ||
        !is_possible(sector, source))
        return false;
    for (unsigned i = 0; i < NENTRIES; i++)
        if (entry_of(sector, i).type == TYPE_GPT_PROTECTIVE)
            return true;
    return false;
}

/* Adds partition NUMBER, whose entry counts from sector BASE, unless nothing of it is there. */
static void add(const struct source *source, struct partition_table *table, uint32_t number,
                struct entry e, uint64_t base)
{
    uint64_t first_byte = (base + e.first) * table->sector_bytes;
    uint64_t nbytes = (uint64_t)e.nsectors * table->sector_bytes;

    if (base + e.first == 0 || first_byte >= source->size_bytes || table->n == PARTITIONS_MAX)
        return;
    table->partitions[table->n++] = (struct partition){
        .number = number,
        .first_byte = first_byte,
        .nbytes = source_part(source, first_byte, nbytes).size_bytes,
        .nbytes_table = nbytes,
        .mbr_type = e.type,
    };
}

static bool was_visited(const uint64_t *visited, uint32_t n, uint64_t at)
{
    for (uint32_t i = 0; i < n; i++)
        if (visited[i] == at)
            return true;
    return false;
}

/*
 * Follows the chain that begins at sector FIRST. *NUMBER is the next logical partition's. A link
 * that does not lie inside the source, is not signed or was seen before ends it.
 */
static void add_chain(const struct source *source, struct partition_table *table, uint64_t first,
                      uint32_t *number)
{
    uint64_t visited[PARTITIONS_MAX] = {0};
    uint64_t at = first;

    for (uint32_t n = 0; n < PARTITIONS_MAX && !was_visited(visited, n, at); n++) {
        uint8_t sector[MBR_BYTES];
        bool has_next = false;

        visited[n] = at;
        if (source_read_all(source, at * table->sector_bytes, sector, sizeof sector) != STATUS_OK ||
            !is_signed(sector))
            return;

        uint64_t link = at;
        for (unsigned i = 0; i < NENTRIES; i++) {
            struct entry e = entry_of(sector, i);

            if (!is_in_use(e))
                continue;
            if (!is_extended(e) && i < 2) {
                add(source, table, (*number)++, e, link);
            } else if (is_extended(e) && !has_next) {
                at = first + e.first;
                has_next = true;
            }
        }
        if (!has_next)
            return;
    }
}

enum status partition_mbr_read(const struct source *source, struct partition_table *table)
{
    uint8_t sector[MBR_BYTES];
    uint32_t next_logical = FIRST_LOGICAL;
    enum status status = source_read_all(source, 0, sector, sizeof sector);

    if (status != STATUS_OK)
        return status == STATUS_TRUNCATED ? STATUS_NOT_FOUND : status;
    if (!is_possible(sector, source))
        return STATUS_NOT_FOUND;
    for (unsigned i = 0; i < NENTRIES; i++) {
        struct entry e = entry_of(sector, i);

        if (is_in_use(e) && !is_extended(e) && e.type != TYPE_GPT_PROTECTIVE)
            add(source, table, i + 1, e, 0);
    }
    for (unsigned i = 0; i < NENTRIES; i++) {
        struct entry e = entry_of(sector, i);

        if (is_in_use(e) && is_extended(e))
            add_chain(source, table, e.first, &next_logical);
    }
    return STATUS_OK;
}
