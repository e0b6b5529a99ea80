/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal of a plan that is being carried out: what is about to be done, and what is done.
 * docs/JOURNAL.md has the format.
 *
 *   if (!journal_open("PLAN.journal", &about, &journal)) ...    made, or read and locked; it has
 *                                                               said why not
 *   ... journal_entries(journal, &n) ...                        what earlier runs have left
 *   status = journal_intent(journal, &range, items, nitems);    before
 *   status = journal_done(journal, &range, items, nitems);      after
 *   journal_close(journal);
 *
 * Each entry is on the disk (fsync) when its call returns. A file of entries, each with a SHA-256
 * over itself and that of the entry before: what is torn off at its end is what the crash left and
 * is cut; anything else that does not fit is damage, and refused. One process at a time (flock).
 */
#ifndef SRC_JOURNAL_H
#define SRC_JOURNAL_H

#include "mft/source.h"
#include "planner/plan.h"
#include "src/sha256.h"

/* What it belongs to. */
struct journal_about {
    uint8_t plan_sha256[SHA256_BYTES];
    uint32_t nops; /* of the plan */
};

enum journal_kind {
    JOURNAL_INTENT,    /* these operations begin, or will be written by a redo log */
    JOURNAL_DONE,      /* they are done, and on the disk */
    JOURNAL_DISCARDED, /* they will not be done in this way: the volume is as before them */
};

enum { JOURNAL_VOLUMES_MAX = PLAN_VOLUMES_MAX };

/* Operations of one volume of the plan: from number FIRST of those on it, in the plan's order, N
 * of them, at least one. */
struct journal_range {
    uint32_t volume, first, n;
    uint32_t batch; /* of a redo log, from 1; 0: on a mounted volume */
};

/* What an operation has made: a folder, a copy, a manifest. */
struct journal_item {
    uint32_t op;        /* of the plan */
    uint64_t reference; /* as in backend_made */
    uint64_t size;
    uint8_t sha256[SHA256_BYTES]; /* of the unnamed stream of what has one, else zeros */
};

struct journal_entry {
    enum journal_kind kind;
    struct journal_range range;
    const struct journal_item *items; /* ascending by operation */
    uint32_t nitems;
};

struct journal;

/* Opens the journal PATH for writing and locks it; makes it where there is none. False after it has
 * said why not: another plan's, damaged, used by another process, cannot be written. */
bool journal_open(const char *path, const struct journal_about *about,
                  struct journal **journal_ret);

/* Is there a journal PATH with a header? One whose making was broken off has none, and tells
 * nothing. */
bool journal_is_begun(const char *path);

/* The same for reading, of any plan; no lock. False after it has said why not. */
bool journal_read(const char *path, struct journal **journal_ret);

/* The same from SOURCE, in silence. STATUS_DAMAGED with a constant phrase in *WHY_RET; STATUS_IO,
 * STATUS_NO_MEMORY. */
enum status journal_read_source(const struct source *source, struct journal **journal_ret,
                                const char **why_ret);

const struct journal_about *journal_about(const struct journal *journal);

/* All entries in their order; borrowed until the next one is written. */
const struct journal_entry *journal_entries(const struct journal *journal, uint32_t *n_ret);

/* What began on VOLUME and was neither done nor discarded; NULL for nothing. Borrowed as above. */
const struct journal_entry *journal_open_intent(const struct journal *journal, uint32_t volume);

/*
 * Append an entry. STATUS_IO with errno: it is not there as far as the system lets us cut it, and
 * nothing more can be appended; STATUS_NO_MEMORY: it is not there.
 *
 * The caller keeps the order that docs/JOURNAL.md asks for: an intent begins behind all that is
 * done on its volume, or where the intent before it began that came to nothing; done or discarded
 * is the last intent of the volume, its whole range.
 */
enum status journal_intent(struct journal *journal, const struct journal_range *range,
                           const struct journal_item *items, uint32_t nitems);
enum status journal_done(struct journal *journal, const struct journal_range *range,
                         const struct journal_item *items, uint32_t nitems);
enum status journal_discarded(struct journal *journal, const struct journal_range *range);

/* NULL is allowed. */
void journal_close(struct journal *journal);

#endif
