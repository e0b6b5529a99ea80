/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this process has needed of the machine: see peak.h.
 */
#include "src/peak.h"

#include <sys/resource.h>

uint64_t peak_memory(void)
{
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return (uint64_t)usage.ru_maxrss * 1024;
}
