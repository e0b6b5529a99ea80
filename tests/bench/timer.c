/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * timer: runs a command and notes what it cost, as a whole process.
 *
 *   timer RESULT LIMIT COMMAND [ARGUMENT...]
 *
 * Appends one line to the file RESULT: seconds from before the fork until the process is gone,
 * seconds of processor time (user and system), peak of resident bytes, exit status (128 and the
 * signal's number where one ended it). The command has timer's own standard streams. SIGALRM ends
 * it after LIMIT seconds, and it does not outlive timer. Exit status: the command's; 125 where it
 * could not be measured.
 */
#define _GNU_SOURCE /* wait4 */

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CANNOT_MEASURE = 125, CANNOT_START = 127 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int fail(const char *what)
{
    fprintf(stderr, "timer: cannot %s: %s\n", what, strerror(errno));
    return CANNOT_MEASURE;
}

static void become(char **command, unsigned limit)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(limit);
    execvp(command[0], command);
    fprintf(stderr, "timer: cannot run %s: %s\n", command[0], strerror(errno));
    _exit(CANNOT_START);
}

static int measure(char **command, unsigned limit, FILE *result)
{
    struct rusage cost;
    double begin = now(), seconds;
    pid_t child = fork();
    int status, code;

    if (child == 0)
        become(command, limit);
    if (child < 0)
        return fail("fork");
    while (wait4(child, &status, 0, &cost) < 0)
        if (errno != EINTR)
            return fail("wait");
    seconds = now() - begin;
    code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(result, "%.6f %.6f %lld %d %.6f\n", seconds,
            seconds_of(cost.ru_utime) + seconds_of(cost.ru_stime), (long long)cost.ru_maxrss * 1024,
            code, seconds_of(cost.ru_utime));
    return code;
}

int main(int argc, char **argv)
{
    unsigned long limit = argc < 4 ? 0 : strtoul(argv[2], NULL, 10);
    FILE *result;
    int code;

    if (limit < 1 || limit > UINT_MAX) {
        fputs("usage: timer RESULT LIMIT COMMAND [ARGUMENT...]\n", stderr);
        return CANNOT_MEASURE;
    }
    result = fopen(argv[1], "ae");
    if (!result)
        return fail("open the file for the result");
    code = measure(argv + 3, (unsigned)limit, result);
    if (fclose(result) != 0)
        return fail("write the result");
    return code;
}
