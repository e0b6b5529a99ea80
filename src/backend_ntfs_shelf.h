/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inodes of a volume that are open: each once, files and folders alike, so that what one call
 * changed of an inode is what the next call sees, and a file that gets many names is written once.
 *
 *   backend_ntfs_shelf_begin(&shelf, volume);
 *   why = backend_ntfs_shelf_trim(&shelf);              between calls: inodes may be closed here
 *   why = backend_ntfs_shelf_get(&shelf, reference, &inode);
 *   why = backend_ntfs_shelf_end(&shelf);               writes and closes all
 *   backend_ntfs_shelf_abandon(&shelf);                 closes all
 *
 * Where the library has moved data out of a file's record, it writes the new size into the folders
 * of all names when the file is closed, and opens those folders itself: they are closed before.
 *
 * Inodes are the shelf's until they are taken; valid until the next trim, except where they are
 * pinned. One thread. Calls return 0 or an errno.
 */
#ifndef SRC_BACKEND_NTFS_SHELF_H
#define SRC_BACKEND_NTFS_SHELF_H

#include "src/backend_ntfs_inode.h"

enum {
    BACKEND_NTFS_SHELF_KEPT = 512,                           /* that stay open behind a trim */
    BACKEND_NTFS_SHELF_SLOTS = BACKEND_NTFS_SHELF_KEPT + 16, /* what one call opens, pins */
    BACKEND_NTFS_SHELF_BUCKETS = 1024,
};

/* A slot is in a bucket's chain and in the order of use, or in the chain of free ones. Slots are
 * told by number; 0 is none, and the head of the order. */
struct backend_ntfs_slot {
    ntfs_inode *inode;
    uint32_t npins;
    uint16_t next, newer, older;
};

struct backend_ntfs_shelf {
    ntfs_volume *volume;
    struct backend_ntfs_slot slots[BACKEND_NTFS_SHELF_SLOTS + 1];
    uint16_t buckets[BACKEND_NTFS_SHELF_BUCKETS];
    uint16_t first_free;
    uint32_t nopen;
};

void backend_ntfs_shelf_begin(struct backend_ntfs_shelf *shelf, ntfs_volume *volume);

/* Writes and closes those that were used longest ago, until few enough are open. */
int backend_ntfs_shelf_trim(struct backend_ntfs_shelf *shelf);

/* The file or folder of REFERENCE, opened where it is not open. ESTALE: there is none; EMFILE: too
 * many are pinned. */
int backend_ntfs_shelf_get(struct backend_ntfs_shelf *shelf, uint64_t reference,
                           ntfs_inode **inode_ret);

/* INODE was made, and is the shelf's now. EMFILE: it is still the caller's. */
int backend_ntfs_shelf_add(struct backend_ntfs_shelf *shelf, ntfs_inode *inode);

/* INODE is the caller's, and open no longer for others. EBUSY: it is pinned. */
int backend_ntfs_shelf_take(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode);

/* Stays open and on the shelf until as often unpinned. */
void backend_ntfs_shelf_pin(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode);
void backend_ntfs_shelf_unpin(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode);

/* Closes all, whatever fails; what failed first. */
int backend_ntfs_shelf_end(struct backend_ntfs_shelf *shelf);

/* Closes all, and writes nothing. */
void backend_ntfs_shelf_abandon(struct backend_ntfs_shelf *shelf);

#endif
