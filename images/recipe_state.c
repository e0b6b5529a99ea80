/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes of every geometry, and volumes in every state: dirty, hibernated, with an unclean log,
 * with bad clusters, cut off.
 */
#include "images/edit_attr.h"
#include "images/edit_runs.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/tree.h"

#include <string.h>
#include <unistd.h>

static void make_geometry(struct recipe *r)
{
    const unsigned sector = kit_arg(r, 0, 512), cluster = kit_arg(r, 1, 4096);
    const unsigned size_mib = cluster > 131072 ? cluster / 4096 : 16;

    kit_volume(r, size_mib, sector, cluster);
    tree_make(r);
    if (failure_any(&r->failure))
        return;
    kit_fact(r, "sector", sector);
    kit_fact(r, "cluster", cluster);
    kit_fact(r, "record_bytes", r->volume.library->mft_record_size);
    kit_fact(r, "index_bytes", r->volume.library->indx_record_size);
    kit_fact(r, "clusters", (uint64_t)r->volume.library->nr_clusters);
}

static void make_tree(struct recipe *r)
{
    kit_volume(r, 16, 512, 4096);
    tree_make(r);
}

/* ---- boot sectors ---- */

static uint64_t zero_last_sector(struct recipe *r)
{
    static const uint8_t zeroes[512];
    const uint64_t offset = (16 << 20) - sizeof(zeroes);

    edit_write(&r->edit, offset, zeroes, sizeof(zeroes));
    return offset;
}

static void zero_first_sector(struct recipe *r)
{
    static const uint8_t zeroes[512];

    make_tree(r);
    edit_write(kit_edit(r), 0, zeroes, sizeof(zeroes));
}

static void make_boot0(struct recipe *r)
{
    zero_first_sector(r);
}

static void make_bothboots(struct recipe *r)
{
    zero_first_sector(r);
    kit_fact(r, "backup", zero_last_sector(r));
}

static void make_backupboot0(struct recipe *r)
{
    make_tree(r);
    kit_edit(r);
    kit_fact(r, "backup", zero_last_sector(r));
}

/* ---- states ---- */

static void make_dirty(struct recipe *r)
{
    uint8_t record[EDIT_RECORD_MAX];
    uint8_t *attr;

    make_tree(r);
    attr = edit_attr_load(kit_edit(r), 3, record, EDIT_ATTR_VOLUME_INFORMATION, 0);
    if (!attr)
        return;
    edit_put16(edit_attr_value(attr) + 10, 1);
    edit_store(&r->edit, 3, record);
    kit_fact(r, "flags", 1);
}

/* A page of 4096 bytes is fixed up as a record is. */
static void protect_page(uint8_t page[4096], unsigned usa_ofs)
{
    edit_put16(page + usa_ofs, 1);
    for (size_t i = 0; i < 8; i++) {
        memcpy(page + usa_ofs + 2 + 2 * i, page + 512 * i + 510, 2);
        edit_put16(page + 512 * i + 510, 1);
    }
}

/* A restart page as Windows leaves it while a volume is mounted: one client, which is in use, and
 * no clean flag. */
static void make_restart_page(uint8_t page_ret[4096], uint64_t file_bytes)
{
    static const char name[] = "N\0T\0F\0S";
    uint8_t *area = page_ret + 0x30, *client = area + 0x40;

    memset(page_ret, 0, 4096);
    edit_put32(page_ret, 0x52545352); /* "RSTR" */
    edit_put16(page_ret + 4, 0x1E);
    edit_put16(page_ret + 6, 9);
    edit_put32(page_ret + 0x10, 4096); /* bytes of a system page */
    edit_put32(page_ret + 0x14, 4096); /* of a log page */
    edit_put16(page_ret + 0x18, 0x30);
    edit_put16(page_ret + 0x1A, 1); /* minor, major version */
    edit_put16(page_ret + 0x1C, 1);
    edit_put64(area, 0x1000);       /* current LSN */
    edit_put16(area + 8, 1);        /* clients */
    edit_put16(area + 0xA, 0xFFFF); /* no free client */
    edit_put16(area + 0xC, 0);      /* the first one is in use */
    edit_put32(area + 0x10, 47);    /* bits of a sequence number */
    edit_put16(area + 0x14, 0xE0);  /* bytes of this area */
    edit_put16(area + 0x16, 0x40);  /* where the clients are */
    edit_put64(area + 0x18, file_bytes);
    edit_put16(area + 0x24, 0x30);
    edit_put16(area + 0x26, 0x40);
    edit_put16(client + 0x10, 0xFFFF);
    edit_put16(client + 0x12, 0xFFFF);
    edit_put32(client + 0x1C, 8);
    memcpy(client + 0x20, name, 8);
    protect_page(page_ret, 0x1E);
}

