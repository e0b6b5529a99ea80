/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that questions of names and folders need, filled row by row. */
#include "tests/support/grove.h"

#include <assert.h>

enum { NAME_BYTES = 102, FIRST_RECORD = 64, SEQUENCE = 1 };

static void *column(struct grove *grove, size_t n, size_t size)
{
    void *at = arena_array(&grove->arena, n, size);

    assert(at);
    return at;
}

static void add_name(struct grove *grove, uint32_t file, uint32_t parent, struct str name)
{
    struct index *index = &grove->index;
    struct name_rows *names = &index->names;
    struct text_pool *text = &index->text;

    assert(names->n < names->capacity && text->n + name.n + 2 <= text->capacity);
    names->file[names->n] = file;
    names->parent[names->n] = index_reference(index, parent);
    names->text[names->n++] = text->n;
    text->at[text->n] = (char)(name.n & 0xFF);
    text->at[text->n + 1] = (char)(name.n >> 8);
    memcpy(text->at + text->n + 2, name.at, name.n);
    text->n += (uint32_t)name.n + 2;
}

uint32_t grove_add(struct grove *grove, uint32_t parent, struct str name, unsigned flags)
{
    struct file_rows *files = &grove->index.files;
    uint32_t file = files->n;

    assert(file < files->capacity);
    files->n++;
    files->record[file] = file == GROVE_ROOT ? RECORD_ROOT : FIRST_RECORD + file;
    files->sequence[file] = SEQUENCE;
    files->flags[file] = (uint16_t)(FILE_IN_USE | flags);
    files->first_name[file] = grove->index.names.n;
    add_name(grove, file, parent, name);
    return file;
}

void grove_link(struct grove *grove, uint32_t parent, struct str name)
{
    add_name(grove, grove->index.files.n - 1, parent, name);
}

void grove_begin(struct grove *grove, uint32_t most)
{
    *grove = (struct grove){0};
    struct index *index = &grove->index;
    struct file_rows *files = &index->files;
    struct name_rows *names = &index->names;

    files->capacity = names->capacity = most;
    files->record = column(grove, most, sizeof *files->record);
    files->sequence = column(grove, most, sizeof *files->sequence);
    files->flags = column(grove, most, sizeof *files->flags);
    files->first_name = column(grove, most, sizeof *files->first_name);
    names->file = column(grove, most, sizeof *names->file);
    names->parent = column(grove, most, sizeof *names->parent);
    names->text = column(grove, most, sizeof *names->text);
    names->name_space = column(grove, most, sizeof *names->name_space);
    index->text.capacity = most * NAME_BYTES;
    index->text.at = column(grove, index->text.capacity, 1);
    index->want = WANT_CHILDREN;
    grove_add(grove, GROVE_ROOT, str_of("."), FILE_DIRECTORY | FILE_SYSTEM);
}

static void map_records(struct grove *grove)
{
    struct index *index = &grove->index;
    uint64_t nwords;

    index->nrecords = FIRST_RECORD + (uint64_t)index->files.n;
    nwords = index->nrecords / 64 + 1;
    index->has_row = column(grove, nwords, sizeof *index->has_row);
    index->rows_before = column(grove, nwords, sizeof *index->rows_before);
    for (uint32_t file = 0; file < index->files.n; file++) {
        uint32_t record = index->files.record[file];

        index->has_row[record / 64] |= UINT64_C(1) << record % 64;
        for (uint64_t word = record / 64 + 1; word == record / 64 + 1 && word < nwords; word++)
            index->rows_before[word] = file + 1;
    }
}

/* Names are counted for each folder, then put where the counts say. */
static void list_children(struct grove *grove)
{
    struct index *index = &grove->index;
    uint32_t *first = column(grove, (size_t)index->files.n + 2, sizeof *first);

    index->children = column(grove, index->names.n, sizeof *index->children);
    for (uint32_t name = 1; name < index->names.n; name++)
        first[index_parent(index, name) + 2]++;
    for (uint32_t file = 2; file < index->files.n + 2; file++)
        first[file] += first[file - 1];
    for (uint32_t name = 1; name < index->names.n; name++)
        index->children[first[index_parent(index, name) + 1]++] = name;
    index->first_child = first;
}

void grove_finish(struct grove *grove)
{
    map_records(grove);
    list_children(grove);
}

void grove_free(struct grove *grove)
{
    arena_free(&grove->arena);
}
