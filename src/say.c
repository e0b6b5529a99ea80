/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words for people: see say.h.
 */
#include "src/say.h"

#include <stdarg.h>
#include <stdio.h>

void say(const char *format, ...)
{
    va_list arguments;

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
