/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The partitions of a disk image or disk: MBR with extended partitions, or GPT with 512 or
 * 4096-byte sectors. docs/ON-DISK.md, "Partition tables".
 */
#ifndef MFT_PARTITION_H
#define MFT_PARTITION_H

#include "mft/identify.h"

enum {
    PARTITIONS_MAX = 256, /* more are not listed: a chain of logical partitions can be a loop */
    PARTITION_NAME_BYTES = 3 * 36 + 1,
};

struct partition {
    uint32_t
        number; /* as Linux and Windows count: primary 1..4, logical from 5, GPT entries from 1 */
    uint64_t first_byte;   /* within the source */
    uint64_t nbytes;       /* cut at the end of the source */
    uint64_t nbytes_table; /* as the table says */
    uint8_t mbr_type;      /* 0 in a GPT */
    uint8_t gpt_type[16];
    char name[PARTITION_NAME_BYTES]; /* GPT's name, WTF-8, terminated */
    enum medium medium;              /* what identify says of its content */
};

struct partition_table {
    bool is_gpt;
    bool is_gpt_backup;    /* the primary header was unusable */
    uint32_t sector_bytes; /* that the table counts in: 512 or 4096 */
    uint32_t n;
    struct partition partitions[PARTITIONS_MAX];
};

/*
 * Reads the partition table of SOURCE, whose medium is MEDIUM_MBR or MEDIUM_GPT. Loops, overlaps
 * with the table and entries beyond the end are passed over. STATUS_NOT_FOUND where there is no
 * table, STATUS_DAMAGED where it is unusable, STATUS_IO.
 */
enum status partition_read(const struct source *source, struct partition_table *table_ret);

/* A name for the type of P, such as "NTFS/exFAT/HPFS" or "Windows recovery"; "other" for types not
 * known; constant. */
const char *partition_type(const struct partition *p);

#endif
