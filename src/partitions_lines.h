/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A partition table as lines of text that can be read back: docs/FORMATS.md, "Inventory", `disk`.
 */
#ifndef SRC_PARTITIONS_LINES_H
#define SRC_PARTITIONS_LINES_H

#include "mft/partition.h"
#include "src/textbuf.h"

/* Appends DISK and the number of the partition that was CHOSEN there, or 0. */
void partitions_lines_put(const struct partition_table *disk, uint32_t chosen, struct textbuf *to);

/* Fills DISK, which is all zeros. False for lines that cannot be. */
bool partitions_lines_get(struct str text, struct partition_table *disk, uint32_t *chosen_ret);

#endif
