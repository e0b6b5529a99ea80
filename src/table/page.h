/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The body of a Parquet data page (version 1) before compression: repetition levels where the
 * column is a list, definition levels where it is a list or optional, values.
 *
 *   status = page_encode(column, PAGE_DELTA, &values, NULL, &text);
 *   status = page_decode(column, encoding, nlevels, body, NULL, &values);
 *
 * Pure, and safe against any bytes.
 */
#ifndef SRC_TABLE_PAGE_H
#define SRC_TABLE_PAGE_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "src/table/dictionary.h"
#include "src/table/table.h"

/* The numbers that Parquet has for the encodings that are used here. */
enum page_encoding {
    PAGE_PLAIN = 0,
    PAGE_RLE = 3, /* of levels only */
    PAGE_DELTA_BINARY = 5,
    PAGE_DELTA_TEXT = 7, /* DELTA_BYTE_ARRAY */
    PAGE_DICTIONARY = 8, /* RLE_DICTIONARY */
};

/* The encoding for COLUMN's coding, where that is not by dictionary. */
enum page_encoding page_encoding_of(const struct table_column *column);

/* How many levels, or values where the column has no levels, the page of VALUES has: the number in
 * its header. A list without elements takes one. */
uint32_t page_nlevels(const struct table_column *column, const struct table_values *values);

/*
 * Appends the body for all rows of VALUES to TO. DICTIONARY holds the place of each value for
 * PAGE_DICTIONARY (they are those of the dictionary's places from FIRST_PLACE on), else it is NULL.
 * A lack of memory is in TO.
 */
void page_encode(const struct table_column *column, enum page_encoding encoding,
                 const struct table_values *values, const struct dictionary *dictionary,
                 uint32_t first_place, struct textbuf *to);

/* Appends the body of a dictionary page: VALUES, plain. */
void page_encode_dictionary(enum table_type type, const struct table_values *values,
                            struct textbuf *to);

/*
 * Appends the rows of BODY, which has NLEVELS levels (or values), to VALUES. A row of a list does
 * not go on over the end of a page. DICTIONARY: the values of the chunk's dictionary page; NULL
 * where it has none. STATUS_DAMAGED for bytes that cannot be, an encoding that is none of the above
 * or not of this type included; STATUS_NO_MEMORY, also in VALUES. No more memory is asked for than
 * 64 bytes for each level, and BODY's size and that of the texts which it refers to; these may have
 * PLAIN_TEXT_MAX (plain.h) bytes together, more are STATUS_DAMAGED.
 */
enum status page_decode(const struct table_column *column, uint32_t encoding, uint32_t nlevels,
                        struct bytes body, const struct table_values *dictionary,
                        struct table_values *values);

/* Appends the NVALUES plain values of a dictionary page to VALUES, as rows that are required. */
enum status page_decode_dictionary(enum table_type type, uint32_t nvalues, struct bytes body,
                                   struct table_values *values);

#endif
