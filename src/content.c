/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is made of: see content.h. */
#include "src/content.h"

#include <errno.h>
#include <stdlib.h>

#include "src/sha256.h"

enum { PIECE_BYTES = 1 << 20 };

static int hash(struct content *content, uint32_t stream, struct sha256 *sha256, uint8_t *piece)
{
    uint64_t size = content->streams[stream].size;

    for (uint64_t at = 0; at < size;) {
        size_t n = size - at < PIECE_BYTES ? (size_t)(size - at) : PIECE_BYTES;
        int why = content->calls->read(content, stream, at, piece, n);

        if (why)
            return why;
        sha256_add(sha256, (struct bytes){piece, n});
        at += n;
    }
    return 0;
}

int content_sha256(struct content *content, uint32_t stream, uint8_t *sha256_ret)
{
    uint8_t *piece = malloc(PIECE_BYTES);
    struct sha256 *sha256 = NULL;
    int why = piece && sha256_begin(&sha256) ? 0 : ENOMEM;

    if (!why)
        why = hash(content, stream, sha256, piece);
    sha256_end(sha256, why ? NULL : sha256_ret);
    free(piece);
    return why;
}
