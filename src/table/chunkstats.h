/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The least and the greatest value of a column chunk, for readers that leave out row groups.
 *
 *   struct chunkstats stats = {0};
 *   chunkstats_add(type, &values, &stats) ...
 *   min = chunkstats_min(type, &stats, room);
 *
 * Numbers are ordered as numbers, texts by their bytes. Texts longer than CHUNKSTATS_BYTES_MAX at
 * either end leave a chunk without bounds.
 */
#ifndef SRC_TABLE_CHUNKSTATS_H
#define SRC_TABLE_CHUNKSTATS_H

#include "src/table/table.h"

enum { CHUNKSTATS_BYTES_MAX = 64 };

struct chunkstats {
    uint64_t nulls;
    bool has_bounds; /* there is a value, and its bounds are short enough */
    bool is_long;    /* a bound is not: it is not looked for any more */
    int64_t min_number, max_number;
    uint8_t min_bytes, max_bytes; /* of the texts */
    char min[CHUNKSTATS_BYTES_MAX], max[CHUNKSTATS_BYTES_MAX];
};

/* Takes in VALUES, without their nulls. */
void chunkstats_add(enum table_type type, const struct table_values *values,
                    struct chunkstats *stats);

/* The bounds as plain values of TYPE; numbers are written to ROOM (8 bytes). */
struct str chunkstats_min(enum table_type type, const struct chunkstats *stats, char *room);
struct str chunkstats_max(enum table_type type, const struct chunkstats *stats, char *room);

#endif
