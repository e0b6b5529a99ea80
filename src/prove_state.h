/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the proof share while one batch is proved (prove.h): the volume before and
 * after, what is known of its records, and what was found wrong.
 *
 * Questions are answered together where that costs less; prove.c tells what was found in their
 * order. Sets of records have a bit for each. One thread fills the sets; tasks that run side by
 * side hand what they have found to their commit.
 */
#ifndef SRC_PROVE_STATE_H
#define SRC_PROVE_STATE_H

#include "src/prove.h"
#include "src/prove_spans.h"

/* The questions that are answered from bytes, in their order. */
enum prove_question { PROVE_OF_FILES, PROVE_OF_FOLDERS, PROVE_OF_BLOCKS, PROVE_OF_BITMAPS };

enum { PROVE_NQUESTIONS = PROVE_OF_BITMAPS + 1 };

/* What a question has found first. */
struct prove_fault {
    enum prove_kind kind; /* PROVE_HOLDS: nothing */
    uint64_t record, offset;
};

struct prove_state {
    const struct prove_job *job;
    const struct volume *old;   /* the volume before */
    const struct index *before; /* its index */
    struct source through;      /* the overlay */
    struct volume *now;         /* the volume after */
    struct index *after;        /* its index */
    const uint16_t *upcase;     /* of the volume */
    uint64_t nrecords;          /* of $MFT before or after, whichever has more */
    uint64_t *is_written;       /* a byte of the record lies in a block of the overlay */
    uint64_t *is_meant;         /* files that the batch makes, changes or takes away */
    uint64_t *is_secured;       /* files that get another security descriptor */
    uint64_t *is_parent;        /* folders that names of these are in, before or after */
    uint64_t *is_due;           /* files of several records that are to be compared */
    uint64_t *is_folder_due;    /* folders of which the index was touched */
    uint64_t *is_extension;     /* extension records in use that were changed */
    uint64_t *is_listed;        /* those that the attribute list of their file names */
    struct prove_spans written; /* bytes in the overlay */
    struct prove_spans owned;   /* of these, those that something has owned before */
    struct prove_spans gained;  /* clusters that changed records have now, and not before */
    struct prove_spans lost;    /* the other way round */
    struct prove_fault faults[PROVE_NQUESTIONS];
    struct arena arena;
};

static inline bool prove_has(const uint64_t *set, uint64_t record)
{
    return set[record / 64] >> record % 64 & 1;
}

static inline void prove_put(uint64_t *set, uint64_t record)
{
    set[record / 64] |= UINT64_C(1) << record % 64;
}

/* The next member of SET from *RECORD on, below N. */
static inline bool prove_next(const uint64_t *set, uint64_t n, uint64_t *record)
{
    for (; *record < n; ++*record) {
        if (*record % 64 == 0 && set[*record / 64] == 0)
            *record += 63;
        else if (prove_has(set, *record))
            return true;
    }
    return false;
}

/* The members of SET as numbers, ascending, in ARENA; how many. UINT64_MAX without memory. */
static inline uint64_t prove_list(const uint64_t *set, uint64_t n, struct arena *arena,
                                  const uint64_t **numbers_ret)
{
    uint64_t nmembers = 0, *numbers;

    for (uint64_t member = 0; prove_next(set, n, &member); member++)
        nmembers++;
    numbers = arena_grow(arena, NULL, ((size_t)nmembers + 1) * sizeof *numbers);
    if (!numbers)
        return UINT64_MAX;
    nmembers = 0;
    for (uint64_t member = 0; prove_next(set, n, &member); member++)
        numbers[nmembers++] = member;
    *numbers_ret = numbers;
    return nmembers;
}

/* Keeps the fault unless there is one of that question. */
static inline void prove_keep(struct prove_fault *kept, struct prove_fault fault)
{
    if (kept->kind == PROVE_HOLDS)
        *kept = fault;
}

#endif
