/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume in a regular file: made with mkntfs, mounted in this process by libntfs-3g, filled with
 * folders and names.
 *
 *     struct failure failure = {0};
 *     struct ntfsvol v = {.image = path, .failure = &failure};
 *     ntfsvol_format(&v, &(struct ntfsvol_geometry){32 << 20, 512, 4096, "LABEL"});
 *     ntfsvol_mount(&v);
 *     uint64_t folder = ntfsvol_mkdir(&v, NTFSVOL_ROOT, "folder");
 *     uint64_t file = ntfsvol_mkfile(&v, folder, "file.txt");
 *     ntfsvol_link(&v, file, NTFSVOL_ROOT, "second name");
 *     ntfsvol_unmount(&v);
 *     if (failure_any(&failure)) ...
 *
 * Neither root nor FUSE is needed. The same steps give the same bytes each time: mkntfs is told to
 * fake the time, and clock.h stands in for the library's clock. Names are WTF-8 (imgname.h); files
 * are named by file reference (sequence number << 48 | record number). After a failure every
 * function does nothing. No inode of the same file may be open while a function is given its
 * reference, except through the functions that take inodes. One thread at a time.
 */
#ifndef IMAGES_NTFSVOL_H
#define IMAGES_NTFSVOL_H

#include "images/failure.h"
#include "images/ntfs3g.h"

#include <stdint.h>

#define NTFSVOL_ROOT        ((UINT64_C(5) << 48) | 5)
#define NTFSVOL_EXTEND      ((UINT64_C(11) << 48) | 11)
#define NTFSVOL_NONE        UINT64_MAX
#define NTFSVOL_RECORD_BITS 48

struct ntfsvol {
    const char *image;       /* path of the file; the caller's */
    struct failure *failure; /* the caller's */
    ntfs_volume *library;    /* NULL while not mounted */
    uint32_t security_id;    /* of new files: an entry of $Secure; 0 gives each a 48-byte
                                $STANDARD_INFORMATION and its own descriptor */
    size_t piece_bytes;      /* data is written in pieces of so many; 0 for all at once: the library
                                finds few free runs in one call, so where they      are single clusters
                                it      must be a cluster */
    bool compress; /* new files and folders are marked compressed (clusters of at most 4 KiB) */
};

struct ntfsvol_geometry {
    uint64_t size_bytes;
    uint32_t sector_bytes;  /* 256 to 4096 */
    uint32_t cluster_bytes; /* sector_bytes to 2 MiB */
    const char *label;      /* "" for none */
};

/* Makes the image anew as a sparse file and runs mkntfs on it. */
void ntfsvol_format(struct ntfsvol *v, const struct ntfsvol_geometry *geometry);

/* Mounts the image for writing; its libntfs-3g messages are dropped, its errors are not. */
void ntfsvol_mount(struct ntfsvol *v);

/* Writes out and unmounts, also after a failure; nothing where nothing is mounted. */
void ntfsvol_unmount(struct ntfsvol *v);

/* Opens the inode of a file; NULL after a failure. Close it with ntfsvol_close. */
ntfs_inode *ntfsvol_open(struct ntfsvol *v, uint64_t file);

/* Writes out and closes an inode; NULL is fine. */
void ntfsvol_close(struct ntfsvol *v, ntfs_inode *inode);

/* Makes a file (S_IFREG) or a folder (S_IFDIR) in an open folder; returns it open, or NULL. Close
 * it with ntfs_inode_close_in_dir. */
ntfs_inode *ntfsvol_create(struct ntfsvol *v, ntfs_inode *folder, const uint16_t *name,
                           unsigned nunits, mode_t kind);

/* The same by reference; return the new reference, NTFSVOL_NONE after a failure. */
uint64_t ntfsvol_mkdir(struct ntfsvol *v, uint64_t folder, const char *name);
uint64_t ntfsvol_mkfile(struct ntfsvol *v, uint64_t folder, const char *name);

/* Makes the folders of a path that is separated by '/', those that are missing; returns the last.
 */
uint64_t ntfsvol_mkpath(struct ntfsvol *v, uint64_t folder, const char *path);

/* Gives a file one more name (namespace POSIX). */
void ntfsvol_link(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name);

/* Gives a file n more names of nunits units (6 to 255) in one folder: the numbers from `first` on,
 * in six digits, and dashes behind. */
void ntfsvol_link_many(struct ntfsvol *v, uint64_t file, uint64_t folder, unsigned first,
                       unsigned n, unsigned nunits);

/* Takes a name away; the file goes with its last. */
void ntfsvol_delete(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name);

/* The record number in a reference. */
uint64_t ntfsvol_record(uint64_t reference);

#endif
