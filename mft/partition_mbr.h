/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The MBR: four entries in sector 0, and chains of logical partitions. Half of partition.h, in a
 * file of its own.
 */
#ifndef MFT_PARTITION_MBR_H
#define MFT_PARTITION_MBR_H

#include "mft/partition.h"

/* Does sector 0 hold entries that can be, at least one of them within SOURCE? */
bool partition_mbr_is_there(const struct source *source);

/* Is one of them the entry that protects a GPT? */
bool partition_mbr_is_protective(const struct source *source);

/*
 * Adds the partitions to TABLE, counting in TABLE->sector_bytes, without their medium. STATUS_IO
 * where sector 0 cannot be read; STATUS_NOT_FOUND where partition_mbr_is_there is false. A chain
 * that breaks off gives what stands before.
 */
enum status partition_mbr_read(const struct source *source, struct partition_table *table);

#endif
