/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reparse points. See ntfsmeta.h.
 *
 * On the disk: tag (4 bytes), length of what follows the header (2), zero (2), for tags with bit 31
 * clear a GUID (16), then the data. A symbolic link's data is offset and length of the substitute
 * name, offset and length of the print name (2 bytes each), flags (4; 1 is relative), then both
 * names in UTF-16. A junction's has no flags, and NULs behind the names.
 */
#include "images/ntfsmeta.h"

#include "images/imgname.h"

#include <stdlib.h>
#include <string.h>

#define TAG_JUNCTION  0xA0000003U
#define TAG_SYMLINK   0xA000000CU
#define TAG_MICROSOFT 0x80000000U
#define GUID_BYTES    16

static void put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

void ntfsmeta_reparse(struct ntfsvol *v, uint64_t file, uint32_t tag, const void *bytes,
                      size_t nbytes)
{
    ntfs_inode *inode = ntfsvol_open(v, file);
    uint8_t *value = malloc(8 + nbytes);

    if (inode && value) {
        put16(value, tag & 0xFFFF);
        put16(value + 2, tag >> 16);
        put16(value + 4, tag & TAG_MICROSOFT ? nbytes : nbytes - GUID_BYTES);
        put16(value + 6, 0);
        memcpy(value + 8, bytes, nbytes);
        if (ntfs_set_ntfs_reparse_data(inode, (const char *)value, 8 + nbytes, 0) != 0)
            failure_errno(v->failure, "cannot set the reparse point %#x", tag);
    }
    free(value);
    ntfsvol_close(v, inode);
}

/* Substitute and print name, which are the same here; `gap` bytes of NUL follow each. Returns the
 * bytes written. */
static size_t put_names(uint8_t *data_ret, size_t fixed, size_t gap, const char *target)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = imgname_parse(target, units);
    size_t nbytes = nunits < 0 ? 0 : (size_t)nunits * 2;

    put16(data_ret, 0);
    put16(data_ret + 2, nbytes);
    put16(data_ret + 4, nbytes + gap);
    put16(data_ret + 6, nbytes);
    memcpy(data_ret + fixed, units, nbytes);
    memcpy(data_ret + fixed + nbytes + gap, units, nbytes);
    return fixed + 2 * (nbytes + gap);
}

void ntfsmeta_reparse_symlink(struct ntfsvol *v, uint64_t file, const char *target, bool relative)
{
    uint8_t data[12 + 4 * (IMGNAME_UNITS_MAX + 1)] = {0};
    size_t nbytes = put_names(data, 12, 0, target);

    data[8] = relative;
    ntfsmeta_reparse(v, file, TAG_SYMLINK, data, nbytes);
}

void ntfsmeta_reparse_junction(struct ntfsvol *v, uint64_t folder, const char *target)
{
    uint8_t data[8 + 4 * (IMGNAME_UNITS_MAX + 1)] = {0};

    ntfsmeta_reparse(v, folder, TAG_JUNCTION, data, put_names(data, 8, 2, target));
}
