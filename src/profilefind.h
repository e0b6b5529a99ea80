/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where things of Windows lie on the volume: from names and paths of the registry to rows.
 *
 * Pure; needs WANT_CHILDREN. Junctions are not followed: what lies behind one is not found.
 */
#ifndef SRC_PROFILEFIND_H
#define SRC_PROFILEFIND_H

#include "src/profileread.h"

/* The folder (row) in which paths begin; INDEX_NONE. */
uint32_t profilefind_root(const struct profileread_source *source);

/* The file or folder called NAME in FOLDER (row), in any case of letters; INDEX_NONE. FOLDER may be
 * INDEX_NONE. */
uint32_t profilefind_child(const struct profileread_source *source, uint32_t folder,
                           const char *name);

/* The same for several steps with backslashes between. */
uint32_t profilefind_below(const struct profileread_source *source, uint32_t folder,
                           const char *steps);

/* Does PATH begin with a drive's letter and a colon? */
bool profilefind_has_drive(struct str path);

/* Does PATH, as Windows with its own volume at DRIVE ("C:") says it, lead to another volume? */
bool profilefind_is_elsewhere(struct str path, struct str drive);

/* The folder that PATH leads to; INDEX_NONE where there is none here. */
uint32_t profilefind_folder(const struct profileread_source *source, struct str path,
                            struct str drive);

/* Is NAME (row) a folder of Windows, one with System32\config\SOFTWARE (or SYSTEM) in it? */
bool profilefind_is_windows(const struct profileread_source *source, uint32_t name);

#endif
