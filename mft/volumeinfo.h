/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the volume says of itself: label, version, flags; whether Windows still has its hands on it
 * (hibernation, an unclean log); used and free space.
 */
#ifndef MFT_VOLUMEINFO_H
#define MFT_VOLUMEINFO_H

#include "mft/volume.h"

enum volumeinfo_flag { /* $VOLUME_INFORMATION */
                       VOLUMEINFO_DIRTY = 0x0001,
                       VOLUMEINFO_RESIZE_LOG = 0x0002,
                       VOLUMEINFO_UPGRADE = 0x0004,
                       VOLUMEINFO_MOUNTED_ON_NT4 = 0x0008,
                       VOLUMEINFO_DELETE_USN = 0x0010,
                       VOLUMEINFO_REPAIR_OBJECT_ID = 0x0020,
                       VOLUMEINFO_CHKDSK_UNDERWAY = 0x4000,
                       VOLUMEINFO_MODIFIED_BY_CHKDSK = 0x8000,
};

enum volumeinfo_log {
    VOLUMEINFO_LOG_UNKNOWN, /* cannot be read */
    VOLUMEINFO_LOG_EMPTY,   /* all 0xFF: as made by mkntfs or wiped by ntfs-3g */
    VOLUMEINFO_LOG_CLEAN,
    VOLUMEINFO_LOG_UNCLEAN, /* transactions that have not been carried out */
    VOLUMEINFO_LOG_DAMAGED, /* no usable restart page */
};

enum volumeinfo_hibernation {
    VOLUMEINFO_NOT_HIBERNATED,
    VOLUMEINFO_HIBERNATED, /* hiberfil.sys begins with "hibr" or "HIBR": also after a fast start-up
                              shutdown */
    VOLUMEINFO_HIBERFILE_SHORT, /* hiberfil.sys with fewer than 4096 bytes: drivers refuse to write
                                   then */
    VOLUMEINFO_HIBERNATION_UNKNOWN, /* the root's index or the file cannot be read */
};

struct volumeinfo {
    bool has_version; /* record 3 could be read */
    uint8_t major, minor;
    uint16_t flags;          /* enum volumeinfo_flag */
    char label[3 * 128 + 1]; /* WTF-8, terminated; "" for none */
    enum volumeinfo_log log;
    uint8_t log_major, log_minor;
    enum volumeinfo_hibernation hibernation;
    bool has_space; /* $Bitmap could be read */
    uint64_t used_bytes, free_bytes;
};

/* Reads all of it; what cannot be read is marked as unknown. STATUS_NO_MEMORY. On a bare $MFT only
 * the version and label. */
enum status volumeinfo_read(const struct volume *volume, struct volumeinfo *info_ret);

/* Reads the volume's $UpCase into ARENA: TEXT_UPCASE_UNITS entries. STATUS_DAMAGED where it has
 * another size; STATUS_IO. */
enum status volumeinfo_upcase(const struct volume *volume, struct arena *arena,
                              const uint16_t **upcase_ret);

#endif
