/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a crash left of a plan that was being carried out: found, told, and finished or discarded.
 * docs/JOURNAL.md, "Recovery".
 *
 *   struct recover recover;
 *   if (!recover_begin(&recover, &target, log)) ...         it has said why
 *   if (recover.outcome != RECOVER_NOTHING) ... recover_run(&recover) ...
 *   recover_end(&recover);
 *
 * Every step can be broken off and done again.
 */
#ifndef SRC_RECOVER_H
#define SRC_RECOVER_H

#include "src/journal.h"
#include "src/redo_compare.h"
#include "src/target.h"

enum recover_outcome {
    RECOVER_NOTHING, /* nothing is open */
    RECOVER_FINISH,  /* the log is carried out */
    RECOVER_DONE,    /* it was; only its file is left */
    RECOVER_DISCARD, /* no log counts: the volume is as it was before the batch */
};

struct recover {
    const struct target *target; /* borrowed: by target_find */
    uint64_t serial;
    char *plan, *log, *journal_path;    /* NULL where nothing is open */
    struct redo *redo;                  /* NULL where no log counts */
    struct redo_state state;            /* of the volume, where the log is to be carried out */
    struct journal *journal;            /* as it was read; NULL: there is none */
    const struct journal_entry *intent; /* the batch, in the journal; NULL: it is not open there */
    enum recover_outcome outcome;
};

/* Finds out what is open on TARGET: by LOG, a file's name, else (NULL) by the note of its serial
 * number, else by what is in the current folder. Reads only. False after it has said what is
 * in the way; RECOVER_RET is then as recover_end leaves it. */
bool recover_begin(struct recover *recover_ret, const struct target *target, const char *log);

/* Does it: writes the volume and the journal, removes the log and the note. The target is not used
 * by others, and FD is open for writing (mayapply.h); it is not needed unless to finish. False
 * after it has said what failed. */
bool recover_run(struct recover *recover, int fd);

void recover_end(struct recover *recover);

#endif
