/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clusters are used for: see usage.h. */
#include "mft/usage.h"

#include "mft/layout.h"
#include "mft/runlist.h"

static enum usage_kind kind_of(uint64_t base, const struct attribute *a)
{
    if (base == RECORD_BADCLUS && a->type == ATTR_DATA && attribute_is_named(a, "$Bad"))
        return USAGE_BAD;
    if (base < RECORD_FIRST_USER)
        return USAGE_METADATA;
    switch (a->type) {
    case ATTR_DATA:
        return a->name_units ? USAGE_STREAMS : USAGE_DATA;
    case ATTR_INDEX_ALLOCATION:
    case ATTR_BITMAP:
        return attribute_is_named(a, "$I30") ? USAGE_FOLDERS : USAGE_METADATA;
    case ATTR_LIST:
        return USAGE_LISTS;
    default: /* types are the disk's numbers, not an enum */
        return USAGE_OTHER;
    }
}

static uint64_t sum(uint64_t a, uint64_t b)
{
    return b <= UINT64_MAX - a ? a + b : UINT64_MAX;
}

void usage_count(struct usage *usage, uint64_t base, const struct attribute *a)
{
    uint64_t *clusters = &usage->clusters[kind_of(base, a)];

    *clusters = sum(*clusters, runlist_allocated(a->value));
}

void usage_add(struct usage *usage, const struct usage *more)
{
    for (unsigned kind = 0; kind < USAGE_KINDS; kind++)
        usage->clusters[kind] = sum(usage->clusters[kind], more->clusters[kind]);
}
