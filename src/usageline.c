/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clusters are used for, as a line: see usageline.h. */
#include "src/usageline.h"

#include "src/textscan.h"

void usageline_put(const struct usage *usage, struct textbuf *to)
{
    for (unsigned kind = 0; kind < USAGE_KINDS; kind++) {
        if (kind > 0)
            textbuf_char(to, ' ');
        textbuf_decimal(to, usage->clusters[kind]);
    }
}

bool usageline_get(struct str line, struct usage *usage_ret)
{
    struct usage usage = {.is_known = true};

    for (unsigned kind = 0; kind < USAGE_KINDS; kind++)
        if (!textscan_number(&line, UINT64_MAX, &usage.clusters[kind]))
            return false;
    if (line.n > 0)
        return false;
    *usage_ret = usage;
    return true;
}
