/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that file systems, encryption layers, disk image formats and compressed files write
 * into their first bytes. Half of identify.h, in a file of its own: whatever can be told without
 * guessing, but for NTFS and partition tables. docs/ON-DISK.md, "What else it may be".
 */
#ifndef MFT_SIGNATURE_H
#define MFT_SIGNATURE_H

#include "mft/identify.h"

/* What the first bytes of SOURCE name; MEDIUM_UNKNOWN where they name nothing or cannot be read. */
enum medium signature_find(const struct source *source);

#endif
