/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breaks up the free space of a mounted volume, so that what grows then has one run a cluster.
 *
 *     struct fragment f = {0};
 *     fragment_take(&v, &f);            every second free cluster is marked used
 *     ntfsvol_unmount(&v), ntfsvol_mount(&v);
 *     ... files that grow now
 *     ntfsvol_unmount(&v), ntfsvol_mount(&v);
 *     fragment_give_back(&v, &f);      and free again
 *
 * The library finds room for a few clusters only in one call then: see ntfsvol.piece_bytes, and
 * folders whose index blocks are larger than a cluster must stay small enough to need none. It
 * counts free clusters once a mount, so mount anew after both. fragment_give_back also frees the
 * memory.
 */
#ifndef IMAGES_FRAGMENT_H
#define IMAGES_FRAGMENT_H

#include "images/ntfsvol.h"

struct fragment {
    uint8_t *taken; /* a bit for each cluster that was marked */
    size_t nbytes;
};

void fragment_take(struct ntfsvol *v, struct fragment *fragment_ret);
void fragment_give_back(struct ntfsvol *v, struct fragment *fragment);

#endif
