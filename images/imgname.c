/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * WTF-8 to UTF-16. See imgname.h.
 */
#include "images/imgname.h"

#include <string.h>

/* Reads one code point; returns its length in bytes, 0 where there is none. */
static unsigned read_point(const unsigned char *text, uint32_t *point_ret)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned length = text[0] < 0x80 ? 1 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
    uint32_t point = text[0] & lead_bits[length];

    if (text[0] == 0 || (text[0] & 0xC0) == 0x80 || text[0] > 0xF4)
        return 0;
    for (unsigned i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        point = point << 6 | (text[i] & 0x3F);
    }
    *point_ret = point;
    return length;
}

int imgname_parse(const char *wtf8, uint16_t units_ret[IMGNAME_UNITS_MAX])
{
    const unsigned char *text = (const unsigned char *)wtf8;
    int n = 0;

    while (*text) {
        uint32_t point;
        unsigned length = read_point(text, &point);

        if (length == 0 || n + (point > 0xFFFF) >= IMGNAME_UNITS_MAX)
            return -1;
        if (point > 0xFFFF)
            units_ret[n++] = (uint16_t)(0xD7C0 + (point >> 10));
        units_ret[n++] = (uint16_t)(point > 0xFFFF ? 0xDC00 | (point & 0x3FF) : point);
        text += length;
    }
    return n > 0 ? n : -1;
}

char *imgname_repeat(const char *piece, unsigned n, char *buffer_ret, unsigned room)
{
    size_t length = strlen(piece), used = 0;

    for (unsigned i = 0; i < n && used + length < room; i++, used += length)
        memcpy(buffer_ret + used, piece, length);
    buffer_ret[used] = '\0';
    return buffer_ret;
}
