/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables in texts of patterns. */
#include "planner/environment.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct arena arena;
static struct environment outer, inner;

static void begin(void)
{
    outer = (struct environment){.arena = &arena};
    inner = (struct environment){.arena = &arena, .outer = &outer};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(environment, .init = begin, .fini = end, .timeout = 60);

static struct environment_expanded expanded(const char *text)
{
    struct environment_expanded it = {0};

    cr_assert_eq(environment_expand(&inner, str_of(text), &arena, &it), STATUS_OK);
    return it;
}

/* WANTED: the texts, with | between. */
static void expect(const char *text, const char *wanted)
{
    struct environment_expanded it = expanded(text);
    char joined[4096] = "";
    size_t n = 0;

    for (uint32_t i = 0; i < it.texts.n; i++)
        n += (size_t)snprintf(joined + n, sizeof joined - n, "%s%.*s", i ? "|" : "",
                              (int)it.texts.at[i].n, it.texts.at[i].at);
    cr_expect_str_eq(joined, wanted, "%s: %s", text, joined);
}

static void expect_missing(const char *text, const char *name, enum environment_why why)
{
    struct environment_expanded it = expanded(text);

    cr_expect_eq(it.texts.n, 0);
    cr_expect(str_equal(it.missing, str_of(name)), "%s: %.*s", text, (int)it.missing.n,
              it.missing.at);
    cr_expect_eq(it.why, why, "%s: %d", text, it.why);
}

static void set(struct environment *environment, const char *name, const char *path)
{
    environment_set_path(environment, str_of(name), str_of(path));
    cr_assert_eq(environment->status, STATUS_OK);
}

Test(environment, variables_are_replaced_without_regard_to_case)
{
    set(&outer, "SystemDrive", "C:");
    set(&inner, "Name(x86)", "Ann");
    expect("%SYSTEMDRIVE%\\%name(X86)%\\* [%Name(x86)%.txt]", "C:\\Ann\\* [Ann.txt]");
    expect("plain", "plain");
    expect("", "");
}

Test(environment, what_is_special_in_a_path_is_escaped)
{
    set(&inner, "X", "C:\\a [1]^*");
    expect("%X%\\* [*]", "C:\\a ^[1^]^^^*\\* [*]");
    set(&inner, "X", " a b ");
    expect("%X%", "^ a b^ ");
}

Test(environment, what_is_no_name_stays)
{
    set(&inner, "b", "B");
    expect("100% [*.a%]", "100% [*.a%]");
    expect("%", "%");
    expect("%%", "%%");
    expect("%a b%b%", "%a bB");
    expect("%a\\%b%", "%a\\B");
    expect("50%b%", "50B");
}

Test(environment, the_inner_one_is_asked_first)
{
    set(&outer, "X", "outer");
    expect("%X%", "outer");
    set(&inner, "x", "inner");
    expect("%X%", "inner");
    set(&inner, "X", "again");
    expect("%X%", "again");
}

Test(environment, a_variable_without_a_value_says_why_and_hides_nothing)
{
    expect_missing("%A%%NO%", "A", ENVIRONMENT_UNKNOWN);
    environment_set_absent(&outer, str_of("A"), ENVIRONMENT_OTHER_TURN);
    expect_missing("%a%", "a", ENVIRONMENT_OTHER_TURN);
    environment_set_absent(&inner, str_of("A"), ENVIRONMENT_VIRTUAL);
    expect_missing("%a%", "a", ENVIRONMENT_VIRTUAL);
    set(&outer, "A", "value");
    expect("%a%", "value");
    environment_set_absent(&outer, str_of("A"), ENVIRONMENT_NOT_HERE);
    expect("%a%", "value");
    set(&outer, "EMPTY", "");
    expect_missing("x%EMPTY%", "EMPTY", ENVIRONMENT_NOT_HERE);
}

Test(environment, several_values_give_every_choice_of_them)
{
    const struct str one[] = {str_of("a"), str_of("b")};
    const struct str two[] = {str_of("1"), str_of("2"), str_of("3")};

    environment_set(&inner, str_of("X"), (struct environment_texts){one, 2});
    environment_set(&outer, str_of("Y"), (struct environment_texts){two, 3});
    expect("-%X%%Y%", "-a1|-a2|-a3|-b1|-b2|-b3");
    expect("%X%%x%", "aa|ab|ba|bb");
}

Test(environment, too_many_and_too_long_texts_are_none)
{
    static char big[40000], many[200], names[400];
    const struct str two[] = {str_of("a"), str_of("b")};
    size_t n = 0;

    memset(big, 'x', sizeof big - 1);
    set(&inner, "BIG", big);
    expect_missing("%BIG%%BIG%", "%BIG%%BIG%", ENVIRONMENT_TOO_MUCH);
    environment_set(&inner, str_of("X"), (struct environment_texts){two, 2});
    for (int i = 0; i < 12; i++)
        n += (size_t)snprintf(many + n, sizeof many - n, "%%X%%");
    cr_expect_eq(expanded(many).texts.n, 4096);
    strcat(many, "%X%");
    expect_missing(many, many, ENVIRONMENT_TOO_MUCH);
    n = 0;
    set(&inner, "Y", "y");
    for (int i = 0; i < ENVIRONMENT_VARIABLES_MAX + 1; i++)
        n += (size_t)snprintf(names + n, sizeof names - n, "%%Y%%");
    expect_missing(names, "Y", ENVIRONMENT_TOO_MUCH);
    names[3 * ENVIRONMENT_VARIABLES_MAX] = '\0';
    cr_expect_eq(expanded(names).texts.n, 1);
}

Test(environment, a_thousand_names_and_one_that_is_too_long)
{
    char name[300], value[300];

    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "name%d", i);
        snprintf(value, sizeof value, "value%d", i);
        set(&inner, name, value);
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "%%NAME%d%%", i);
        snprintf(value, sizeof value, "value%d", i);
        expect(name, value);
    }
    memset(name, 'n', ENVIRONMENT_NAME_MAX + 1);
    name[ENVIRONMENT_NAME_MAX + 1] = '\0';
    set(&inner, name, "x");
    cr_expect_eq(environment_find(&inner, str_of(name)).why, ENVIRONMENT_UNKNOWN);
    set(&inner, name + 1, "x");
    cr_expect_eq(environment_find(&inner, str_of(name + 1)).values.n, 1);
}
