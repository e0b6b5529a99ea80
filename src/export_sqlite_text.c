/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names as SQLite's TEXT can hold them: see export_sqlite_text.h.
 */
#include "src/export_sqlite_text.h"

#include "src/wtf8.h"

bool export_sqlite_text_is_plain(struct str text)
{
    return text.n == 0 || (!memchr(text.at, '\0', text.n) && !wtf8_has_surrogate(text));
}

void export_sqlite_text_repair(struct str text, struct textbuf *to)
{
    while (text.n > 0) {
        const char *nul = memchr(text.at, '\0', text.n);
        size_t n = nul ? (size_t)(nul - text.at) : text.n, taken = nul ? n + 1 : n;

        wtf8_put_utf8((struct str){text.at, n}, to);
        if (nul)
            textbuf_cstr(to, "\xEF\xBF\xBD");
        text = (struct str){text.at + taken, text.n - taken};
    }
}
