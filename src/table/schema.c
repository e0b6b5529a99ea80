/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns in a footer: see schema.h.
 *
 *   SchemaElement  1 type  3 repetition_type  4 name  5 num_children  6 converted_type
 *                  10 logicalType
 *
 * The root comes first, then each column: one element, or for a list three, of which the last is
 * the element's. Old readers look at converted_type, new ones at logicalType: both say the same.
 */
#include "src/table/schema.h"

#include <stdlib.h>

enum repetition { REQUIRED, OPTIONAL, REPEATED };

enum converted { NOT_CONVERTED = -1, UTF8 = 0, LIST = 3, TIMESTAMP_MICROS = 10, UINT_32 = 13 };

enum { LOGICAL_STRING = 1, LOGICAL_LIST = 3, LOGICAL_TIMESTAMP = 8, LOGICAL_INTEGER = 10 };

enum { UNIT_MICROS = 2, LIST_ELEMENTS = 3, ELEMENTS_MAX = 1 + LIST_ELEMENTS * TABLE_COLUMNS_MAX };

/* What Parquet stores, by number, and how it is annotated. */
static const struct {
    unsigned stored;
    enum converted converted;
} types[] = {
    [TABLE_BOOL] = {0, NOT_CONVERTED},    [TABLE_INT32] = {1, NOT_CONVERTED},
    [TABLE_UINT32] = {1, UINT_32},        [TABLE_INT64] = {2, NOT_CONVERTED},
    [TABLE_TIME] = {2, TIMESTAMP_MICROS}, [TABLE_TEXT] = {6, UTF8},
    [TABLE_BYTES] = {6, NOT_CONVERTED},
};

enum { NTYPES = sizeof types / sizeof types[0] };

unsigned schema_type(enum table_type type)
{
    return types[type].stored;
}

/* ---- Writing ---- */

static void write_timestamp(struct thrift_writer *writer)
{
    thrift_open(writer, LOGICAL_TIMESTAMP);
    thrift_put_bool(writer, 1, true); /* adjusted to UTC */
    thrift_open(writer, 2);
    thrift_open(writer, UNIT_MICROS);
    thrift_close(writer);
    thrift_close(writer);
    thrift_close(writer);
}

static void write_unsigned(struct thrift_writer *writer)
{
    thrift_open(writer, LOGICAL_INTEGER);
    thrift_put_i8(writer, 1, 32);
    thrift_put_bool(writer, 2, false); /* signed */
    thrift_close(writer);
}

static void write_empty(struct thrift_writer *writer, unsigned id)
{
    thrift_open(writer, id);
    thrift_close(writer);
}

static void write_annotation(struct thrift_writer *writer, enum converted converted)
{
    if (converted == NOT_CONVERTED)
        return;
    thrift_put_int(writer, 6, THRIFT_I32, converted);
    thrift_open(writer, 10);
    if (converted == UTF8)
        write_empty(writer, LOGICAL_STRING);
    else if (converted == LIST)
        write_empty(writer, LOGICAL_LIST);
    else if (converted == TIMESTAMP_MICROS)
        write_timestamp(writer);
    else
        write_unsigned(writer);
    thrift_close(writer);
}

static void write_leaf(struct thrift_writer *writer, enum table_type type,
                       enum repetition repetition, const char *name)
{
    thrift_add(writer);
    thrift_put_int(writer, 1, THRIFT_I32, types[type].stored);
    thrift_put_int(writer, 3, THRIFT_I32, repetition);
    thrift_put_text(writer, 4, str_of(name));
    write_annotation(writer, types[type].converted);
    thrift_close(writer);
}

static void write_group(struct thrift_writer *writer, enum repetition repetition, const char *name,
                        enum converted converted)
{
    thrift_add(writer);
    thrift_put_int(writer, 3, THRIFT_I32, repetition);
    thrift_put_text(writer, 4, str_of(name));
    thrift_put_int(writer, 5, THRIFT_I32, 1);
    write_annotation(writer, converted);
    thrift_close(writer);
}

static void write_column(struct thrift_writer *writer, const struct table_column *column)
{
    if (column->shape == TABLE_LIST) {
        write_group(writer, REQUIRED, column->name, LIST);
        write_group(writer, REPEATED, "list", NOT_CONVERTED);
        write_leaf(writer, column->type, REQUIRED, "element");
    } else {
        write_leaf(writer, column->type, column->shape == TABLE_OPTIONAL ? OPTIONAL : REQUIRED,
                   column->name);
    }
}

void schema_write(const struct schema *schema, struct thrift_writer *writer)
{
    size_t nelements = 1;

    for (uint32_t i = 0; i < schema->n; i++)
        nelements += schema->columns[i].shape == TABLE_LIST ? LIST_ELEMENTS : 1;
    thrift_put_list(writer, 2, THRIFT_STRUCT, nelements);
    thrift_add(writer);
    thrift_put_text(writer, 4, str_of("mftlink"));
    thrift_put_int(writer, 5, THRIFT_I32, schema->n);
    thrift_close(writer);
    for (uint32_t i = 0; i < schema->n; i++)
        write_column(writer, &schema->columns[i]);
}

