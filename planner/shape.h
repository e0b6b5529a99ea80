/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shape of a hard-link store: which of the folders in it are its own. docs/PLAN.md, "The
 * store".
 *
 *   place = SHAPE_STORE;                                        the store's folder itself
 *   place = shape_folder(place, str_of("USMT"), upcase);        SHAPE_USMT
 *
 * Pure.
 */
#ifndef PLANNER_SHAPE_H
#define PLANNER_SHAPE_H

#include "mft/text.h"

/* What restores have moved out of their way; docs/RESTORE.md, "Cleanup". */
#define SHAPE_CLEANED_NAME "Cleaned"

/* Where a folder is. */
enum shape_place {
    SHAPE_STORE,   /* <store> */
    SHAPE_USMT,    /* <store>\USMT */
    SHAPE_FILE,    /* <store>\USMT\File */
    SHAPE_TREE,    /* <store>\USMT\File\C$, and all below */
    SHAPE_CLEANED, /* <store>\USMT\Cleaned */
    SHAPE_ASIDE,   /* <store>\USMT\Cleaned\C$, and all below */
    SHAPE_FOREIGN, /* in the store's folder, and no part of the store */
};

/* Where the folder NAME is that lies in one at PLACE. UPCASE as in text.h. */
enum shape_place shape_folder(enum shape_place place, struct str name, const uint16_t *upcase);

/* Do files of users lie there? */
static inline bool shape_has_files(enum shape_place place)
{
    return place == SHAPE_TREE || place == SHAPE_ASIDE;
}

#endif
