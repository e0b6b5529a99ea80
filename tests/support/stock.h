/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inventories in memory: written from an index, opened, read back; and taken apart into values and
 * metadata that a test changes before they are written anew, so that every hash is right.
 *
 *   struct stock stock;
 *   stock_of_index(&from, &stock)                       what scan -o would write
 *   stock_open(&stock, &why)
 *   stock_read(&stock, WANT_TIMES, 1, &index, &why)
 *
 *   stock_take(&stock, &rows);                          of an open one with one row group
 *   rows.columns[INVENTORY_RECORD].numbers[3] = 17;  stock_set_meta(&rows, "log", str_of("odd"));
 *   stock_of_rows(&rows, &other)
 *   stock_rows_free(&rows);  stock_free(&other);  stock_free(&stock);
 *
 * What is taken borrows its metadata from the stock. A stock must stay where it is once opened.
 */
#ifndef TESTS_SUPPORT_STOCK_H
#define TESTS_SUPPORT_STOCK_H

#include "mft/security.h"
#include "src/inventory_columns.h"
#include "src/inventory_read.h"

struct stock {
    struct textbuf file; /* the whole inventory */
    struct source source;
    struct tableread *table; /* NULL: not open */
    struct inventory_kept kept;
    struct arena arena;
};

/* What an inventory is made from. */
struct stock_from {
    const struct volume *volume;
    const struct index *index;       /* scanned for inventory_write_want() at least */
    const struct security *security; /* may be NULL */
    const struct partition_table *disk;
    unsigned nworkers;
};

/* Writes the inventory to *STOCK_RET, which is stock_free's also on failure. */
enum status stock_of_index(const struct stock_from *from, struct stock *stock_ret);

enum status stock_open(struct stock *stock, const char **why_ret);
enum status stock_read(const struct stock *stock, unsigned want, unsigned nworkers,
                       struct index **index_ret, const char **why_ret);
void stock_free(struct stock *stock);

enum { STOCK_META_MAX = 80 };

/* All rows and metadata of an inventory. */
struct stock_rows {
    struct table_values columns[INVENTORY_COLUMNS];
    uint32_t n;
    const uint64_t *group_ends; /* NULL: one row group */
    uint32_t ngroups;
    struct table_meta meta[STOCK_META_MAX]; /* without the keys that tablewrite adds */
    size_t nmeta;
};

enum status stock_take(const struct stock *stock, struct stock_rows *rows_ret);

/* The value of KEY; at == NULL where there is none. */
struct str stock_meta(const struct stock_rows *rows, const char *key);

/* Gives KEY the borrowed VALUE; at == NULL takes the key away. */
void stock_set_meta(struct stock_rows *rows, const char *key, struct str value);

enum status stock_of_rows(const struct stock_rows *rows, struct stock *stock_ret);
void stock_rows_free(struct stock_rows *rows);

#endif
