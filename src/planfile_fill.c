/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a plan's columns: see planfile_fill.h. Each kind of column has a function that
 * gives its values in a stretch of rows.
 */
#include "src/planfile_fill.h"

#include "mft/layout.h"
#include "src/filetime.h"
#include "src/planfile_columns.h"
#include "src/wtf8.h"

/* A stretch of rows of one column. */
struct stretch {
    const struct planfile_fill *fill;
    uint64_t first;
    uint32_t n;
    uint32_t column;
    struct textbuf text; /* a path, or a name that had to be changed */
    uint32_t folder;     /* whose path is at the front of TEXT */
    size_t folder_n;     /* and its length there */
};

static const struct plan_op *row_at(const struct stretch *s, uint32_t i)
{
    return planfile_fill_row(s->fill->plan, s->first + i);
}

/* ---- Texts ---- */

/* Appends TEXT, which is WTF-8, as valid UTF-8. */
static void put_shown(struct str text, struct textbuf *to)
{
    if (wtf8_has_surrogate(text))
        wtf8_put_utf8(text, to);
    else
        textbuf_str(to, text);
}

static struct str as_utf8(struct stretch *s, struct str text)
{
    if (!wtf8_has_surrogate(text))
        return text;
    s->text.n = 0;
    wtf8_put_utf8(text, &s->text);
    return textbuf_view(&s->text);
}

/* The rows from FIRST to before END have TEXT; text.at == NULL: none. */
static void put_run(struct table_values *values, struct str text, uint32_t first, uint32_t end)
{
    if (text.at)
        table_put_texts(values, text, end - first);
    else
        for (; first < end; first++)
            table_put_null(values);
}

static struct str word_at(const struct stretch *s, uint32_t i)
{
    const struct plan_op *op = row_at(s, i);

    return str_of(s->column == PLANFILE_KIND ? plan_kind_word(op->kind)
                                             : plan_reason_word(op->reason));
}

/* Texts of which there are few: TEXT_AT tells that of a row, each time at the same place. Most rows
 * have that of the row before. */
static void put_few(struct stretch *s, struct table_values *values,
                    struct str (*text_at)(const struct stretch *, uint32_t))
{
    struct str run = {NULL, 0};
    uint32_t first = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        struct str text = text_at(s, i);

        if (text.at == run.at && text.n == run.n)
            continue;
        put_run(values, run, first, i);
        run = text;
        first = i;
    }
    put_run(values, run, first, s->n);
}

static void put_words(struct stretch *s, struct table_values *values)
{
    put_few(s, values, word_at);
}

static bool is_from(const struct stretch *s)
{
    return s->column == PLANFILE_FROM_VOLUME || s->column == PLANFILE_FROM_PATH ||
           s->column == PLANFILE_FROM_NAME || s->column == PLANFILE_FROM_NAME_RAW ||
           s->column == PLANFILE_FROM_FOLDER;
}

static uint32_t folder_at(const struct stretch *s, uint32_t i)
{
    return is_from(s) ? row_at(s, i)->from_folder : row_at(s, i)->folder;
}

static struct str name_at(const struct stretch *s, uint32_t i)
{
    return is_from(s) ? row_at(s, i)->from_name : row_at(s, i)->name;
}

static void put_names(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_text(values, as_utf8(s, name_at(s, i)));
}

/* Most names are those of their source, which are not put twice. */
static bool has_from_name(const struct plan_op *op)
{
    return op->from_folder == PLAN_NONE ? op->from_name.n > 0 : !str_equal(op->from_name, op->name);
}

static void put_from_names(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (has_from_name(row_at(s, i)))
            table_put_some_text(values, as_utf8(s, name_at(s, i)));
        else
            table_put_null(values);
}

/* The bytes themselves, where what others read is not the same. */
static void put_raw(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (wtf8_has_surrogate(name_at(s, i)) && (!is_from(s) || has_from_name(row_at(s, i))))
            table_put_some_text(values, name_at(s, i));
        else
            table_put_null(values);
}

static struct str volume_at(const struct stretch *s, uint32_t i)
{
    uint32_t folder = folder_at(s, i);

    return folder == PLAN_NONE ? (struct str){NULL, 0}
                               : s->fill->words.drives[s->fill->plan->folders[folder].volume];
}

static void put_volumes(struct stretch *s, struct table_values *values)
{
    put_few(s, values, volume_at);
}

/* Most rows lie in the folder of the row before: its path is kept at the front. */
static void set_folder(struct stretch *s, uint32_t folder)
{
    const struct plan_folder *in = &s->fill->plan->folders[folder];

    s->text.n = s->folder_n;
    if (s->folder_n > 0 && s->folder == folder)
        return;
    s->text.n = 0;
    put_shown(in->path, &s->text);
    s->folder = folder;
    s->folder_n = s->text.n;
}

static void put_paths(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n && !s->text.is_short; i++) {
        uint32_t folder = folder_at(s, i);
        struct str name = name_at(s, i);

        if (folder == PLAN_NONE) {
            table_put_null(values);
            continue;
        }
        set_folder(s, folder);
        if (name.n > 0 && s->fill->plan->folders[folder].parent != PLAN_NONE)
            textbuf_char(&s->text, '\\');
        put_shown(name, &s->text);
        table_put_some_text(values, textbuf_view(&s->text));
    }
}

