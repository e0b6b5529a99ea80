/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every recipe uses: its volume, its editor, its arguments, its facts. See recipe.h for how a
 * recipe reads.
 *
 * One thread at a time; what is returned belongs to the recipe.
 */
#ifndef IMAGES_KIT_H
#define IMAGES_KIT_H

#include "images/recipe.h"

/* Formats a volume of so many MiB at r->out with the label "mftlink" and mounts it. */
struct ntfsvol *kit_volume(struct recipe *r, unsigned size_mib, unsigned sector_bytes,
                           unsigned cluster_bytes);

/* Mounts the volume again after kit_edit. */
struct ntfsvol *kit_remount(struct recipe *r);

/* Unmounts and opens the image for editing; where it is open already, returns it as it is. */
struct edit *kit_edit(struct recipe *r);

/* Unmounts, ends editing: from here on the image is a plain file. */
void kit_finish(struct recipe *r);

/* The index-th argument as a number, or `otherwise` where it was not given. */
unsigned kit_arg(struct recipe *r, int index, unsigned otherwise);

/* Prints key=value. */
void kit_fact(struct recipe *r, const char *key, uint64_t value);
void kit_fact_text(struct recipe *r, const char *key, const char *value);

#endif
