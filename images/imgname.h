/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File names: WTF-8 in the recipes, UTF-16 on the volume.
 *
 * WTF-8 is UTF-8 in which a lone surrogate is written as the three bytes that UTF-8 forbids (U+D800
 * is ED A0 80), so a C string can spell every name that NTFS can hold, except those with a NUL.
 */
#ifndef IMAGES_IMGNAME_H
#define IMAGES_IMGNAME_H

#include <stdint.h>

#define IMGNAME_UNITS_MAX 255

/* Converts a name to UTF-16 in the byte order of this machine. Returns its length in units, 1 to
 * IMGNAME_UNITS_MAX, or -1 where the text is empty, too long or no WTF-8. */
int imgname_parse(const char *wtf8, uint16_t units_ret[IMGNAME_UNITS_MAX]);

/* Writes n times the string piece, NUL-ended, into a buffer of `room` bytes; a piece that does not
 * fit is left out. Returns the buffer. */
char *imgname_repeat(const char *piece, unsigned n, char *buffer_ret, unsigned room);

#endif
