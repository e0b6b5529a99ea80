/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in front of each page of a column chunk.
 *
 *   pageheader_write(&header, &text);
 *   if (!pageheader_read(bytes, &header, &nbytes)) ...
 */
#ifndef SRC_TABLE_PAGEHEADER_H
#define SRC_TABLE_PAGEHEADER_H

#include "src/textbuf.h"

enum {
    PAGEHEADER_BODY_MAX = 1 << 30,   /* bytes of a page, before and after compression */
    PAGEHEADER_LEVELS_MAX = 1 << 22, /* of a page: levels, or values where it has no levels */
};

struct pageheader {
    bool is_dictionary;
    uint32_t nlevels;  /* values of a dictionary page */
    uint32_t encoding; /* enum page_encoding, as far as it is one */
    uint32_t body_bytes, packed_bytes;
};

/* Appends HEADER to TO. */
void pageheader_write(const struct pageheader *header, struct textbuf *to);

/* Reads the header at the start of BYTES, and its length. False where there is none of a dictionary
 * page or a data page of version 1 within the limits above. */
bool pageheader_read(struct bytes bytes, struct pageheader *header_ret, size_t *nbytes_ret);

#endif
