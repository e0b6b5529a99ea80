/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The boot sector: what the volume measures and where $MFT begins. docs/ON-DISK.md, "Boot sector".
 */
#ifndef MFT_BOOT_H
#define MFT_BOOT_H

#include "mft/bytes.h"
#include "mft/status.h"

struct geometry {
    uint32_t sector_bytes;  /* 512, 1024, 2048 or 4096 */
    uint32_t cluster_bytes; /* a power of two, one sector to 2 MiB */
    uint32_t record_bytes;  /* a power of two, 512 to 4096 */
    uint32_t index_bytes;   /* of one index block; a power of two */
    uint64_t nsectors;      /* of the volume, without the backup boot sector behind it */
    uint64_t nclusters;
    uint64_t mft_lcn;
    uint64_t mirror_lcn;
    uint64_t serial;
};

/* Does SECTOR (BOOT_BYTES) carry NTFS's OEM identifier? */
bool boot_names_ntfs(const uint8_t *sector);

/* Reads the BOOT_BYTES at SECTOR. STATUS_NOT_NTFS without the OEM identifier, STATUS_BAD_BOOT for
 * numbers that cannot be. */
enum status boot_parse(const uint8_t *sector, struct geometry *geometry_ret);

#endif
