/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many rules over a tree of folders: who wins where, and that it is who each pattern by itself
 * says.
 */
#include "planner/matcher.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "mft/path.h"
#include "tests/support/grove.h"
#include "tests/support/rulebook.h"

enum { TEXT_BYTES = 1 << 16 };

static struct grove grove;
static struct rulebook book;

static void begin(void)
{
    grove_begin(&grove, 1000);
}

static void end(void)
{
    grove_free(&grove);
    rulebook_free(&book);
}

TestSuite(matcher, .init = begin, .fini = end, .timeout = 120);

/* What a walk saw, a line for each object: its path, with a backslash at the end of a folder's, and
 * its rules. */
struct seen {
    char text[TEXT_BYTES];
    size_t n;
    struct path path;
};

static struct seen seen;

static void note(uint32_t name, bool is_folder, const uint32_t *winners, uint32_t n)
{
    bool is_root = grove.index.names.file[name] == GROVE_ROOT;

    cr_assert_eq(path_of_name(&grove.index, name, &seen.path), STATUS_OK);
    seen.n += (size_t)snprintf(seen.text + seen.n, TEXT_BYTES - seen.n, "%.*s%s", (int)seen.path.n,
                               seen.path.at, is_folder && !is_root ? "\\" : "");
    for (uint32_t i = 0; i < n; i++)
        seen.n += (size_t)snprintf(seen.text + seen.n, TEXT_BYTES - seen.n, " %u", winners[i]);
    seen.n += (size_t)snprintf(seen.text + seen.n, TEXT_BYTES - seen.n, "\n");
    cr_assert_lt(seen.n, TEXT_BYTES);
}

static enum status see(void *context, const struct matcher_match *match)
{
    cr_assert_gt(match->nrules, 0);
    ++*(uint32_t *)context;
    note(match->name, match->is_folder, match->rules, match->nrules);
    return STATUS_OK;
}

static const char *walk(const uint16_t *upcase)
{
    struct matcher *matcher;
    uint32_t n = 0;

    seen.n = 0;
    seen.text[0] = '\0';
    cr_assert_eq(matcher_new(book.rules, book.n, upcase, &matcher), STATUS_OK);
    cr_assert_eq(
        matcher_walk(matcher, &grove.index, str_of("C:"), &(struct matcher_visitor){see, &n}),
        STATUS_OK);
    matcher_free(matcher);
    path_free(&seen.path);
    return seen.text;
}

/* ---- The table of precedence ---- */

/* Dir1 and Dir1\Dir2, each with a.txt and b.doc; c.txt in the root. */
static void plant_rows(void)
{
    uint32_t dir1 = grove_add(&grove, GROVE_ROOT, str_of("Dir1"), FILE_DIRECTORY);
    uint32_t dir2 = grove_add(&grove, dir1, str_of("Dir2"), FILE_DIRECTORY);

    grove_add(&grove, dir1, str_of("a.txt"), 0);
    grove_add(&grove, dir1, str_of("b.doc"), 0);
    grove_add(&grove, dir2, str_of("a.txt"), 0);
    grove_add(&grove, dir2, str_of("b.doc"), 0);
    grove_add(&grove, GROVE_ROOT, str_of("c.txt"), 0);
    grove_finish(&grove);
}

/* Is a file there whose winner in any set is an include? */
static enum status see_included(void *context, const struct matcher_match *match)
{
    uint32_t last_set = UINT32_MAX;
    bool is_included = false;

    (void)context;
    for (uint32_t i = 0; i < match->nrules; i++) {
        const struct matcher_rule *rule = &book.rules[match->rules[i]];

        cr_assert(rule->set != last_set, "two winners in a set");
        last_set = rule->set;
        is_included |= !rule->is_exclude;
    }
    if (is_included && !match->is_folder)
        note(match->name, false, NULL, 0);
    return STATUS_OK;
}

/* RULES as "+0 pattern|-1 pattern": include in set 0, exclude in set 1. */
static void check_row(const char *name, const char *text, const char *expected)
{
    char one[200];
    struct matcher *matcher;

    book.n = 0;
    seen.n = 0;
    seen.text[0] = '\0';
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "|");

        snprintf(one, sizeof one, "%.*s", (int)n - 3, at + 3);
        rulebook_add(&book, one, (uint32_t)(at[1] - '0'), at[0] == '-');
        at += n + (at[n] == '|');
    }
    cr_assert_eq(matcher_new(book.rules, book.n, NULL, &matcher), STATUS_OK);
    cr_assert_eq(matcher_walk(matcher, &grove.index, str_of("C:"),
                              &(struct matcher_visitor){see_included, NULL}),
                 STATUS_OK);
    cr_expect_str_eq(seen.text, expected, "row %s: %s", name, seen.text);
    matcher_free(matcher);
    path_free(&seen.path);
}

