/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See growthvolume.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "images/ntfs3g.h"

#include "tests/oracle/growthvolume.h"
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SECURITY_ID = 0x100 /* mkntfs makes it */, NAME_UNITS = 255 };

struct growthvolume {
    ntfs_volume *library;
    ntfs_inode *folder; /* that was entered */
    uint64_t reference; /* its */
    bool has_own_descriptors;
};

void growthvolume_format(const char *image, const struct growthvolume_shape *shape)
{
    char cluster[16], sector[16];
    const int fd = open(image, O_RDWR | O_CREAT | O_TRUNC, 0666);

    cr_assert_geq(fd, 0);
    cr_assert_eq(ftruncate(fd, (off_t)shape->bytes), 0);
    close(fd);
    snprintf(cluster, sizeof(cluster), "%u", shape->cluster_bytes);
    snprintf(sector, sizeof(sector), "%u", shape->sector_bytes);
    toolrun_do((const char *const[]){"mkntfs", "-q", "-F", "-f", "-c", cluster, "-s", sector, "-p",
                                     "0", "-H", "255", "-S", "63", image, NULL});
}

struct growthvolume *growthvolume_open(const char *image)
{
    struct growthvolume *v = calloc(1, sizeof(*v));

    cr_assert_not_null(v);
    ntfs_log_set_handler(ntfs_log_handler_null);
    v->library = ntfs_mount(image, 0);
    cr_assert_not_null(v->library, "libntfs-3g does not mount %s", image);
    return v;
}

void growthvolume_own_descriptors(struct growthvolume *v, bool is_on)
{
    v->has_own_descriptors = is_on;
}

static void leave(struct growthvolume *v)
{
    if (v->folder)
        cr_assert_eq(ntfs_inode_close(v->folder), 0);
    v->folder = NULL;
}

void growthvolume_enter(struct growthvolume *v, uint64_t folder)
{
    if (v->folder && v->reference == folder)
        return;
    leave(v);
    v->folder = ntfs_inode_open(v->library, folder);
    cr_assert_not_null(v->folder);
    v->reference = folder;
}

void growthvolume_close(struct growthvolume *v)
{
    leave(v);
    cr_assert_eq(ntfs_umount(v->library, FALSE), 0);
    free(v);
}

/* ---- Making ---- */

static u8 to_units(const char *name, size_t n, ntfschar *units)
{
    cr_assert_leq(n, NAME_UNITS);
    for (size_t i = 0; i < n; i++)
        units[i] = cpu_to_le16((uint8_t)name[i]);
    return (u8)n;
}

static ntfs_inode *make(struct growthvolume *v, const char *name, size_t n, mode_t kind)
{
    ntfschar units[NAME_UNITS];
    const u8 nunits = to_units(name, n, units);
    const uint32_t security = v->has_own_descriptors ? 0 : SECURITY_ID;
    ntfs_inode *inode = ntfs_create(v->folder, cpu_to_le32(security), units, nunits, kind);

    cr_assert_not_null(inode, "libntfs-3g does not make '%.*s'", (int)n, name);
    return inode;
}

static uint64_t finish(struct growthvolume *v, ntfs_inode *inode)
{
    const uint64_t reference = MK_MREF(inode->mft_no, le16_to_cpu(inode->mrec->sequence_number));

    cr_assert_eq(ntfs_inode_close_in_dir(inode, v->folder), 0);
    return reference;
}

uint64_t growthvolume_mkdir(struct growthvolume *v, const char *name, size_t n)
{
    return finish(v, make(v, name, n, S_IFDIR));
}

uint64_t growthvolume_write(struct growthvolume *v, const char *name, size_t n,
                            const uint8_t *content, uint32_t bytes)
{
    ntfs_inode *inode = make(v, name, n, S_IFREG);
    ntfs_attr *data = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);

    cr_assert_not_null(data);
    if (bytes > 0)
        cr_assert_eq(ntfs_attr_pwrite(data, 0, bytes, content), bytes);
    ntfs_attr_close(data);
    return finish(v, inode);
}

uint64_t growthvolume_mkfile(struct growthvolume *v, const char *name, size_t n, uint32_t bytes)
{
    uint8_t *content = calloc(1, bytes + (size_t)1);
    uint64_t file;

    cr_assert_not_null(content);
    file = growthvolume_write(v, name, n, content, bytes);
    free(content);
    return file;
}

