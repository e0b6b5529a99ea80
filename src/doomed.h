/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that must not outlive the process unless they are finished: a signal that ends it removes
 * them first.
 *
 *   if (!doomed_add(temporary)) ...         errno says why
 *   ... write it, rename it or remove it ...
 *   doomed_drop(temporary);
 *
 * Called by the main thread only.
 */
#ifndef SRC_DOOMED_H
#define SRC_DOOMED_H

#include <stdbool.h>

enum { DOOMED_MAX = 8 }; /* files at a time */

/* PATH is borrowed until it is dropped. False with errno where there are DOOMED_MAX already. */
bool doomed_add(const char *path);

/* PATH is the pointer that was added; NULL is allowed. */
void doomed_drop(const char *path);

/* Removes them all now, before an end that no signal handler sees. */
void doomed_remove(void);

#endif
