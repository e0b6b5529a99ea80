/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first thing that went wrong, kept until a program reports it.
 *
 * Making a volume is a long straight list of steps, each of which can fail. Every step takes a
 * struct failure: once one has failed, the rest do nothing, and the program looks once at the end.
 * So a recipe reads as what it makes, and no error is lost.
 *
 *     struct failure failure = {0};
 *     step_one(&failure);
 *     step_two(&failure);
 *     if (failure_any(&failure))
 *         fprintf(stderr, "%s\n", failure.text);
 *
 * One thread at a time. Nothing to free.
 */
#ifndef IMAGES_FAILURE_H
#define IMAGES_FAILURE_H

#include <stdbool.h>

struct failure {
    char text[512]; /* one sentence without a full stop; "" while all is well */
};

/* Is there a failure? */
bool failure_any(const struct failure *failure);

/* Keeps the formatted sentence if it is the first. */
void failure_set(struct failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As failure_set, and adds what errno says. */
void failure_errno(struct failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
