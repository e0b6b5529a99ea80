/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for people, on stderr. Each call says one sentence or a few, with the program's name before
 * them and a line's end behind.
 *
 *   say("'%s' is empty: there is nothing to read.", path);
 *
 * Results never go here. A bar that is being drawn (progress.h) must be cleared before.
 */
#ifndef SRC_SAY_H
#define SRC_SAY_H

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* From now on WATCH hears each sentence, too, without the program's name and the line's end, for a
 * log. NULL: nobody. */
void say_watch(void (*watch)(void *context, const char *sentence), void *context);

/* Says that memory ran out. */
void say_no_memory(void);

#endif
