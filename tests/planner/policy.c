/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists in which the first match decides. */
#include "planner/policy.h"

#include <criterion/criterion.h>

#include "tests/support/grove.h"

static struct grove grove;
static struct machine_drive drive;
static struct policy policy;

static void begin(void)
{
    uint32_t users;

    grove_begin(&grove, 10);
    users = grove_add(&grove, GROVE_ROOT, str_of("Users"), FILE_DIRECTORY);
    grove_add(&grove, users, str_of("a.pst"), 0);
    grove_add(&grove, users, str_of("b.txt"), 0);
    grove_finish(&grove);
    drive = (struct machine_drive){.name = str_of("C:"), .index = &grove.index};
}

static void end(void)
{
    policy_free(&policy);
    grove_free(&grove);
}

TestSuite(policy, .init = begin, .fini = end);

static void add(const char *pattern, uint32_t code, uint32_t verdict)
{
    cr_assert_eq(policy_add(&policy, str_of(pattern), code, verdict), STATUS_OK);
}

/* The verdict on the file added as number FILE, 1 being the folder. */
static uint32_t ask(uint32_t file, uint32_t code)
{
    uint32_t verdict = 77;

    cr_assert_eq(policy_ask(&policy, &drive, grove.index.files.first_name[file], code, &verdict),
                 STATUS_OK);
    return verdict;
}

Test(policy, without_lines_it_is_silent)
{
    cr_expect_eq(ask(2, 32), POLICY_SILENT);
}

Test(policy, the_first_line_that_matches_decides)
{
    add("C:\\Users\\* [*.pst]", POLICY_ANY_CODE, 1);
    add("c:\\USERS\\* [*]", POLICY_ANY_CODE, 2);
    add("C:\\* [*]", POLICY_ANY_CODE, 3);
    cr_expect_eq(ask(2, 1), 1);
    cr_expect_eq(ask(3, 1), 2);
}

Test(policy, codes_are_asked_and_locked_files_have_three)
{
    add("* [*]", 33, 1);
    add("* [*]", 5, 2);
    cr_expect_eq(ask(2, 32), 1);
    cr_expect_eq(ask(2, 212), 1);
    cr_expect_eq(ask(2, 5), 2);
    cr_expect_eq(ask(2, 6), POLICY_SILENT);
}

Test(policy, a_node_alone_means_what_lies_below_and_nonsense_nothing)
{
    add("[", POLICY_ANY_CODE, 9);
    add("", POLICY_ANY_CODE, 9);
    add("D:\\*", POLICY_ANY_CODE, 9);
    add("C:\\Users\\*", POLICY_ANY_CODE, 4);
    cr_expect_eq(ask(3, 32), 4);
}
