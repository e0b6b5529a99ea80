/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds the Windows on a scanned volume and reads its users from the registry's hives.
 *
 *   const struct profileread_source source = {volume, index, upcase};
 *   status = profileread_all(&source, &profiles);
 *   ... profiles.at[i] ...
 *   profiles_free(&profiles);
 *
 * The index must have been made with WANT_CHILDREN; times are known with WANT_TIMES. A hive that
 * cannot be read is a note among the values and costs what it holds: without SOFTWARE the folders
 * below \Users or \Documents and Settings are the profiles. One thread at a time.
 */
#ifndef SRC_PROFILEREAD_H
#define SRC_PROFILEREAD_H

#include "mft/bytes.h"
#include "mft/volume.h"
#include "planner/profiles.h"

/* All borrowed. */
struct profileread_source {
    const struct volume
        *volume; /* NULL: no content can be read, as of an inventory or a bare $MFT */
    const struct index *index;
    const uint16_t *upcase; /* may be NULL */
    struct bytes kept;      /* what an inventory has of it (inventory_users.h); n == 0: nothing */
    uint32_t root; /* row of the folder that was the root once, such as \\Windows.old; 0: the
                      volume's own */
};

/* STATUS_NO_MEMORY is the only failure. */
enum status profileread_all(const struct profileread_source *source, struct profiles *profiles_ret);

#endif
