/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: UTF-16LE on the disk, WTF-8 in memory.
 *
 * NTFS names are any sequence of 16-bit units, lone surrogates included. WTF-8 is UTF-8 that also
 * encodes a lone surrogate as three bytes, so every name survives the way in and back. Order and
 * equality are those of the 16-bit units (ordinal), as NTFS has them.
 *
 * All functions are pure; a struct str borrows its bytes.
 */
#ifndef MFT_TEXT_H
#define MFT_TEXT_H

#include "mft/bytes.h"

/* N bytes of WTF-8 at AT; not terminated; owned by somebody else. */
struct str {
    const char *at;
    size_t n;
};

enum {
    TEXT_UPCASE_UNITS = 65536,   /* $UpCase maps every 16-bit unit */
    TEXT_BYTES_PER_UNIT_MAX = 3, /* WTF-8 bytes that one UTF-16 unit can need */
};

static inline struct str str_of(const char *terminated)
{
    return (struct str){terminated, strlen(terminated)};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

/* What separates words in texts that people write: a space, a tab, the end of a line. */
static inline bool text_is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* TEXT without the blanks before and behind it. */
struct str text_trim(struct str text);

/* Writes NUNITS units at UTF16LE as WTF-8 to OUT, which has room for 3 * NUNITS bytes. Returns the
 * bytes written. */
size_t text_from_utf16(const uint8_t *utf16le, size_t nunits, char *out);

/*
 * Writes TEXT as host-order UTF-16 units to OUT, which has room for TEXT.n units. Bytes that are
 * not WTF-8 become U+FFFD each. Returns the units written.
 */
size_t text_to_utf16(struct str text, uint16_t *out);

/* Ordinal comparison by UTF-16 units: negative, 0 or positive. Both are WTF-8. */
int text_compare(struct str a, struct str b);

/* The code point C as UPCASE (as below) maps it; those of two units are mapped to themselves. */
static inline uint32_t text_fold(uint32_t c, const uint16_t *upcase)
{
    if (c < 0x10000 && upcase)
        return upcase[c];
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* Are A and B the same name when every unit is mapped by UPCASE (TEXT_UPCASE_UNITS entries; NULL:
 * ASCII only)? */
bool text_same_folded(struct str a, struct str b, const uint16_t *upcase);

/* As text_next, of a code point that is not ASCII. */
uint32_t text_next_long(struct str text, size_t *at);

/*
 * Reads one code point (a lone surrogate counts as one) from TEXT at *AT and moves *AT behind it. A
 * byte that starts no well-formed sequence is U+FFFD, one byte long. *AT < TEXT.n.
 */
static inline uint32_t text_next(struct str text, size_t *at)
{
    uint8_t lead = (uint8_t)text.at[*at];

    if (lead >= 0x80)
        return text_next_long(text, at);
    ++*at;
    return lead;
}

#endif
