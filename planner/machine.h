/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A computer that is not running, as rules ask about it: its drives, its Windows, its users. Values
 * that others own; src/ puts them together.
 *
 *   const struct machine machine = {.drives = drives, .ndrives = 2, .profiles = &profiles};
 *   machine_drive(&machine, str_of("C:\\Users"))          which drive a path is on
 *   machine_find(&machine, path, &drive, &name)           which row it leads to
 *
 * Pure and read-only.
 */
#ifndef PLANNER_MACHINE_H
#define PLANNER_MACHINE_H

#include "mft/path.h"
#include "planner/descriptors.h"
#include "planner/profiles.h"

#define MACHINE_NONE UINT32_MAX

/* What the second argument of GenerateDrivePatterns calls a drive. */
enum machine_kind { MACHINE_FIXED, MACHINE_REMOVABLE, MACHINE_CDROM, MACHINE_REMOTE };

struct machine_drive {
    struct str name;           /* "C:" */
    const struct index *index; /* WANT_CHILDREN, WANT_TIMES */
    const uint16_t *upcase;    /* as in text.h; may be NULL */
    enum machine_kind kind;
    const struct descriptors *descriptors; /* NULL: they are not known */
    bool is_ntfs;                          /* else its files can only be copied */
    const struct index
        *real;      /* NULL: INDEX is the volume as it is; else this one is, and INDEX the
                       volume as it was before what MOVED has was moved there (unmoved.h) */
    uint32_t moved; /* row of a folder in the root, such as \Windows.old */
};

struct machine {
    const struct machine_drive *drives;
    uint32_t ndrives;
    uint32_t system;                 /* the drive of Windows, whose rows PROFILES has; the first one
                                        where no drive has a Windows */
    const struct profiles *profiles; /* never NULL */
    const bool *is_chosen;           /* profiles->n: does this user take part? */
};

/* The drive that PATH begins with, without regard to case; MACHINE_NONE. */
uint32_t machine_drive(const struct machine *machine, struct str path);

/* Where PATH ("C:\Users\Ann") leads to: a drive, and a row of a name there. False where there is no
 * such file or folder. */
bool machine_find(const struct machine *machine, struct str path, uint32_t *drive_ret,
                  uint32_t *name_ret);

/* Does NAME, a row of DRIVE that INDEX has in the root, lie in the folder MOVED by now? */
static inline bool machine_is_moved(const struct machine_drive *drive, uint32_t name)
{
    return drive->real && index_parent(drive->real, name) == drive->moved;
}

/* Is it a Windows of the generation of XP and 2003 (5.x), with \Documents and Settings? By the
 * registry's version; without one by its folders. */
bool machine_is_xp(const struct machine *machine);

/* Has it a 64-bit Windows (a folder SysWOW64 in that of Windows)? */
bool machine_is_64bit(const struct machine *machine);

#endif
