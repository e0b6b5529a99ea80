/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Disk images with partitions, and files that are no NTFS volume at all.
 */
#include "images/disk.h"
#include "images/edit.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/tree.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void add_tree(struct recipe *r, struct disk *disk, uint64_t first, unsigned cluster)
{
    kit_volume(r, 16, disk->sector_bytes, cluster);
    tree_make(r);
    disk_add(r, disk, first, DISK_NTFS);
    kit_fact(r, "offset", first * disk->sector_bytes);
}

static void make_mbr(struct recipe *r)
{
    struct disk disk = {.sector_bytes = 512, .nsectors = 40960};

    disk_begin(r, &disk);
    disk_add_empty(&disk, 63, 1900, DISK_FAT32);
    add_tree(r, &disk, 2048, 4096);
    disk_write_mbr(r, &disk);
    disk_end(r, &disk);
    kit_fact(r, "partition", 2);
}

/* Two logical partitions in an extended one. Each has a table of its own; its first entry counts
 * from that table, its second, which leads to the next table, from where the extended partition
 * begins. */
static void make_mbrextended(struct recipe *r)
{
    struct disk disk = {.sector_bytes = 512, .nsectors = 49152};
    const uint64_t extended = 2048, next = 8192, ntfs = 10240;
    const struct disk_partition primary[] = {{63, 1900, DISK_FAT32},
                                             {extended, 47104, DISK_EXTENDED}};
    const struct disk_partition first[] = {{2048, 4096, DISK_LINUX},
                                           {next - extended, 34816, DISK_EXTENDED}};
    const struct disk_partition second[] = {{ntfs, 32768, DISK_NTFS}};

    disk_begin(r, &disk);
    add_tree(r, &disk, ntfs, 4096);
    disk_write_table(r, &disk, 0, 0, primary, 2);
    disk_write_table(r, &disk, extended, 0, first, 2);
    disk_write_table(r, &disk, next, next, second, 1);
    disk_end(r, &disk);
    kit_fact(r, "partition", 6);
}

static void make_gpt(struct recipe *r, uint32_t sector_bytes)
{
    struct disk disk = {.sector_bytes = sector_bytes, .nsectors = (24U << 20) / sector_bytes};
    const uint64_t first = (2U << 20) / sector_bytes;

    disk_begin(r, &disk);
    disk_add_empty(&disk, (1U << 20) / sector_bytes, (1U << 20) / sector_bytes, DISK_FAT32);
    add_tree(r, &disk, first, 4096);
    disk_write_gpt(r, &disk);
    disk_end(r, &disk);
    kit_fact(r, "partition", 2);
}

static void make_gpt512(struct recipe *r)
{
    make_gpt(r, 512);
}

static void make_gpt4096(struct recipe *r)
{
    make_gpt(r, 4096);
}

static void make_twontfs(struct recipe *r)
{
    struct disk disk = {.sector_bytes = 512, .nsectors = 73728};

    disk_begin(r, &disk);
    add_tree(r, &disk, 2048, 4096);
    ntfsdata_file(kit_volume(r, 16, 512, 1024), NTFSVOL_ROOT, "in the second partition.txt", 100);
    disk_add(r, &disk, 36864, DISK_NTFS);
    disk_write_mbr(r, &disk);
    disk_end(r, &disk);
    kit_fact(r, "offset2", (uint64_t)36864 * 512);
    kit_fact(r, "files2", 1);
}

/* ---- fixed VHD: a raw disk and a footer ---- */

static const uint8_t cookie[8] = {'c', 'o', 'n', 'e', 'c', 't', 'i', 'x'};
static const uint8_t creator[4] = {'m', 'f', 't', 'l'};

