/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of the questions: a footer that does not belong to the disk, NTFS at the start, other
 * names, partition tables, NTFS at the end, records of a bare $MFT, nothing at all.
 */
#include "mft/identify.h"

#include <assert.h>

#include "mft/boot.h"
#include "mft/layout.h"
#include "mft/partition_gpt.h"
#include "mft/partition_mbr.h"
#include "mft/signature.h"

enum {
    VHD_FOOTER_BYTES = 512,
    VHD_DISK_TYPE = 0x3C, /* big-endian */
    VHD_TYPE_FIXED = 2,

    BLANK_PROBE_BYTES = 64 * 1024,
    BLANK_STEP = 4096,
    MFT_PROBE_RECORDS = 64,
    MFT_RECORDS_NEEDED = 3, /* where no number in the records proves their place */
};

/* A fixed VHD is the raw disk with a footer; every other VHD has a copy of the footer in front. */
static bool has_vhd_footer(const struct source *source)
{
    uint8_t first[8], footer[VHD_FOOTER_BYTES];

    if (source->size_bytes / 2 < VHD_FOOTER_BYTES ||
        source_read_all(source, 0, first, sizeof first) != STATUS_OK ||
        source_read_all(source, source->size_bytes - VHD_FOOTER_BYTES, footer, sizeof footer) !=
            STATUS_OK)
        return false;
    return memcmp(footer, "conectix", 8) == 0 && memcmp(first, "conectix", 8) != 0 &&
           memcmp(footer + VHD_DISK_TYPE, "\0\0\0", 3) == 0 &&
           footer[VHD_DISK_TYPE + 3] == VHD_TYPE_FIXED;
}

/* The copy of the boot sector lies in the sector behind the volume, and knows how long that is. */
static bool has_backup_boot(const struct source *source)
{
    uint8_t sector[BOOT_BYTES];
    struct geometry g;

    for (uint32_t n = 512; n <= 4096 && n <= source->size_bytes; n *= 2) {
        uint64_t at = source->size_bytes - n;

        if (source_read_all(source, at, sector, sizeof sector) == STATUS_OK &&
            boot_parse(sector, &g) == STATUS_OK && g.sector_bytes == n &&
            g.nsectors * g.sector_bytes == at)
            return true;
    }
    return false;
}

/* ---- A bare $MFT ---- */

/* What place I of records of RECORD_BYTES looks like. */
enum place { PLACE_OTHER, PLACE_RECORD, PLACE_NUMBERED };

static enum place look_at_place(const struct source *source, uint32_t record_bytes, uint32_t i)
{
    uint8_t header[RECORD_HEADER_BYTES];

    if (source_read_all(source, (uint64_t)i * record_bytes, header, sizeof header) != STATUS_OK ||
        memcmp(header, "FILE", 4) != 0 ||
        bytes_u32(header + RECORD_BYTES_ALLOCATED) != record_bytes)
        return PLACE_OTHER;
    if (bytes_u16(header + RECORD_USA_OFF) < RECORD_HEADER_BYTES)
        return PLACE_RECORD;

    uint32_t number = bytes_u32(header + RECORD_OWN_NUMBER);
    if (number == i && i != 0)
        return PLACE_NUMBERED;
    return number == 0 ? PLACE_RECORD : PLACE_OTHER;
}

/*
 * The first record may be damaged, but records further on must prove where they lie: else the
 * middle of a volume whose boot sector is gone would pass for a bare $MFT.
 */
static bool is_mft_of(const struct source *source, uint32_t record_bytes)
{
    uint32_t first_records = 0;

    for (uint32_t i = 0; i < MFT_PROBE_RECORDS; i++) {
        enum place place = look_at_place(source, record_bytes, i);

        if (place == PLACE_NUMBERED || (place == PLACE_RECORD && i == 0))
            return true;
        first_records += place == PLACE_RECORD && i <= MFT_RECORDS_NEEDED;
    }
    return first_records == MFT_RECORDS_NEEDED;
}

static bool is_mft(const struct source *source)
{
    for (uint32_t n = RECORD_BYTES_MIN; n <= RECORD_BYTES_MAX; n *= 2)
        if (is_mft_of(source, n))
            return true;
    return false;
}

/* ---- Nothing at all ---- */

static bool is_zero_at(const struct source *source, uint64_t offset)
{
    uint8_t bytes[BLANK_STEP];
    size_t got = 0;

    if (source_read(source, offset, bytes, sizeof bytes, &got) != STATUS_OK || got == 0)
        return false;
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, got - 1) == 0;
}

