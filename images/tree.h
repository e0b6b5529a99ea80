/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small tree with a bit of everything, the same on every volume: what a reader must find whatever
 * the geometry, the partition or the state of the volume is.
 */
#ifndef IMAGES_TREE_H
#define IMAGES_TREE_H

#include "images/recipe.h"

/* Makes the tree in the root of the mounted volume and tells as facts: files, folders, names (of
 * files and folders; no DOS names are among them), linked (the record of a file with `linked_names`
 * names, some in extension records), streams (named ones). */
void tree_make(struct recipe *r);

#endif
