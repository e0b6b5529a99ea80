/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index: every file, every name and every link of a volume, as columns. Read-only once scan.h
 * has built it, so any number of threads may read it.
 *
 *   for (uint32_t file = 0; file < index->files.n; file++)
 *       for (uint32_t name = index_first_name(index, file); name < index_end_name(index, file);
 * name++)
 *           ... index_name(index, name) ... index_parent(index, name) ...
 *   index_free(index);
 *
 * Rows are 32-bit ids; references on the disk have 64 bits. A hard-link group is the contiguous
 * range of names of a file. All memory belongs to the index's arena.
 */
#ifndef MFT_INDEX_H
#define MFT_INDEX_H

#include "mft/arena.h"
#include "mft/finding.h"
#include "mft/layout.h"
#include "mft/layout_attribute.h"
#include "mft/status.h"
#include "mft/tables.h"
#include "mft/usage.h"

#define INDEX_NONE UINT32_MAX

/* What the pass over $MFT saw, in records. */
struct index_counts {
    uint64_t records; /* in $MFT */
    uint64_t read;    /* of these read; the rest lay in stretches that $MFT's bitmap calls free */
    uint64_t bases;   /* in use, base records: one file each */
    uint64_t extensions; /* in use, extension records */
    uint64_t deleted;    /* not in use, but still with a name in the base record */
    uint64_t free;       /* not in use, without one, or never formatted */
    uint64_t damaged;    /* gave no file: findings UNREADABLE to BAD_HEADER */
    uint64_t dos_names;  /* folded into their partners */
    uint64_t formatted;  /* number of the last record that is not all zeros, plus one */
    struct usage usage;  /* WANT_USAGE, but of a bare $MFT: known */
};

struct index {
    struct file_rows files;
    struct name_rows names;
    struct stream_rows streams;
    struct reparse_rows reparse;
    struct text_pool text;
    struct finding *findings; /* ascending by record */
    uint32_t nfindings;
    char **owners; /* SIDs as text, terminated; files.owner counts from 1 */
    uint32_t nowners;
    uint32_t *first_child; /* WANT_CHILDREN: files.n + 1 ids into children */
    uint32_t *children;    /* WANT_CHILDREN: name rows of files in use, grouped by directory,
                              ascending */
    struct index_counts counts;
    unsigned want; /* what was asked for */

    /* Which records have a row: a bit each, and the rows before each 64 of which one has. */
    uint64_t *has_row;
    uint32_t *rows_before;
    uint64_t nrecords;
    struct arena arena;
};

/* The row of the base record with number RECORD, deleted ones included where they were asked for;
 * or INDEX_NONE. */
uint32_t index_find(const struct index *index, uint64_t record);

/* The row of the file in use that REFERENCE names: record and sequence number (0: any); or
 * INDEX_NONE. */
uint32_t index_find_reference(const struct index *index, uint64_t reference);

/*
 * The directory that NAME (row) lies in, when it is in use, is one, and its sequence number is
 * right; or INDEX_NONE. The name of a deleted file may lie in a deleted directory.
 */
uint32_t index_parent(const struct index *index, uint32_t name);

/* The findings of RECORD: *N_RET of them from the one returned; NULL for none. */
const struct finding *index_findings(const struct index *index, uint64_t record, uint32_t *n_ret);

/* The reparse tag of FILE; 0 for none. */
uint32_t index_reparse_tag(const struct index *index, uint32_t file);

/* The rows of FILE's named streams: *N_RET of them from the row returned. */
uint32_t index_streams(const struct index *index, uint32_t file, uint32_t *n_ret);

/* Frees INDEX itself and all it holds; NULL is allowed. */
void index_free(struct index *index);

static inline uint32_t index_first_name(const struct index *index, uint32_t file)
{
    return index->files.first_name[file];
}

static inline uint32_t index_end_name(const struct index *index, uint32_t file)
{
    return file + 1 < index->files.n ? index->files.first_name[file + 1] : index->names.n;
}

/* The name of row NAME, WTF-8, borrowed from the index. */
static inline struct str index_name(const struct index *index, uint32_t name)
{
    return text_pool_get(&index->text, index->names.text[name]);
}

static inline uint64_t index_reference(const struct index *index, uint32_t file)
{
    return reference_of(index->files.record[file], index->files.sequence[file]);
}

/* How many names FILE has, DOS names left out: its hard links. */
static inline uint32_t index_links(const struct index *index, uint32_t file)
{
    uint32_t first = index_first_name(index, file), n = index_end_name(index, file) - first;

    return n == 1 && index->names.name_space[first] == NAMESPACE_DOS ? 0 : n;
}

#endif
