/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names on a volume by their paths, with '/' between the steps: found, moved, deleted.
 *
 * For a volume mounted through ntfsvol.h, whose rules hold here; a failure stays in v->failure, and
 * that a path is not there is one.
 */
#ifndef IMAGES_NTFSPATH_H
#define IMAGES_NTFSPATH_H

#include "images/ntfsvol.h"

/* The last step of a path, within it. */
const char *ntfspath_name(const char *path);

/* The reference of a file or folder; NTFSVOL_NONE after a failure. "" is the root. */
uint64_t ntfspath_find(struct ntfsvol *v, const char *path);

/* The reference of the folder that it lies in. */
uint64_t ntfspath_folder(struct ntfsvol *v, const char *path);

/* Gives the file or folder at FROM the name TO in its place; the folder of TO must be there, and
 * its name free. */
void ntfspath_move(struct ntfsvol *v, const char *from, const char *to);

/* Takes a name away, of a folder with all that is in it. Files that have other names stay. */
void ntfspath_delete(struct ntfsvol *v, const char *path);

#endif
