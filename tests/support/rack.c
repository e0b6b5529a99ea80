/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables taken apart, and put together again: see rack.h. */
#include "tests/support/rack.h"

#include "src/table/tablewrite.h"

#include <stdlib.h>

static void must(bool is_good)
{
    if (!is_good)
        abort();
}

static struct str kept(struct rack *rack, struct str text)
{
    char *at = arena_alloc(&rack->arena, text.n + 1);

    must(at);
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct str){at, text.n};
}

static void take_column(const struct tableread *table, struct tableread_space *space, uint32_t i,
                        struct rack *rack)
{
    const struct table_column *column = tableread_column(table, i);
    const char *why;

    rack->columns[i] = *column;
    rack->columns[i].name = kept(rack, str_of(column->name)).at;
    if (rack->nrows > 0)
        must(tableread_chunk(table, space, 0, i, &rack->values[i], &why) == STATUS_OK);
}

void rack_take(struct str file, const char *const *keys, struct rack *rack_ret)
{
    struct source source = source_of_memory((struct bytes){(const uint8_t *)file.at, file.n});
    struct tableread_space space = {0};
    struct tableread *table;
    const char *why;

    *rack_ret = (struct rack){0};
    must(tableread_open(&source, &table, &why) == STATUS_OK);
    must(tableread_ngroups(table) <= 1 && tableread_ncolumns(table) <= RACK_COLUMNS_MAX);
    rack_ret->nrows = (uint32_t)tableread_nrows(table);
    rack_ret->ncolumns = tableread_ncolumns(table);
    for (uint32_t i = 0; i < rack_ret->ncolumns; i++)
        take_column(table, &space, i, rack_ret);
    for (; *keys; keys++)
        if (tableread_meta(table, *keys).at)
            rack_set_meta(rack_ret, *keys, tableread_meta(table, *keys));
    tableread_space_free(&space);
    tableread_close(table);
}

static void copy_values(const struct table_values *from, bool is_text, struct table_values *to)
{
    uint32_t most = from->n > from->nrows ? from->n : from->nrows;

    must(table_reserve(to, most + 1));
    for (uint32_t i = 0; i < from->n; i++)
        if (is_text)
            table_add_text(to, table_text(from, i));
        else
            table_add_number(to, from->numbers[i]);
    must(!to->is_short);
    to->nrows = from->nrows;
    if (from->present)
        memcpy(to->present, from->present, from->nrows);
}

void rack_copy(const struct rack *rack, struct rack *copy_ret)
{
    *copy_ret = *rack;
    copy_ret->arena = (struct arena){0};
    for (uint32_t i = 0; i < rack->ncolumns; i++) {
        copy_ret->values[i] = (struct table_values){0};
        copy_values(&rack->values[i], table_is_text(rack->columns[i].type), &copy_ret->values[i]);
    }
}

struct table_values *rack_column(struct rack *rack, const char *name)
{
    uint32_t i = 0;

    while (strcmp(rack->columns[i].name, name) != 0)
        must(++i < rack->ncolumns);
    return &rack->values[i];
}

struct str rack_meta(const struct rack *rack, const char *key)
{
    for (size_t i = 0; i < rack->nmeta; i++)
        if (str_equal(rack->meta[i].key, str_of(key)))
            return rack->meta[i].value;
    return (struct str){0};
}

void rack_set_meta(struct rack *rack, const char *key, struct str value)
{
    size_t i = 0;

    while (i < rack->nmeta && !str_equal(rack->meta[i].key, str_of(key)))
        i++;
    if (!value.at) {
        if (i < rack->nmeta)
            rack->meta[i] = rack->meta[--rack->nmeta];
        return;
    }
    must(i < RACK_META_MAX);
    rack->meta[i] = (struct table_meta){kept(rack, str_of(key)), kept(rack, value)};
    rack->nmeta += i == rack->nmeta;
}

/* ---- Writing ---- */

