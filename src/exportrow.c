/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row of an export: see exportrow.h.
 */
#include "src/exportrow.h"

bool exportrow_begin(const struct exportrow_source *source, struct exportrow_maker *maker_ret)
{
    *maker_ret = (struct exportrow_maker){.row = {.source = source}};
    return pathcache_make(source->index, &maker_ret->cache);
}

void exportrow_end(struct exportrow_maker *maker)
{
    pathcache_free(maker->cache);
    textbuf_free(&maker->stream_name);
    textbuf_free(&maker->stream_path);
}

static void set_streams(const struct index *index, struct exportrow *row)
{
    uint32_t n, first;

    row->streams = row->streams_size = 0;
    if (!(index->files.flags[row->file] & FILE_STREAMS))
        return;
    first = index_streams(index, row->file, &n);
    row->streams = n;
    for (uint32_t i = 0; i < n; i++)
        row->streams_size += index->streams.size[first + i];
}

void exportrow_of_file(const struct exportrow_source *source, uint32_t file,
                       struct exportrow *row_ret)
{
    const struct index *index = source->index;

    *row_ret = (struct exportrow){
        .source = source,
        .file = file,
        .name = INDEX_NONE,
        .size = index->files.size[file],
        .allocated = index->files.allocated[file],
    };
    set_streams(index, row_ret);
}

void exportrow_set_name(struct exportrow *row, uint32_t name)
{
    const struct index *index = row->source->index;

    row->name = name;
    row->parent = index->names.parent[name];
    row->text = index_name(index, name);
}

enum status exportrow_of_name(struct exportrow_maker *maker, uint32_t name)
{
    struct exportrow *row = &maker->row;

    exportrow_of_file(row->source, row->source->index->names.file[name], row);
    exportrow_set_name(row, name);
    return pathcache_path(maker->cache, name, &row->path);
}

/* FRONT:STREAM in BUFFER. */
static struct str join(struct textbuf *buffer, struct str front, struct str stream)
{
    buffer->n = 0;
    textbuf_str(buffer, front);
    textbuf_char(buffer, ':');
    textbuf_str(buffer, stream);
    return textbuf_view(buffer);
}

enum status exportrow_of_stream(struct exportrow_maker *maker, uint32_t stream)
{
    struct exportrow *row = &maker->row;
    const struct index *index = row->source->index;
    struct str own = text_pool_get(&index->text, index->streams.text[stream]), path;
    enum status status = pathcache_path(maker->cache, row->name, &path);

    if (status != STATUS_OK)
        return status;
    row->text = join(&maker->stream_name, index_name(index, row->name), own);
    row->path = join(&maker->stream_path, path, own);
    row->size = index->streams.size[stream];
    row->allocated = index->streams.allocated[stream];
    row->streams = row->streams_size = 0;
    return maker->stream_name.is_short || maker->stream_path.is_short ? STATUS_NO_MEMORY
                                                                      : STATUS_OK;
}

struct str exportrow_owner(const struct exportrow *row)
{
    const struct index *index = row->source->index;
    uint32_t own = index->files.owner[row->file];
    const char *sid =
        own ? index->owners[own - 1]
            : security_owner(row->source->security, index->files.security_id[row->file]);

    return sid ? str_of(sid) : (struct str){NULL, 0};
}
