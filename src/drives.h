/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The drives of a computer that is not running: every source that the command line names is opened
 * and scanned.
 *
 *   struct drives drives;                        must stay where it is
 *   if (!drives_are_chosen(options, source)) return COMMAND_USAGE;           it has said why
 *   if (!drives_open(options, source, want, &drives)) return COMMAND_FAILED; it has said why
 *   ... drives.machine.drives[i].index, drives.volumes[i], drives.at[i].target ...
 *   return drives_close(&drives, is_good);
 *
 * SOURCE is the operand that stands for C: where --drive is not given; NULL where there is none.
 * Drives stand in the order of their letters, whatever the order of the options.
 */
#ifndef SRC_DRIVES_H
#define SRC_DRIVES_H

#include "planner/machine.h"
#include "planner/plan.h"
#include "src/survey.h"

struct drives {
    /* All drives; its profiles are NO_PROFILES and nobody is chosen, until its owner puts others
     * there. */
    struct machine machine;
    struct plan_volume *volumes;      /* of each drive; HAS_STORE is false */
    struct survey *at;                /* of each drive; of a folder its index alone */
    struct descriptors **descriptors; /* of each drive; NULL where they are not known */
    const char **sources;             /* of each drive, as it was given; borrowed */
    struct profiles no_profiles;
    struct arena arena;
};

/* Is there a source, as SOURCE or by --drive and not both, and no letter twice? False after it has
 * said what is wrong. */
bool drives_are_chosen(const struct options *options, const char *source);

/* Opens and scans them all for the columns WANT (enum want). A folder on another file system than
 * NTFS is a drive, too, whose files can only be copied; at least one drive must be NTFS. A bare
 * $MFT is refused: it tells neither serial number nor space. With WANT_SECURITY the descriptors of
 * volumes are read, too. */
bool drives_open(const struct options *options, const char *source, unsigned want,
                 struct drives *drives_ret);

/* May PATH (NULL and "-": none) be written to, as nothing that DRIVES reads? False after it has
 * said why not. */
bool drives_allow(const struct drives *drives, const char *path);

/* Frees all and returns the exit code, as survey_end does for one source. */
enum command_exit drives_close(struct drives *drives, bool is_good);

#endif
