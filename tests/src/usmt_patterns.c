/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files /extract copies. */
#include "src/usmt_patterns.h"

#include <criterion/criterion.h>

static bool takes(const char *word, const char *other, const char *path)
{
    char *argv[] = {"usmtutils", (char *)word, (char *)other, NULL};
    const char *name = strrchr(path, '\\');
    struct usmt_patterns patterns;
    struct usmt_line line;
    bool is_taken;

    cr_assert_eq(usmt_options_parse(USMT_UTILS,
                                    other  ? 3
                                    : word ? 2
                                           : 1,
                                    argv, &line),
                 USMT_SUCCESS);
    cr_assert(usmt_patterns_make(&line, &patterns));
    is_taken = usmt_patterns_take(&patterns, str_of(name ? name + 1 : path), str_of(path), NULL);
    usmt_patterns_free(&patterns);
    usmt_options_free(&line);
    return is_taken;
}

Test(usmt_patterns, without_any_all_is_taken)
{
    cr_expect(takes(NULL, NULL, "C$\\a.txt"));
}

Test(usmt_patterns, what_is_included_is_taken_and_nothing_else)
{
    cr_expect(takes("/i:*.txt", NULL, "C$\\A.TXT"));
    cr_expect_not(takes("/i:*.txt", NULL, "C$\\a.txt.bak"));
    cr_expect(takes("/i:*.doc; *.txt ,x", NULL, "C$\\a.txt"));
    cr_expect(takes("/i:*.doc", "/i:**.txt", "C$\\a.txt"));
    cr_expect(takes("/i:,", NULL, "C$\\a.txt"));
    cr_expect(takes("/i:\xF0\x9F\x98\x80*", NULL, "C$\\\xF0\x9F\x98\x80.txt"));
}

Test(usmt_patterns, includes_count_before_excludes)
{
    cr_expect_not(takes("/e:*.txt", NULL, "C$\\a.txt"));
    cr_expect(takes("/e:*.txt", NULL, "C$\\a.doc"));
    cr_expect(takes("/e:*", "/i:a*", "C$\\a.txt"));
    cr_expect_not(takes("/e:*", "/i:a*", "C$\\b.txt"));
}

Test(usmt_patterns, one_with_a_backslash_is_about_the_path)
{
    cr_expect(takes("/i:C$\\Users\\*\\*.txt", NULL, "C$\\Users\\Ann\\Documents\\a.txt"));
    cr_expect_not(takes("/i:C$\\Users\\*.txt", NULL, "D$\\Users\\a.txt"));
}
