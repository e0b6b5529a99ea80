/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the system use the bytes of a volume: mounted, attached, held by another device, swap? Also
 * by another way to the same bytes: a partition for a part of its disk, a loop device for a part of
 * its file.
 *
 *   struct inuse_system system = inuse_this_system(&mounts);
 *   struct inuse_place place;
 *   if (!inuse_place_of(&system, path, first_byte, nbytes, &place)) ...      errno
 *   if (inuse_find(&system, &place, &use)) ... use.kind, use.where ...
 */
#ifndef SRC_INUSE_H
#define SRC_INUSE_H

#include "src/mounts.h"

#include <stdint.h>
#include <sys/types.h>

/* Where things are asked for; a test has its own. */
struct inuse_system {
    const char *sys;   /* "/sys" */
    const char *swaps; /* "/proc/swaps" */
    const struct mounts *mounts;
};

/* Bytes of a file, or of a device that is no part of another. */
struct inuse_place {
    bool is_file;
    dev_t device; /* of a file, the one that it lies on */
    ino_t inode;  /* of a file, else 0 */
    uint64_t first, nbytes;
    dev_t own, own_disk; /* the device that it was reached by and the one with its partition table:
                            being there is no use; 0: none */
};

enum inuse_kind {
    INUSE_MOUNTED, /* WHERE is the folder */
    INUSE_LOOP,    /* attached to the loop device WHERE, "loop0" */
    INUSE_HELD,    /* by the device WHERE, "dm-0" */
    INUSE_SWAP,    /* as WHERE, a device or file */
};

enum { INUSE_WHERE_BYTES = 4096 };

struct inuse {
    enum inuse_kind kind;
    char where[INUSE_WHERE_BYTES]; /* terminated; cut where it is longer */
};

struct inuse_system inuse_this_system(const struct mounts *mounts);

/* The NBYTES at FIRST_BYTE of the file or block device PATH. False with errno. */
bool inuse_place_of(const struct inuse_system *system, const char *path, uint64_t first_byte,
                    uint64_t nbytes, struct inuse_place *place_ret);

/* The same of the block device DEVICE. */
struct inuse_place inuse_device_place(const struct inuse_system *system, dev_t device,
                                      uint64_t first_byte, uint64_t nbytes);

/* A use of PLACE; false where there is none. */
bool inuse_find(const struct inuse_system *system, const struct inuse_place *place,
                struct inuse *inuse_ret);

#endif
