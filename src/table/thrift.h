/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages.
 *
 *   struct thrift_writer writer = {.to = &text};           its first struct is open
 *   thrift_put_int(&writer, 1, THRIFT_I32, 2);             field 1
 *   thrift_open(&writer, 2); ... thrift_close(&writer);    field 2, a struct
 *   thrift_put_list(&writer, 3, THRIFT_STRUCT, n);         n times: thrift_add ... thrift_close
 *   thrift_close(&writer);
 *
 *   struct thrift_reader reader = {.left = bytes};
 *   struct thrift_field field = {0};                       one for each struct
 *   while (thrift_next(&reader, &field))
 *       if (field.id == 1) value = thrift_int(&reader, &field);
 *       else thrift_skip(&reader, &field);
 *   if (reader.is_bad) ...
 *
 * The reader believes nothing: once something cannot be it is bad, says so, and gives zeros. Fields
 * must ascend, as all writers have them. What it returns is borrowed from the bytes.
 */
#ifndef SRC_TABLE_THRIFT_H
#define SRC_TABLE_THRIFT_H

#include "src/textbuf.h"

enum thrift_type {
    THRIFT_TRUE = 1,
    THRIFT_FALSE = 2,
    THRIFT_I8 = 3,
    THRIFT_I16 = 4,
    THRIFT_I32 = 5,
    THRIFT_I64 = 6,
    THRIFT_DOUBLE = 7,
    THRIFT_BINARY = 8,
    THRIFT_LIST = 9,
    THRIFT_SET = 10,
    THRIFT_MAP = 11,
    THRIFT_STRUCT = 12,
};

enum { THRIFT_DEPTH_MAX = 16 }; /* of structs and lists in each other */

struct thrift_writer {
    struct textbuf *to; /* a lack of memory is here */
    unsigned depth;
    unsigned last[THRIFT_DEPTH_MAX]; /* of each open struct, the field before */
};

/* Fields: ID ascends within a struct. TYPE: THRIFT_I16, THRIFT_I32 or THRIFT_I64. */
void thrift_put_int(struct thrift_writer *writer, unsigned id, enum thrift_type type,
                    int64_t value);
void thrift_put_i8(struct thrift_writer *writer, unsigned id, int8_t value);
void thrift_put_bool(struct thrift_writer *writer, unsigned id, bool value);
void thrift_put_text(struct thrift_writer *writer, unsigned id, struct str text);

/* The head of a list of N; its elements follow. */
void thrift_put_list(struct thrift_writer *writer, unsigned id, enum thrift_type type, size_t n);
void thrift_add_int(struct thrift_writer *writer, int64_t value);
void thrift_add_text(struct thrift_writer *writer, struct str text);
void thrift_add(struct thrift_writer *writer); /* opens a struct */

void thrift_open(struct thrift_writer *writer, unsigned id);
void thrift_close(struct thrift_writer *writer);

struct thrift_reader {
    struct bytes left;
    bool is_bad;
};

struct thrift_field {
    int32_t id;
    unsigned type;
};

/* Goes to the next field of the struct; false behind the last, and when the reader is bad. */
bool thrift_next(struct thrift_reader *reader, struct thrift_field *field);

/* The value of FIELD, which must be of that type: else the reader is bad. */
int64_t thrift_int(struct thrift_reader *reader, const struct thrift_field *field);
struct str thrift_text(struct thrift_reader *reader, const struct thrift_field *field);

/* The head of a list of TYPE: how many elements follow, each of which takes at least one byte of
 * what is left. */
size_t thrift_list(struct thrift_reader *reader, const struct thrift_field *field,
                   enum thrift_type type);
/* The head of a struct, whose fields follow. */
void thrift_struct(struct thrift_reader *reader, const struct thrift_field *field);

/* Goes over the value of FIELD. */
void thrift_skip(struct thrift_reader *reader, const struct thrift_field *field);

#endif
