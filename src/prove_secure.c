/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Descriptors are only added, where there were zeros: a byte that was none is what it was. Each is
 * in the stream twice, so that nothing needs to be known of where one ends.
 */
#include "src/prove_secure.h"

#include "mft/stream.h"

#include <stdlib.h>

enum { STEP = 1 << 16 };

static bool has_all(const uint8_t *old, const uint8_t *now, size_t n)
{
    if (memcmp(old, now, n) == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        if (old[i] != now[i] && old[i] != 0)
            return false;
    return true;
}

/* BUFFER has two steps. */
static enum status compare(const struct stream *old, const struct stream *now, uint8_t *buffer,
                           bool *has_all_ret)
{
    bool is_whole = now->size_bytes >= old->size_bytes;
    enum status status = STATUS_OK;

    for (uint64_t at = 0; at < old->size_bytes && is_whole && status == STATUS_OK; at += STEP) {
        size_t nold = 0, nnow = 0;

        status = stream_read(old, at, buffer, STEP, &nold);
        if (status == STATUS_OK)
            status = stream_read(now, at, buffer + STEP, STEP, &nnow);
        if (status == STATUS_OK)
            is_whole = nnow >= nold && has_all(buffer, buffer + STEP, nold);
    }
    *has_all_ret = is_whole;
    return status;
}

enum status prove_secure_compare(struct prove_state *state)
{
    struct arena arena = {0};
    struct stream old, now;
    uint8_t *buffer = malloc(2 * (size_t)STEP);
    bool has_all_there = false;
    enum status status =
        buffer ? stream_open(state->old, RECORD_SECURE, ATTR_DATA, "$SDS", &arena, &old)
               : STATUS_NO_MEMORY;

    if (status == STATUS_NOT_FOUND)
        has_all_there = true; /* there was none */
    if (status == STATUS_OK && old.size_bytes <= state->old->source->size_bytes) {
        status = stream_open(state->now, RECORD_SECURE, ATTR_DATA, "$SDS", &arena, &now);
        if (status == STATUS_OK)
            status = compare(&old, &now, buffer, &has_all_there);
    }
    arena_free(&arena);
    free(buffer);
    if (status == STATUS_NO_MEMORY || status == STATUS_IO)
        return status;
    if (!has_all_there)
        prove_keep(&state->faults[PROVE_OF_FILES],
                   (struct prove_fault){PROVE_CHANGED, RECORD_SECURE, 0});
    return STATUS_OK;
}
