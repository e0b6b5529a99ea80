/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What libntfs-3g says of one open inode: the half of viewlibrary.h that asks for attributes.
 */
#ifndef TESTS_ORACLE_VIEWINODE_H
#define TESTS_ORACLE_VIEWINODE_H

#include "images/ntfs3g.h"
#include "tests/oracle/view.h"

/* A name of NUNITS UTF-16 units as the library's own conversion gives it: UTF-8, and WTF-8 for a
 * lone surrogate. The caller frees it. */
char *viewinode_text(const void *name, int nunits);

/* Adds INODE's rows of all tables but VIEW_NAMES and VIEW_PATHS. */
void viewinode_fill(ntfs_inode *inode, struct view *view);

#endif
