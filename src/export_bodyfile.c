/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as a bodyfile: see export_bodyfile.h.
 */
#include "src/export_bodyfile.h"

void export_bodyfile_path(struct textbuf *to, struct str path)
{
    for (size_t i = 0; i < path.n; i++) {
        uint8_t byte = (uint8_t)path.at[i];

        if (byte == '\\') {
            textbuf_char(to, '/');
        } else if (byte == '|' || byte < 0x20 || byte == 0x7F) {
            textbuf_cstr(to, "\\x");
            textbuf_hex(to, byte, 2);
        } else {
            textbuf_char(to, path.at[i]);
        }
    }
}

static void put_seconds(struct textbuf *to, uint64_t ticks)
{
    int64_t seconds = filetime_seconds(ticks);

    textbuf_char(to, '|');
    if (seconds < 0)
        textbuf_char(to, '-');
    textbuf_decimal(to, seconds < 0 ? (uint64_t)-seconds : (uint64_t)seconds);
}

/* TIMES: created, modified, changed, accessed. */
static void put_row(const struct exportrow *row, const char *suffix, const uint64_t *times,
                    struct textbuf *to)
{
    const struct file_rows *files = &row->source->index->files;
    unsigned flags = files->flags[row->file];

    textbuf_cstr(to, "0|");
    export_bodyfile_path(to, row->path);
    textbuf_cstr(to, suffix);
    if (!(flags & FILE_IN_USE))
        textbuf_cstr(to, " (deleted)");
    textbuf_char(to, '|');
    textbuf_decimal(to, files->record[row->file]);
    textbuf_char(to, '-');
    textbuf_decimal(to, files->sequence[row->file]);
    textbuf_cstr(to, flags & FILE_DIRECTORY ? "|d/drwxrwxrwx|0|0|" : "|r/rrwxrwxrwx|0|0|");
    textbuf_decimal(to, row->size);
    put_seconds(to, times[3]);
    put_seconds(to, times[1]);
    put_seconds(to, times[2]);
    put_seconds(to, times[0]);
    textbuf_char(to, '\n');
}

void export_bodyfile_row(const struct exportrow_maker *maker, struct textbuf *to)
{
    const struct exportrow *row = &maker->row;

    put_row(row, "", row->source->index->files.times + (size_t)row->file * TIMES, to);
}

void export_bodyfile_name_row(const struct exportrow_maker *maker, struct textbuf *to)
{
    const struct exportrow *row = &maker->row;

    put_row(row, " ($FILE_NAME)", row->source->index->names.times + (size_t)row->name * TIMES, to);
}
