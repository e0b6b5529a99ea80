/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table taken apart into values and metadata, which a test changes before it is written anew, so
 * that every hash is right.
 *
 *   struct rack rack;
 *   rack_take(file, keys, &rack);                     KEYS: the metadata to keep, ends with NULL
 *   rack_column(&rack, "folder")->numbers[3] = 17;
 *   rack_set_meta(&rack, "blocked", str_of("2"));
 *   struct textbuf other = rack_write(&rack);
 *   rack_free(&rack);
 *
 * Tables of one row group. Columns and metadata are the rack's own. What fails aborts.
 */
#ifndef TESTS_SUPPORT_RACK_H
#define TESTS_SUPPORT_RACK_H

#include "mft/arena.h"
#include "src/table/tableread.h"

enum { RACK_COLUMNS_MAX = 32, RACK_META_MAX = 24 };

struct rack {
    struct table_column columns[RACK_COLUMNS_MAX];
    struct table_values values[RACK_COLUMNS_MAX];
    uint32_t ncolumns, nrows;
    struct table_meta meta[RACK_META_MAX];
    size_t nmeta;
    uint32_t group_rows; /* a row group every so many rows; 0: one */
    struct arena arena;
};

void rack_take(struct str file, const char *const *keys, struct rack *rack_ret);

/* A rack of its own with the same values and metadata; the names stay those of RACK, which must
 * outlive it. */
void rack_copy(const struct rack *rack, struct rack *copy_ret);

/* The values of the column called NAME. */
struct table_values *rack_column(struct rack *rack, const char *name);

/* The value of KEY; at == NULL where there is none. */
struct str rack_meta(const struct rack *rack, const char *key);

/* Gives KEY a copy of VALUE; at == NULL takes the key away. */
void rack_set_meta(struct rack *rack, const char *key, struct str value);

struct textbuf rack_write(const struct rack *rack);
void rack_free(struct rack *rack);

/* ---- Changes ---- */

/* Makes text I of VALUES another one. */
void rack_set_text(struct table_values *values, uint32_t i, struct str text);

/* Takes the value of row ROW out of an optional column, or puts NUMBER there (TEXT, where that has
 * one). */
void rack_set_null(struct table_values *values, bool is_text, uint32_t row);
void rack_set_number(struct table_values *values, uint32_t row, uint64_t number);

#endif
