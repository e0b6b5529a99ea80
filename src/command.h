/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands: one table, one function each.
 */
#ifndef SRC_COMMAND_H
#define SRC_COMMAND_H

#include "src/options.h"

/* Exit codes of every command. */
enum command_exit {
    COMMAND_DONE = 0,
    COMMAND_FAILED = 1,   /* one sentence on stderr says why */
    COMMAND_USAGE = 2,    /* the command line makes no sense */
    COMMAND_FINDINGS = 3, /* done, but the volume is damaged, or the rules have mistakes */
    /* Ended between two steps because a signal asked for it: the same command goes on. */
    COMMAND_HUNG_UP = 129,
    COMMAND_INTERRUPTED = 130,
    COMMAND_TERMINATED = 143,
};

/* Was what the command is for done? */
static inline bool command_is_done(enum command_exit code)
{
    return code == COMMAND_DONE || code == COMMAND_FINDINGS;
}

struct command {
    const char *name;
    const char *operands;                   /* for the usage line */
    const char *summary;                    /* a few words for the list of commands */
    const char *description;                /* paragraphs for --help, each line ended */
    const char *examples;                   /* lines for --help */
    const struct option_spec *const *specs; /* ends with NULL */
    int noperands_max;                      /* -1: any number; at least one is always needed */
    enum command_exit (*run)(const struct options *options);
    /* One of USMT's programs, which reads its command line itself (WORDS[0] is its name) and
     * returns USMT's codes; RUN is not called. NULL: none. */
    int (*front)(int nwords, char **words);
    /* Its own options and codes for --help. */
    void (*front_help)(struct textbuf *to);
};

extern const struct command cmd_info, cmd_scan, cmd_links, cmd_export, cmd_rules;
extern const struct command cmd_plan, cmd_explain, cmd_estimate, cmd_show, cmd_check;
extern const struct command cmd_apply, cmd_recover, cmd_undo, cmd_audit, cmd_remove, cmd_report;
extern const struct command cmd_diff;
extern const struct command cmd_scanstate, cmd_loadstate, cmd_usmtutils;

/* The table; ends with NULL. */
extern const struct command *const command_all[];

/* The command called NAME; NULL where there is none. */
const struct command *command_find(const char *name);

/* Runs the program. */
int command_main(int argc, char **argv);

#endif
