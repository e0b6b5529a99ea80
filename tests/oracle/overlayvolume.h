/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libntfs-3g at work on a volume through an overlay.
 *
 *   why = overlayvolume_link(overlay, files, nfiles, nnames);
 *
 * (libntfs-3g's headers and mft/'s do not go together in one source file: hence this one.)
 */
#ifndef TESTS_ORACLE_OVERLAYVOLUME_H
#define TESTS_ORACLE_OVERLAYVOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct overlay;

#define OVERLAYVOLUME_FOLDER "linked"

enum { OVERLAYVOLUME_NAME_BYTES = 32 };

/* The name of number I in the folder, terminated, in OVERLAYVOLUME_NAME_BYTES at NAME. */
void overlayvolume_name(uint32_t i, char *name);

/*
 * Mounts the volume, makes OVERLAYVOLUME_FOLDER in its root, with NNAMES names there: number I is
 * one of the file that reference I modulo NFILES of FILES names. Unmounts. 0, or errno of what
 * failed first, after which nothing but unmounting is tried.
 */
int overlayvolume_link(struct overlay *overlay, const uint64_t *files, size_t nfiles,
                       uint32_t nnames);

/* errno of mounting and unmounting it; 0 when both were possible. */
int overlayvolume_visit(struct overlay *overlay, bool is_readonly);

/* Every operation of the device against its contract, where SIZE is the base's and BYTES the
 * first 512 of it; the test fails where one does otherwise. */
void overlayvolume_try_device(struct overlay *overlay, int64_t size, const uint8_t *bytes);

#endif
