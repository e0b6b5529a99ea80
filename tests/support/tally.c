/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line for each check that does not hold, and the counts at the end. */
#include "tests/support/tally.h"

#include <stdio.h>

static struct {
    const char *name;
    bool has_failed;
    unsigned npassed, nfailed;
} tally;

static void end_test(void)
{
    if (!tally.name)
        return;
    tally.npassed += !tally.has_failed;
    tally.nfailed += tally.has_failed;
}

void tally_begin(const char *name)
{
    end_test();
    tally.name = name;
    tally.has_failed = false;
}

void tally_check(bool holds, const char *what)
{
    if (holds)
        return;
    if (!tally.has_failed)
        printf("FAILED: %s\n", tally.name);
    printf("    %s\n", what);
    tally.has_failed = true;
}

int tally_end(void)
{
    end_test();
    tally.name = NULL;
    printf("%u passed, %u failed\n", tally.npassed, tally.nfailed);
    return tally.nfailed != 0;
}
