/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume with a file or folder for each kind of reparse point.
 */
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <string.h>

/* File attributes of what is not, or not wholly, on this disk. */
#define OFFLINE               0x00001000U
#define PINNED                0x00080000U
#define UNPINNED              0x00100000U
#define RECALL_ON_OPEN        0x00040000U
#define RECALL_ON_DATA_ACCESS 0x00400000U
#define HAS_EA                                                                                     \
    RECALL_ON_OPEN /* the same bit, on the kinds of files that Linux has and Windows has not */

/* WOF: version 1, provider 2 (a file), version 1, algorithm 0 (XPRESS4K). */
static const uint8_t wof_bytes[16] = {1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

/* Three strings in UTF-16 behind their count. */
static const uint8_t appexec_bytes[] = {3, 0, 0, 0, 'P', 0, 0, 0, 'A', 0, 0, 0, 'X', 0, 0, 0};

/* A WSL link: version 2, then the target in UTF-8. */
static const uint8_t lx_bytes[] = {2, 0, 0, 0, '/', 'e', 't', 'c'};

static const uint8_t guid_bytes[24] = {0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42,
                                       0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42,
                                       'f',  'o',  'r',  'e',  'i',  'g',  'n',  0};

/* What has nothing but its tag and some bytes to it. */
static const struct plain_tag {
    const char *key, *name;
    uint32_t tag;
    const void *bytes;
    size_t nbytes;
    uint32_t attributes;
} plain_tags[] = {
    {"dedup", "dedup.bin", 0x80000013, "deduplicated...", 16, 0},
    {"cloud", "cloud.docx", 0x9000001A, "cloud..", 8, RECALL_ON_DATA_ACCESS | OFFLINE | UNPINNED},
    {"cloud6", "cloud6.docx", 0x9000601A, "cloud..", 8, RECALL_ON_DATA_ACCESS | PINNED},
    {"hsm", "archived.dat", 0xC0000004, "hsm....", 8, OFFLINE | RECALL_ON_OPEN},
    {"appexec", "python.exe", 0x8000001B, appexec_bytes, sizeof(appexec_bytes), 0},
    {"projfs", "projected.txt", 0x9000001C, "projfs.", 8, 0},
    {"wci", "container.txt", 0x80000018, "wci....", 8, 0},
    {"sis", "single instance.txt", 0x80000007, "sis....", 8, 0},
    {"wim", "wimboot.dll", 0x80000008, "wim....", 8, 0},
    {"nfs", "nfs", 0x80000014, "nfs....", 8, 0},
    {"global", "global", 0xA0000019, "global.", 8, 0},
    {"lx_symlink", "lx symlink", 0xA000001D, lx_bytes, sizeof(lx_bytes), 0},
    {"af_unix", "socket", 0x80000023, "", 0, HAS_EA},
    {"lx_fifo", "fifo", 0x80000024, "", 0, HAS_EA},
    {"lx_chr", "chr", 0x80000025, "", 0, HAS_EA},
    {"lx_blk", "blk", 0x80000026, "", 0, HAS_EA},
    {"unknown", "unknown.bin", 0x8000ABCD, "unknown", 8, 0},
    {"third_party", "third party.bin", 0x00001234, guid_bytes, sizeof(guid_bytes), 0},
};

#define NPLAIN (sizeof(plain_tags) / sizeof(plain_tags[0]))

static void add_plain(struct recipe *r, const struct plain_tag *plain)
{
    struct ntfsvol *v = &r->volume;
    uint64_t file = ntfsvol_mkfile(v, NTFSVOL_ROOT, plain->name);

    if (plain->attributes & (OFFLINE | RECALL_ON_DATA_ACCESS))
        ntfsdata_resize(v, file, "", 123456);
    if (plain->attributes)
        ntfsmeta_attributes(v, file, plain->attributes);
    ntfsmeta_reparse(v, file, plain->tag, plain->bytes, plain->nbytes);
    kit_fact(r, plain->key, ntfsvol_record(file));
}

/* The file's own data are a hole of its true size; what it holds is in a named stream. */
static void add_wof(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t file = ntfsvol_mkfile(v, NTFSVOL_ROOT, "notepad.exe");

    ntfsdata_resize(v, file, "", 200000);
    ntfsdata_noise(v, file, "WofCompressedData", 0, 90000, 7);
    ntfsmeta_reparse(v, file, 0x80000017, wof_bytes, sizeof(wof_bytes));
    kit_fact(r, "wof", ntfsvol_record(file));
    kit_fact(r, "wof_size", 200000);
    kit_fact(r, "wof_stream", 90000);
}

static void add_links(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t target = ntfsvol_mkdir(v, NTFSVOL_ROOT, "target");
    uint64_t file = ntfsvol_mkfile(v, NTFSVOL_ROOT, "link to file");
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "link to folder");
    uint64_t junction = ntfsvol_mkdir(v, NTFSVOL_ROOT, "junction");
    uint64_t volume = ntfsvol_mkdir(v, NTFSVOL_ROOT, "mount point");

    ntfsdata_file(v, target, "file.txt", 10);
    ntfsmeta_reparse_symlink(v, file, "target\\file.txt", true);
    ntfsmeta_reparse_symlink(v, folder, "\\??\\C:\\target", false);
    ntfsmeta_reparse_junction(v, junction, "\\??\\C:\\target");
    ntfsmeta_reparse_junction(v, volume, "\\??\\Volume{12345678-1234-1234-1234-123456789abc}\\");
    kit_fact(r, "symlink", ntfsvol_record(file));
    kit_fact(r, "symlink_folder", ntfsvol_record(folder));
    kit_fact(r, "junction", ntfsvol_record(junction));
    kit_fact(r, "mount_point", ntfsvol_record(volume));
}

static void add_large(struct recipe *r)
{
    static uint8_t bytes[16376];
    uint64_t file = ntfsdata_file(&r->volume, NTFSVOL_ROOT, "large reparse.bin", 10);
    uint64_t folder = ntfsvol_mkdir(&r->volume, NTFSVOL_ROOT, "OneDrive");

    memset(bytes, 0x5A, sizeof(bytes));
    ntfsmeta_reparse(&r->volume, file, 0x9000701A, bytes, sizeof(bytes));
    ntfsmeta_reparse(&r->volume, folder, 0x9000301A, "folder.", 8);
    kit_fact(r, "large", ntfsvol_record(file));
    kit_fact(r, "cloud_folder", ntfsvol_record(folder));
}

static void make_reparse(struct recipe *r)
{
    kit_volume(r, 16, 512, 4096);
    add_links(r);
    add_wof(r);
    for (size_t i = 0; i < NPLAIN; i++)
        add_plain(r, &plain_tags[i]);
    add_large(r);
}

const struct recipe_case recipe_reparse_cases[] = {
    {"reparse", "", "reparse points of every kind", make_reparse},
    {0},
};
