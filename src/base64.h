/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as text and back: base64 with padding, without line ends. By libcrypto. */
#ifndef SRC_BASE64_H
#define SRC_BASE64_H

#include "mft/arena.h"
#include "mft/status.h"
#include "src/textbuf.h"

/* Appends BYTES as base64 to TO, which remembers a lack of memory. */
void base64_encode(struct bytes bytes, struct textbuf *to);

/* The bytes of TEXT, in ARENA. STATUS_DAMAGED for what is no base64, STATUS_NO_MEMORY. */
enum status base64_decode(struct str text, struct arena *arena, struct bytes *bytes_ret);

#endif
