/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables in paths. */
#include "src/variables.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct arena arena;
static struct variables machine, user;

static void begin(void)
{
    arena = (struct arena){0};
    machine = (struct variables){.arena = &arena};
    user = (struct variables){.arena = &arena, .outer = &machine};
    variables_set(&machine, "SystemDrive", str_of("C:"));
    variables_set(&user, "USERPROFILE", str_of("C:\\Users\\Ann"));
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(variables, .init = begin, .fini = end);

static void expect(const char *text, const char *expected)
{
    struct str got = variables_expand(&user, str_of(text));

    cr_assert(str_equal(got, str_of(expected)), "%s: %.*s", text, (int)got.n, got.at);
}

Test(variables, are_replaced_whatever_their_case)
{
    expect("%USERPROFILE%\\Desktop", "C:\\Users\\Ann\\Desktop");
    expect("%userprofile%", "C:\\Users\\Ann");
    expect("%SystemDrive%%SYSTEMDRIVE%", "C:C:");
    expect("x%SystemDrive%", "xC:");
}

Test(variables, that_are_not_known_stay)
{
    expect("", "");
    expect("plain", "plain");
    expect("%nobody%\\x", "%nobody%\\x");
    expect("%", "%");
    expect("%%", "%%");
    expect("100%", "100%");
    expect("100%SystemDrive%", "100C:");
    expect("%nobody%SystemDrive%", "%nobodyC:");
}

Test(variables, are_replaced_once)
{
    variables_set(&user, "LOOP", str_of("%LOOP%%LOOP%"));
    expect("%LOOP%", "%LOOP%%LOOP%");
}

Test(variables, can_be_set_anew_but_not_to_nothing)
{
    variables_set(&user, "USERPROFILE", str_of("D:\\Ann"));
    variables_set(&user, "USERPROFILE", str_of(""));
    expect("%USERPROFILE%", "D:\\Ann");
}

Test(variables, of_the_inner_come_before_those_of_the_outer)
{
    variables_set(&user, "SystemDrive", str_of("E:"));
    expect("%SystemDrive%", "E:");
}

Test(variables, do_not_grow_a_path_beyond_what_can_be_one)
{
    enum { NBYTES = 90000 };
    char *text = malloc(NBYTES);
    struct str got;

    memset(text, 'x', NBYTES);
    variables_set(&user, "LONG", (struct str){text, NBYTES});
    got = variables_expand(&user, str_of("%LONG%"));
    cr_assert_eq(got.n, NBYTES);
    got = variables_expand(&user, str_of("%LONG%%LONG%"));
    cr_assert(str_equal(got, str_of("%LONG%%LONG%")));
    free(text);
}