/* ---- Reading ---- */

/* An element; -1 for what is not there. */
struct element {
    int64_t stored, repetition, nchildren, converted;
    struct str name;
};

static struct element read_element(struct thrift_reader *reader)
{
    struct element element = {-1, -1, -1, NOT_CONVERTED, {0}};
    struct thrift_field field = {0};

    while (thrift_next(reader, &field))
        if (field.id == 1)
            element.stored = thrift_int(reader, &field);
        else if (field.id == 3)
            element.repetition = thrift_int(reader, &field);
        else if (field.id == 4)
            element.name = thrift_text(reader, &field);
        else if (field.id == 5)
            element.nchildren = thrift_int(reader, &field);
        else if (field.id == 6)
            element.converted = thrift_int(reader, &field);
        else
            thrift_skip(reader, &field);
    return element;
}

static bool is_group(const struct element *element, enum repetition repetition,
                     enum converted converted)
{
    return element->stored == -1 && element->repetition == (int64_t)repetition &&
           element->nchildren == 1 && element->converted == (int64_t)converted;
}

/* The type of a leaf; NTYPES for none of ours. */
static enum table_type type_of(const struct element *element)
{
    unsigned type = 0;

    while (type < NTYPES && (element->stored != (int64_t)types[type].stored ||
                             element->converted != (int64_t)types[type].converted))
        type++;
    return (enum table_type)(element->nchildren > 0 ? NTYPES : type);
}

/* Makes a column of the elements from FIRST on, of N; returns how many it takes, 0 where they are
 * none. Its name is not copied yet. */
static size_t column_of(const struct element *first, size_t n, struct table_column *column_ret)
{
    const struct element *leaf = first;
    enum table_shape shape = first->repetition == OPTIONAL ? TABLE_OPTIONAL : TABLE_REQUIRED;

    if (is_group(first, REQUIRED, LIST)) {
        if (n < LIST_ELEMENTS || !is_group(first + 1, REPEATED, NOT_CONVERTED) ||
            first[2].repetition != REQUIRED)
            return 0;
        leaf = first + 2;
        shape = TABLE_LIST;
    }
    *column_ret = (struct table_column){.type = type_of(leaf), .shape = shape};
    if ((unsigned)column_ret->type == NTYPES ||
        (leaf->repetition != REQUIRED && leaf->repetition != OPTIONAL) || first->name.n == 0 ||
        memchr(first->name.at, 0, first->name.n))
        return 0;
    return (size_t)(leaf - first) + 1;
}

static bool is_twice(const struct table_column *columns, uint32_t i)
{
    for (uint32_t before = 0; before < i; before++)
        if (strcmp(columns[before].name, columns[i].name) == 0)
            return true;
    return false;
}

/* Fills the COLUMNS from the N elements behind the root, with their names to NAMES. */
static bool fill(const struct element *elements, size_t n, struct table_column *columns,
                 uint32_t ncolumns, char *names)
{
    for (uint32_t i = 0; i < ncolumns; i++) {
        size_t took = n > 0 ? column_of(elements, n, &columns[i]) : 0;

        if (took == 0)
            return false;
        memcpy(names, elements->name.at, elements->name.n);
        names[elements->name.n] = '\0';
        columns[i].name = names;
        names += elements->name.n + 1;
        elements += took;
        n -= took;
        if (is_twice(columns, i))
            return false;
    }
    return n == 0;
}

/* Columns and names in one piece of memory. */
static bool make(const struct element *elements, size_t n, struct schema *schema_ret,
                 bool *is_short_ret)
{
    uint32_t ncolumns = (uint32_t)elements[0].nchildren;
    size_t bytes = ncolumns * sizeof(struct table_column);
    struct table_column *columns;

    for (size_t i = 1; i < n; i++)
        bytes += elements[i].name.n + 1;
    columns = malloc(bytes);
    *is_short_ret = !columns;
    if (!columns)
        return false;
    if (!fill(elements + 1, n - 1, columns, ncolumns, (char *)(columns + ncolumns))) {
        free(columns);
        return false;
    }
    *schema_ret = (struct schema){columns, ncolumns, columns};
    return true;
}

bool schema_read(struct thrift_reader *reader, const struct thrift_field *field,
                 struct schema *schema_ret, bool *is_short_ret)
{
    struct element elements[ELEMENTS_MAX];
    size_t n = thrift_list(reader, field, THRIFT_STRUCT);

    *is_short_ret = false;
    if (n < 2 || n > ELEMENTS_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        elements[i] = read_element(reader);
    if (reader->is_bad || elements[0].stored != -1 || elements[0].nchildren < 1 ||
        elements[0].nchildren > TABLE_COLUMNS_MAX)
        return false;
    return make(elements, n, schema_ret, is_short_ret);
}

void schema_free(struct schema *schema)
{
    free(schema->memory);
    *schema = (struct schema){0};
}
