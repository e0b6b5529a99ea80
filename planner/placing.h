/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names in the store: which of what is taken can have its own, and in which order they are made.
 *
 *   status = placing_run(&saving);
 *
 * Reads the rows and folders that save.c has gathered; refuses some of them (row->state,
 * folder->refused), knows those that are there already, and sets saving->order and saving->files.
 */
#ifndef PLANNER_PLACING_H
#define PLANNER_PLACING_H

#include "planner/saving.h"

enum { PLACING_NAME_UNITS_MAX = 255, PLACING_PATH_UNITS_MAX = 32767 };

/* STATUS_NO_MEMORY. */
enum status placing_run(struct saving *saving);

#endif