static void make_footer(uint8_t footer_ret[512], uint64_t nbytes)
{
    static const uint8_t fields[] = {0,    0,    0,    2,    0,    1,    0,    0,
                                     0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    uint32_t sum = 0;

    memset(footer_ret, 0, 512);
    memcpy(footer_ret, cookie, sizeof(cookie));
    memcpy(footer_ret + 8, fields, sizeof(fields));
    memcpy(footer_ret + 28, creator, sizeof(creator));
    for (int i = 0; i < 8; i++)
        footer_ret[40 + i] = footer_ret[48 + i] = (uint8_t)(nbytes >> 8 * (7 - i));
    footer_ret[63] = 2; /* fixed */
    memset(footer_ret + 68, 0x42, 16);
    for (int i = 0; i < 512; i++)
        sum += footer_ret[i];
    for (int i = 0; i < 4; i++)
        footer_ret[64 + i] = (uint8_t)(~sum >> 8 * (3 - i));
}

static void make_vhdfixed(struct recipe *r)
{
    const bool whole_disk = r->nargs && strcmp(r->args[0], "mbr") == 0;
    uint64_t nbytes = 16U << 20;
    uint8_t footer[512];
    int fd;

    if (whole_disk) {
        make_mbr(r);
        nbytes = UINT64_C(40960) * 512;
    } else {
        kit_volume(r, 16, 512, 4096);
        tree_make(r);
    }
    kit_finish(r);
    make_footer(footer, nbytes);
    fd = open(r->out, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || pwrite(fd, footer, sizeof(footer), (off_t)nbytes) != (ssize_t)sizeof(footer))
        failure_errno(&r->failure, "cannot write the footer of %s", r->out);
    if (fd >= 0)
        close(fd);
}

/* ---- what is not NTFS ---- */

static const struct foreign {
    const char *kind;
    size_t offset, nbytes;
    const char *bytes;
} foreigners[] = {
    {"exfat", 3, 8, "EXFAT   "},
    {"bitlocker", 0, 11, "\xEB\x58\x90-FVE-FS-"},
    {"bitlockervista", 0, 11, "\xEB\x52\x90-FVE-FS-"},
    {"bitlockertogo", 0x1A8, 16,
     "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01"},
    {"refs", 3, 8, "ReFS\0\0\0\0"},
    {"fat12", 0x36, 8, "FAT12   "},
    {"fat16", 0x36, 8, "FAT16   "},
    {"fat32", 0x52, 8, "FAT32   "},
    {"ext", 0x438, 2, "\x53\xEF"},
    {"xfs", 0, 4, "XFSB"},
    {"btrfs", 0x10040, 8, "_BHRfS_M"},
    {"luks", 0, 6, "LUKS\xBA\xBE"},
    {"vhd", 0, 8, "conectix"},
    {"vhdx", 0, 8, "vhdxfile"},
    {"qcow2", 0, 4, "QFI\xFB"},
    {"vmdk", 0, 4, "KDMV"},
    {"vdi", 0, 4, "<<< "},
    {"e01", 0, 8, "EVF\x09\x0D\x0A\xFF\x00"},
    {"wim", 0, 8, "MSWIM\0\0\0"},
    {"zeroes", 0, 0, ""},
    {"text", 0, 12, "Hello there."},
};

#define NFOREIGNERS (sizeof(foreigners) / sizeof(foreigners[0]))

static const struct foreign *find_foreign(struct recipe *r)
{
    const char *kind = r->nargs ? r->args[0] : "exfat";

    for (size_t i = 0; i < NFOREIGNERS; i++)
        if (strcmp(foreigners[i].kind, kind) == 0)
            return &foreigners[i];
    failure_set(&r->failure, "no kind of file is called %s", kind);
    return NULL;
}

/* One MiB with the signature of something else. FAT's kinds of BitLocker also carry FAT's own name.
 */
static void make_foreign(struct recipe *r)
{
    const struct foreign *foreign = find_foreign(r);
    int fd = foreign ? open(r->out, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;

    if (!foreign)
        return;
    if (fd < 0 || ftruncate(fd, 1 << 20) != 0 ||
        pwrite(fd, foreign->bytes, foreign->nbytes, (off_t)foreign->offset) !=
            (ssize_t)foreign->nbytes)
        failure_errno(&r->failure, "cannot make %s", r->out);
    if (strcmp(foreign->kind, "bitlockertogo") == 0 && pwrite(fd, "MSWIN4.1", 8, 3) != 8)
        failure_errno(&r->failure, "cannot write %s", r->out);
    if (fd >= 0)
        close(fd);
    kit_fact_text(r, "kind", foreign->kind);
}

const struct recipe_case recipe_disk_cases[] = {
    {"mbr", "", "a disk with an MBR; its second partition is NTFS", make_mbr},
    {"mbrextended", "", "the second of two logical partitions is NTFS", make_mbrextended},
    {"gpt512", "", "a disk with a GPT; its second partition is NTFS", make_gpt512},
    {"gpt4096", "", "the same with sectors of 4096 bytes", make_gpt4096},
    {"twontfs", "", "a disk with two NTFS partitions", make_twontfs},
    {"vhdfixed", ":volume|mbr", "a fixed VHD: a raw volume or disk with a footer", make_vhdfixed},
    {"foreign", ":KIND", "1 MiB that looks like exfat, bitlocker, refs, ext, vhdx, ...",
     make_foreign},
    {0},
};
