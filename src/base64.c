/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as text and back: see base64.h. */
#include "src/base64.h"

#include <limits.h>
#include <openssl/evp.h>

enum { BLOCK_BYTES = 3 * 1024 * 1024 /* whole groups of three: no padding within the text */ };

void base64_encode(struct bytes bytes, struct textbuf *to)
{
    for (size_t at = 0; at < bytes.n; at += BLOCK_BYTES) {
        size_t n = bytes.n - at < BLOCK_BYTES ? bytes.n - at : BLOCK_BYTES;

        /* libcrypto writes an end mark, too. */
        if (!textbuf_reserve(to, (n + 2) / 3 * 4 + 1))
            return;
        to->n += (size_t)EVP_EncodeBlock((unsigned char *)to->at + to->n, bytes.at + at, (int)n);
    }
}

/* How many '=' end TEXT; more than two where one is elsewhere. libcrypto takes them for zeros
 * anywhere. */
static size_t padding(struct str text)
{
    const char *first = text.n ? memchr(text.at, '=', text.n) : NULL;
    size_t n = first ? (size_t)(text.at + text.n - first) : 0;

    return n == 2 && first[1] != '=' ? 3 : n;
}

enum status base64_decode(struct str text, struct arena *arena, struct bytes *bytes_ret)
{
    uint8_t *at;

    if (text.n % 4 != 0 || text.n > INT_MAX || padding(text) > 2)
        return STATUS_DAMAGED;
    at = arena_alloc(arena, text.n / 4 * 3 + 1);
    if (!at)
        return STATUS_NO_MEMORY;
    if (text.n > 0 &&
        EVP_DecodeBlock(at, (const unsigned char *)text.at, (int)text.n) != (int)(text.n / 4 * 3))
        return STATUS_DAMAGED;
    *bytes_ret = (struct bytes){at, text.n / 4 * 3 - padding(text)};
    return STATUS_OK;
}
