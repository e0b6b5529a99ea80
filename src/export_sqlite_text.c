/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names as SQLite's TEXT can hold them: see export_sqlite_text.h.
 */
#include "src/export_sqlite_text.h"

enum { SURROGATE_LEAD = 0xED, SURROGATE_SECOND = 0xA0 }; /* of U+D800 to U+DFFF in WTF-8 */

#define REPLACEMENT "\xEF\xBF\xBD"

bool export_sqlite_text_is_plain(struct str text)
{
    const char *lead = text.at, *end = text.at + text.n;

    if (text.n == 0)
        return true;
    if (memchr(text.at, '\0', text.n))
        return false;
    while ((lead = memchr(lead, SURROGATE_LEAD, (size_t)(end - lead)))) {
        if (++lead < end && (uint8_t)*lead >= SURROGATE_SECOND)
            return false;
    }
    return true;
}

static bool is_surrogate(uint32_t point)
{
    return point >= 0xD800 && point <= 0xDFFF;
}

void export_sqlite_text_repair(struct str text, struct textbuf *to)
{
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        uint32_t point = text_next(text, &at);

        /* A byte that is no UTF-8 reads as U+FFFD, one byte long. */
        if (point == 0 || is_surrogate(point) || point == 0xFFFD)
            textbuf_cstr(to, REPLACEMENT);
        else
            textbuf_str(to, (struct str){text.at + start, at - start});
    }
}
