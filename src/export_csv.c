/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV: see export_csv.h.
 */
#include "src/export_csv.h"

void export_csv_header(const struct column *columns, struct textbuf *to)
{
    for (const struct column *column = columns; column->name; column++) {
        if (column != columns)
            textbuf_char(to, ',');
        textbuf_cstr(to, column->name);
    }
    textbuf_char(to, '\n');
}

static bool needs_quotes(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
            return true;
    return false;
}

void export_csv_field(struct textbuf *to, struct str text)
{
    if (!needs_quotes(text)) {
        textbuf_str(to, text);
        return;
    }
    textbuf_char(to, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"')
            textbuf_char(to, '"');
        textbuf_char(to, text.at[i]);
    }
    textbuf_char(to, '"');
}

static void put_hex(struct textbuf *to, uint64_t value)
{
    textbuf_cstr(to, "0x");
    textbuf_hex(to, value, 8);
}

static void put_time(struct textbuf *to, uint64_t ticks, struct filetime_last *last)
{
    if (textbuf_reserve(to, FILETIME_BYTES))
        to->n += filetime_text(ticks, last, to->at + to->n);
}

static void put_findings(struct textbuf *to, const struct exportrow *row)
{
    enum finding_kind kinds[FINDING_KINDS];
    unsigned n = columns_findings(row, kinds);

    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            textbuf_char(to, ' ');
        textbuf_cstr(to, finding_word(kinds[i]));
    }
}

static void put_value(struct textbuf *to, const struct column *column,
                      struct exportrow_maker *maker)
{
    const struct exportrow *row = &maker->row;

    switch (column->form) {
    case COLUMN_NUMBER:
        textbuf_decimal(to, column->number(row));
        break;
    case COLUMN_FLAG:
        textbuf_cstr(to, column->number(row) ? "true" : "false");
        break;
    case COLUMN_NAME:
        export_csv_field(to, column->text(row));
        break;
    case COLUMN_WORD:
        textbuf_str(to, column->text(row));
        break;
    case COLUMN_HEX:
        put_hex(to, column->number(row));
        break;
    case COLUMN_TAG:
        if (column->number(row))
            put_hex(to, column->number(row));
        break;
    case COLUMN_TIME:
        put_time(to, column->number(row), &maker->last_time);
        break;
    case COLUMN_FINDINGS:
        put_findings(to, row);
        break;
    }
}

/* A row whose only field is empty would be an empty line, which readers pass over. */
static bool is_alone(const struct column *columns)
{
    return columns[0].name && !columns[1].name;
}

void export_csv_row(const struct column *columns, struct exportrow_maker *maker, struct textbuf *to)
{
    size_t before = to->n;

    for (const struct column *column = columns; column->name; column++) {
        if (column != columns)
            textbuf_char(to, ',');
        put_value(to, column, maker);
    }
    if (to->n == before && is_alone(columns))
        textbuf_cstr(to, "\"\"");
    textbuf_char(to, '\n');
}