static void put(const struct table_column *column, const struct table_values *from, uint32_t row,
                uint32_t *at, struct table_values *to)
{
    bool is_text = table_is_text(column->type);

    if (column->shape == TABLE_OPTIONAL && !from->present[row]) {
        table_put_null(to);
        return;
    }
    must(*at < from->n);
    if (is_text)
        table_add_text(to, table_text(from, *at));
    else
        table_add_number(to, from->numbers[*at]);
    if (column->shape == TABLE_OPTIONAL)
        to->present[to->nrows] = 1;
    to->nrows++;
    ++*at;
}

static enum status fill(void *context, unsigned worker, uint32_t column, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    const struct rack *rack = context;
    const struct table_values *from = &rack->values[column];
    bool is_optional = rack->columns[column].shape == TABLE_OPTIONAL;
    uint32_t at = is_optional ? 0 : (uint32_t)first;

    (void)worker;
    must(table_reserve(values, n));
    for (uint32_t row = 0; is_optional && row < first; row++)
        at += from->present[row];
    for (uint32_t row = (uint32_t)first; row < first + n; row++)
        put(&rack->columns[column], from, row, &at, values);
    return values->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

struct textbuf rack_write(const struct rack *rack)
{
    uint32_t every = rack->group_rows ? rack->group_rows : rack->nrows, ngroups = 0;
    uint64_t *ends = calloc(rack->nrows + (size_t)1, sizeof *ends);
    struct rack copy = *rack;
    struct tablewrite_job job = {
        .columns = rack->columns,
        .ncolumns = rack->ncolumns,
        .nrows = rack->nrows,
        .meta = rack->meta,
        .nmeta = rack->nmeta,
        .fill = fill,
        .context = &copy,
        .nworkers = 1,
    };
    struct out out = out_to_memory();

    must(ends);
    for (uint32_t end = 0; end < rack->nrows;) {
        end = rack->nrows - end > every ? end + every : rack->nrows;
        ends[ngroups++] = end;
    }
    job.group_ends = ends;
    job.ngroups = ngroups;
    must(tablewrite(&job, &out) == STATUS_OK && !out.error);
    free(ends);
    return out.text;
}

void rack_free(struct rack *rack)
{
    for (uint32_t i = 0; i < rack->ncolumns; i++)
        table_free(&rack->values[i]);
    arena_free(&rack->arena);
}

/* ---- Changes ---- */

void rack_set_text(struct table_values *values, uint32_t i, struct str text)
{
    struct table_values changed = {0};

    must(i < values->n && table_reserve(&changed, values->n + values->nrows));
    for (uint32_t k = 0; k < values->n; k++)
        table_add_text(&changed, k == i ? text : table_text(values, k));
    must(!changed.is_short);
    changed.nrows = values->nrows;
    memcpy(changed.present, values->present, values->nrows);
    table_free(values);
    *values = changed;
}

/* Where the value of row ROW is, or would be. */
static uint32_t place_of(const struct table_values *values, uint32_t row)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < row; i++)
        at += values->present[i];
    return at;
}

void rack_set_null(struct table_values *values, bool is_text, uint32_t row)
{
    struct table_values changed = {0};
    uint32_t gone = place_of(values, row);

    must(row < values->nrows && values->present[row]);
    must(table_reserve(&changed, values->nrows + 1));
    for (uint32_t k = 0; k < values->n; k++)
        if (k != gone && is_text)
            table_add_text(&changed, table_text(values, k));
        else if (k != gone)
            table_add_number(&changed, values->numbers[k]);
    must(!changed.is_short);
    changed.nrows = values->nrows;
    memcpy(changed.present, values->present, values->nrows);
    changed.present[row] = 0;
    table_free(values);
    *values = changed;
}

void rack_set_number(struct table_values *values, uint32_t row, uint64_t number)
{
    uint32_t at = place_of(values, row);

    must(row < values->nrows && table_reserve(values, 1));
    if (!values->present[row]) {
        memmove(values->numbers + at + 1, values->numbers + at,
                (values->n - at) * sizeof *values->numbers);
        values->n++;
        values->present[row] = 1;
    }
    values->numbers[at] = number;
}
