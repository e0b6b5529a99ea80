/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two ascending runs of files become one: row by row, into new columns. */
#include "mft/refile.h"

#include "mft/rows.h"

struct refiling {
    struct file_rows files;
    struct name_rows names;
    struct stream_rows streams;
    struct reparse_rows reparse;
};

static enum status reserve(struct facts *facts, struct refiling *to)
{
    enum status status = rows_reserve_files(&to->files, &facts->arena, facts->files.n, facts->want);

    if (status == STATUS_OK)
        status = rows_reserve_names(&to->names, &facts->arena, facts->names.n, facts->want);
    if (status == STATUS_OK)
        status = rows_reserve_streams(&to->streams, &facts->arena, facts->streams.n);
    if (status == STATUS_OK)
        status = rows_reserve_reparse(&to->reparse, &facts->arena, facts->reparse.n);
    return status;
}

static void set_file(uint32_t *column, uint32_t first, uint32_t n, uint32_t file)
{
    for (uint32_t i = first; i < first + n; i++)
        column[i] = file;
}

static void move_names(const struct facts *facts, uint32_t from, struct refiling *to)
{
    uint32_t first = facts->files.first_name[from], at = to->names.n;
    uint32_t end = from + 1 < facts->files.n ? facts->files.first_name[from + 1] : facts->names.n;

    rows_copy_names(&to->names, at, &facts->names, first, end - first);
    to->names.n += end - first;
    set_file(to->names.file, at, end - first, to->files.n);
}

static void move_others(const struct facts *facts, uint32_t from, struct refiling *to)
{
    uint32_t first = tables_lower_bound(facts->streams.file, facts->streams.n, from);
    uint32_t n = tables_lower_bound(facts->streams.file, facts->streams.n, from + 1) - first;

    rows_copy_streams(&to->streams, to->streams.n, &facts->streams, first, n);
    set_file(to->streams.file, to->streams.n, n, to->files.n);
    to->streams.n += n;
    first = tables_lower_bound(facts->reparse.file, facts->reparse.n, from);
    n = tables_lower_bound(facts->reparse.file, facts->reparse.n, from + 1) - first;
    rows_copy_reparse(&to->reparse, to->reparse.n, &facts->reparse, first, n);
    set_file(to->reparse.file, to->reparse.n, n, to->files.n);
    to->reparse.n += n;
}

/* Moves the file row FROM with all that it has. */
static void move(const struct facts *facts, uint32_t from, struct refiling *to)
{
    rows_copy_files(&to->files, to->files.n, &facts->files, from, 1);
    to->files.first_name[to->files.n] = to->names.n;
    move_names(facts, from, to);
    if (facts->files.flags[from] & (FILE_STREAMS | FILE_REPARSE))
        move_others(facts, from, to);
    to->files.n++;
}

/* The columns that were moved are given back: they are as large as the new ones. */
static void drop_old(struct facts *facts)
{
    const struct file_rows *files = &facts->files;
    const struct name_rows *names = &facts->names;
    const struct stream_rows *streams = &facts->streams;
    void *columns[] = {
        files->record,     files->sequence,    files->flags,        files->header_links,
        files->first_name, files->attributes,  files->size,         files->allocated,
        files->times,      files->security_id, files->owner,        files->usn,
        names->file,       names->parent,      names->text,         names->name_space,
        names->dos,        names->times,       streams->file,       streams->text,
        streams->size,     streams->allocated, facts->reparse.file, facts->reparse.tag,
        files->room};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        arena_drop(&facts->arena, columns[i]);
}

enum status refile(struct facts *facts, uint32_t nfirst)
{
    const uint32_t *record = facts->files.record;
    uint32_t a = 0, b = nfirst, n = facts->files.n;
    struct refiling to = {0};
    enum status status = reserve(facts, &to);

    if (status != STATUS_OK)
        return status;
    while (a < nfirst || b < n) {
        if (a < nfirst && b < n && record[a] == record[b])
            return STATUS_DAMAGED;
        move(facts, a < nfirst && (b == n || record[a] < record[b]) ? a++ : b++, &to);
    }
    drop_old(facts);
    facts->files = to.files;
    facts->names = to.names;
    facts->streams = to.streams;
    facts->reparse = to.reparse;
    return STATUS_OK;
}
