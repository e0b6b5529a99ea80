/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PLAIN: numbers as they are, eight truths a byte, texts behind their lengths.
 *
 *   plain_encode(type, &values, &text);
 *   status = plain_decode(type, bytes, n, &values);
 */
#ifndef SRC_TABLE_PLAIN_H
#define SRC_TABLE_PLAIN_H

#include "mft/bytes.h"
#include "mft/status.h"
#include "src/table/table.h"

/* Bytes of text that a page or a dictionary may unfold to: far more than any has that was written
 * here, and few enough for any machine. */
enum { PLAIN_TEXT_MAX = 1024 * 1024 * 1024, PLAIN_SLACK = 32 };

/* Appends all of VALUES. A lack of memory is in TO. */
void plain_encode(enum table_type type, const struct table_values *values, struct textbuf *to);

/* Appends the N values that fill FROM to VALUES, not as rows: the caller does that. STATUS_DAMAGED,
 * STATUS_NO_MEMORY. */
enum status plain_decode(enum table_type type, struct bytes from, uint32_t n,
                         struct table_values *values);

/* Makes room for N more bytes of text, and PLAIN_SLACK behind them. False, and is_short, without
 * memory, and where the ends of the texts would need more than 32 bits. */
bool plain_reserve_text(struct table_values *values, uint64_t n);

/* Copies N bytes of a text to where such room is, from where NLEFT bytes may be read. Most texts
 * are short, and calls of memcpy() would take longer than all else does. */
static inline void plain_copy_text(char *to, const void *from, size_t n, size_t nleft)
{
    char some[PLAIN_SLACK];

    if (n > PLAIN_SLACK || nleft < PLAIN_SLACK) {
        memcpy(to, from, n);
        return;
    }
    memcpy(some, from, sizeof some);
    memcpy(to, some, sizeof some);
}

/* A 32-bit NUMBER of TYPE as the 64 bits that values have. */
static inline uint64_t plain_widen(enum table_type type, uint32_t number)
{
    return type == TABLE_INT32 ? (uint64_t)(int64_t)(int32_t)number : number;
}

#endif