/* Of the rule of a row; at == NULL where there is none. */
static struct str rule_text(const struct stretch *s, uint32_t i)
{
    uint32_t rule = row_at(s, i)->rule;
    const struct planfile_rule *words;

    if (rule == PLAN_NONE)
        return (struct str){NULL, 0};
    words = &s->fill->words.rules[rule];
    if (s->column == PLANFILE_COMPONENT)
        return words->component;
    if (s->column == PLANFILE_RULE)
        return words->place;
    return s->column == PLANFILE_PATTERN ? words->pattern : words->user;
}

static void put_rule_texts(struct stretch *s, struct table_values *values)
{
    put_few(s, values, rule_text);
}

/* ---- Numbers ---- */

static void put_ops(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->first + i < s->fill->plan->nops)
            table_put_some_number(values, s->first + i + 1);
        else
            table_put_null(values);
}

static void put_refused(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, s->first + i >= s->fill->plan->nops);
}

static void put_references(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t reference = row_at(s, i)->expect.reference;

        if (!reference)
            table_put_null(values);
        else if (s->column == PLANFILE_RECORD)
            table_put_some_number(values, reference_record(reference));
        else
            table_put_some_number(values, reference_sequence(reference));
    }
}

/* For people and their engines; the exact ticks stand in other columns. */
static void put_times(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const struct plan_expect *expect = &row_at(s, i)->expect;
        uint64_t ticks = s->column == PLANFILE_CREATED ? expect->created : expect->modified;

        if (expect->reference)
            table_put_some_number(values, filetime_microseconds(ticks));
        else
            table_put_null(values);
    }
}

static uint64_t number_of(const struct plan_op *op, uint32_t column)
{
    switch (column) {
    case PLANFILE_SIZE:
        return op->expect.size;
    case PLANFILE_CREATED_TICKS:
        return op->expect.created;
    case PLANFILE_MODIFIED_TICKS:
        return op->expect.modified;
    case PLANFILE_ATTRIBUTES:
        return op->expect.attributes;
    case PLANFILE_LINKS:
        return op->expect.links;
    case PLANFILE_SECURITY:
        return op->expect.security_id;
    case PLANFILE_GIVEN:
        return op->given;
    case PLANFILE_HAD:
        return op->had;
    default:
        return op->detail;
    }
}

static void put_numbers(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++)
        table_put_number(values, number_of(row_at(s, i), s->column));
}

/* Places in other tables. */
static void put_places(struct stretch *s, struct table_values *values)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = s->column == PLANFILE_RULE_NUMBER ? row_at(s, i)->rule : folder_at(s, i);

        if (at == PLAN_NONE)
            table_put_null(values);
        else
            table_put_some_number(values, at);
    }
}

/* ---- Which function gives which column ---- */

static void (*const fillers[PLANFILE_COLUMNS])(struct stretch *, struct table_values *) = {
    [PLANFILE_OP] = put_ops,
    [PLANFILE_REFUSED] = put_refused,
    [PLANFILE_KIND] = put_words,
    [PLANFILE_REASON] = put_words,
    [PLANFILE_VOLUME] = put_volumes,
    [PLANFILE_PATH] = put_paths,
    [PLANFILE_NAME] = put_names,
    [PLANFILE_NAME_RAW] = put_raw,
    [PLANFILE_FROM_VOLUME] = put_volumes,
    [PLANFILE_FROM_PATH] = put_paths,
    [PLANFILE_FROM_NAME] = put_from_names,
    [PLANFILE_FROM_NAME_RAW] = put_raw,
    [PLANFILE_RECORD] = put_references,
    [PLANFILE_SEQUENCE] = put_references,
    [PLANFILE_SIZE] = put_numbers,
    [PLANFILE_CREATED] = put_times,
    [PLANFILE_MODIFIED] = put_times,
    [PLANFILE_CREATED_TICKS] = put_numbers,
    [PLANFILE_MODIFIED_TICKS] = put_numbers,
    [PLANFILE_ATTRIBUTES] = put_numbers,
    [PLANFILE_LINKS] = put_numbers,
    [PLANFILE_SECURITY] = put_numbers,
    [PLANFILE_GIVEN] = put_numbers,
    [PLANFILE_HAD] = put_numbers,
    [PLANFILE_USER] = put_rule_texts,
    [PLANFILE_COMPONENT] = put_rule_texts,
    [PLANFILE_RULE] = put_rule_texts,
    [PLANFILE_PATTERN] = put_rule_texts,
    [PLANFILE_DETAIL] = put_numbers,
    [PLANFILE_FOLDER] = put_places,
    [PLANFILE_FROM_FOLDER] = put_places,
    [PLANFILE_RULE_NUMBER] = put_places,
};

enum status planfile_fill(void *context, unsigned worker, uint32_t column, uint64_t first,
                          uint32_t n, struct table_values *values)
{
    struct stretch s = {.fill = context, .first = first, .n = n, .column = column};
    bool is_short;

    (void)worker;
    table_reserve(values, n);
    fillers[column](&s, values);
    is_short = s.text.is_short || values->is_short;
    textbuf_free(&s.text);
    return is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status planfile_fill_begin(const struct plan *plan, struct planfile_fill *fill_ret)
{
    fill_ret->plan = plan;
    return planfile_words_make(plan, &fill_ret->words);
}

void planfile_fill_end(struct planfile_fill *fill)
{
    arena_free(&fill->words.arena);
}
