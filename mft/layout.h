/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each field lies on the disk: byte offsets and constants of NTFS, all little-endian, in
 * NTFS's own words. docs/ON-DISK.md says for each where the fact comes from and what makes a value
 * valid.
 */
#ifndef MFT_LAYOUT_H
#define MFT_LAYOUT_H

#include <stdint.h>

/* Records with a fixed number. */
enum {
    RECORD_MFT = 0,
    RECORD_MFTMIRR = 1,
    RECORD_LOGFILE = 2,
    RECORD_VOLUME = 3,
    RECORD_ROOT = 5,
    RECORD_BITMAP = 6,
    RECORD_BADCLUS = 8,
    RECORD_SECURE = 9,
    RECORD_UPCASE = 10,
    RECORD_EXTEND = 11,
    RECORD_FIRST_UNRESERVED = 16, /* 12..15 are in use without a name */
    RECORD_FIRST_USER = 24,       /* all below are metadata */
};

/* Boot sector. */
enum {
    BOOT_BYTES = 512,
    BOOT_OEM_ID = 0x03,
    BOOT_SECTOR_BYTES = 0x0B,
    BOOT_SECTORS_PER_CLUSTER = 0x0D,
    BOOT_MUST_BE_ZERO = 0x0E,
    BOOT_NSECTORS = 0x28,
    BOOT_MFT_LCN = 0x30,
    BOOT_MIRROR_LCN = 0x38,
    BOOT_RECORD_SIZE_CODE = 0x40,
    BOOT_INDEX_SIZE_CODE = 0x44,
    BOOT_SERIAL = 0x48,
    CLUSTER_BYTES_MAX = 2 * 1024 * 1024,
};

/* FILE record header. */
enum {
    RECORD_USA_OFF = 0x04,
    RECORD_USA_COUNT = 0x06,
    RECORD_LSN = 0x08,
    RECORD_SEQUENCE = 0x10,
    RECORD_LINK_COUNT = 0x12,
    RECORD_ATTRIBUTES_OFF = 0x14,
    RECORD_FLAGS = 0x16,
    RECORD_BYTES_IN_USE = 0x18,
    RECORD_BYTES_ALLOCATED = 0x1C,
    RECORD_BASE = 0x20,
    RECORD_OWN_NUMBER = 0x2C,
    RECORD_HEADER_BYTES = 0x30, /* 0x2A where the update sequence array begins there */
    RECORD_HEADER_BYTES_OLD = 0x2A,
    RECORD_BYTES_MIN = 512,
    RECORD_BYTES_MAX = 4096,
    FIXUP_STRIDE = 512, /* always, whatever the sector */

    RECORD_IN_USE = 0x0001,
    RECORD_DIRECTORY = 0x0002,
    RECORD_EXTEND_FILE = 0x0004,
    RECORD_VIEW_INDEX = 0x0008,
};

/* A file reference: 48 bits of record number, 16 bits of sequence number. */
static inline uint64_t reference_record(uint64_t reference)
{
    return reference & UINT64_C(0xFFFFFFFFFFFF);
}

static inline uint16_t reference_sequence(uint64_t reference)
{
    return (uint16_t)(reference >> 48);
}

static inline uint64_t reference_of(uint64_t record, uint16_t sequence)
{
    return record | (uint64_t)sequence << 48;
}

#endif
