/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small index made by hand, for tests of what is done with one: folders and files without a
 * volume under them.
 *
 *   struct grove grove;
 *   grove_begin(&grove, 100);
 *   uint32_t users = grove_add(&grove, GROVE_ROOT, str_of("Users"), FILE_DIRECTORY);
 *   grove_add(&grove, users, str_of("a.txt"), 0);
 *   grove_link(&grove, GROVE_ROOT, str_of("b.txt"));        one more name of the last file
 *   grove_finish(&grove);                        now &grove.index is whole, with its children
 *   grove_free(&grove);
 *
 * Rows are in the order in which they were added. Without memory it aborts.
 */
#ifndef TESTS_SUPPORT_GROVE_H
#define TESTS_SUPPORT_GROVE_H

#include "mft/index.h"

enum { GROVE_ROOT = 0 /* the root's row */ };

struct grove {
    struct index index;
    struct arena arena;
};

/* An index with room for MOST names, the root's among them, of 100 bytes each on the average. */
void grove_begin(struct grove *grove, uint32_t most);

/* A file in use with FLAGS more (enum file_flag) in the folder of row PARENT; its row. */
uint32_t grove_add(struct grove *grove, uint32_t parent, struct str name, unsigned flags);

/* One more name of the file that was added last. */
void grove_link(struct grove *grove, uint32_t parent, struct str name);

void grove_finish(struct grove *grove);
void grove_free(struct grove *grove);

#endif
