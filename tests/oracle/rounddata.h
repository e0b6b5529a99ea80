/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that libntfs-3g reads of the files of a volume, as lines that can be compared: for each file
 * its four times, attributes, owner; of each attribute with data its name, size and SHA-256
 * (streams, reparse points, extended attributes, $EFS, encrypted data as they lie on the disk);
 * each name.
 *
 *   rounddata_read(image, &before);
 *   ...
 *   rounddata_read(image, &after);
 *   n = rounddata_lost(before.things, before.nthings, after.things, after.nthings, &first);
 *   rounddata_free(&before);
 *
 * Files that NTFS needs for itself are left out. What cannot be read fails the test.
 */
#ifndef TESTS_ORACLE_ROUNDDATA_H
#define TESTS_ORACLE_ROUNDDATA_H

#include <stddef.h>

struct rounddata {
    char **things; /* sorted */
    size_t nthings;
    char **names; /* the same */
    size_t nnames;
};

void rounddata_read(const char *image, struct rounddata *data_ret);

/* How many of the lines A are not among B; *FIRST_RET is one of them, borrowed, or NULL. */
size_t rounddata_lost(char *const *a, size_t na, char *const *b, size_t nb, const char **first_ret);

void rounddata_free(struct rounddata *data);

#endif
