/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting what holds, for the plain test programs of tests/thread/.
 *
 *   tally_begin("ten tasks are committed in order");
 *   tally_check(n == 10, "all ten");          any number of times, by one thread
 *   ...
 *   return tally_end();                       prints "N passed, N failed"; the exit status
 */
#ifndef TESTS_SUPPORT_TALLY_H
#define TESTS_SUPPORT_TALLY_H

#include <stdbool.h>

/* Begins the test NAME and ends the one before, which has passed when all its checks held. */
void tally_begin(const char *name);

/* Something that must hold; what does not is printed. */
void tally_check(bool holds, const char *what);

/* Ends the last test and prints the counts. Returns 0 when all passed, else 1. */
int tally_end(void);

#endif
