/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mapping pairs: what is accepted is in order, inside the volume, and written back means the same.
 */
#include "mft/runlist.h"

#include <assert.h>
#include <stdlib.h>

#include "tests/support/forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct runlist *list, uint64_t nclusters_volume)
{
    uint64_t vcn = 0;

    for (size_t i = 0; i < list->n; i++) {
        const struct run *run = &list->runs[i];

        assert(run->vcn == vcn && run->nclusters > 0 && run->nclusters <= INT64_MAX - vcn);
        assert(run->lcn == RUN_HOLE || bytes_fit(run->lcn, run->nclusters, nclusters_volume));
        vcn += run->nclusters;
        assert(runlist_find(list, run->vcn) == run && runlist_find(list, vcn - 1) == run);
    }
    assert(runlist_end(list) == vcn && runlist_find(list, vcn) == NULL);
}

static void write_back(const struct runlist *list, struct arena *arena, uint64_t nclusters_volume)
{
    struct forge_run *runs = malloc((list->n + 1) * sizeof *runs);
    uint8_t *pairs = malloc(17 * list->n + 1);
    struct runlist again = {0};

    for (size_t i = 0; i < list->n; i++)
        runs[i] = (struct forge_run){list->runs[i].lcn, list->runs[i].nclusters};
    struct bytes bytes = {pairs, forge_pairs(runs, list->n, pairs)};
    assert(runlist_append(&again, arena, bytes, nclusters_volume) == STATUS_OK);
    assert(again.n == list->n);
    for (size_t i = 0; i < list->n; i++)
        assert(memcmp(&again.runs[i], &list->runs[i], sizeof again.runs[i]) == 0);
    free(pairs);
    free(runs);
}

/* The first byte says how large the volume is; the second half of the pairs is a second extent. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct runlist list = {0};

    if (size == 0)
        return 0;

    uint64_t nclusters = UINT64_C(1) << data[0] % 63;
    size_t half = (size - 1) / 2;
    uint8_t *first = forge_copy(data + 1, half), *second = forge_copy(data + 1 + half, half);
    runlist_append(&list, &arena, (struct bytes){first, half}, nclusters);
    runlist_append(&list, &arena, (struct bytes){second, half}, nclusters);
    check(&list, nclusters);
    write_back(&list, &arena, nclusters);
    assert(runlist_allocated((struct bytes){first, half}) <= INT64_MAX);
    free(first);
    free(second);
    arena_free(&arena);
    return 0;
}
