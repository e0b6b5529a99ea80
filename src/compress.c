/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compression by zstd: see compress.h.
 */
#include "src/compress.h"

#include <stdlib.h>
#include <zstd.h>

enum { LEVEL = 3, LEVEL_FAST = 1 };

struct compress {
    ZSTD_CCtx *context;
};

struct compress_unpacker {
    ZSTD_DCtx *context;
};

static bool begin(int level, struct compress **compress_ret)
{
    struct compress *compress = calloc(1, sizeof *compress);

    if (!compress)
        return false;
    compress->context = ZSTD_createCCtx();
    if (!compress->context) {
        free(compress);
        return false;
    }
    ZSTD_CCtx_setParameter(compress->context, ZSTD_c_compressionLevel, level);
    *compress_ret = compress;
    return true;
}

bool compress_begin(struct compress **compress_ret)
{
    return begin(LEVEL, compress_ret);
}

bool compress_begin_fast(struct compress **compress_ret)
{
    return begin(LEVEL_FAST, compress_ret);
}

void compress_end(struct compress *compress)
{
    if (!compress)
        return;
    ZSTD_freeCCtx(compress->context);
    free(compress);
}

bool compress_append(struct compress *compress, struct bytes bytes, bool is_checked,
                     struct textbuf *to)
{
    size_t n;

    ZSTD_CCtx_setParameter(compress->context, ZSTD_c_checksumFlag, is_checked);
    if (!textbuf_reserve(to, ZSTD_compressBound(bytes.n)))
        return false;
    n = ZSTD_compress2(compress->context, to->at + to->n, to->capacity - to->n, bytes.at, bytes.n);
    /* There is room: only memory for its tables can be missing. */
    if (ZSTD_isError(n)) {
        to->is_short = true;
        return false;
    }
    to->n += n;
    return true;
}

enum status compress_unpack(struct compress_unpacker **unpacker, struct bytes packed, uint8_t *to,
                            size_t n)
{
    size_t got;

    if (!*unpacker) {
        *unpacker = calloc(1, sizeof **unpacker);
        if (!*unpacker)
            return STATUS_NO_MEMORY;
    }
    if (!(*unpacker)->context)
        (*unpacker)->context = ZSTD_createDCtx();
    if (!(*unpacker)->context)
        return STATUS_NO_MEMORY;
    got = ZSTD_decompressDCtx((*unpacker)->context, to, n, packed.at, packed.n);
    return !ZSTD_isError(got) && got == n ? STATUS_OK : STATUS_DAMAGED;
}

void compress_unpack_end(struct compress_unpacker *unpacker)
{
    if (!unpacker)
        return;
    ZSTD_freeDCtx(unpacker->context);
    free(unpacker);
}

uint64_t compress_unpacked_bytes(struct bytes packed)
{
    unsigned long long n = ZSTD_getFrameContentSize(packed.at, packed.n);

    return n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR ? UINT64_MAX : n;
}

size_t compress_frame_bytes(struct bytes packed)
{
    size_t n = ZSTD_findFrameCompressedSize(packed.at, packed.n);

    return ZSTD_isError(n) ? 0 : n;
}