#define A1 "\\Dir1\\a.txt\n"
#define B1 "\\Dir1\\b.doc\n"
#define A2 "\\Dir1\\Dir2\\a.txt\n"
#define B2 "\\Dir1\\Dir2\\b.doc\n"

Test(matcher, every_row_of_the_table_comes_out_by_the_rules)
{
    static const struct {
        const char *name, *rules, *expected;
    } rows[] = {
        {"1", "+0 C:\\Dir1\\* [*]|-0 C:\\* [*.txt]", A1 B1 A2 B2},
        {"2", "+0 C:\\Dir1\\* [*]|-0 C:\\Dir1\\Dir2\\* [*.txt]", A1 B1 B2},
        {"3", "+0 C:\\Dir1\\* [*]|-0 C:\\Dir1\\* [*.txt]", B1 B2},
        {"4", "+0 C:\\Dir1\\Dir2\\* [*.txt]|-0 C:\\Dir1\\Dir2\\* [*.txt]", ""},
        {"5", "+0 C:\\Dir1\\* [*.txt]|-0 C:\\Dir1\\Dir2\\* [*]", A1},
        {"6, by the rules", "+0 C:\\Dir1\\Dir2\\* [*]|-0 C:\\Dir1\\* [*.txt]", A2 B2},
        {"7",
         "+0 C:\\Dir1\\* [*]|-0 C:\\Dir1\\Dir2\\* [*.txt]|"
         "+1 C:\\Dir1\\Dir2\\* [*.txt]|-1 C:\\Dir1\\* [*]",
         A1 B1 A2 B2},
        {"8, by the rules", "+0 C:\\Dir1\\Dir2\\* [*]|-1 C:\\Dir1\\* [*.txt]", A2 B2},
        {"9", "+1 C:\\Dir1\\* [*.txt]|-0 C:\\Dir1\\Dir2\\* [*]", A1 A2},
        {"10", "+0 C:\\Dir1\\* [*]|-0 C:\\Dir1\\ [*]", A2 B2},
        {"11", "+0 C:\\Dir1 [a.txt]|-0 C:\\Dir1\\* [*]", A1},
        {"11, the leaf alone", "+0 C:\\Dir1\\* [a.txt]|-0 C:\\Dir1\\* [*]", A1 A2},
    };

    plant_rows();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(rows[i].name, rows[i].rules, rows[i].expected);
}

/* ---- What is walked, and how it is told ---- */

Test(matcher, a_folder_comes_before_its_files_and_these_before_its_folders)
{
    plant_rows();
    rulebook_add(&book, "* [*]", 0, false);
    cr_expect_str_eq(walk(NULL), "\\ 0\n\\c.txt 0\n\\Dir1\\ 0\n\\Dir1\\a.txt 0\n\\Dir1\\b.doc 0\n"
                                 "\\Dir1\\Dir2\\ 0\n\\Dir1\\Dir2\\a.txt 0\n"
                                 "\\Dir1\\Dir2\\b.doc 0\n");
}

Test(matcher, patterns_without_a_leaf_see_folders_alone)
{
    plant_rows();
    rulebook_add(&book, "C:\\", 0, false);
    rulebook_add(&book, "C:\\Dir1\\*", 0, false);
    rulebook_add(&book, "C:\\Dir1\\Dir2 []", 0, false);
    cr_expect_str_eq(walk(NULL), "\\ 0\n\\Dir1\\ 1\n\\Dir1\\Dir2\\ 2\n");
}

Test(matcher, rules_with_filters_do_not_hide_those_behind_them)
{
    plant_rows();
    rulebook_add(&book, "C:\\* [*]", 5, false);
    rulebook_add(&book, "C:\\Dir1\\* [*.txt]", 5, false)->is_conditional = true;
    rulebook_add(&book, "C:\\Dir1\\* [*]", 5, false);
    rulebook_add(&book, "C:\\Dir1\\Dir2 [a.txt]", 5, true)->is_conditional = true;
    rulebook_add(&book, "C:\\Dir1\\Dir2 [a.*]", 2, true);
    cr_expect_str_eq(walk(NULL),
                     "\\ 0\n\\c.txt 0\n\\Dir1\\ 2\n\\Dir1\\a.txt 1 2\n\\Dir1\\b.doc 2\n"
                     "\\Dir1\\Dir2\\ 2\n\\Dir1\\Dir2\\a.txt 4 3 1 2\n\\Dir1\\Dir2\\b.doc 2\n");
}

