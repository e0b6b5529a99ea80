/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unfinished files: see doomed.h. The table is all that the signal handler looks at: whole
 * pointers, each put in and taken out by one store.
 */
#define _GNU_SOURCE /* sigaction */

#include "src/doomed.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const char *volatile table[DOOMED_MAX];

void doomed_remove(void)
{
    for (size_t i = 0; i < DOOMED_MAX; i++)
        if (table[i])
            unlink(table[i]);
}

static void remove_and_die(int signal_number)
{
    doomed_remove();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void watch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction old, action = {.sa_handler = remove_and_die};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(numbers[i], &action, NULL);
}

bool doomed_add(const char *path)
{
    for (size_t i = 0; i < DOOMED_MAX; i++)
        if (!table[i]) {
            table[i] = path;
            watch_signals();
            return true;
        }
    errno = EMFILE;
    return false;
}

void doomed_drop(const char *path)
{
    for (size_t i = 0; path && i < DOOMED_MAX; i++)
        if (table[i] == path)
            table[i] = NULL;
}
