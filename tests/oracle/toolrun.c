/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fork, exec and a pipe: names of files never pass through a shell. See toolrun.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool toolrun_exists(const char *program)
{
    const char *at = getenv("PATH");
    char path[4096];

    while (at && *at) {
        const size_t n = strcspn(at, ":");

        snprintf(path, sizeof(path), "%.*s/%s", (int)n, at, program);
        if (access(path, X_OK) == 0)
            return true;
        at += n + (at[n] == ':');
    }
    return false;
}

static _Noreturn void become(const char *const *argv, int output)
{
    const int nowhere = open("/dev/null", O_RDWR);

    if (nowhere >= 0 && dup2(nowhere, STDIN_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0 &&
        dup2(output, STDOUT_FILENO) >= 0)
        execvp(argv[0], (char *const *)argv);
    _exit(127);
}

int toolrun_lines(const char *const *argv, void (*take)(char *line, void *context), void *context)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    int ends[2], status = 0;
    pid_t child;
    FILE *output;

    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    child = fork();
    cr_assert_geq(child, 0);
    if (child == 0)
        become(argv, ends[1]);
    close(ends[1]);
    output = fdopen(ends[0], "r");
    cr_assert_not_null(output);
    while ((n = getline(&line, &capacity, output)) > 0) {
        line[n - (line[n - 1] == '\n')] = '\0';
        take(line, context);
    }
    free(line);
    fclose(output);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) != 127, "cannot run %s", argv[0]);
    return WEXITSTATUS(status);
}

static void drop_line(char *line, void *context)
{
    (void)line;
    (void)context;
}

void toolrun_do(const char *const *argv)
{
    const int status = toolrun_lines(argv, drop_line, NULL);

    cr_assert_eq(status, 0, "%s ended with status %d", argv[0], status);
}

char *toolrun_built(const char *name)
{
    const char *build = getenv("MFTLINK_BUILD");
    char *path = NULL;

    cr_assert_gt(asprintf(&path, "%s/%s", build ? build : "build", name), 0);
    return path;
}