Test(matcher, between_equals_the_exclude_and_then_the_first_wins)
{
    plant_rows();
    rulebook_add(&book, "C:\\ [c.txt]", 0, false);
    rulebook_add(&book, "C:\\ [C.TXT]", 0, true);
    rulebook_add(&book, "C:\\ [c.txt]", 0, true);
    rulebook_add(&book, "C: [c.txt]", 1, false);
    rulebook_add(&book, "C: [c.txt]", 1, false);
    cr_expect_str_eq(walk(NULL), "\\c.txt 1 3\n");
}

Test(matcher, metadata_is_passed_over_and_links_are_objects_of_their_own)
{
    uint32_t extend =
        grove_add(&grove, GROVE_ROOT, str_of("$Extend"), FILE_DIRECTORY | FILE_SYSTEM);
    uint32_t a = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_DIRECTORY);

    grove_add(&grove, extend, str_of("x.txt"), 0);
    grove_add(&grove, GROVE_ROOT, str_of("$MFT"), FILE_SYSTEM);
    grove_add(&grove, GROVE_ROOT, str_of("one.txt"), 0);
    grove_link(&grove, a, str_of("two.txt"));
    grove_add(&grove, a, str_of("twice"), FILE_DIRECTORY);
    grove_link(&grove, GROVE_ROOT, str_of("again"));
    grove_finish(&grove);
    rulebook_add(&book, "* [*]", 0, false);
    cr_expect_str_eq(walk(NULL), "\\ 0\n\\one.txt 0\n\\a\\ 0\n\\a\\two.txt 0\n\\a\\twice\\ 0\n");
}

Test(matcher, folders_that_differ_in_case_alone_are_both_meant)
{
    uint32_t one = grove_add(&grove, GROVE_ROOT, str_of("Dir"), FILE_DIRECTORY);
    uint32_t two = grove_add(&grove, GROVE_ROOT, str_of("DIR"), FILE_DIRECTORY);

    grove_add(&grove, one, str_of("x.Txt"), 0);
    grove_add(&grove, two, str_of("X.tXT"), 0);
    grove_finish(&grove);
    rulebook_add(&book, "c:\\dir\\* [*.TXT]", 0, false);
    cr_expect_str_eq(walk(NULL), "\\Dir\\x.Txt 0\n\\DIR\\X.tXT 0\n");
}

static enum status refuse(void *context, const struct matcher_match *match)
{
    (void)match;
    ++*(uint32_t *)context;
    return STATUS_TOO_LARGE;
}

Test(matcher, a_visitor_can_end_the_walk)
{
    struct matcher *matcher;
    uint32_t n = 0;

    plant_rows();
    rulebook_add(&book, "* [*]", 0, false);
    cr_assert_eq(matcher_new(book.rules, book.n, NULL, &matcher), STATUS_OK);
    cr_expect_eq(
        matcher_walk(matcher, &grove.index, str_of("C:"), &(struct matcher_visitor){refuse, &n}),
        STATUS_TOO_LARGE);
    cr_expect_eq(n, 1);
    matcher_free(matcher);
}

Test(matcher, another_drive_and_no_rules_match_nothing)
{
    plant_rows();
    cr_expect_str_eq(walk(NULL), "");
    rulebook_add(&book, "D:\\* [*]", 0, false);
    rulebook_add(&book, "D:\\*\\x [*]", 0, false);
    cr_expect_str_eq(walk(NULL), "");
}

static enum status count(void *context, const struct matcher_match *match)
{
    (void)match;
    ++*(uint32_t *)context;
    return STATUS_OK;
}

/* No call may wait for another that goes one folder further down. */
Test(matcher, three_hundred_thousand_folders_within_each_other)
{
    enum { DEPTH = 300000 };
    struct matcher *matcher;
    uint32_t parent = GROVE_ROOT, n = 0;

    grove_free(&grove);
    grove_begin(&grove, DEPTH + 2);
    for (uint32_t i = 0; i < DEPTH; i++)
        parent = grove_add(&grove, parent, str_of(i % 2 ? "a" : "b"), FILE_DIRECTORY);
    grove_add(&grove, parent, str_of("end.txt"), 0);
    grove_finish(&grove);
    rulebook_add(&book, "C:\\*\\a\\*\\b\\* [*.txt]", 0, false);
    rulebook_add(&book, "C:\\b\\a\\b\\*", 1, false);
    rulebook_add(&book, "C:\\*\\a []", 2, false);
    cr_assert_eq(matcher_new(book.rules, book.n, NULL, &matcher), STATUS_OK);
    cr_expect_eq(
        matcher_walk(matcher, &grove.index, str_of("C:"), &(struct matcher_visitor){count, &n}),
        STATUS_OK);
    cr_expect_eq(n, DEPTH - 2 + 1 + 1);
    matcher_free(matcher);
}
