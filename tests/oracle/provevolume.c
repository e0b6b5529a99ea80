/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See provevolume.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "src/overlay_ntfs3g.h"

#include "src/overlay_device.h"
#include "tests/oracle/provevolume.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SECURITY_ID = 0x100 /* mkntfs makes it */, NAME_UNITS = 255 };

struct provevolume {
    ntfs_volume *library;
    ntfs_inode *folder; /* that is open; NULL */
    uint64_t reference; /* its */
};

int provevolume_open(struct overlay *overlay, struct provevolume **v_ret)
{
    struct provevolume *v = calloc(1, sizeof *v);
    struct ntfs_device *device = overlay_device_new(overlay);
    int why;

    cr_assert(v && device);
    ntfs_log_set_handler(ntfs_log_handler_null);
    v->library = ntfs_device_mount(device, 0);
    if (v->library) {
        *v_ret = v;
        return 0;
    }
    why = errno;
    overlay_device_free(device);
    free(v);
    return why;
}

/* An inode that cannot be written stays in memory, unless the library takes it for unchanged. */
static void abandon(ntfs_inode *inode)
{
    const unsigned long dirty = 1UL << NI_Dirty | 1UL << NI_AttrListDirty | 1UL << NI_FileNameDirty;

    for (int i = 0; i < inode->nr_extents; i++)
        inode->extent_nis[i]->state &= ~dirty;
    inode->state &= ~dirty;
    cr_assert_eq(ntfs_inode_close(inode), 0);
}

/* What failed first: WHY, or closing. */
static int close_inode(ntfs_inode *inode, int why)
{
    if (ntfs_inode_close(inode) == 0)
        return why;
    if (!why)
        why = errno;
    abandon(inode);
    return why;
}

static int leave(struct provevolume *v, int why)
{
    if (v->folder)
        why = close_inode(v->folder, why);
    v->folder = NULL;
    return why;
}

static int enter(struct provevolume *v, uint64_t folder)
{
    int why = 0;

    if (v->folder && v->reference == folder)
        return 0;
    why = leave(v, 0);
    if (why)
        return why;
    v->folder = ntfs_inode_open(v->library, folder);
    v->reference = folder;
    return v->folder ? 0 : errno;
}

int provevolume_close(struct provevolume *v, int why)
{
    why = leave(v, why);
    if (ntfs_umount(v->library, FALSE) != 0 && !why)
        why = errno;
    free(v);
    return why;
}

static u8 to_units(struct str name, ntfschar *units)
{
    uint16_t host[3 * NAME_UNITS];
    size_t n;

    cr_assert_leq(name.n, sizeof host / sizeof *host);
    n = text_to_utf16(name, host);
    cr_assert_leq(n, NAME_UNITS);
    for (size_t i = 0; i < n; i++)
        units[i] = cpu_to_le16(host[i]);
    return (u8)n;
}

int provevolume_mkdir(struct provevolume *v, uint64_t folder, struct str name, uint64_t *made_ret)
{
    ntfschar units[NAME_UNITS];
    const u8 n = to_units(name, units);
    ntfs_inode *made;
    int why = enter(v, folder);

    if (why)
        return why;
    made = ntfs_create(v->folder, cpu_to_le32(SECURITY_ID), units, n, S_IFDIR);
    if (!made)
        return errno;
    *made_ret = MK_MREF(made->mft_no, le16_to_cpu(made->mrec->sequence_number));
    return close_inode(made, 0);
}

static int fill(ntfs_inode *inode, uint32_t n, uint8_t byte)
{
    ntfs_attr *data = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);
    uint8_t *bytes = malloc(n + (size_t)1);
    int why = 0;

    cr_assert(data && bytes);
    memset(bytes, byte, n);
    if (n > 0 && ntfs_attr_pwrite(data, 0, n, bytes) != n)
        why = errno;
    free(bytes);
    ntfs_attr_close(data);
    return why;
}

/* The library writes what is new of a file into the folders of all its names, which it opens
 * itself: none of them may be open then. */
static int close_file(struct provevolume *v, ntfs_inode *inode, int why)
{
    if (NInoFileNameDirty(inode))
        why = leave(v, why);
    return close_inode(inode, why);
}

int provevolume_make(struct provevolume *v, uint64_t folder, struct str name, uint32_t n,
                     uint8_t byte)
{
    ntfschar units[NAME_UNITS];
    const u8 nunits = to_units(name, units);
    ntfs_inode *made;
    int why = enter(v, folder);

    if (why)
        return why;
    made = ntfs_create(v->folder, cpu_to_le32(SECURITY_ID), units, nunits, S_IFREG);
    if (!made)
        return errno;
    return close_file(v, made, fill(made, n, byte));
}

int provevolume_link(struct provevolume *v, uint64_t file, uint64_t folder, struct str name)
{
    ntfschar units[NAME_UNITS];
    const u8 n = to_units(name, units);
    ntfs_inode *inode;
    int why = enter(v, folder);

    if (why)
        return why;
    inode = ntfs_inode_open(v->library, file);
    if (!inode)
        return errno;
    if (ntfs_link(inode, v->folder, units, n) != 0)
        why = errno;
    return close_file(v, inode, why);
}

/* Times that the library sets and nobody asked for. */
struct times {
    ntfs_time created, modified, changed, accessed;
};

static struct times times_of(const ntfs_inode *inode)
{
    return (struct times){inode->creation_time, inode->last_data_change_time,
                          inode->last_mft_change_time, inode->last_access_time};
}

/* Gives the file of REFERENCE its times back, in the folders of its names, too. */
static int restore(struct provevolume *v, uint64_t reference, const struct times *times)
{
    ntfs_inode *inode = ntfs_inode_open(v->library, reference);

    if (!inode)
        return errno;
    inode->creation_time = times->created;
    inode->last_data_change_time = times->modified;
    inode->last_mft_change_time = times->changed;
    inode->last_access_time = times->accessed;
    NInoFileNameSetDirty(inode);
    NInoSetDirty(inode);
    return close_inode(inode, 0);
}

int provevolume_delete(struct provevolume *v, uint64_t file, uint64_t folder, struct str name)
{
    ntfschar units[NAME_UNITS];
    const u8 n = to_units(name, units);
    struct times of_file, of_folder;
    ntfs_inode *inode, *in;
    bool is_last;
    int why = leave(v, 0);

    if (why)
        return why;
    in = ntfs_inode_open(v->library, folder);
    inode = ntfs_inode_open(v->library, file);
    cr_assert(in && inode);
    of_file = times_of(inode);
    of_folder = times_of(in);
    /* The library closes both. */
    if (ntfs_delete(v->library, NULL, inode, in, units, n) != 0)
        return errno;
    inode = ntfs_inode_open(v->library, file);
    is_last = !inode;
    if (inode)
        why = close_inode(inode, 0);
    if (!why && !is_last)
        why = restore(v, file, &of_file);
    return why ? why : restore(v, folder, &of_folder);
}
