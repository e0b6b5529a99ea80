/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a table that mftlink has written, from a file that may be anything.
 *
 *   struct tableread *table;
 *   const char *why = NULL;
 *   status = tableread_open(&source, &table, &why);
 *   column = tableread_find(table, "record");
 *   for (uint32_t group = 0; group < tableread_ngroups(table); group++)
 *       status = tableread_chunk(table, &space, group, column, &values, &why);
 *   tableread_space_free(&space);
 *   tableread_close(table);
 *
 * Nothing in the file is believed: every length is held against what is there, every byte between
 * the first and the last four is under the SHA-256 of its column chunk or of the footer. An open
 * table is read-only and may be read by any number of threads, each with its own space.
 *
 * On STATUS_DAMAGED *WHY_RET is a constant text that goes behind "is damaged: ", such as "its
 * footer does not match its SHA-256".
 */
#ifndef SRC_TABLE_TABLEREAD_H
#define SRC_TABLE_TABLEREAD_H

#include "mft/source.h"
#include "src/compress.h"
#include "src/table/table.h"

struct tableread;

enum { TABLEREAD_NONE = TABLE_COLUMNS_MAX }; /* no such column */

/*
 * Opens the table in SOURCE, which must live as long: reads and checks its footer. STATUS_DAMAGED;
 * STATUS_NOT_FOUND: not a Parquet file, or one that mftlink has not written; STATUS_IO;
 * STATUS_NO_MEMORY.
 */
enum status tableread_open(const struct source *source, struct tableread **table_ret,
                           const char **why_ret);

void tableread_close(struct tableread *table);

uint32_t tableread_ncolumns(const struct tableread *table);

/* Column I: its coding is TABLE_PLAIN, whatever the file has. Borrowed. */
const struct table_column *tableread_column(const struct tableread *table, uint32_t i);

/* The column called NAME, or TABLEREAD_NONE. */
uint32_t tableread_find(const struct tableread *table, const char *name);

uint64_t tableread_nrows(const struct tableread *table);
uint32_t tableread_ngroups(const struct tableread *table);
uint32_t tableread_group_rows(const struct tableread *table, uint32_t group);

/* The value of metadata KEY, borrowed; at == NULL where there is none. */
struct str tableread_meta(const struct tableread *table, const char *key);

/* The table's SHA-256, 64 hexadecimal digits, terminated. Borrowed. */
const char *tableread_sha256(const struct tableread *table);

/* Memory that one thread uses again and again; begins as zeros. */
struct tableread_space {
    uint8_t *packed, *body; /* of a column chunk, of a page */
    size_t packed_bytes, body_bytes;
    struct table_values dictionary;
    struct compress_unpacker *unpacker;
};

void tableread_space_free(struct tableread_space *space);

/*
 * Reads the chunk of COLUMN in GROUP, checks its SHA-256, and puts its rows to VALUES, which are
 * cleared first: as many as the group has. VALUES may be NULL: then it is only checked.
 * STATUS_DAMAGED, STATUS_IO, STATUS_NO_MEMORY.
 */
enum status tableread_chunk(const struct tableread *table, struct tableread_space *space,
                            uint32_t group, uint32_t column, struct table_values *values,
                            const char **why_ret);

#endif