static bool is_blank(const struct source *source)
{
    for (uint64_t at = 0; at < BLANK_PROBE_BYTES && at < source->size_bytes; at += BLANK_STEP)
        if (!is_zero_at(source, at))
            return false;
    return source->size_bytes < BLANK_STEP || is_zero_at(source, source->size_bytes - BLANK_STEP);
}

/* ---- All questions in order ---- */

/* A sector at the start that cannot be read must not hide what the end tells. */
static enum status look_at_start(const struct source *disk, enum medium *medium_ret)
{
    uint8_t sector[BOOT_BYTES] = {0};
    size_t got = 0;
    enum status status = source_read(disk, 0, sector, sizeof sector, &got);

    if (status == STATUS_OK && boot_names_ntfs(sector)) {
        *medium_ret = MEDIUM_NTFS;
        return STATUS_OK;
    }
    *medium_ret = signature_find(disk);
    if (*medium_ret != MEDIUM_UNKNOWN)
        return STATUS_OK;

    bool has_mbr = partition_mbr_is_there(disk), has_gpt = partition_gpt_is_there(disk);
    if ((has_gpt && !has_mbr) || partition_mbr_is_protective(disk))
        *medium_ret = MEDIUM_GPT;
    else if (has_mbr)
        *medium_ret = MEDIUM_MBR;
    return status;
}

enum status identify(const struct source *source, struct identity *identity_ret)
{
    struct identity identity = {.size_bytes = source->size_bytes};
    struct source disk = *source;
    enum status status = STATUS_OK;

    if (has_vhd_footer(source)) {
        identity.is_fixed_vhd = true;
        identity.size_bytes -= VHD_FOOTER_BYTES;
        disk = source_part(source, 0, identity.size_bytes);
    }
    if (disk.size_bytes == 0)
        identity.medium = MEDIUM_EMPTY;
    else
        status = look_at_start(&disk, &identity.medium);
    if (identity.medium == MEDIUM_UNKNOWN && has_backup_boot(&disk)) {
        identity.medium = MEDIUM_NTFS;
        identity.is_ntfs_by_backup = true;
    }
    if (identity.medium == MEDIUM_UNKNOWN && is_mft(&disk))
        identity.medium = MEDIUM_MFT;
    if (identity.medium == MEDIUM_UNKNOWN && status != STATUS_OK)
        return status;
    if (identity.medium == MEDIUM_UNKNOWN && is_blank(&disk))
        identity.medium = MEDIUM_BLANK;
    *identity_ret = identity;
    return STATUS_OK;
}

/* ---- Words ---- */