static void make_uncleanlog(struct recipe *r)
{
    const uint64_t log_file = UINT64_C(2) << 48 | 2;
    uint8_t page[4096];
    ntfs_inode *inode;

    make_tree(r);
    inode = ntfsvol_open(&r->volume, log_file);
    if (!inode)
        return;
    make_restart_page(page, (uint64_t)inode->data_size);
    ntfsvol_close(&r->volume, inode);
    ntfsdata_write(&r->volume, log_file, "", 0, page, sizeof(page));
    ntfsdata_write(&r->volume, log_file, "", 4096, page, sizeof(page));
}

static void make_hiberfil(struct recipe *r, const char *header)
{
    uint8_t page[8192] = {0};

    make_tree(r);
    memcpy(page, header, 4);
    ntfsdata_write(&r->volume, ntfsvol_mkfile(&r->volume, NTFSVOL_ROOT, "hiberfil.sys"), "", 0,
                   page, sizeof(page));
}

static void make_hibernated(struct recipe *r)
{
    make_hiberfil(r, r->nargs && strlen(r->args[0]) == 4 ? r->args[0] : "HIBR");
}

static void make_resumed(struct recipe *r)
{
    make_hiberfil(r, "WAKE");
}

/* Gives $BadClus:$Bad, a hole as large as the volume, three bad clusters in two runs. */
static void make_badclusters(struct recipe *r)
{
    const uint64_t at = 3000;
    uint8_t record[EDIT_RECORD_MAX];
    ntfs_attr *bitmap;
    uint8_t *bad;

    make_tree(r);
    bitmap = failure_any(&r->failure) ? NULL : r->volume.library->lcnbmp_na;
    if (bitmap && (ntfs_bitmap_set_run(bitmap, (s64)at, 2) != 0 ||
                   ntfs_bitmap_set_run(bitmap, (s64)at + 12, 1) != 0))
        failure_errno(&r->failure, "cannot mark clusters bad");
    bad = edit_attr_load(kit_edit(r), 8, record, EDIT_ATTR_DATA, 1);
    if (!bad)
        return;
    edit_runs_replace(
        record, bad,
        (const struct edit_run[]){{0, EDIT_RUNS_HOLE, at},
                                  {at, at, 2},
                                  {at + 2, EDIT_RUNS_HOLE, 10},
                                  {at + 12, at + 12, 1},
                                  {at + 13, EDIT_RUNS_HOLE, r->edit.nclusters - at - 13}},
        5);
    edit_store(&r->edit, 8, record);
    kit_fact(r, "bad_clusters", 3);
    kit_fact(r, "bad_lcn", at);
}

/* Cuts the image off: in the middle, where all of $MFT is left, or in $MFT. */
static void make_truncated(struct recipe *r)
{
    const char *kind = r->nargs ? r->args[0] : "middle";
    uint64_t cut;

    make_tree(r);
    cut = 8 << 20;
    if (strcmp(kind, "mft") == 0) {
        cut = edit_offset(kit_edit(r), 100, 0);
        kit_fact(r, "records", 100);
    } else if (strcmp(kind, "middle") != 0) {
        failure_set(&r->failure, "an image is cut off in its middle or in its mft, not in its %s",
                    kind);
    }
    kit_finish(r);
    if (!failure_any(&r->failure) && truncate(r->out, (off_t)cut) != 0)
        failure_errno(&r->failure, "cannot cut off %s", r->out);
    kit_fact(r, "size", cut);
}

const struct recipe_case recipe_state_cases[] = {
    {"geometry", ":SECTOR:CLUSTER", "the small tree in any sector and cluster size", make_geometry},
    {"tree", "", "the small tree", make_tree},
    {"boot0", "", "the boot sector is zero; its backup is sound", make_boot0},
    {"bothboots", "", "the boot sector and its backup are zero", make_bothboots},
    {"backupboot0", "", "the backup of the boot sector is zero", make_backupboot0},
    {"dirty", "", "the volume's dirty flag is set", make_dirty},
    {"uncleanlog", "", "$LogFile was not closed", make_uncleanlog},
    {"hibernated", ":HIBR", "hiberfil.sys says that Windows is hibernated", make_hibernated},
    {"resumed", "", "hiberfil.sys of a Windows that was resumed", make_resumed},
    {"badclusters", "", "$BadClus:$Bad has clusters", make_badclusters},
    {"truncated", ":middle|mft", "an image that is cut off", make_truncated},
    {0},
};
