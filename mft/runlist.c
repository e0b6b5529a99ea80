/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mapping pair is a header byte (low nibble: bytes of the length, high nibble: bytes of the LCN
 * delta), the length, and the signed delta to the previous run's LCN. No delta bytes: a hole. A
 * zero header byte ends the list.
 */
#include "mft/runlist.h"

enum { LENGTH_BYTES_MAX = 8, DELTA_BYTES_MAX = 8, FIRST_CAPACITY = 64 };

uint64_t runlist_end(const struct runlist *list)
{
    return list->n == 0 ? 0 : list->runs[list->n - 1].vcn + list->runs[list->n - 1].nclusters;
}

static uint64_t get_unsigned(const uint8_t *at, size_t n)
{
    uint64_t value = 0;

    while (n-- > 0)
        value = value << 8 | at[n];
    return value;
}

static uint64_t get_signed(const uint8_t *at, size_t n)
{
    uint64_t value = get_unsigned(at, n);

    if (n < 8 && (at[n - 1] & 0x80))
        value |= UINT64_MAX << (8 * n);
    return value;
}

enum status runlist_next(struct bytes pairs, size_t *at, uint64_t *lcn, struct run *run_ret)
{
    if (*at >= pairs.n || pairs.at[*at] == 0)
        return STATUS_NOT_FOUND;

    size_t length_bytes = pairs.at[*at] & 0x0F;
    size_t delta_bytes = pairs.at[*at] >> 4;
    if (length_bytes == 0 || length_bytes > LENGTH_BYTES_MAX || delta_bytes > DELTA_BYTES_MAX ||
        length_bytes + delta_bytes > pairs.n - *at - 1)
        return STATUS_DAMAGED;

    const uint8_t *p = pairs.at + *at + 1;
    struct run run = {.lcn = RUN_HOLE, .nclusters = get_unsigned(p, length_bytes)};
    if (run.nclusters == 0 || run.nclusters > INT64_MAX)
        return STATUS_DAMAGED;
    if (delta_bytes > 0) {
        run.lcn = *lcn + get_signed(p + length_bytes, delta_bytes);
        /* NTFS before 3.0 wrote holes as LCN -1. */
        if (run.lcn != RUN_HOLE && run.lcn > INT64_MAX)
            return STATUS_DAMAGED;
        if (run.lcn != RUN_HOLE)
            *lcn = run.lcn;
    }
    *at += 1 + length_bytes + delta_bytes;
    *run_ret = run;
    return STATUS_OK;
}

static enum status push(struct runlist *list, struct arena *arena, struct run run)
{
    if (list->n == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : FIRST_CAPACITY;
        struct run *runs = arena_grow(arena, list->runs, capacity * sizeof *runs);

        if (!runs)
            return STATUS_NO_MEMORY;
        list->runs = runs;
        list->capacity = capacity;
    }
    list->runs[list->n++] = run;
    return STATUS_OK;
}

enum status runlist_append(struct runlist *list, struct arena *arena, struct bytes pairs,
                           uint64_t nclusters_volume)
{
    uint64_t vcn = runlist_end(list);
    uint64_t lcn = 0;
    struct run run;

    for (size_t at = 0;;) {
        enum status status = runlist_next(pairs, &at, &lcn, &run);

        if (status != STATUS_OK)
            return status == STATUS_NOT_FOUND ? STATUS_OK : status;
        run.vcn = vcn;
        if (run.nclusters > INT64_MAX - vcn ||
            (run.lcn != RUN_HOLE && !bytes_fit(run.lcn, run.nclusters, nclusters_volume)))
            return STATUS_DAMAGED;
        status = push(list, arena, run);
        if (status != STATUS_OK)
            return status;
        vcn += run.nclusters;
    }
}

const struct run *runlist_find(const struct runlist *list, uint64_t vcn)
{
    size_t low = 0, high = list->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->runs[middle].vcn <= vcn)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;

    const struct run *run = &list->runs[low - 1];
    return vcn - run->vcn < run->nclusters ? run : NULL;
}

uint64_t runlist_allocated(struct bytes pairs)
{
    uint64_t lcn = 0, allocated = 0;
    struct run run;

    for (size_t at = 0; runlist_next(pairs, &at, &lcn, &run) == STATUS_OK;)
        if (run.lcn != RUN_HOLE && run.nclusters <= INT64_MAX - allocated)
            allocated += run.nclusters;
    return allocated;
}
