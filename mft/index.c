/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in the index. */
#include "mft/index.h"

#include <stdlib.h>

static unsigned count_bits(uint64_t word)
{
    return (unsigned)__builtin_popcountll(word);
}

uint32_t index_find(const struct index *index, uint64_t record)
{
    if (record >= index->nrecords)
        return INDEX_NONE;

    uint64_t word = index->has_row[record / 64], bit = UINT64_C(1) << record % 64;
    if (!(word & bit))
        return INDEX_NONE;
    return index->rows_before[record / 64] + count_bits(word & (bit - 1));
}

uint32_t index_find_reference(const struct index *index, uint64_t reference)
{
    uint32_t file = index_find(index, reference_record(reference));
    uint16_t sequence = reference_sequence(reference);

    if (file == INDEX_NONE || !(index->files.flags[file] & FILE_IN_USE) ||
        (sequence != 0 && index->files.sequence[file] != sequence))
        return INDEX_NONE;
    return file;
}

/*
 * A deleted folder is known by the sequence number that it had: deleting counts it up, unless that
 * was left out. What was deleted with it still names it by the old one.
 */
static bool was_called(const struct index *index, uint32_t file, uint16_t sequence)
{
    uint16_t now = index->files.sequence[file];

    return now == sequence || now == (uint16_t)(sequence + 1);
}

static uint32_t find_deleted_parent(const struct index *index, uint32_t name)
{
    uint64_t reference = index->names.parent[name];
    uint32_t parent = index_find(index, reference_record(reference));

    if (parent == INDEX_NONE || index->files.flags[index->names.file[name]] & FILE_IN_USE ||
        index->files.flags[parent] & FILE_IN_USE ||
        !was_called(index, parent, reference_sequence(reference)))
        return INDEX_NONE;
    return parent;
}

uint32_t index_parent(const struct index *index, uint32_t name)
{
    uint32_t parent = index_find_reference(index, index->names.parent[name]);

    if (parent == INDEX_NONE && index->want & WANT_DELETED)
        parent = find_deleted_parent(index, name);
    return parent != INDEX_NONE && index->files.flags[parent] & FILE_DIRECTORY ? parent
                                                                               : INDEX_NONE;
}

const struct finding *index_findings(const struct index *index, uint64_t record, uint32_t *n_ret)
{
    uint32_t low = 0, high = index->nfindings;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (index->findings[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < index->nfindings && index->findings[high].record == record;)
        high++;
    *n_ret = high - low;
    return *n_ret > 0 ? index->findings + low : NULL;
}

uint32_t index_reparse_tag(const struct index *index, uint32_t file)
{
    const struct reparse_rows *rows = &index->reparse;

    if (!(index->files.flags[file] & FILE_REPARSE))
        return 0;

    uint32_t row = tables_lower_bound(rows->file, rows->n, file);
    return row < rows->n && rows->file[row] == file ? rows->tag[row] : 0;
}

uint32_t index_streams(const struct index *index, uint32_t file, uint32_t *n_ret)
{
    const struct stream_rows *rows = &index->streams;
    uint32_t first, end;

    *n_ret = 0;
    if (!(index->files.flags[file] & FILE_STREAMS))
        return 0;
    first = tables_lower_bound(rows->file, rows->n, file);
    for (end = first; end < rows->n && rows->file[end] == file;)
        end++;
    *n_ret = end - first;
    return first;
}

void index_free(struct index *index)
{
    if (!index)
        return;

    struct arena arena = index->arena;
    arena_free(&arena);
    free(index);
}
