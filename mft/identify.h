/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is this source? The first question to any file, device or partition that a user names, so
 * that whatever is not NTFS can be called by its name. docs/ON-DISK.md, "What else it may be".
 */
#ifndef MFT_IDENTIFY_H
#define MFT_IDENTIFY_H

#include "mft/source.h"

enum medium {
    MEDIUM_UNKNOWN, /* something, but nothing known */
    MEDIUM_NTFS,    /* an NTFS boot sector at the start, or its backup at the end */
    MEDIUM_MFT,     /* a bare $MFT: FILE records from the start */
    MEDIUM_MBR,     /* a partitioned disk */
    MEDIUM_GPT,
    MEDIUM_EMPTY, /* no bytes at all */
    MEDIUM_BLANK, /* nothing but zeros where something should be */
    MEDIUM_EXFAT,
    MEDIUM_REFS,
    MEDIUM_BITLOCKER,
    MEDIUM_BITLOCKER_TO_GO,
    MEDIUM_FAT,
    MEDIUM_EXT,
    MEDIUM_XFS,
    MEDIUM_BTRFS,
    MEDIUM_F2FS,
    MEDIUM_HFS,
    MEDIUM_APFS,
    MEDIUM_ZFS,
    MEDIUM_SWAP,
    MEDIUM_SQUASHFS,
    MEDIUM_ISO9660,
    MEDIUM_LUKS,
    MEDIUM_LVM,
    MEDIUM_MDRAID,
    MEDIUM_VHD_DYNAMIC,
    MEDIUM_VHDX,
    MEDIUM_QCOW2,
    MEDIUM_VMDK,
    MEDIUM_VDI,
    MEDIUM_E01,
    MEDIUM_AFF,
    MEDIUM_WIM,
    MEDIUM_NTFSCLONE, /* ntfsclone's special image format */
    MEDIUM_PARTCLONE,
    MEDIUM_GZIP,
    MEDIUM_XZ,
    MEDIUM_ZSTD,
    MEDIUM_BZIP2,
    MEDIUM_ZIP,
    MEDIUM_7Z,
    MEDIUM_PARQUET, /* perhaps an inventory */
    MEDIUM_SQLITE,
    MEDIUM_COUNT,
};

struct identity {
    enum medium medium;
    /*
     * Bytes that belong to the volume or disk: the source's size, less the 512-byte footer where
     * the file is a fixed VHD. Use source_part(source, 0, size_bytes).
     */
    uint64_t size_bytes;
    bool is_fixed_vhd;
    bool is_ntfs_by_backup; /* MEDIUM_NTFS, but only the boot sector at the end says so */
};

/*
 * Looks at the first and last bytes of SOURCE. NTFS before a partition table (both end in 55 AA),
 * names before guesses. STATUS_OK also for MEDIUM_UNKNOWN; STATUS_IO where the source cannot be
 * read.
 */
enum status identify(const struct source *source, struct identity *identity_ret);

/* A name for MEDIUM as people know it, such as "a BitLocker volume"; constant. */
const char *identify_name(enum medium medium);

/* What to do to get at an NTFS volume in it, as a sentence without its full stop; NULL where there
 * is nothing to do. */
const char *identify_advice(enum medium medium);

#endif
