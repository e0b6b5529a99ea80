/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compression by zstd: whole blocks of bytes, each a frame of its own. Frames that follow each
 * other are a .zst file. The only file that knows libzstd.
 *
 *   struct compress *compress;                  one for each thread
 *   if (!compress_begin(&compress)) ...
 *   if (!compress_append(compress, bytes, &text)) ...
 *   compress_end(compress);
 */
#ifndef SRC_COMPRESS_H
#define SRC_COMPRESS_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "src/textbuf.h"

struct compress;

/* False without memory. */
bool compress_begin(struct compress **compress_ret);

/* The same where somebody waits for it: half as long for a tenth more bytes. */
bool compress_begin_fast(struct compress **compress_ret);

/* NULL is allowed. */
void compress_end(struct compress *compress);

/* Appends BYTES as one frame, which tells its size and has a checksum if IS_CHECKED. The same bytes
 * give the same frame. False without memory. */
bool compress_append(struct compress *compress, struct bytes bytes, bool is_checked,
                     struct textbuf *to);

/* What unpacking uses again and again; NULL before its first use. One for each thread. */
struct compress_unpacker;

/* Decompresses the frame PACKED into the N bytes at TO, which must be all of it: else
 * STATUS_DAMAGED. STATUS_NO_MEMORY. */
enum status compress_unpack(struct compress_unpacker **unpacker, struct bytes packed, uint8_t *to,
                            size_t n);

/* NULL is allowed. */
void compress_unpack_end(struct compress_unpacker *unpacker);

/* The size that the frame PACKED says to have unpacked; UINT64_MAX where it is no frame, or does
 * not say. */
uint64_t compress_unpacked_bytes(struct bytes packed);

/* How many of the PACKED bytes are the frame that they begin with; 0 where it is none, or its end
 * is not among them. */
size_t compress_frame_bytes(struct bytes packed);

#endif
