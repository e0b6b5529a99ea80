/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where most of a plan lies: the folders of its sources, a few levels deep. */
#ifndef SRC_SHOW_FOLDERS_H
#define SRC_SHOW_FOLDERS_H

#include "src/plantally.h"

struct show_folders {
    uint32_t *at; /* folders of the plan: each volume's, by path */
    uint32_t n;
};

/* Those of the first levels with a twentieth or more of the names, the bytes or the refusals. False
 * without memory. */
bool show_folders(const struct plan *plan, const struct plantally *tally,
                  struct show_folders *folders_ret);

void show_folders_free(struct show_folders *folders);

#endif
