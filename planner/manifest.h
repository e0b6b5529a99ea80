/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifest of a store: what each name in it was made of. docs/STORE.md, "The manifest".
 *
 *   status = manifest_make(&job, &manifest);        of a plan that is being carried out
 *   ... src/manifestfile.h writes and reads it ...
 *   for (uint32_t i = 0; i < manifest.n; i++) ... manifest.rows[i] ...
 *   manifest_free(&manifest);
 *
 * One manifest tells of one volume of one plan. Texts are WTF-8 in the manifest's arena; rows share
 * those that are alike. Pure, linear; read-only once made.
 */
#ifndef PLANNER_MANIFEST_H
#define PLANNER_MANIFEST_H

#include "planner/machine.h"
#include "planner/plan.h"

enum { MANIFEST_SHA256_BYTES = 32 };

/* Manifests lie in <store>\USMT. A store that gets more later gets manifest 2, 3, ... */
#define MANIFEST_NAME "mftlink-manifest.parquet"

enum { MANIFEST_NUMBER_MAX = 999999999, MANIFEST_NAME_BYTES = sizeof MANIFEST_NAME + 10 };

/* Writes the name of manifest NUMBER, from 1, to OUT (MANIFEST_NAME_BYTES) and returns its bytes:
 * "mftlink-manifest.parquet", "mftlink-manifest-2.parquet". */
size_t manifest_name_put(uint32_t number, char *out);

/* Is NAME that of a manifest, but for case by UPCASE (as in text.h)? Then of which? */
bool manifest_name_number(struct str name, const uint16_t *upcase, uint32_t *number_ret);

/* The number that the next manifest in FOLDER (row of INDEX; INDEX_NONE: not there yet) has: one
 * more than the highest. */
uint32_t manifest_name_next(const struct index *index, uint32_t folder, const uint16_t *upcase);

/* A name of the store. */
struct manifest_row {
    enum plan_kind kind; /* PLAN_LINK, PLAN_COPY, PLAN_MKDIR */
    bool has_sha256;     /* of copies; here, where it takes no room: there are millions of rows */
    struct str path;     /* on the store's volume: "\migdata\USMT\File\C$\Users\Ann\a.txt" */
    struct str original; /* "C:\Users\Ann\a.txt"; empty for a folder on the way to others */
    uint64_t reference;  /* of what bears the name, once it is made */
    uint64_t source;     /* reference of the original on its own volume; of a link the same */
    uint64_t size;       /* of the unnamed stream */
    uint64_t created, modified, changed, accessed; /* 100 ns ticks since 1601 */
    uint32_t attributes, links; /* LINKS: of the source before, as in plan_expect */
    struct str streams;         /* named ones: ":a=26:b=0", by name; valid UTF-8, see STORE.md */
    struct str owner;           /* SID; empty: not known */
    struct str user; /* of the rule; empty: the computer's. It and RULE are valid UTF-8 */
    struct str rule; /* "component, file:line, pattern"; empty: none */
    uint8_t sha256[MANIFEST_SHA256_BYTES]; /* of the unnamed stream */
};

struct manifest {
    struct str store;          /* "C:\migdata", in the case that the names on the volume have */
    struct str drive;          /* "C:", of the volume that the names are on */
    struct str version;        /* of the program */
    uint64_t serial;           /* of the volume */
    struct manifest_row *rows; /* in the plan's order */
    uint32_t n;
    struct arena arena;
};

/* What an operation has made; ascending by operation. */
struct manifest_made {
    uint32_t op;
    uint64_t reference;
    uint8_t sha256[MANIFEST_SHA256_BYTES]; /* of copies */
};

struct manifest_job {
    const struct plan *plan;
    uint32_t volume;               /* of the plan */
    const struct machine *machine; /* as it was before the plan (WANT_TIMES, WANT_CHILDREN) */
    const struct manifest_made *made;
    uint32_t nmade;
    /* The owner of FILE of drive DRIVE as a SID in TEXT_RET, which is borrowed until the next call;
     * false: not known. */
    bool (*owner)(void *context, uint32_t drive, uint32_t file, struct str *text_ret);
    void *context;
};

/* STATUS_NO_MEMORY. */
enum status manifest_make(const struct manifest_job *job, struct manifest *manifest_ret);

void manifest_free(struct manifest *manifest);

/* Named streams of FILE as a row tells them, appended to ARENA. STATUS_NO_MEMORY. */
enum status manifest_streams(const struct index *index, uint32_t file, struct arena *arena,
                             struct str *text_ret);

/* How many bytes it has at most. */
uint64_t manifest_streams_bytes(const struct index *index, uint32_t file);

/* What the manifest of each volume of PLAN will have at most, in bytes of its file, to BYTES_RET
 * (as many as there are volumes). MACHINE as in the job. STATUS_NO_MEMORY. */
enum status manifest_price(const struct plan *plan, const struct machine *machine,
                           uint64_t *bytes_ret);

#endif
