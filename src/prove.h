/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The proof of a batch: what is in the overlay is what the plan says, and nothing else. Asked
 * between carrying a batch out in memory and writing it.
 *
 *   status = prove_batch(&job, &proof);
 *   if (proof.kind == PROVE_HOLDS) ... proof.after is the index of the volume as it will be ...
 *   else ... prove_sentence(&job, &proof) ...
 *   prove_free(&proof);
 *
 * docs/APPLY.md, "The proof", tells each question. Reads only; takes job->nworkers threads.
 */
#ifndef SRC_PROVE_H
#define SRC_PROVE_H

#include "mft/volume.h"
#include "planner/predict.h"
#include "src/overlay.h"
#include "src/textbuf.h"

struct prove_job {
    const struct overlay *overlay;
    const struct volume *before;   /* the volume without the overlay */
    const struct machine *machine; /* the drives before this batch */
    uint32_t drive;                /* of the machine: this volume */
    const struct plan *batch;      /* operations of this batch alone, on this volume alone */
    unsigned want;                 /* columns of the index after it (enum want), at least */
    unsigned nworkers;
};

enum prove_kind {
    PROVE_HOLDS,
    PROVE_UNREADABLE, /* the volume in the overlay cannot be opened */
    PROVE_MISSING,    /* a name that must be there is not */
    PROVE_UNEXPECTED, /* a name is there that must not be */
    PROVE_LINK_COUNT, /* a header's count is not the number of its file's names */
    PROVE_FINDING,    /* the scan finds damage that was not there before */
    PROVE_CHANGED, /* a file that is not the plan's has another size, times, attributes or streams;
                      or one that is, in what its operations leave alone */
    PROVE_INDEX,   /* a folder's index and the records do not agree */
    PROVE_FOREIGN, /* a block would be written that is data of a file, or belongs to what this batch
                      has no business with */
    PROVE_BITMAP,  /* $Bitmap or $MFT's bitmap does not agree with records that the batch touched */
};

struct proof {
    enum prove_kind kind;
    uint32_t op;         /* of the batch: the operation it is about; PLAN_NONE: none is known */
    uint64_t record;     /* of the file or folder it is about; UINT64_MAX: none is known */
    uint64_t offset;     /* PROVE_FOREIGN: byte of the volume */
    uint64_t detail;     /* of a finding its kind; PROVE_UNREADABLE: enum status */
    struct index *after; /* the caller's to free, or to take (set to NULL); only if it holds */
    struct arena arena;
    struct str name; /* its path; of a new name that is missing the name alone; in ARENA */
};

/* STATUS_NO_MEMORY; STATUS_IO: the base cannot be read; STATUS_TOO_LARGE. Else OK, and *PROOF_RET
 * says what was found first. */
enum status prove_batch(const struct prove_job *job, struct proof *proof_ret);

/* One sentence for people about a proof that does not hold. */
void prove_sentence(const struct prove_job *job, const struct proof *proof, struct textbuf *to);

void prove_free(struct proof *proof);

#endif
