/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of a table as a footer has them: a flat list of what is a tree in Parquet.
 *
 *   schema_write(&schema, &writer);                  field 2 of the footer
 *   if (!schema_read(&reader, &field, &schema)) ... schema_free(&schema);
 */
#ifndef SRC_TABLE_SCHEMA_H
#define SRC_TABLE_SCHEMA_H

#include "src/table/table.h"
#include "src/table/thrift.h"

struct schema {
    const struct table_column *columns;
    uint32_t n;
    void *memory; /* of columns and names; NULL where they are somebody else's */
};

/* The number that Parquet has for how TYPE is stored. */
unsigned schema_type(enum table_type type);

/* Writes field 2 of the footer. */
void schema_write(const struct schema *schema, struct thrift_writer *writer);

/*
 * Reads it from FIELD. False where the columns are not within the subset, more than
 * TABLE_COLUMNS_MAX or none, or two of one name; false too where the reader is bad or memory is
 * short (*IS_SHORT_RET).
 */
bool schema_read(struct thrift_reader *reader, const struct thrift_field *field,
                 struct schema *schema_ret, bool *is_short_ret);

void schema_free(struct schema *schema);

#endif
