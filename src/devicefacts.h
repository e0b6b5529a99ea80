/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel knows of the drive behind a block device: sysfs.
 *
 *   struct devicefacts facts;
 *   devicefacts_read("/sys/dev/block/8:1", &facts);
 */
#ifndef SRC_DEVICEFACTS_H
#define SRC_DEVICEFACTS_H

enum { DEVICEFACTS_BYTES = 128 };

struct devicefacts {
    char model[DEVICEFACTS_BYTES], serial[DEVICEFACTS_BYTES]; /* "" where nobody knows */
};

/* Reads the facts of the device, or of the disk that it is a partition of, whose folder in sysfs is
 * FOLDER. Blanks around them are left out. */
void devicefacts_read(const char *folder, struct devicefacts *facts_ret);

#endif
