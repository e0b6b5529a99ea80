/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keeps the first failure of a list of steps. See failure.h.
 */
#include "images/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool failure_any(const struct failure *failure)
{
    return failure->text[0] != '\0';
}

void failure_set(struct failure *failure, const char *format, ...)
{
    va_list args;

    if (failure_any(failure))
        return;
    va_start(args, format);
    vsnprintf(failure->text, sizeof(failure->text), format, args);
    va_end(args);
}

void failure_errno(struct failure *failure, const char *format, ...)
{
    const char *reason = strerror(errno);
    va_list args;
    size_t used;

    if (failure_any(failure))
        return;
    va_start(args, format);
    vsnprintf(failure->text, sizeof(failure->text), format, args);
    va_end(args);
    used = strlen(failure->text);
    snprintf(failure->text + used, sizeof(failure->text) - used, ": %s", reason);
}
