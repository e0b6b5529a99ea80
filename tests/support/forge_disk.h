/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Partition tables in memory, to be written into a disk that the caller keeps.
 */
#ifndef TESTS_SUPPORT_FORGE_DISK_H
#define TESTS_SUPPORT_FORGE_DISK_H

#include <stddef.h>
#include <stdint.h>

struct forge_gpt {
    uint32_t sector_bytes;
    uint32_t nentries, entry_bytes; /* 0: 128 of 128 bytes */
};

/* A type GUID as it lies on the disk: Microsoft basic data. */
extern const uint8_t forge_disk_basic_data[16];

/* Writes entry I (0..3) of the MBR or link at SECTOR, and its signature. */
void forge_disk_mbr(uint8_t *sector, unsigned i, uint8_t type, uint32_t first, uint32_t nsectors);

/* Writes entry I of the GPT's primary array; the sums are wrong until forge_disk_gpt_seal. */
void forge_disk_gpt_entry(uint8_t *disk, const struct forge_gpt *gpt, uint32_t i, uint64_t first,
                          uint64_t last, const char *name);

/* Writes the protective MBR, both headers and the backup's array over a DISK of NBYTES. */
void forge_disk_gpt_seal(uint8_t *disk, size_t nbytes, const struct forge_gpt *gpt);

/* CRC-32 of N bytes. */
uint32_t forge_disk_crc32(const uint8_t *at, size_t n);

#endif
