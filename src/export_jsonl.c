/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as JSON Lines: see export_jsonl.h.
 */
#include "src/export_jsonl.h"

#include "src/json.h"

static void put_hex(struct textbuf *to, uint64_t value)
{
    textbuf_cstr(to, "\"0x");
    textbuf_hex(to, value, 8);
    textbuf_char(to, '"');
}

static void put_time(struct textbuf *to, uint64_t ticks, struct filetime_last *last)
{
    if (!textbuf_reserve(to, FILETIME_BYTES + 2))
        return;
    textbuf_char(to, '"');
    to->n += filetime_text(ticks, last, to->at + to->n);
    textbuf_char(to, '"');
}

static void put_word(struct textbuf *to, struct str word)
{
    textbuf_char(to, '"');
    textbuf_str(to, word);
    textbuf_char(to, '"');
}

static void put_findings(struct textbuf *to, const struct exportrow *row)
{
    enum finding_kind kinds[FINDING_KINDS];
    unsigned n = columns_findings(row, kinds);

    textbuf_char(to, '[');
    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            textbuf_char(to, ',');
        put_word(to, str_of(finding_word(kinds[i])));
    }
    textbuf_char(to, ']');
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
        json_quote(to, column->text(row));
        break;
    case COLUMN_WORD:
        put_word(to, column->text(row));
        break;
    case COLUMN_HEX:
        put_hex(to, column->number(row));
        break;
    case COLUMN_TAG:
        if (column->number(row))
            put_hex(to, column->number(row));
        else
            textbuf_cstr(to, "\"\"");
        break;
    case COLUMN_TIME:
        put_time(to, column->number(row), &maker->last_time);
        break;
    case COLUMN_FINDINGS:
        put_findings(to, row);
        break;
    }
}

void export_jsonl_row(const struct column *columns, struct exportrow_maker *maker,
                      struct textbuf *to)
{
    for (const struct column *column = columns; column->name; column++) {
        textbuf_cstr(to, column == columns ? "{\"" : ",\"");
        textbuf_cstr(to, column->name);
        textbuf_cstr(to, "\":");
        put_value(to, column, maker);
    }
    textbuf_cstr(to, "}\n");
}
