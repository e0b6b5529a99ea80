/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The GPT: a header with check sums behind sector 0, its entries, and a copy of both at the end of
 * the disk. Half of partition.h, in a file of its own.
 */
#ifndef MFT_PARTITION_GPT_H
#define MFT_PARTITION_GPT_H

#include "mft/partition.h"

/* Is there a whole header, primary or backup? */
bool partition_gpt_is_there(const struct source *source);

/*
 * Adds the partitions to TABLE and says there which header was used and how large a sector is.
 * STATUS_NOT_FOUND where neither header with its entries is whole; TABLE is then unchanged.
 */
enum status partition_gpt_read(const struct source *source, struct partition_table *table);

#endif
