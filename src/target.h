/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SOURCE: from what a user names to an opened volume, or to one sentence that says what it is
 * instead and what to do about it.
 *
 *   struct target target;                       must stay where it is: the volume borrows it
 *   if (!target_open(path, partition, &target)) return COMMAND_FAILED;      it has said why
 *   ... target.volume ...                       of an inventory: as it was; it cannot be read
 *   target_close(&target);
 *
 * Everything is opened for reading only. Where a redo log is open on the volume, that is said, but
 * by target_find.
 */
#ifndef SRC_TARGET_H
#define SRC_TARGET_H

#include "mft/partition.h"
#include "mft/volume.h"
#include "mft/volumeinfo.h"
#include "src/inventory.h"

struct target {
    const char *name;         /* as the user gave it; borrowed */
    char *backing;            /* what was opened: NAME, or the device of a mounted directory */
    struct source source;     /* all of it */
    struct source part;       /* where the volume lies */
    struct identity identity; /* of the whole source */
    const struct partition_table *table; /* of a partitioned disk, else NULL */
    const struct partition *chosen; /* in TABLE; NULL where there is none, or no choice was made */
    const struct volume *volume;    /* NULL only after target_look at a disk */
    struct inventory *inventory;    /* SOURCE is one, of that volume; else NULL */
    struct partition_table *own_table; /* what TABLE and VOLUME are where no inventory holds them */
    struct volume *own_volume;
    bool is_mounted;    /* NAME is a directory where the volume is mounted */
    bool is_only_found; /* by target_find */
};

/* Opens the volume in NAME; PARTITION is 0 where none was given. False after it has said why not.
 */
bool target_open(const char *name, uint32_t partition, struct target *target_ret);

/* The same, but a disk with several NTFS partitions or none is opened without a volume. */
bool target_look(const char *name, uint32_t partition, struct target *target_ret);

/* Finds where the volume lies, which may be written half: VOLUME stays NULL. Only NTFS is taken. */
bool target_find(const char *name, uint32_t partition, struct target *target_ret);

/* What the volume says of itself. False after it has said that memory ran out. */
bool target_info(const struct target *target, struct volumeinfo *info_ret);

/* The volume's $UpCase, in ARENA or borrowed from the target; NULL where it is not known: letters
 * are then compared as ASCII has them. False after it has said that memory ran out. */
bool target_upcase(const struct target *target, struct arena *arena, const uint16_t **upcase_ret);

void target_close(struct target *target);

#endif
