/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks every second free cluster in $Bitmap as used, and frees them again. See fragment.h.
 */
#include "images/fragment.h"

#include <stdlib.h>

/* Reads the whole of $Bitmap; NULL after a failure. */
static uint8_t *read_bitmap(struct ntfsvol *v, size_t *nbytes_ret)
{
    ntfs_attr *attr;
    uint8_t *bitmap;

    if (failure_any(v->failure))
        return NULL;
    attr = v->library->lcnbmp_na;
    *nbytes_ret = (size_t)attr->data_size;
    bitmap = malloc(*nbytes_ret);
    if (!bitmap || ntfs_attr_pread(attr, 0, attr->data_size, bitmap) != attr->data_size) {
        failure_errno(v->failure, "cannot read $Bitmap");
        free(bitmap);
        return NULL;
    }
    return bitmap;
}

static void write_bitmap(struct ntfsvol *v, const uint8_t *bitmap, size_t nbytes)
{
    if (ntfs_attr_pwrite(v->library->lcnbmp_na, 0, (s64)nbytes, bitmap) != (s64)nbytes)
        failure_errno(v->failure, "cannot write $Bitmap");
}

void fragment_take(struct ntfsvol *v, struct fragment *fragment_ret)
{
    uint8_t *bitmap = read_bitmap(v, &fragment_ret->nbytes);

    fragment_ret->taken = calloc(1, bitmap ? fragment_ret->nbytes : 1);
    for (size_t i = 0; bitmap && fragment_ret->taken && i < fragment_ret->nbytes; i++) {
        fragment_ret->taken[i] = (uint8_t)(~bitmap[i] & 0x55);
        bitmap[i] |= fragment_ret->taken[i];
    }
    if (bitmap)
        write_bitmap(v, bitmap, fragment_ret->nbytes);
    free(bitmap);
}

void fragment_give_back(struct ntfsvol *v, struct fragment *fragment)
{
    size_t nbytes;
    uint8_t *bitmap = read_bitmap(v, &nbytes);

    for (size_t i = 0; bitmap && i < fragment->nbytes; i++)
        bitmap[i] &= (uint8_t)~fragment->taken[i];
    if (bitmap)
        write_bitmap(v, bitmap, nbytes);
    free(bitmap);
    free(fragment->taken);
    fragment->taken = NULL;
}
