/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables on disk: what a column is, and the values of some rows of it. Tables are written by
 * tablewrite.h and read by tableread.h, as Parquet files; docs/FORMATS.md says which subset.
 *
 *   struct table_values values = {0};
 *   table_put_number(&values, 17);                  TABLE_REQUIRED: one call a row
 *   table_put_null(&values);                        TABLE_OPTIONAL: this, or a value
 *   table_put_text(&values, str); ... table_end_list(&values);      TABLE_LIST: any number a row
 *   table_clear(&values);                           forgets the rows, keeps the room
 *   table_free(&values);
 *
 * Values are used by one thread at a time. When memory runs out they remember it (is_short) and
 * take nothing more; whoever uses them looks at that once.
 */
#ifndef SRC_TABLE_TABLE_H
#define SRC_TABLE_TABLE_H

#include "src/textbuf.h"

enum {
    TABLE_GROUP_ROWS = 131072,           /* of a row group, unless its writer says otherwise */
    TABLE_PAGE_ROWS = 16384,             /* of a page, at most */
    TABLE_PAGE_BYTES = 16 * 1024 * 1024, /* a page with more text than this is halved */
    TABLE_COLUMNS_MAX = 256,
};

/* What Parquet calls the type, and what its values are here. */
enum table_type {
    TABLE_BOOL,   /* BOOLEAN; numbers 0 and 1 */
    TABLE_INT32,  /* INT32; numbers that fit it, as their 64-bit two's complement */
    TABLE_UINT32, /* INT32 annotated INTEGER(32, unsigned) */
    TABLE_INT64,  /* INT64; numbers */
    TABLE_TIME,   /* INT64 annotated TIMESTAMP(MICROS, UTC): numbers, since 1970, signed */
    TABLE_TEXT,   /* BYTE_ARRAY annotated STRING: valid UTF-8 */
    TABLE_BYTES,  /* BYTE_ARRAY */
};

enum table_shape {
    TABLE_REQUIRED, /* one value a row */
    TABLE_OPTIONAL, /* one or none */
    TABLE_LIST,     /* any number, in order; LIST of required elements */
};

/* How values are written. Readers take whatever the file says. */
enum table_coding {
    TABLE_PLAIN,
    TABLE_DICTIONARY, /* few different values in a row group; plain where they are not few */
    TABLE_DELTA,      /* numbers near to the one before, or texts that begin like the one before */
};

struct table_column {
    const char *name;
    enum table_type type;
    enum table_shape shape;
    enum table_coding coding;
};

/* A key and its value among a table's metadata. */
struct table_meta {
    struct str key, value; /* UTF-8 */
};

/* Some rows of one column. Numbers or texts, as the column's type says. */
struct table_values {
    uint32_t nrows;
    uint32_t n;          /* values: those that are there, or the elements of all lists */
    uint64_t *numbers;   /* N */
    uint32_t *text_ends; /* N: where each text ends in TEXT; it begins where the one before ends */
    struct textbuf text;
    uint8_t *present;    /* OPTIONAL: 0 or 1 a row */
    uint32_t *list_ends; /* LIST: of each row, where its elements end among the values */
    uint32_t capacity;   /* of each array that is there */
    bool is_short;
};

bool table_is_text(enum table_type type);

/* Makes room for N more values, and rows. False, and is_short, without memory. */
bool table_reserve(struct table_values *values, uint32_t n);

/* An element of the list of the current row, and the end of that list. */
static inline void table_add_number(struct table_values *values, uint64_t number)
{
    if (values->n < values->capacity || table_reserve(values, 1))
        values->numbers[values->n++] = number;
}
void table_add_text(struct table_values *values, struct str text);
void table_end_list(struct table_values *values);

/* A row of a required column. */
static inline void table_put_number(struct table_values *values, uint64_t number)
{
    table_add_number(values, number);
    values->nrows++;
}
void table_put_text(struct table_values *values, struct str text);

/* A row of an optional column. */
void table_put_some_number(struct table_values *values, uint64_t number);
void table_put_some_text(struct table_values *values, struct str text);
void table_put_null(struct table_values *values);

/* N rows with the same text, of a required or an optional column. */
void table_put_texts(struct table_values *values, struct str text, uint32_t n);

/* Text I of VALUES; borrowed until these change. */
static inline struct str table_text(const struct table_values *values, uint32_t i)
{
    uint32_t first = i ? values->text_ends[i - 1] : 0;

    return (struct str){values->text.at + first, values->text_ends[i] - first};
}

void table_clear(struct table_values *values);
void table_free(struct table_values *values);

#endif
