/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data that NTFS has compressed, unpacked: LZNT1.
 *
 *   n = lznt1_unpack(packed, to, sizeof to);
 *
 * One compression unit: chunks of up to 4,096 bytes, each with a head of two bytes, until one whose
 * head is zero, or the end.
 */
#ifndef MFT_LZNT1_H
#define MFT_LZNT1_H

#include "mft/bytes.h"

/* Unpacks PACKED to TO, which has room for N bytes, as far as they go; zeros behind it. False where
 * PACKED cannot be what it is said to be. */
bool lznt1_unpack(struct bytes packed, uint8_t *to, size_t n);

#endif
