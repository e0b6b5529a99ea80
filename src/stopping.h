/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wish to stop, while something is under way that must not be broken off anywhere: SIGINT,
 * SIGTERM and SIGHUP are noted, and whoever works asks for them where it can end.
 *
 *   stopping_begin();
 *   ... if (stopping_signal() != 0) ... end here ...
 *   stopping_end();                       signals do again what they did before
 *
 * A second SIGINT ends the process at once, as if there was no stopping: what is written is such
 * that a crash costs nothing. Signals that were ignored stay so. Main thread.
 */
#ifndef SRC_STOPPING_H
#define SRC_STOPPING_H

void stopping_begin(void);

/* The signal that came since stopping_begin, also after stopping_end; 0: none. */
int stopping_signal(void);

void stopping_end(void);

#endif
