/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The progress log of USMT's programs: a line for each thing that has happened, values with commas
 * between, for a program that watches.
 *
 *     29 Feb 2024, 10:00:00 +00:00, 00:00:12, totalPercentageCompleted, 48
 *
 *   if (!usmt_progress_open("progress.csv", &progress)) ...        it has said why
 *   usmt_progress_put(&progress, "PHASE", "Scanning");
 *   usmt_progress_close(&progress);
 */
#ifndef SRC_USMT_PROGRESS_H
#define SRC_USMT_PROGRESS_H

#include "mft/text.h"

struct usmt_progress {
    int fd;                       /* -1: nobody wants to know */
    uint64_t begun_ns, worked_ns; /* WORKED_NS: since when percents are written */
    int percent, minutes;         /* the last that were written */
};

/* PATH NULL: nobody wants to know. A file that is there is written anew. */
bool usmt_progress_open(const char *path, struct usmt_progress *progress_ret);

/* Writes KEY and VALUE; a comma in VALUE is put in quotes with it. */
void usmt_progress_put(struct usmt_progress *progress, const char *key, const char *value);

/* The same with a second pair; KEY2 may be NULL: none. */
void usmt_progress_pair(struct usmt_progress *progress, const char *key, const char *value,
                        const char *key2, const char *value2);

/* DONE of ALL: writes totalPercentageCompleted where it has grown, and totalMinutesRemaining where
 * that is another. */
void usmt_progress_percent(struct usmt_progress *progress, uint64_t done, uint64_t all);

void usmt_progress_close(struct usmt_progress *progress);

#endif
