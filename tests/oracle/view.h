/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one witness says of a volume, in a form that is nobody's own: tables of rows, each a key and
 * some numbers. Our scan gives one view, libntfs-3g, TSK and 7-Zip give others, and view_compare
 * says where two of them differ.
 *
 *   view_know(&ours, VIEW_NAMES, ~0U);
 *   view_add(&ours, VIEW_NAMES, "\\folder\\file", values);
 *   n = view_compare(&ours, &theirs, &text);     both are sorted on the way
 *   view_free(&ours);
 *
 * What only one of two witnesses knows is not compared. A view owns copies of all it was given. One
 * thread at a time. Without memory the process ends.
 */
#ifndef TESTS_ORACLE_VIEW_H
#define TESTS_ORACLE_VIEW_H

#include "mft/arena.h"

#include <stddef.h>
#include <stdint.h>

enum view_table_id {
    VIEW_FILES,     /* one row a base record in use; the key is view_record_key's */
    VIEW_NAMES,     /* names as folders list them, no DOS names; the key is the path */
    VIEW_FILENAMES, /* names as records carry them; the key says record, parent, name, DOS name */
    VIEW_STREAMS,   /* named $DATA; the key is RECORD:NAME */
    VIEW_OWNERS,    /* the key says record and SID */
    VIEW_PATHS,     /* files and streams by path, as tools outside list them */
    VIEW_TABLES,
};

enum view_file_column {
    VIEW_SEQUENCE,
    VIEW_SIZE,
    VIEW_ALLOCATED,
    VIEW_ATTRIBUTES,
    VIEW_CREATED,
    VIEW_MODIFIED,
    VIEW_CHANGED,
    VIEW_ACCESSED,
    VIEW_HEADER_LINKS,
    VIEW_LINKS,     /* names that are no DOS names */
    VIEW_DIRECTORY, /* 0 or 1 */
    VIEW_KIND,      /* enum view_kind of the unnamed $DATA */
    VIEW_NSTREAMS,
    VIEW_REPARSE_TAG,
    VIEW_SECURITY_ID,
    VIEW_USN,
    VIEW_FILE_COLUMNS,
};

enum view_kind {
    VIEW_HAS_DATA = 1,
    VIEW_IN_RECORD = 2, /* also where there is no $DATA */
    VIEW_SPARSE = 4,
    VIEW_COMPRESSED = 8,
    VIEW_ENCRYPTED = 16,
};

enum view_name_column {
    VIEW_NAME_RECORD,
    VIEW_NAME_SEQUENCE,
    VIEW_NAME_PARENT, /* reference */
    VIEW_NAME_SPACE,
    VIEW_NAME_COLUMNS,
};

enum view_filename_column {
    VIEW_FILENAME_SPACE,
    VIEW_FILENAME_CREATED,
    VIEW_FILENAME_MODIFIED,
    VIEW_FILENAME_CHANGED,
    VIEW_FILENAME_ACCESSED,
    VIEW_FILENAME_COLUMNS,
};

/* Of VIEW_STREAMS and VIEW_PATHS; the first two for streams alone. */
enum view_size_column {
    VIEW_DATA_SIZE,
    VIEW_DATA_ALLOCATED,
    VIEW_STREAM_COLUMNS,
    VIEW_PATH_DIRECTORY = VIEW_STREAM_COLUMNS,
    VIEW_PATH_RECORD,
    VIEW_PATH_COLUMNS,
};

struct view_row {
    const char *key;
    uint64_t values[VIEW_FILE_COLUMNS]; /* as the table has columns */
};

struct view_table {
    struct view_row *rows;
    size_t n, capacity;
    uint32_t known; /* a bit for each column; 0: the witness does not know this table */
};

struct view {
    struct view_table tables[VIEW_TABLES];
    struct arena arena;
};

/* The witness knows table ID, and of its columns those in COLUMNS (a bit each). */
void view_know(struct view *view, enum view_table_id id, uint32_t columns);

/* Adds a row; VALUES has as many numbers as the table has columns, NULL is all zeros. */
void view_add(struct view *view, enum view_table_id id, const char *key, const uint64_t *values);

/* The key of RECORD in VIEW_FILES, in a static buffer. */
const char *view_record_key(uint64_t record);

/*
 * Compares all that both know. Returns how many differences there are; *TEXT_RET, the caller's to
 * free, has a line for each of the first MAX.
 */
size_t view_compare(struct view *ours, struct view *theirs, size_t max, char **text_ret);

void view_free(struct view *view);
#endif
