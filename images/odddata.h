/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What files seldom have: extended attributes, and data that are encrypted.
 *
 *     file = odddata_efs(&r->volume, folder, "secret.docx", 30208, seed);
 *     ... all that is made while the volume is mounted ...
 *     odddata_mark_encrypted(r, file, 0);                 the volume is unmounted here
 */
#ifndef IMAGES_ODDDATA_H
#define IMAGES_ODDDATA_H

#include "images/kit.h"

/* Sets the one extended attribute NAME (of at most 10 letters), named and valued as the Windows
 * Subsystem for Linux does. */
void odddata_ea(struct ntfsvol *v, uint64_t file, const char *name, uint32_t value);

/* Makes a file as an encrypted one lies on the disk, but for its marks: NBYTES of noise, a multiple
 * of 512, and the stream $EFS, whose contents only Windows reads. */
uint64_t odddata_efs(struct ntfsvol *v, uint64_t folder, const char *name, size_t nbytes,
                     uint64_t seed);

/* Marks such a file: a bit in $STANDARD_INFORMATION, one in $DATA. Both must be in its base record.
 * The last NPADDING of its bytes, fewer than 512, are padding: it says that it ends before them. */
void odddata_mark_encrypted(struct recipe *r, uint64_t file, unsigned npadding);

#endif
