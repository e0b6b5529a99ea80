/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running another program and reading its output line by line.
 *
 *   if (!toolrun_exists("fls")) ... skip ...
 *   status = toolrun_lines((const char *const[]){"fls", "-r", image, NULL}, take_line, context);
 */
#ifndef TESTS_ORACLE_TOOLRUN_H
#define TESTS_ORACLE_TOOLRUN_H

#include <stdbool.h>
#include <stddef.h>

/* Is PROGRAM in the PATH? */
bool toolrun_exists(const char *program);

/*
 * Runs ARGV (up to NULL) with its messages dropped, and gives each line of its output, without the
 * newline and to be changed freely, to TAKE. Returns the program's exit status; the test fails
 * where it cannot be run.
 */
int toolrun_lines(const char *const *argv, void (*take)(char *line, void *context), void *context);

/* Runs ARGV for what it does, not says; the test fails where it fails. */
void toolrun_do(const char *const *argv);

/* The path of NAME in the build folder ($MFTLINK_BUILD, "build"), for the caller to free. An image
 * that a test makes has one name there, so that those of failed tests do not pile up. */
char *toolrun_built(const char *name);

#endif
