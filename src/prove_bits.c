/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to $Bitmap: see prove_bits.h. */
#include "src/prove_bits.h"

#include <stdlib.h>

enum { STEP = 1 << 16 };

enum status prove_bits_open(const struct volume *volume, struct arena *arena,
                            struct stream *stream_ret)
{
    return stream_open(volume, RECORD_BITMAP, ATTR_DATA, "", arena, stream_ret);
}

static enum status see_to(struct prove_bits *bits, uint64_t byte)
{
    if (byte >= bits->first && byte - bits->first < bits->n)
        return STATUS_OK;
    bits->n = 0;
    bits->first = byte - byte % PROVE_BITS_WINDOW;
    return stream_read(bits->stream, bits->first, bits->window, sizeof bits->window, &bits->n);
}

enum status prove_bits_find(struct prove_bits *bits, uint64_t from, uint64_t to, bool is_set,
                            uint64_t *cluster_ret)
{
    const uint8_t other = is_set ? 0x00 : 0xFF;

    while (from < to) {
        const enum status status = see_to(bits, from / 8);
        uint8_t byte;

        if (status != STATUS_OK)
            return status;
        if (from / 8 - bits->first >= bits->n)
            break; /* behind the end */
        byte = bits->window[from / 8 - bits->first];
        if (byte == other)
            from = (from | 7) + 1;
        else if ((byte >> from % 8 & 1) == is_set)
            break;
        else
            from++;
    }
    *cluster_ret = from < to ? from : to;
    return STATUS_OK;
}

static enum status differ_in(const uint8_t *old, const uint8_t *now, size_t n, uint64_t first,
                             struct arena *arena, struct prove_spans *spans)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n; i++) {
        const unsigned new_bits = now[i] & ~(unsigned)old[i];

        for (unsigned bit = 0; new_bits >> bit != 0 && status == STATUS_OK; bit++)
            if (new_bits >> bit & 1)
                status =
                    prove_spans_add(spans, arena, first + 8 * i + bit, first + 8 * i + bit + 1);
    }
    return status;
}

static enum status compare_steps(const struct stream *old, const struct stream *now,
                                 uint8_t *buffer, struct arena *arena, struct prove_spans *set,
                                 struct prove_spans *cleared)
{
    uint8_t *left = buffer, *right = buffer + STEP;
    enum status status = STATUS_OK;

    for (uint64_t at = 0; at < old->size_bytes && status == STATUS_OK; at += STEP) {
        size_t nleft = 0, nright = 0;

        status = stream_read(old, at, left, STEP, &nleft);
        if (status == STATUS_OK)
            status = stream_read(now, at, right, STEP, &nright);
        if (status != STATUS_OK || nleft != nright || memcmp(left, right, nleft) == 0)
            continue;
        status = differ_in(left, right, nleft, 8 * at, arena, set);
        if (status == STATUS_OK)
            status = differ_in(right, left, nleft, 8 * at, arena, cleared);
    }
    return status;
}

enum status prove_bits_differ(const struct stream *old, const struct stream *now,
                              struct arena *arena, struct prove_spans *set_ret,
                              struct prove_spans *cleared_ret)
{
    struct prove_spans set = {0}, cleared = {0};
    enum status status = STATUS_DAMAGED;
    uint8_t *buffer;

    if (old->size_bytes != now->size_bytes || old->size_bytes > old->volume->source->size_bytes)
        return status;
    buffer = malloc(2 * (size_t)STEP);
    if (!buffer)
        return STATUS_NO_MEMORY;
    status = compare_steps(old, now, buffer, arena, &set, &cleared);
    free(buffer);
    if (status != STATUS_OK)
        return status;
    *set_ret = set;
    *cleared_ret = cleared;
    return STATUS_OK;
}
