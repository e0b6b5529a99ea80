/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a base: see overlay_near.h. Each has one place, by its number. */
#include "src/overlay_near.h"

#include <string.h>

/* The piece with this number; NULL where not all of it can be read. */
static const uint8_t *find_piece(struct overlay_near *near, const struct source *base,
                                 uint64_t number)
{
    const uint64_t first = number * OVERLAY_NEAR_BYTES;
    const uint64_t left = base->size_bytes - first;
    const size_t place = number % OVERLAY_NEAR_PIECES;

    if (near->numbers[place] == number + 1)
        return near->bytes[place];
    near->numbers[place] = 0;
    if (source_read_all(base, first, near->bytes[place],
                        left < OVERLAY_NEAR_BYTES ? (size_t)left : OVERLAY_NEAR_BYTES) != STATUS_OK)
        return NULL;
    near->numbers[place] = number + 1;
    return near->bytes[place];
}

enum status overlay_near_read(struct overlay_near *near, const struct source *base, uint64_t offset,
                              void *buffer, size_t n)
{
    const uint64_t number = offset / OVERLAY_NEAR_BYTES;
    const uint8_t *piece = NULL;

    if (n > 0 && bytes_fit(offset, n, base->size_bytes) &&
        (offset + n - 1) / OVERLAY_NEAR_BYTES == number)
        piece = find_piece(near, base, number);
    /* A sector that cannot be read fails only those who want it. */
    if (!piece)
        return source_read_all(base, offset, buffer, n);
    memcpy(buffer, piece + offset % OVERLAY_NEAR_BYTES, n);
    return STATUS_OK;
}

void overlay_near_forget(struct overlay_near *near)
{
    memset(near->numbers, 0, sizeof(near->numbers));
}
