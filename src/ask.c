/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the person: see ask.h. */
#include "src/ask.h"

#include "src/say.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

bool ask_person(const struct options *options, const char *question)
{
    char answer[16] = "";

    if (options->yes)
        return true;
    if (!isatty(STDIN_FILENO)) {
        say("There is no terminal to ask on, and --yes was not given. Nothing was done.");
        return false;
    }
    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    if (fgets(answer, sizeof answer, stdin)) {
        answer[strcspn(answer, "\r\n")] = '\0';
        if (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0)
            return true;
    }
    say("Nothing was done.");
    return false;
}
