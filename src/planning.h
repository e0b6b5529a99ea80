/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What plan, estimate and explain have in common: the drives, the Windows on them and its users,
 * the rules, and what these mean there.
 *
 *   struct planning planning;                    must stay where it is
 *   if (!planning_is_asked(options, source)) return COMMAND_USAGE;             it has said why
 *   is_good = planning_begin(options, source, want, &planning) && planning_make(&planning);
 *   ... planning.plan ...
 *   return planning_end(&planning, is_good);     also after a failure
 */
#ifndef SRC_PLANNING_H
#define SRC_PLANNING_H

#include "planner/unmoved.h"
#include "planner/userchoice.h"
#include "src/drives.h"
#include "src/lockedlist.h"

/* What it is at: where it failed, after a failure. */
enum planning_step {
    PLANNING_READ,   /* rules */
    PLANNING_CONFIG, /* Config.xml */
    PLANNING_SOUND,  /* have they errors in them? */
    PLANNING_DRIVES, /* opened and scanned */
    PLANNING_USERS,  /* Windows, and who takes part */
    PLANNING_STORE,  /* its place; of a restore its manifests */
    PLANNING_EXPAND, /* what the rules mean there; of a restore who is who */
    PLANNING_SELECT, /* which names are taken */
    PLANNING_PLAN,
};

struct planning {
    const struct options *options;
    struct str store; /* as it was given, or the usual one */
    bool is_open;     /* the drives are */
    enum planning_step step;
    struct drives drives;
    struct profiles profiles;
    const enum userchoice_why *why;    /* of each profile */
    struct unmoved unmoved;            /* where the old Windows is the one that is planned for */
    const struct machine_drive *given; /* then the drives as they are; else NULL */
    struct rules rules;
    struct config config;
    struct lockedlist locked;
    struct expansion expansion;
    struct selection *selections; /* of each drive, once made */
    struct plan plan;             /* once made */
    struct arena arena;
};

/* Are there sources and rules? False after it has said what is missing. */
bool planning_is_asked(const struct options *options, const char *source);

/*
 * Reads everything, for the columns WANT more than planning itself needs: planning_start,
 * planning_read, planning_open, and planning_expand, with the place of the store. Rules with errors
 * are refused. False after it has said why.
 */
bool planning_begin(const struct options *options, const char *source, unsigned want,
                    struct planning *planning_ret);

/* Nothing is read yet; planning_end may follow. */
void planning_start(const struct options *options, struct planning *planning_ret);

/* Reads N files of rules and the Config.xml; mistakes in them become notes. */
bool planning_read(struct planning *planning, const char *const *files, int n);

/* Opens and scans the drives, finds Windows, and chooses among its users. */
bool planning_open(struct planning *planning, const char *source, unsigned want);

/* Reads the rules and the Config.xml of the command line. False after it has said what is wrong
 * with them, or that they would be written over. */
bool planning_rules(struct planning *planning);

/* What the rules mean on MACHINE, one of the planning's; mistakes become notes of the expansion. */
bool planning_expand(struct planning *planning, const struct machine *machine);

/* The same; rules with errors are refused. */
bool planning_mean(struct planning *planning, const struct machine *machine);

/* Selects, and makes the plan. False after it has said why not. */
bool planning_make(struct planning *planning);

/* Frees all. COMMAND_FAILED unless IS_GOOD; COMMAND_FINDINGS where the plan has refusals or a
 * source has findings. */
enum command_exit planning_end(struct planning *planning, bool is_good);

#endif
