/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals that are noted: see stopping.h. */
#define _GNU_SOURCE /* sigaction */
#include "src/stopping.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

enum { NSIGNALS = 3 };

static const int numbers[NSIGNALS] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[NSIGNALS];
static bool is_ours[NSIGNALS];
static volatile sig_atomic_t first;

static void note(int number)
{
    static const char words[] = "\nmftlink: stopping where the volume is whole; once more Ctrl-C "
                                "ends it at once.\n";

    if (first == SIGINT && number == SIGINT) {
        stopping_end();
        raise(number);
    } else if (first == 0) {
        first = number;
        if (number == SIGINT && write(STDERR_FILENO, words, sizeof words - 1) < 0)
            return; /* nobody is there to read it */
    }
}

void stopping_begin(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};

    first = 0;
    for (size_t i = 0; i < NSIGNALS; i++)
        if (!is_ours[i] && sigaction(numbers[i], NULL, &before[i]) == 0 &&
            before[i].sa_handler != SIG_IGN)
            is_ours[i] = sigaction(numbers[i], &action, NULL) == 0;
}

int stopping_signal(void)
{
    return first;
}

void stopping_end(void)
{
    for (size_t i = 0; i < NSIGNALS; i++)
        if (is_ours[i]) {
            sigaction(numbers[i], &before[i], NULL);
            is_ours[i] = false;
        }
}
