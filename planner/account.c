/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The volume's own account: see account.h. */
#include "planner/account.h"

static uint64_t difference(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

static uint64_t bytes_of(uint64_t clusters, uint64_t cluster_bytes)
{
    return cluster_bytes && clusters > UINT64_MAX / cluster_bytes ? UINT64_MAX
                                                                  : clusters * cluster_bytes;
}

/* Files below $Extend are known by their folder, which no record tells: what their headers say
 * goes over to the file system. Returns all that headers say. */
static uint64_t take_extend(const struct space *space, struct account *account)
{
    const struct index *index = space->index;
    uint64_t all = 0;

    for (uint32_t file = 0; file < index->files.n; file++) {
        unsigned state = index->files.flags[file] & (FILE_IN_USE | FILE_SYSTEM);
        uint64_t data = index->files.allocated[file], streams = space->allocated[file] - data;

        if (index->files.record[file] < RECORD_FIRST_USER || !(state & FILE_IN_USE))
            continue;
        all = space_sum(all, space->allocated[file]);
        if (state & FILE_SYSTEM) {
            data = data < account->lines[USAGE_DATA] ? data : account->lines[USAGE_DATA];
            streams =
                streams < account->lines[USAGE_STREAMS] ? streams : account->lines[USAGE_STREAMS];
            account->lines[USAGE_DATA] -= data;
            account->lines[USAGE_STREAMS] -= streams;
            account->lines[USAGE_METADATA] =
                space_sum(account->lines[USAGE_METADATA], space_sum(data, streams));
        }
    }
    return all;
}

void account_of(const struct space *space, uint64_t cluster_bytes, uint64_t marked,
                struct account *account_ret)
{
    const struct usage *usage = &space->index->counts.usage;
    struct account account = {.marked = marked, .orphans = space->sizes[SPACE_ORPHANS].allocated};
    uint64_t runs, headers;

    for (unsigned kind = 0; kind < USAGE_KINDS; kind++) {
        account.lines[kind] = bytes_of(usage->clusters[kind], cluster_bytes);
        account.claimed = space_sum(account.claimed, account.lines[kind]);
    }
    runs = space_sum(account.lines[USAGE_DATA], account.lines[USAGE_STREAMS]);
    headers = take_extend(space, &account);
    account.headers_less = difference(runs, headers);
    account.headers_more = difference(headers, runs);
    account.unclaimed = difference(marked, account.claimed);
    account.unmarked = difference(account.claimed, marked);
    *account_ret = account;
}
