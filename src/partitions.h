/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The partitions of a disk, for people: choosing one, and listing them.
 */
#ifndef SRC_PARTITIONS_H
#define SRC_PARTITIONS_H

#include "mft/partition.h"
#include "src/json.h"

/* The partition with NUMBER; NULL where there is none. */
const struct partition *partitions_numbered(const struct partition_table *table, uint32_t number);

/* The NTFS partition where there is exactly one; else NULL. */
const struct partition *partitions_only_ntfs(const struct partition_table *table);

/* Says that the disk NAME has no partition NUMBER, and which it has. */
void partitions_say_no_such(const char *name, const struct partition_table *table, uint32_t number);

/* Says what the disk NAME has, where it has no NTFS partition or several of them. */
void partitions_say_choices(const char *name, const struct partition_table *table);

/* Writes the table of partitions, a line each. */
void partitions_text(const struct partition_table *table, struct textbuf *to);

/* Writes P as members of the open object: number, place, type, name, content. */
void partitions_json_members(const struct partition_table *table, const struct partition *p,
                             struct json *json);

/* Writes them as the member "disk" of the open object. */
void partitions_json(const struct partition_table *table, struct json *json);

#endif
