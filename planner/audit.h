/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a store still what it was made to be, and may it go? docs/STORE.md, "The audit".
 *
 *   status = audit_store(&job, &audit);
 *   for (uint32_t i = 0; i < audit.n; i++) ... audit.rows[i].kind ...
 *   ... audit.is_safe, audit.freed_bytes ...
 *   audit_free(&audit);
 * From a scan alone, with manifests or from the layout. Pure.
 */
#ifndef PLANNER_AUDIT_H
#define PLANNER_AUDIT_H

#include "planner/knownfolders.h"
#include "planner/manifest.h"

/* docs/STORE.md has the order in which they are asked. */
enum audit_kind {
    AUDIT_OK,               /* the original path is still a name of the same file, and unchanged */
    AUDIT_LOST_CONNECTION,  /* the original path, or the restored one, is now another file */
    AUDIT_ONLY_COPY,        /* nothing at the original path, and no name outside the store */
    AUDIT_ORIGINAL_MOVED,   /* the file has a name elsewhere: OTHER, also in \Windows.old */
    AUDIT_ORIGINAL_DELETED, /* it is gone, but names beside it are left; of a copy: it is gone */
    AUDIT_CHANGED,          /* size, times, streams or attributes are others: FIELDS */
    AUDIT_EXTRA,            /* in the store, and not in the manifest, or not ours by the layout */
    AUDIT_CLEANED,          /* a restore has moved it into the store: below USMT\Cleaned */
    AUDIT_MISSING,          /* in the manifest, and not in the store */
    AUDIT_DAMAGED,          /* the scan has findings about the file: its names cannot be trusted */
};

enum { AUDIT_NKINDS = AUDIT_DAMAGED + 1 };

enum audit_field {
    AUDIT_SIZE = 0x01, /* these four and STREAMS: now, and in the manifest */
    AUDIT_CREATED = 0x02,
    AUDIT_MODIFIED = 0x04,
    AUDIT_ATTRIBUTES = 0x08,
    AUDIT_STREAMS = 0x10,
    AUDIT_REFERENCE = 0x20, /* the store's own name is of another file than the manifest says */
    AUDIT_ORIGINAL = 0x40,  /* of a copy: its original has other data now, by size and times */
    AUDIT_UNSEEN = 0x80,    /* of a copy: the drive of its original was not given */
};

enum { AUDIT_NFIELDS = 8 };

/* What $UsnJrnl tells of a file, folded: which reasons, and when the last one. */
struct audit_change {
    uint64_t reference;
    uint32_t reasons;     /* USN_REASON_*, as in src/usnjournal.h */
    uint64_t first, last; /* 100 ns ticks since 1601 */
    uint32_t n;
};

/* A store entry; files only, folders only where they are EXTRA or MISSING. */
struct audit_row {
    enum audit_kind kind;
    unsigned fields;    /* enum audit_field */
    uint32_t manifest;  /* for audit_manifest_row; PLAN_NONE */
    uint32_t name;      /* row of the store's name in the index; INDEX_NONE: MISSING */
    uint32_t other;     /* row of a name: where the file is outside, or (LOST_CONNECTION, copies)
                           what is at the original path; INDEX_NONE */
    uint32_t drive;     /* of the machine, on which OTHER is */
    uint32_t change;    /* of the job; PLAN_NONE */
    bool is_copy;       /* no link by nature: it has its content for itself */
    bool is_folder;     /* EXTRA and MISSING */
    bool is_last;       /* nothing outside the store has its content: it goes with the store */
    bool has_successor; /* is_last, and another file is at the original path */
    bool has_layout;    /* audit_original tells where the original was */
};

struct audit_job {
    const struct machine *machine;    /* WANT_CHILDREN | WANT_TIMES */
    uint32_t drive;                   /* of the machine: the store's part on this drive */
    struct str store;                 /* "C:\migdata", or "\migdata" */
    const struct manifest *manifests; /* of this volume, the oldest first; N 0: the layout alone */
    uint32_t nmanifests;
    const struct audit_change *changes; /* ascending by reference */
    uint32_t nchanges;
    const struct knownfolders *folders; /* where a restore puts what was in them; NULL */
};

struct audit {
    struct audit_row *rows; /* in the order of the store's paths; behind them what is MISSING */
    uint32_t n;
    uint64_t counts[AUDIT_NKINDS];
    uint32_t folder; /* row of the store's folder; INDEX_NONE */
    bool is_found;   /* there is such a store: USMT\File is in that folder */
    bool is_safe;    /* without it no content is lost, as names, sizes and times tell */
    uint64_t files;  /* in the store, each once, and what is the store's own */
    uint64_t only_copies, only_copy_bytes; /* of files that would be lost */
    uint64_t superseded;                   /* of these: another file is at the original path */
    uint64_t unseen;                       /* rows with AUDIT_UNSEEN */
    uint64_t copies;        /* rows without a name outside whose originals are like them */
    uint64_t freed_bytes;   /* clusters of the data of files that have names in the store alone */
    uint64_t freed_records; /* records of these files and of the store's folders */
    struct arena arena;
};

/* STATUS_NO_MEMORY. */
enum status audit_store(const struct audit_job *job, struct audit *audit_ret);
void audit_free(struct audit *audit);

/* The row of the manifests that ROW is of; NULL. */
const struct manifest_row *audit_manifest_row(const struct audit_job *job,
                                              const struct audit_row *row);

/* The drive's letter and *REST_RET, the path there, of the original of BELOW, a path below the
 * store's folder: "USMT\File\C$\a.txt". '\0': the layout says none. */
char audit_original(struct str below, struct str *rest_ret);

/* The folders of DRIVE that are stores by their layout (USMT\File is in them): rows in the order of
 * their names, in ARENA. STATUS_NO_MEMORY. */
enum status audit_find(const struct machine_drive *drive, struct arena *arena,
                       uint32_t **folders_ret, uint32_t *n_ret);

/* Constant words: "lost-connection"; "size" of the field of bit NO. */
const char *audit_kind_word(enum audit_kind kind);
const char *audit_field_word(unsigned no);

#endif