static const struct {
    const char *name, *advice;
} words[MEDIUM_COUNT] = {
    [MEDIUM_UNKNOWN] = {"something of an unknown kind",
                        "if it is a volume encrypted by VeraCrypt or TrueCrypt, which leave no "
                        "signature, unlock it and give the unlocked device"},
    [MEDIUM_NTFS] = {"an NTFS volume", NULL},
    [MEDIUM_MFT] = {"a bare $MFT", NULL},
    [MEDIUM_MBR] = {"a disk with an MBR partition table", "give the number of a partition of it"},
    [MEDIUM_GPT] = {"a disk with a GPT partition table", "give the number of a partition of it"},
    [MEDIUM_EMPTY] = {"empty", "check that the copy was finished and that it is the right file"},
    [MEDIUM_BLANK] = {"nothing but zeros",
                      "check that the copy was finished and that it is the right file or device"},
    [MEDIUM_EXFAT] = {"an exFAT volume", NULL},
    [MEDIUM_REFS] = {"a ReFS volume", NULL},
    [MEDIUM_BITLOCKER] =
        {"a BitLocker volume",
         "unlock it with `cryptsetup bitlkOpen --readonly SOURCE NAME` and give /dev/mapper/NAME, "
         "or with `dislocker -r -V SOURCE -p -- FOLDER` (it asks for the recovery password) and "
         "give FOLDER/dislocker-file"},
    [MEDIUM_BITLOCKER_TO_GO] =
        {"a BitLocker To Go volume",
         "unlock it with `cryptsetup bitlkOpen --readonly SOURCE NAME` and look at "
         "/dev/mapper/NAME; such a volume holds FAT or exFAT as a rule"},
    [MEDIUM_FAT] = {"a FAT volume", NULL},
    [MEDIUM_EXT] = {"an ext2, ext3 or ext4 volume", NULL},
    [MEDIUM_XFS] = {"an XFS volume", NULL},
    [MEDIUM_BTRFS] = {"a Btrfs volume", NULL},
    [MEDIUM_F2FS] = {"an F2FS volume", NULL},
    [MEDIUM_HFS] = {"an HFS+ volume", NULL},
    [MEDIUM_APFS] = {"an APFS container", NULL},
    [MEDIUM_ZFS] = {"a member of a ZFS pool", NULL},
    [MEDIUM_SWAP] = {"Linux swap space", NULL},
    [MEDIUM_SQUASHFS] = {"a SquashFS image",
                         "mount it and give the disk image that lies in it, if there is one"},
    [MEDIUM_ISO9660] = {"an ISO 9660 or UDF image", NULL},
    [MEDIUM_LUKS] = {"a LUKS container",
                     "open it with `cryptsetup open --readonly SOURCE NAME` and give "
                     "/dev/mapper/NAME"},
    [MEDIUM_LVM] = {"an LVM physical volume",
                    "activate its group with `vgchange -ay GROUP` and give the logical volume, "
                    "/dev/GROUP/VOLUME"},
    [MEDIUM_MDRAID] = {"a member of a Linux software RAID",
                       "assemble the array with `mdadm --assemble --readonly /dev/md0 MEMBERS...` "
                       "and give /dev/md0"},
    [MEDIUM_VHD_DYNAMIC] = {"a dynamic or differencing VHD",
                            "convert it with `qemu-img convert -f vpc -O raw SOURCE DISK.raw`, or "
                            "attach it with `qemu-nbd -r -f vpc -c /dev/nbd0 SOURCE` and give "
                            "/dev/nbd0"},
    [MEDIUM_VHDX] = {"a VHDX disk image",
                     "convert it with `qemu-img convert -f vhdx -O raw SOURCE DISK.raw`, or attach "
                     "it with `qemu-nbd -r -f vhdx -c /dev/nbd0 SOURCE` and give /dev/nbd0"},
    [MEDIUM_QCOW2] = {"a qcow or qcow2 disk image",
                      "convert it with `qemu-img convert -O raw SOURCE DISK.raw`, or attach it "
                      "with `qemu-nbd -r -c /dev/nbd0 SOURCE` and give /dev/nbd0"},
    [MEDIUM_VMDK] = {"a VMDK disk image, or the descriptor of one",
                     "convert it with `qemu-img convert -f vmdk -O raw SOURCE DISK.raw`, or attach "
                     "it with `qemu-nbd -r -f vmdk -c /dev/nbd0 SOURCE` and give /dev/nbd0"},
    [MEDIUM_VDI] = {"a VDI disk image",
                    "convert it with `qemu-img convert -f vdi -O raw SOURCE DISK.raw`, or attach "
                    "it with `qemu-nbd -r -f vdi -c /dev/nbd0 SOURCE` and give /dev/nbd0"},
    [MEDIUM_E01] = {"an EnCase evidence file",
                    "mount it with `ewfmount SOURCE FOLDER` (the first segment is enough) and give "
                    "FOLDER/ewf1"},
    [MEDIUM_AFF] = {"an AFF evidence file",
                    "mount it with `affuse SOURCE FOLDER` and give the .raw file in FOLDER"},
    [MEDIUM_WIM] = {"a WIM archive",
                    "it holds files, not a volume; `wimapply SOURCE 1 DEVICE` writes them to an "
                    "NTFS volume"},
    [MEDIUM_NTFSCLONE] = {"an image in ntfsclone's own format",
                          "restore it with `ntfsclone --restore-image --output VOLUME.raw SOURCE` "
                          "and give VOLUME.raw"},
    [MEDIUM_PARTCLONE] = {"a Partclone image",
                          "restore it with `partclone.restore -C --restore_raw_file -s SOURCE -o "
                          "VOLUME.raw` and give VOLUME.raw"},
    [MEDIUM_GZIP] = {"compressed by gzip", "unpack it with `gunzip -k SOURCE` and give the result"},
    [MEDIUM_XZ] = {"compressed by xz", "unpack it with `xz -dk SOURCE` and give the result"},
    [MEDIUM_ZSTD] = {"compressed by zstd", "unpack it with `zstd -d SOURCE` and give the result"},
    [MEDIUM_BZIP2] = {"compressed by bzip2",
                      "unpack it with `bunzip2 -k SOURCE` and give the result"},
    [MEDIUM_ZIP] = {"a ZIP archive", "unpack it with `unzip SOURCE` and give the image in it"},
    [MEDIUM_7Z] = {"a 7-Zip archive", "unpack it with `7z x SOURCE` and give the image in it"},
    [MEDIUM_PARQUET] = {"a Parquet table", NULL},
    [MEDIUM_SQLITE] = {"an SQLite database", NULL},
};

const char *identify_name(enum medium medium)
{
    assert(medium < MEDIUM_COUNT);
    return words[medium].name;
}

const char *identify_advice(enum medium medium)
{
    assert(medium < MEDIUM_COUNT);
    return words[medium].advice;
}
