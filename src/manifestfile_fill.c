/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a manifest's columns: see manifestfile_fill.h. Each kind of column has a function
 * that gives its values in a stretch of rows.
 */
#include "src/manifestfile_fill.h"

#include "mft/layout.h"
#include "src/filetime.h"
#include "src/manifestfile_columns.h"
#include "src/sha256.h"
#include "src/wtf8.h"

enum { SERIAL_DIGITS = 16 };

/* A stretch of rows of one column. */
struct stretch {
    const struct manifestfile_fill *fill;
    const struct manifest_row *rows;
    uint32_t n;
    uint32_t column;
    struct textbuf text; /* what had to be changed or made */
};

/* ---- Texts ---- */

static void put_constant(struct stretch *s, struct table_values *values)
{
    const struct textbuf *text = s->column == MANIFESTFILE_VOLUME  ? &s->fill->volume
                                 : s->column == MANIFESTFILE_DRIVE ? &s->fill->drive
                                                                   : &s->fill->store;

    table_put_texts(values, textbuf_view(text), s->n);
}

static void put_kinds(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, str_of(plan_kind_word(s->rows[i].kind)));
}

static struct str as_utf8(struct stretch *s, struct str text)
{
    if (!wtf8_has_surrogate(text))
        return text;
    s->text.n = 0;
    wtf8_put_utf8(text, &s->text);
    return textbuf_view(&s->text);
}

static void put_paths(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, as_utf8(s, s->rows[i].path));
}

static void put_originals(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->rows[i].original.n > 0)
            table_put_some_text(values, as_utf8(s, s->rows[i].original));
        else
            table_put_null(values);
}

/* The bytes themselves, where what others read is not the same. */
static void put_raw(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        struct str text =
            s->column == MANIFESTFILE_PATH_RAW ? s->rows[i].path : s->rows[i].original;

        if (wtf8_has_surrogate(text))
            table_put_some_text(values, text);
        else
            table_put_null(values);
    }
}

static void put_streams(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, s->rows[i].streams);
}

/* Empty is none. */
static void put_words(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const struct manifest_row *row = &s->rows[i];
        struct str text = s->column == MANIFESTFILE_OWNER  ? row->owner
                          : s->column == MANIFESTFILE_USER ? row->user
                                                           : row->rule;

        if (text.n > 0)
            table_put_some_text(values, text);
        else
            table_put_null(values);
    }
}

static void put_sha256(struct stretch *s, struct table_values *values)
{
    char digits[SHA256_DIGITS + 1];

    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->rows[i].has_sha256) {
            table_put_null(values);
            continue;
        }
        sha256_text(s->rows[i].sha256, digits);
        table_put_some_text(values, (struct str){digits, SHA256_DIGITS});
    }
}

/* ---- Numbers ---- */

/* A link is its source, which is not told twice. */
static uint64_t reference_of_row(const struct stretch *s, const struct manifest_row *row)
{
    if (s->column == MANIFESTFILE_RECORD || s->column == MANIFESTFILE_SEQUENCE)
        return row->reference;
    return row->kind == PLAN_LINK ? 0 : row->source;
}

static void put_references(struct stretch *s, struct table_values *values)
{
    bool is_record = s->column == MANIFESTFILE_RECORD || s->column == MANIFESTFILE_SOURCE_RECORD;

    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t reference = reference_of_row(s, &s->rows[i]);

        if (!reference)
            table_put_null(values);
        else
            table_put_some_number(values, is_record ? reference_record(reference)
                                                    : reference_sequence(reference));
    }
}

static uint64_t ticks_of(const struct manifest_row *row, uint32_t which)
{
    return which == 0   ? row->created
           : which == 1 ? row->modified
           : which == 2 ? row->changed
                        : row->accessed;
}

/* For people and their engines; the exact ticks stand in other columns. */
static void put_times(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->rows[i].source)
            table_put_some_number(values, filetime_microseconds(ticks_of(
                                              &s->rows[i], s->column - MANIFESTFILE_TIMES)));
        else
            table_put_null(values);
}

static void put_ticks(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, ticks_of(&s->rows[i], s->column - MANIFESTFILE_TICKS));
}

static void put_numbers(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const struct manifest_row *row = &s->rows[i];

        table_put_number(values, s->column == MANIFESTFILE_SIZE         ? row->size
                                 : s->column == MANIFESTFILE_ATTRIBUTES ? row->attributes
                                                                        : row->links);
    }
}

/* ---- Which function gives which column ---- */

static void (*const fillers[MANIFESTFILE_COLUMNS])(struct stretch *, struct table_values *) = {
    [MANIFESTFILE_VOLUME] = put_constant,
    [MANIFESTFILE_DRIVE] = put_constant,
    [MANIFESTFILE_STORE] = put_constant,
    [MANIFESTFILE_KIND] = put_kinds,
    [MANIFESTFILE_PATH] = put_paths,
    [MANIFESTFILE_PATH_RAW] = put_raw,
    [MANIFESTFILE_ORIGINAL] = put_originals,
    [MANIFESTFILE_ORIGINAL_RAW] = put_raw,
    [MANIFESTFILE_RECORD] = put_references,
    [MANIFESTFILE_SEQUENCE] = put_references,
    [MANIFESTFILE_SOURCE_RECORD] = put_references,
    [MANIFESTFILE_SOURCE_SEQUENCE] = put_references,
    [MANIFESTFILE_SIZE] = put_numbers,
    [MANIFESTFILE_TIMES + 0] = put_times,
    [MANIFESTFILE_TIMES + 1] = put_times,
    [MANIFESTFILE_TIMES + 2] = put_times,
    [MANIFESTFILE_TIMES + 3] = put_times,
    [MANIFESTFILE_TICKS + 0] = put_ticks,
    [MANIFESTFILE_TICKS + 1] = put_ticks,
    [MANIFESTFILE_TICKS + 2] = put_ticks,
    [MANIFESTFILE_TICKS + 3] = put_ticks,
    [MANIFESTFILE_ATTRIBUTES] = put_numbers,
    [MANIFESTFILE_LINKS] = put_numbers,
    [MANIFESTFILE_STREAMS] = put_streams,
    [MANIFESTFILE_OWNER] = put_words,
    [MANIFESTFILE_USER] = put_words,
    [MANIFESTFILE_RULE] = put_words,
    [MANIFESTFILE_SHA256] = put_sha256,
};

enum status manifestfile_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                              uint32_t n, struct table_values *values)
{
    const struct manifestfile_fill *fill = context;
    struct stretch s = {
        .fill = fill, .rows = fill->manifest->rows + first, .n = n, .column = column};
    bool is_short;

    (void)worker;
    table_reserve(values, n);
    fillers[column](&s, values);
    is_short = s.text.is_short || values->is_short;
    textbuf_free(&s.text);
    return is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status manifestfile_fill_begin(const struct manifest *manifest,
                                    struct manifestfile_fill *fill_ret)
{
    *fill_ret = (struct manifestfile_fill){.manifest = manifest};
    textbuf_hex(&fill_ret->volume, manifest->serial, SERIAL_DIGITS);
    wtf8_put_utf8(manifest->drive, &fill_ret->drive);
    wtf8_put_utf8(manifest->store, &fill_ret->store);
    return fill_ret->volume.is_short || fill_ret->drive.is_short || fill_ret->store.is_short
               ? STATUS_NO_MEMORY
               : STATUS_OK;
}

void manifestfile_fill_end(struct manifestfile_fill *fill)
{
    textbuf_free(&fill->volume);
    textbuf_free(&fill->drive);
    textbuf_free(&fill->store);
}
