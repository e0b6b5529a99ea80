/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that are there at a point of a plan: those of the indexes, and what the operations
 * before have changed.
 *
 *   status = ledger_begin(&ledger, plan, machine);
 *   for (uint32_t op = 0; op < plan->nops; op++) {
 *       source = ledger_source(&ledger, op);
 *       ... ledger_find(&ledger, plan->ops[op].folder, plan->ops[op].name) ...
 *       ledger_carry(&ledger, op, source);
 *   }
 *   ledger_free(&ledger);
 *
 * A file or folder has a place, a number: rows of the drives' indexes, one drive after the other,
 * then what operations make. Plans may be forged: folders whose path is not that of their parent
 * and a name more lead nowhere. One thread at a time; borrows the plan and the machine.
 */
#ifndef PLANNER_LEDGER_H
#define PLANNER_LEDGER_H

#include "planner/lookup.h"
#include "planner/machine.h"
#include "planner/made.h"
#include "planner/plan.h"

#define LEDGER_NONE UINT32_MAX

/* What operations have changed of a file or folder. */
struct ledger_change {
    int32_t names;    /* more than in the index */
    int32_t children; /* the same */
    bool is_gone;     /* a folder that was taken away */
};

struct ledger {
    const struct plan *plan;
    const struct machine *machine;
    uint32_t *drives;       /* of the machine, for each volume; MACHINE_NONE */
    struct lookup *lookups; /* for each drive; without an index where the plan does not use it */
    struct lookup *trees;   /* the same of folders alone, as they were at first */
    uint32_t *bases;        /* for each drive: the place of its row 0; then that of operation 0 */
    struct ledger_change *changes; /* for each place */
    uint32_t *folders;             /* for each folder of the plan: its place now; LEDGER_NONE */
    uint32_t *units;               /* for each folder of the plan: UTF-16 units of its path */
    uint32_t *folder_slots, nfolder_slots; /* folders by their parent and name, plus one */
    struct made made; /* names by the place of their folder; a thing is a place, too */
    struct arena arena;
};

/* STATUS_NO_MEMORY; STATUS_TOO_LARGE. ledger_free in any case. */
enum status ledger_begin(struct ledger *ledger, const struct plan *plan,
                         const struct machine *machine);

/* The place of the plan's FOLDER; LEDGER_NONE where it is not there now, or FOLDER is PLAN_NONE. */
uint32_t ledger_folder(const struct ledger *ledger, uint32_t folder);

/* The last step of the path of the plan's FOLDER; empty for a root. */
struct str ledger_last_step(const struct plan *plan, uint32_t folder);

/* What NAME, or one that differs only by case, is in the plan's FOLDER; LEDGER_NONE. An empty NAME
 * means the folder itself. */
uint32_t ledger_find(struct ledger *ledger, uint32_t folder, struct str name);

/* What operation OP needs: the source of MKDIR, LINK, COPY, MOVE; what UNLINK, RMDIR, DELETE take
 * away. LEDGER_NONE where it is not there; what goes is looked for by its very name. */
uint32_t ledger_source(struct ledger *ledger, uint32_t op);

/* Does PLACE belong to an index? Then to which, and which row? */
bool ledger_row(const struct ledger *ledger, uint32_t place, uint32_t *drive_ret,
                uint32_t *file_ret);

bool ledger_is_folder(const struct ledger *ledger, uint32_t place);

/* How many names are in the folder at PLACE now? */
int64_t ledger_children(const struct ledger *ledger, uint32_t place);

/* How many names the file at PLACE has now, as its header counts: DOS names, too. */
int64_t ledger_count_header(const struct ledger *ledger, uint32_t place);

/* The same of names that have rows. */
int64_t ledger_count_own(const struct ledger *ledger, uint32_t place);

/* Carries operation OP out, whose source is what ledger_source has said, as far as it can be. */
void ledger_carry(struct ledger *ledger, uint32_t op, uint32_t source);

/* FOLDER of the plan is what is at PLACE, whoever made it. */
void ledger_adopt(struct ledger *ledger, uint32_t folder, struct str name, uint32_t place);

void ledger_free(struct ledger *ledger);

#endif