/*
 * Where the library has moved data out of the record, it writes the new size into the folders of
 * all names; when told of one folder it looks for all of them there, and else it opens them itself.
 */
static void close_file(struct growthvolume *v, ntfs_inode *inode)
{
    if (!NInoFileNameDirty(inode)) {
        cr_assert_eq(ntfs_inode_close_in_dir(inode, v->folder), 0);
        return;
    }
    leave(v);
    cr_assert_eq(ntfs_inode_close(inode), 0);
    growthvolume_enter(v, v->reference);
}

void growthvolume_link(struct growthvolume *v, uint64_t file, const char *name, size_t n)
{
    ntfschar units[NAME_UNITS];
    const u8 nunits = to_units(name, n, units);
    ntfs_inode *inode = ntfs_inode_open(v->library, file);

    cr_assert_not_null(inode);
    cr_assert_eq(ntfs_link(inode, v->folder, units, nunits), 0);
    close_file(v, inode);
}

void growthvolume_delete(struct growthvolume *v, uint64_t file, const char *name, size_t n)
{
    ntfschar units[NAME_UNITS];
    const u8 nunits = to_units(name, n, units);
    ntfs_inode *inode = ntfs_inode_open(v->library, file), *folder = v->folder;

    cr_assert_not_null(inode);
    v->folder = NULL; /* the library closes both */
    cr_assert_eq(ntfs_delete(v->library, NULL, inode, folder, units, nunits), 0);
    growthvolume_enter(v, v->reference);
}

/* ---- Measuring ---- */

static uint64_t count_bits(ntfs_volume *library)
{
    const uint64_t n = (uint64_t)library->nr_clusters;
    const size_t nbytes = (size_t)((n + 7) / 8);
    uint8_t *bytes = calloc(1, nbytes);
    uint64_t used = 0;

    cr_assert_not_null(bytes);
    cr_assert_eq(ntfs_attr_pread(library->lcnbmp_na, 0, (s64)nbytes, bytes), (s64)nbytes);
    for (uint64_t i = 0; i < n; i++)
        used += bytes[i / 8] >> i % 8 & 1;
    free(bytes);
    return used;
}

static void count_attribute(const ntfs_volume *library, const ntfs_attr_search_ctx *ctx,
                            struct growthvolume_use *use)
{
    const ATTR_RECORD *a = ctx->attr;
    uint64_t clusters;

    if (!a->non_resident || a->lowest_vcn != 0)
        return;
    clusters = (uint64_t)sle64_to_cpu(a->allocated_size) / library->cluster_size;
    if (a->type == AT_ATTRIBUTE_LIST)
        use->lists += clusters;
    else if (a->type == AT_INDEX_ALLOCATION || a->type == AT_BITMAP)
        use->indexes += clusters;
    else
        use->data += clusters;
}

static void count_file(ntfs_volume *library, uint64_t record, struct growthvolume_use *use)
{
    ntfs_inode *inode = ntfs_inode_open(library, record);
    ntfs_attr_search_ctx *ctx;

    if (!inode)
        return;
    ctx = ntfs_attr_get_search_ctx(inode, NULL);
    cr_assert_not_null(ctx);
    while (ntfs_attr_lookup(AT_UNUSED, NULL, 0, CASE_SENSITIVE, 0, NULL, 0, ctx) == 0)
        count_attribute(library, ctx, use);
    ntfs_attr_put_search_ctx(ctx);
    ntfs_inode_close(inode);
}

void growthvolume_measure(struct growthvolume *v, struct growthvolume_use *use_ret)
{
    ntfs_volume *library = v->library;
    const uint64_t nrecords =
        (uint64_t)library->mft_na->initialized_size >> library->mft_record_size_bits;

    leave(v);
    *use_ret = (struct growthvolume_use){.used = count_bits(library)};
    use_ret->mft =
        (uint64_t)(library->mft_na->allocated_size + library->mftbmp_na->allocated_size) /
        library->cluster_size;
    for (uint64_t record = 24; record < nrecords; record++)
        count_file(library, record, use_ret);
}
