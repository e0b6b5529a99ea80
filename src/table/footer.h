/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The footer of a Parquet file: its columns, where each column chunk of each row group lies, and
 * metadata.
 *
 *   footer_write(&footer, &text, &value_off);      where the value of the last key is in TEXT
 *
 *   status = footer_read_meta(bytes, &meta, &nmeta);   of any Parquet file
 *   status = footer_read(bytes, &footer);              of a table
 *   footer_read_free(&footer);
 */
#ifndef SRC_TABLE_FOOTER_H
#define SRC_TABLE_FOOTER_H

#include "mft/status.h"
#include "src/table/chunkstats.h"
#include "src/table/schema.h"

enum {
    FOOTER_VALUES_MAX = 1 << 26, /* of a chunk: levels, or values where it has no levels */
    FOOTER_CODEC = 6,            /* zstd, which all pages are compressed with */
};

/* A column of a row group. */
struct footer_chunk {
    uint64_t offset;     /* of its first page's header, from the start of the file */
    uint64_t bytes;      /* of its pages as they stand there, with their headers */
    uint64_t body_bytes; /* the same before compression */
    uint64_t data_off;   /* where its data pages begin in it */
    uint64_t nvalues;    /* or levels */
    uint32_t encoding;   /* enum page_encoding of its data pages */
    bool has_dictionary;
};

struct footer {
    struct schema schema;
    uint64_t nrows;
    uint32_t ngroups;
    uint32_t *group_rows;        /* NGROUPS */
    struct footer_chunk *chunks; /* group by group */
    struct chunkstats *stats;    /* of each chunk; NULL when it was read */
    const struct table_meta *meta;
    size_t nmeta;
    const char *created_by; /* not read */
};

/* Appends FOOTER to TO. *VALUE_OFF_RET: where in TO the value of its last metadata key is. */
void footer_write(const struct footer *footer, struct textbuf *to, size_t *value_off_ret);

/* The metadata of a footer, of which nothing else is looked at; borrowed from BYTES, but for the
 * array, which is freed with free(). STATUS_DAMAGED, STATUS_NO_MEMORY. */
enum status footer_read_meta(struct bytes bytes, struct table_meta **meta_ret, size_t *nmeta_ret);

/*
 * Reads all but metadata. STATUS_DAMAGED: not the footer of a table; STATUS_NO_MEMORY. Offsets and
 * sizes are not held against anything yet; numbers of values are within FOOTER_VALUES_MAX.
 */
enum status footer_read(struct bytes bytes, struct footer *footer_ret);

void footer_read_free(struct footer *footer);

#endif
