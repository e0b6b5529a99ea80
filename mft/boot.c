/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decoding and validating the boot sector. */
#include "mft/boot.h"

#include "mft/layout.h"

bool boot_names_ntfs(const uint8_t *sector)
{
    return memcmp(sector + BOOT_OEM_ID, "NTFS    ", 8) == 0;
}

static bool is_power_of_two(uint64_t n)
{
    return n != 0 && (n & (n - 1)) == 0;
}

/* 1..128 are literal; above, the byte is a negative power of two: 256 - v is the shift. 0 where it
 * cannot be. */
static uint32_t sectors_per_cluster(uint8_t code)
{
    if (code <= 128)
        return code;
    return 256 - code < 32 ? (uint32_t)1 << (256 - code) : 0;
}

/* Positive: so many clusters. Negative: 1 << -code bytes. 0 where it cannot be. */
static uint64_t coded_bytes(uint8_t byte, uint32_t cluster_bytes)
{
    int code = byte < 128 ? byte : byte - 256;

    if (code > 0)
        return (uint64_t)code * cluster_bytes;
    return code < 0 && code > -32 ? (uint64_t)1 << -code : 0;
}

static bool has_possible_numbers(const struct geometry *g)
{
    return g->sector_bytes >= 512 && g->sector_bytes <= 4096 && is_power_of_two(g->sector_bytes) &&
           is_power_of_two(g->cluster_bytes) && g->cluster_bytes <= CLUSTER_BYTES_MAX &&
           is_power_of_two(g->record_bytes) && g->record_bytes >= RECORD_BYTES_MIN &&
           g->record_bytes <= RECORD_BYTES_MAX && g->nclusters > 0 &&
           g->nsectors <= INT64_MAX / g->sector_bytes && g->mft_lcn > 0 &&
           g->mft_lcn < g->nclusters;
}

enum status boot_parse(const uint8_t *sector, struct geometry *geometry_ret)
{
    struct geometry g = {.sector_bytes = bytes_u16(sector + BOOT_SECTOR_BYTES)};
    uint32_t nsectors_cluster = sectors_per_cluster(sector[BOOT_SECTORS_PER_CLUSTER]);

    if (!boot_names_ntfs(sector))
        return STATUS_NOT_NTFS;
    if (nsectors_cluster == 0 || g.sector_bytes == 0 ||
        nsectors_cluster > CLUSTER_BYTES_MAX / g.sector_bytes)
        return STATUS_BAD_BOOT;

    uint64_t record_bytes, index_bytes;
    g.cluster_bytes = g.sector_bytes * nsectors_cluster;
    record_bytes = coded_bytes(sector[BOOT_RECORD_SIZE_CODE], g.cluster_bytes);
    index_bytes = coded_bytes(sector[BOOT_INDEX_SIZE_CODE], g.cluster_bytes);
    if (record_bytes > RECORD_BYTES_MAX)
        return STATUS_BAD_BOOT;
    g.record_bytes = (uint32_t)record_bytes;
    g.index_bytes =
        is_power_of_two(index_bytes) && index_bytes <= 65536 ? (uint32_t)index_bytes : 0;
    g.nsectors = bytes_u64(sector + BOOT_NSECTORS);
    g.nclusters = g.nsectors / nsectors_cluster;
    g.mft_lcn = bytes_u64(sector + BOOT_MFT_LCN);
    g.mirror_lcn = bytes_u64(sector + BOOT_MIRROR_LCN);
    g.serial = bytes_u64(sector + BOOT_SERIAL);
    if (!has_possible_numbers(&g))
        return STATUS_BAD_BOOT;
    *geometry_ret = g;
    return STATUS_OK;
}
