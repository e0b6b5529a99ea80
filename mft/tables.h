/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns: one set of tables, used by a worker's batch (facts of one chunk of records) and by
 * the index (all of them).
 *
 * A table is a struct of arrays; columns that nobody asked for (enum want) are NULL. Row ids have
 * 32 bits. Tables live in the arena of whoever holds them; rows.h has what builds them.
 */
#ifndef MFT_TABLES_H
#define MFT_TABLES_H

#include "mft/text.h"

/* Columns and tables that a command can ask for beyond what every index has. */
enum want {
    WANT_TIMES = 1 << 0,      /* files: the four times of $STANDARD_INFORMATION */
    WANT_SECURITY = 1 << 1,   /* files: security id; owner, where the file has its own descriptor */
    WANT_USN = 1 << 2,        /* files: update sequence number of the journal */
    WANT_DOS_NAMES = 1 << 3,  /* names: text of the DOS partner */
    WANT_NAME_TIMES = 1 << 4, /* names: the four times of $FILE_NAME */
    WANT_CHILDREN = 1 << 5,   /* the names in each directory */
    WANT_DELETED = 1 << 6,    /* rows for deleted files too */
    WANT_ROOM = 1 << 7,       /* files: bytes that their base records have to spare */
    WANT_USAGE = 1 << 8,      /* counts: what clusters are used for */
};

enum file_flag {
    FILE_IN_USE = 1 << 0, /* clear: deleted */
    FILE_DIRECTORY = 1 << 1,
    FILE_SYSTEM = 1 << 2,   /* record < 24, or a name of it lies below $Extend */
    FILE_RESIDENT = 1 << 3, /* the unnamed $DATA lies in the record, or there is none */
    FILE_SPARSE = 1 << 4,
    FILE_COMPRESSED =
        1 << 5, /* by NTFS; the flag of the unnamed $DATA, as are sparse and encrypted */
    FILE_ENCRYPTED = 1 << 6,
    FILE_REPARSE = 1 << 7,  /* has a row in the reparse table */
    FILE_STREAMS = 1 << 8,  /* has rows in the stream table */
    FILE_LIST = 1 << 9,     /* its base record has an $ATTRIBUTE_LIST */
    FILE_FINDING = 1 << 10, /* has findings */
    FILE_CUT_OFF = 1 << 11, /* directory whose parent cannot be reached: paths begin at \$Orphans */
    FILE_HAS_DATA = 1 << 12, /* has an unnamed $DATA */
};

enum { TIMES = 4 }; /* in the order created, modified, changed, accessed */

/* One row a base record, ascending by record number. */
struct file_rows {
    uint32_t n, capacity;
    uint32_t *record;
    uint16_t *sequence;
    uint16_t *flags;        /* enum file_flag */
    uint16_t *header_links; /* as the record's header says; DOS names count there */
    uint32_t *first_name;   /* row of its first name; its names end where the next file's begin */
    uint32_t *attributes;   /* DOS attributes of $STANDARD_INFORMATION */
    uint64_t *size;         /* bytes of the unnamed $DATA; 0 for directories */
    uint64_t *allocated;    /* bytes of clusters of the unnamed $DATA; 0 where resident */
    uint64_t *times;        /* WANT_TIMES: TIMES a row, 100 ns ticks since 1601 UTC */
    uint32_t *security_id;  /* WANT_SECURITY: 0 for none */
    uint32_t *owner;        /* WANT_SECURITY: id of the owner in its own descriptor; 0 for none */
    uint64_t *usn;          /* WANT_USN */
    uint16_t *room;         /* WANT_ROOM: bytes of the base record that are free, by its header */
};

/* One row a name that is no DOS partner, grouped by file. */
struct name_rows {
    uint32_t n, capacity;
    uint32_t *file;      /* row */
    uint64_t *parent;    /* file reference of the parent, as on the disk */
    uint32_t *text;      /* where the name begins in the text pool */
    uint8_t *name_space; /* NAMESPACE_* ; NAMESPACE_DOS only for a file that has no other name */
    uint32_t *dos;       /* WANT_DOS_NAMES: the DOS partner in the text pool; 0 for none */
    uint64_t *times;     /* WANT_NAME_TIMES: TIMES a row */
};

/* One row a named $DATA stream, ascending by file. */
struct stream_rows {
    uint32_t n, capacity;
    uint32_t *file;
    uint32_t *text;
    uint64_t *size;
    uint64_t *allocated;
};

/* One row a reparse point, ascending by file. */
struct reparse_rows {
    uint32_t n, capacity;
    uint32_t *file;
    uint32_t *tag;
};

/* Texts, each a little-endian 16-bit length and then its bytes. The text at 0 is empty and means
 * none. */
struct text_pool {
    char *at;
    uint32_t n, capacity;
};

/* The first of N ascending FILES that is not less than FILE: where its rows begin in a table that
 * ascends by file. */
static inline uint32_t tables_lower_bound(const uint32_t *files, uint32_t n, uint32_t file)
{
    uint32_t low = 0;

    while (low < n) {
        uint32_t middle = low + (n - low) / 2;

        if (files[middle] < file)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static inline struct str text_pool_get(const struct text_pool *pool, uint32_t text)
{
    return (struct str){pool->at + text + 2, bytes_u16((const uint8_t *)pool->at + text)};
}

#endif
