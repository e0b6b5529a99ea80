/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The different values of a column chunk, in the order of their first appearance, and the place of
 * each value among them.
 *
 *   struct dictionary dictionary = {0};
 *   if (dictionary_make(type, &values, &dictionary)) ... dictionary.places[i] ...
 *   dictionary_free(&dictionary);
 */
#ifndef SRC_TABLE_DICTIONARY_H
#define SRC_TABLE_DICTIONARY_H

#include "src/table/table.h"

enum {
    DICTIONARY_MAX = 32768,             /* different values */
    DICTIONARY_BYTES_MAX = 1024 * 1024, /* of their texts together */
};

struct dictionary {
    struct table_values values; /* as rows that are required */
    uint32_t *places;           /* of each value that was given */
    uint32_t n, capacity;       /* places */
    uint32_t *slots;            /* hash: places + 1, 0 for an empty slot */
    uint32_t nslots, slots_capacity;
    bool is_short; /* memory ran out */
};

/*
 * Makes the dictionary of VALUES, whose texts or numbers TYPE says; what it held before is
 * forgotten, its room is kept. False where there are more different values than the limits allow,
 * or not fewer than half of VALUES: then plain pages are smaller. False also for TABLE_BOOL, which
 * Parquet has no dictionaries of, where too many values meet in the hash, and without memory.
 */
bool dictionary_make(enum table_type type, const struct table_values *values,
                     struct dictionary *dictionary);

void dictionary_free(struct dictionary *dictionary);

#endif
