/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which volumes have a redo log that is not closed: a note for each, by serial number, in a folder
 * of the machine's own, so that every command that opens the volume can say so.
 *
 *   openlog_note(serial, "/data/plan.parquet");     before the log is written; false: it has warned
 *   char *plan = openlog_find(serial);              NULL: none is known; the caller's to free
 *   openlog_forget(serial);                         when the log is closed
 *
 * The folder is $MFTLINK_STATE, else /var/lib/mftlink for root, else $XDG_STATE_HOME/mftlink or
 * ~/.local/state/mftlink; those who are not root also look into root's. A note is removed and not
 * told when the plan is there and its log is not. Where the plan is gone, too, the disk with both
 * may be elsewhere: the note stays.
 */
#ifndef SRC_OPENLOG_H
#define SRC_OPENLOG_H

#include <stdbool.h>
#include <stdint.h>

/* Notes that the log of the plan file PLAN (any path) may be open on the volume SERIAL. False after
 * it has said that the note cannot be written; nothing is lost by going on: `recover --log` does
 * without. */
bool openlog_note(uint64_t serial, const char *plan);

/* PLAN, which may not be there yet, as an absolute path, by the name that it has: the log of a
 * symbolic link lies beside that. The caller's to free; NULL with errno. */
char *openlog_name(const char *plan);

/* The plan, as an absolute path, whose log (PLAN.redo) is open on the volume SERIAL, or was begun
 * (PLAN.redo.new). */
char *openlog_find(uint64_t serial);

void openlog_forget(uint64_t serial);

/* The note for SERIAL, a path, where there is one; NULL. The caller's to free. */
char *openlog_path(uint64_t serial);

/* Says on stderr that the volume SERIAL, given as NAME, has an open log, when it has. One that was
 * only begun is none: the volume is as it was before. True when it has. */
bool openlog_warn(uint64_t serial, const char *name);

#endif
