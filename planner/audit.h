/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a store still what it was made to be, and may it go? docs/STORE.md, "The audit".
 *
 *   status = audit_store(&job, &audit);
 *   for (uint32_t i = 0; i < audit.n; i++) ... audit.rows[i].kind ...
 *   ... audit.is_safe, audit.freed_bytes ...
 *   audit_free(&audit);
 *
 * From a scan alone, with the manifest where there is one; without, from the layout: the path in
 * the store says where the original was. Pure.
 */
#ifndef PLANNER_AUDIT_H
#define PLANNER_AUDIT_H

#include "planner/manifest.h"

enum audit_kind {
    AUDIT_OK,               /* the original path is still a name of the same file, and unchanged */
    AUDIT_LOST_CONNECTION,  /* the original path is now another file */
    AUDIT_ONLY_COPY,        /* no name outside the store */
    AUDIT_ORIGINAL_MOVED,   /* the file has a name elsewhere: NAME, also in \Windows.old */
    AUDIT_ORIGINAL_DELETED, /* the original path is gone; the file has other names outside, or the
                               row is of a copy */
    AUDIT_CHANGED,          /* size, times, streams, attributes or links are others: FIELDS */
    AUDIT_EXTRA,            /* in the store, and not in the manifest, or not ours by the layout */
    AUDIT_MISSING,          /* in the manifest, and not in the store */
};

enum { AUDIT_NKINDS = AUDIT_MISSING + 1 };

enum audit_field {
    AUDIT_SIZE = 0x01,
    AUDIT_CREATED = 0x02,
    AUDIT_MODIFIED = 0x04,
    AUDIT_ATTRIBUTES = 0x08,
    AUDIT_STREAMS = 0x10,
    AUDIT_REFERENCE = 0x20, /* the store's own name is of another file than the manifest says */
    AUDIT_CONTENT = 0x40,   /* of a copy: its SHA-256, where somebody looked */
};

/* What $UsnJrnl tells of a file, folded: which reasons, and when the last one. */
struct audit_change {
    uint64_t reference;
    uint32_t reasons;     /* USN_REASON_*, as in src/usnjournal.h */
    uint64_t first, last; /* 100 ns ticks since 1601 */
    uint32_t n;
};

/* A store entry; files only, folders only where they are EXTRA or MISSING. */
struct audit_row {
    enum audit_kind kind; /* the worst that applies: docs/STORE.md has the order */
    unsigned fields;      /* enum audit_field */
    uint32_t manifest;    /* row of the manifest; PLAN_NONE */
    uint32_t name;        /* row of the store's name in the index; INDEX_NONE: MISSING */
    uint32_t other;  /* row of a name: where the file is outside (MOVED), what is at the original
                        path (LOST_CONNECTION); INDEX_NONE */
    uint32_t change; /* of the job; PLAN_NONE */
    struct str original; /* "C:\Users\Ann\a.txt", from the manifest or from the layout */
};

struct audit_job {
    const struct machine *machine;    /* WANT_CHILDREN | WANT_TIMES */
    uint32_t drive;                   /* of the machine: the store's part on this drive */
    struct str store;                 /* "C:\migdata", or "\migdata" */
    const struct manifest *manifests; /* of this volume, the oldest first; N 0: the layout alone */
    uint32_t nmanifests;
    const struct audit_change *changes; /* ascending by reference */
    uint32_t nchanges;
};

struct audit {
    struct audit_row *rows; /* in the order of the store's paths */
    uint32_t n;
    uint64_t counts[AUDIT_NKINDS];
    bool is_found;        /* there is such a store */
    bool is_safe;         /* deleting the store loses no file: each keeps a name outside */
    uint64_t only_copies; /* files that would be lost */
    uint64_t only_copy_bytes;
    uint64_t freed_bytes; /* allocated bytes of files that have no name outside, and of folders,
                             indexes and extension records that go: what removal gives back */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status audit_store(const struct audit_job *job, struct audit *audit_ret);

void audit_free(struct audit *audit);

/* Constant words: "lost-connection"; "size". */
const char *audit_kind_word(enum audit_kind kind);
const char *audit_field_word(enum audit_field field);

#endif
