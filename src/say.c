/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for people: see say.h.
 */
#include "src/say.h"

#include <stdarg.h>
#include <stdio.h>

static struct {
    void (*hear)(void *context, const char *sentence);
    void *context;
} watcher;

void say_watch(void (*watch)(void *context, const char *sentence), void *context)
{
    watcher.hear = watch;
    watcher.context = context;
}

/* A log has room for what a sentence is; of a list that is longer its first part. */
static void tell_watcher(const char *format, va_list arguments)
{
    char sentence[4096];

    vsnprintf(sentence, sizeof sentence, format, arguments);
    watcher.hear(watcher.context, sentence);
}

void say(const char *format, ...)
{
    va_list arguments;

    if (watcher.hear) {
        va_start(arguments, format);
        tell_watcher(format, arguments);
        va_end(arguments);
    }

    va_start(arguments, format);
    fputs("mftlink: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

void say_no_memory(void)
{
    say("There is not enough memory for this volume. Free some, or use a machine with more.");
}
