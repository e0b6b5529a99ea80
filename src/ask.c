/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before something is written: see ask.h. */
#define _GNU_SOURCE /* isatty, getline */

#include "src/ask.h"

#include "src/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

static bool is_yes(char *answer, ssize_t n)
{
    while (n > 0 && (answer[n - 1] == '\n' || answer[n - 1] == '\r'))
        answer[--n] = '\0';
    return n > 0 && (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0);
}

bool ask_may_go(bool yes, const char *question)
{
    char *answer = NULL;
    size_t capacity = 0;
    bool may_go;

    if (yes)
        return true;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
        say("Nothing is written: there is no terminal to ask on. Give --yes if it is to be done.");
        return false;
    }
    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    ssize_t n = getline(&answer, &capacity, stdin);
    may_go = n > 0 && is_yes(answer, n);
    free(answer);
    if (!may_go)
        say("Nothing is written.");
    return may_go;
}
