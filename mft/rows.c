/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each table is told as a list of its columns (where its pointer lies in the struct, how wide a row
 * is, who asked for it), so that growing and copying are written once.
 */
#include "mft/rows.h"

#include <stddef.h>

struct column {
    size_t pointer_off; /* of the column's pointer in the struct of its table */
    size_t width;       /* bytes a row */
    unsigned want;      /* 0: always */
};

static const struct column file_columns[] = {
    {offsetof(struct file_rows, record), 4, 0},
    {offsetof(struct file_rows, sequence), 2, 0},
    {offsetof(struct file_rows, flags), 2, 0},
    {offsetof(struct file_rows, header_links), 2, 0},
    {offsetof(struct file_rows, first_name), 4, 0},
    {offsetof(struct file_rows, attributes), 4, 0},
    {offsetof(struct file_rows, size), 8, 0},
    {offsetof(struct file_rows, allocated), 8, 0},
    {offsetof(struct file_rows, times), sizeof(uint64_t[TIMES]), WANT_TIMES},
    {offsetof(struct file_rows, security_id), 4, WANT_SECURITY},
    {offsetof(struct file_rows, owner), 4, WANT_SECURITY},
    {offsetof(struct file_rows, usn), 8, WANT_USN},
    {offsetof(struct file_rows, room), 2, WANT_ROOM},
    {0, 0, 0},
};

static const struct column name_columns[] = {
    {offsetof(struct name_rows, file), 4, 0},
    {offsetof(struct name_rows, parent), 8, 0},
    {offsetof(struct name_rows, text), 4, 0},
    {offsetof(struct name_rows, name_space), 1, 0},
    {offsetof(struct name_rows, dos), 4, WANT_DOS_NAMES},
    {offsetof(struct name_rows, times), sizeof(uint64_t[TIMES]), WANT_NAME_TIMES},
    {0, 0, 0},
};

static const struct column stream_columns[] = {
    {offsetof(struct stream_rows, file), 4, 0},
    {offsetof(struct stream_rows, text), 4, 0},
    {offsetof(struct stream_rows, size), 8, 0},
    {offsetof(struct stream_rows, allocated), 8, 0},
    {0, 0, 0},
};

static const struct column reparse_columns[] = {
    {offsetof(struct reparse_rows, file), 4, 0},
    {offsetof(struct reparse_rows, tag), 4, 0},
    {0, 0, 0},
};

static const struct column text_columns[] = {
    {offsetof(struct text_pool, at), 1, 0},
    {0, 0, 0},
};

/* A column's pointer has its own type in the struct: it is moved as bytes. */
static char *get_pointer(const void *table, const struct column *c)
{
    char *pointer;

    memcpy(&pointer, (const char *)table + c->pointer_off, sizeof pointer);
    return pointer;
}

static void set_pointer(void *table, const struct column *c, const char *pointer)
{
    memcpy((char *)table + c->pointer_off, &pointer, sizeof pointer);
}

/* Half as much again as there was, at least NEEDED. */
static uint32_t grown(uint32_t capacity, uint32_t needed)
{
    uint64_t more = (uint64_t)capacity + capacity / 2;

    if (more > UINT32_MAX - 1)
        more = UINT32_MAX - 1;
    return more > needed ? (uint32_t)more : needed;
}

static enum status reserve(void *table, uint32_t used, uint32_t *capacity,
                           const struct column *columns, struct arena *arena, uint32_t n,
                           unsigned want)
{
    if (n > UINT32_MAX - 1 - used)
        return STATUS_TOO_LARGE;
    if (used + n <= *capacity)
        return STATUS_OK;

    uint32_t rows = grown(*capacity, used + n);
    for (const struct column *c = columns; c->width != 0; c++) {
        if (c->want != 0 && !(c->want & want))
            continue;
        if (rows > SIZE_MAX / c->width)
            return STATUS_NO_MEMORY;

        char *pointer = arena_grow(arena, get_pointer(table, c), rows * c->width);
        if (!pointer)
            return STATUS_NO_MEMORY;
        set_pointer(table, c, pointer);
    }
    *capacity = rows;
    return STATUS_OK;
}

