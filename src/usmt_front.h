/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What scanstate, loadstate and usmtutils have in common: from their words to a checked command
 * line, its drives, its log and its progress log, and back to a return code.
 *
 *   static enum usmt_code run(struct usmt_front *front) ...
 *   return usmt_front_run(&cmd_scanstate, USMT_SCANSTATE, run, nwords, words);
 */
#ifndef SRC_USMT_FRONT_H
#define SRC_USMT_FRONT_H

#include "src/command.h"
#include "src/usmt_log.h"
#include "src/usmt_options.h"
#include "src/usmt_progress.h"

struct usmt_front {
    struct usmt_line line;
    struct options options; /* of mftlink, filled from the line as far as all of them need it */
    const char *store;      /* "C:\migdata"; NULL: none is named */
    const char *folder;     /* of /extract; NULL */
    const char *log_name;   /* of the log; NULL: there is none */
    struct usmt_log log;
    struct usmt_progress progress;
    struct arena arena;
};

/* RUN is called once all that can be said without opening a volume was found right. Returns the
 * return code of the program. */
int usmt_front_run(const struct command *command, enum usmt_program program,
                   enum usmt_code (*run)(struct usmt_front *front), int nwords, char **words);

/* May the files that the line names be written, as nothing that DRIVES reads? Else the code that
 * each has for that, after it has said which. */
enum usmt_code usmt_front_allows(const struct usmt_front *front);

/* Where files go that nobody has named, in USMT_WORKING_DIR or here: NAME in it, in the arena. NULL
 * after it has said that memory ran out. */
const char *usmt_front_place(struct usmt_front *front, const char *name);

#endif
