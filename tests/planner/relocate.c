/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the arguments of locationModify are on a computer: by whose variables, and what is none. */
#include "planner/relocate.h"

#include <criterion/criterion.h>

#include "tests/support/holding.h"

static struct holding holding;
static struct profiles old_profiles, now_profiles;
static struct profile old_users[1], now_users[1], heirs[1];
static struct machine old, now;
static struct relocations moves;
static struct str arguments[2];
static struct rules_call call;

static struct profiles windows(const char *version, const char *users, struct profile *user,
                               const char *path)
{
    *user = (struct profile){.path = str_of(path), .folder = INDEX_NONE, .hive = INDEX_NONE};
    return (struct profiles){
        .windows = 0,
        .windows_path = str_of("\\Windows"),
        .drive = str_of("C:"),
        .version = str_of(version),
        .users_path = str_of(users),
        .at = user,
        .n = 1,
    };
}

static void begin(void)
{
    holding_begin(&holding, 1, 100);
    holding_finish(&holding);
    old_profiles =
        windows("5.1", "C:\\Documents and Settings", old_users, "C:\\Documents and Settings\\Ann");
    now_profiles = windows("6.1", "C:\\Users", now_users, "C:\\Users\\Anna");
    old = now = holding.machine;
    old.profiles = &old_profiles;
    now.profiles = &now_profiles;
    heirs[0] = now_users[0];
    holding.scopes[0].user = EXPAND_SYSTEM;
    holding.scopes[1].user = 0;
    moves = (struct relocations){0};
}

static void end(void)
{
    relocate_free(&moves);
    holding_free(&holding);
}

TestSuite(relocate, .init = begin, .fini = end, .timeout = 60);

static void find(const char *function, uint32_t scope, const char *one, const char *two)
{
    const struct relocate_job job = {&holding.expansion, &old, &now, heirs};

    arguments[0] = str_of(one);
    arguments[1] = str_of(two ? two : "");
    call = (struct rules_call){
        .helper = helper_find(str_of(function)), .arguments = arguments, .narguments = two ? 2 : 1};
    holding_rule(&holding, RULES_LOCATION_MODIFY, scope, "C:\\* [*]");
    holding.rules[holding.expansion.nrules - 1].call = &call;
    cr_assert_eq(relocate_find(&job, &moves), STATUS_OK);
}

static void expect_move(const char *source, const char *target, const char *leaf)
{
    cr_assert_eq(moves.n, 1);
    cr_expect_null(moves.wrong);
    cr_expect(str_equal(moves.at[0].source, str_of(source)), "%.*s", (int)moves.at[0].source.n,
              moves.at[0].source.at);
    cr_expect(str_equal(moves.at[0].target, str_of(target)), "%.*s", (int)moves.at[0].target.n,
              moves.at[0].target.at);
    cr_expect(str_equal(moves.at[0].leaf, str_of(leaf)));
}

Test(relocate, the_source_is_of_the_old_windows_and_the_target_of_the_new)
{
    find("RelativeMove", 1, "%CSIDL_PERSONAL%", "%CSIDL_PERSONAL%\\Old");
    expect_move("C:\\Documents and Settings\\Ann\\My Documents", "C:\\Users\\Anna\\Documents\\Old",
                "");
}

Test(relocate, a_location_has_a_name_or_none)
{
    find("ExactMove", 0, " C:\\Dir [ a^[1^].txt ] ", NULL);
    expect_move("", "C:\\Dir", "a[1].txt");
}

Test(relocate, without_a_new_windows_the_old_one_tells_all)
{
    const struct relocate_job job = {&holding.expansion, &old, &now, NULL};

    find("Move", 1, "%CSIDL_PERSONAL%", NULL);
    relocate_free(&moves);
    cr_assert_eq(relocate_find(&job, &moves), STATUS_OK);
    expect_move("", "C:\\Documents and Settings\\Ann\\My Documents", "");
}

Test(relocate, of_one_whom_nobody_takes_over_only_what_is_everybodys_is_a_place)
{
    heirs[0].path = str_of("");
    find("Move", 1, "%CSIDL_PERSONAL%", NULL);
    cr_expect_eq(moves.n, 0);
    cr_expect_null(moves.wrong);
    relocate_free(&moves);
    holding.expansion.nrules = 0;
    find("Move", 1, "C:\\Archive", NULL);
    expect_move("", "C:\\Archive", "");
}

Test(relocate, what_is_no_place_is_told)
{
    static const char *const wrong[] = {"%NOWHERE%\\x", "Music",      "C:Music",      "C:\\*",
                                        "C:\\a [b",     "C:\\a [b]c", "C:\\a [b\\c]", ""};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        holding.expansion.nrules = 0;
        find("ExactMove", 0, wrong[i], NULL);
        cr_expect_eq(moves.n, 0, "%s", wrong[i]);
        cr_assert_not_null(moves.wrong, "%s", wrong[i]);
        cr_expect(str_equal(moves.argument, str_of(wrong[i])));
        relocate_free(&moves);
    }
}