static void copy(void *to, uint32_t at, const void *from, uint32_t first, uint32_t n,
                 const struct column *columns)
{
    for (const struct column *c = columns; c->width != 0; c++) {
        char *target = get_pointer(to, c);

        if (target && n > 0)
            memmove(target + at * c->width, get_pointer(from, c) + first * c->width, n * c->width);
    }
}

enum status rows_reserve_files(struct file_rows *rows, struct arena *arena, uint32_t n,
                               unsigned want)
{
    return reserve(rows, rows->n, &rows->capacity, file_columns, arena, n, want);
}

enum status rows_reserve_names(struct name_rows *rows, struct arena *arena, uint32_t n,
                               unsigned want)
{
    return reserve(rows, rows->n, &rows->capacity, name_columns, arena, n, want);
}

enum status rows_reserve_streams(struct stream_rows *rows, struct arena *arena, uint32_t n)
{
    return reserve(rows, rows->n, &rows->capacity, stream_columns, arena, n, 0);
}

enum status rows_reserve_reparse(struct reparse_rows *rows, struct arena *arena, uint32_t n)
{
    return reserve(rows, rows->n, &rows->capacity, reparse_columns, arena, n, 0);
}

enum status rows_reserve_text(struct text_pool *pool, struct arena *arena, uint32_t n)
{
    return reserve(pool, pool->n, &pool->capacity, text_columns, arena, n, 0);
}

void rows_copy_files(struct file_rows *to, uint32_t at, const struct file_rows *from,
                     uint32_t first, uint32_t n)
{
    copy(to, at, from, first, n, file_columns);
}

void rows_copy_names(struct name_rows *to, uint32_t at, const struct name_rows *from,
                     uint32_t first, uint32_t n)
{
    copy(to, at, from, first, n, name_columns);
}

void rows_copy_streams(struct stream_rows *to, uint32_t at, const struct stream_rows *from,
                       uint32_t first, uint32_t n)
{
    copy(to, at, from, first, n, stream_columns);
}

void rows_copy_reparse(struct reparse_rows *to, uint32_t at, const struct reparse_rows *from,
                       uint32_t first, uint32_t n)
{
    copy(to, at, from, first, n, reparse_columns);
}

/* ---- Merging ---- */

/* The first of N ascending FILES that is greater than FILE. */
static uint32_t upper_bound(const uint32_t *files, uint32_t n, uint32_t file)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (files[middle] <= file)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/*
 * From the back, in place: what stands behind the last row to come in is moved to the end, then
 * that row is put before it. TO has room for both; TO_FILES and FROM_FILES are their file columns.
 */
static void merge(void *to, uint32_t to_n, const uint32_t *to_files, const void *from,
                  uint32_t from_n, const uint32_t *from_files, const struct column *columns)
{
    uint32_t left = to_n;

    for (uint32_t i = from_n; i > 0; i--) {
        uint32_t place = upper_bound(to_files, left, from_files[i - 1]);

        copy(to, place + i, to, place, left - place, columns);
        copy(to, place + i - 1, from, i - 1, 1, columns);
        left = place;
    }
}

enum status rows_merge_names(struct name_rows *to, const struct name_rows *from,
                             struct arena *arena, unsigned want)
{
    enum status status = rows_reserve_names(to, arena, from->n, want);

    if (status != STATUS_OK)
        return status;
    merge(to, to->n, to->file, from, from->n, from->file, name_columns);
    to->n += from->n;
    return STATUS_OK;
}

enum status rows_merge_streams(struct stream_rows *to, const struct stream_rows *from,
                               struct arena *arena)
{
    enum status status = rows_reserve_streams(to, arena, from->n);

    if (status != STATUS_OK)
        return status;
    merge(to, to->n, to->file, from, from->n, from->file, stream_columns);
    to->n += from->n;
    return STATUS_OK;
}

enum status rows_merge_reparse(struct reparse_rows *to, const struct reparse_rows *from,
                               struct arena *arena)
{
    enum status status = rows_reserve_reparse(to, arena, from->n);

    if (status != STATUS_OK)
        return status;
    merge(to, to->n, to->file, from, from->n, from->file, reparse_columns);
    to->n += from->n;
    return STATUS_OK;
}
