/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SQLite's TEXT can hold, and what becomes of the rest. */
#include "src/export_sqlite_text.h"

#include <criterion/criterion.h>

static void check(struct str text, bool is_plain, const char *repaired)
{
    struct textbuf to = {0};

    cr_assert(export_sqlite_text_is_plain(text) == is_plain, "%.*s", (int)text.n, text.at);
    export_sqlite_text_repair(text, &to);
    cr_assert(str_equal(textbuf_view(&to), str_of(repaired)), "%.*s, not %s", (int)to.n, to.at,
              repaired);
    textbuf_free(&to);
}

Test(export_sqlite_text, plain)
{
    check((struct str){"", 0}, true, "");
    check(str_of("a.txt"), true, "a.txt");
    check(str_of("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), true,
          "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    check(str_of("\xED\x9F\xBF\xEE\x80\x80"), true, "\xED\x9F\xBF\xEE\x80\x80"); /* beside them */
    check(str_of("\xEF\xBF\xBD"), true, "\xEF\xBF\xBD");
}

Test(export_sqlite_text, surrogates)
{
    check(str_of("\xED\xA0\x80"), false, "\xEF\xBF\xBD");
    check(str_of("a\xED\xBF\xBF"), false, "a\xEF\xBF\xBD");
    check(str_of("\xED\x9F\xBF\xED\xA0\x80z"), false, "\xED\x9F\xBF\xEF\xBF\xBDz");
}

Test(export_sqlite_text, nul)
{
    check((struct str){"a\0b", 3}, false,
          "a\xEF\xBF\xBD"
          "b");
}

/* Names of sources are any bytes. */
Test(export_sqlite_text, bytes)
{
    struct textbuf to = {0};

    export_sqlite_text_repair(str_of("\xFF"
                                     "disk\xC3"),
                              &to);
    cr_assert(str_equal(textbuf_view(&to), str_of("\xEF\xBF\xBD"
                                                  "disk\xEF\xBF\xBD")));
    textbuf_free(&to);
}
