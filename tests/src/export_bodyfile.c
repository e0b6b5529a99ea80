/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths in a bodyfile. */
#include "src/export_bodyfile.h"

#include <criterion/criterion.h>

Test(export_bodyfile, paths)
{
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {"\\", "/"},
        {"\\Users\\a.txt", "/Users/a.txt"},
        {"\\a|b", "/a\\x7cb"},
        {"\\a\nb\033\x7F", "/a\\x0ab\\x1b\\x7f"},
        {"\\\xC3\xA9", "/\xC3\xA9"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct textbuf to = {0};

        export_bodyfile_path(&to, str_of(cases[i].path));
        cr_expect(str_equal(textbuf_view(&to), str_of(cases[i].expected)), "%.*s, not %s",
                  (int)to.n, to.at, cases[i].expected);
        textbuf_free(&to);
    }
}
