/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns: what they mean, what is none, and which is the more specific. */
#include "planner/pattern.h"

#include <criterion/criterion.h>

static struct arena arena;

static void begin(void)
{
    arena = (struct arena){0};
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(pattern, .init = begin, .fini = end);

static struct pattern parse(const char *text)
{
    struct pattern pattern;
    const char *why = "";
    enum status status = pattern_parse(str_of(text), &arena, &pattern, &why);

    cr_assert_eq(status, STATUS_OK, "<%s> %s", text, why);
    return pattern;
}

/* Does TEXT match NAME in FOLDER, by UPCASE? */
static bool matches(const char *text, const char *folder, const char *name, const uint16_t *upcase)
{
    struct pattern pattern = parse(text);

    return pattern_matches(&pattern, str_of(folder), str_of(name), upcase);
}

struct row {
    const char *pattern, *folder, *name;
    bool is_match;
};

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(matches(rows[i].pattern, rows[i].folder, rows[i].name, NULL), rows[i].is_match,
                     "<%s> %s <%s> in <%s>", rows[i].pattern,
                     rows[i].is_match ? "must match" : "must not match", rows[i].name,
                     rows[i].folder);
}

Test(pattern, each_form_means_its_files_and_its_folders)
{
    static const struct row rows[] = {
        {"C:\\Folder\\* [*]", "C:\\Folder", "a.txt", true},
        {"C:\\Folder\\* [*]", "C:\\Folder\\Sub\\Deep", "a.txt", true},
        {"C:\\Folder\\* [*]", "C:\\Folder", "", true},
        {"C:\\Folder\\* [*]", "C:\\Folder\\Sub", "", true},
        {"C:\\Folder\\* [*]", "C:\\Folders", "a.txt", false},
        {"C:\\Folder\\* [*]", "C:\\", "Folder", false},
        {"C:\\Folder\\* [*]", "C:\\", "", false},
        {"C:\\Folder\\ [*]", "C:\\Folder", "a.txt", true},
        {"C:\\Folder\\ [*]", "C:\\Folder", "", true},
        {"C:\\Folder\\ [*]", "C:\\Folder\\Sub", "a.txt", false},
        {"C:\\Folder\\ [*]", "C:\\Folder\\Sub", "", false},
        {"C:\\Folder\\ [Sample.doc]", "C:\\Folder", "Sample.doc", true},
        {"C:\\Folder\\ [Sample.doc]", "C:\\Folder", "Sample.docx", false},
        {"C:\\Folder\\ [Sample.doc]", "C:\\Folder", "aSample.doc", false},
        {"C:\\Folder\\ [Sample.doc]", "C:\\Folder", "", false},
        {"C:\\* [Sample.doc]", "C:", "Sample.doc", true},
        {"C:\\* [Sample.doc]", "C:\\", "Sample.doc", true},
        {"C:\\* [Sample.doc]", "C:\\a\\b\\c", "Sample.doc", true},
        {"C:\\* [Sample.doc]", "D:\\a", "Sample.doc", false},
        {"C:\\*\\Presentations\\* [*]", "C:\\Presentations", "a.ppt", false},
        {"C:\\*\\Presentations\\* [*]", "C:\\a\\Presentations", "a.ppt", true},
        {"C:\\*\\Presentations\\* [*]", "C:\\a\\b\\Presentations\\c", "a.ppt", true},
        {"C:\\*\\Presentations\\* [*]", "C:\\a\\MyPresentations", "a.ppt", false},
        {"C:\\*\\Presentations [*]", "C:\\a\\Presentations", "a.ppt", true},
        {"C:\\*\\Presentations [*]", "C:\\a\\Presentations\\b", "a.ppt", false},
        {"C:\\*\\Presentations [*]", "C:\\Presentations\\Presentations", "a.ppt", true},
        {"c:\\Windows\\*", "C:\\Windows", "", true},
        {"c:\\Windows\\*", "C:\\Windows\\System32\\drivers", "", true},
        {"c:\\Windows\\*", "C:\\Windows", "win.ini", false},
        {"c:\\test docs", "C:\\Test Docs", "", true},
        {"c:\\test docs", "C:\\Test Docs", "a", false},
        {"c:\\test docs", "C:\\Test Docs\\a", "", false},
        {"c:\\dir []", "C:\\dir", "", true},
        {"c:\\dir []", "C:\\dir", "a", false},
        {"c:\\ []", "C:", "", true},
        {"* [*]", "C:", "", true},
        {"* [*]", "Z:\\any\\where", "a", true},
        {"*[*.library-ms]", "C:\\Users\\Ann", "Documents.library-ms", true},
        {"*[*.library-ms]", "C:\\Users\\Ann", "", false},
        {"C:\\Fol* [*]", "C:\\Folder\\Sub", "a", true},
        {"C:\\Fol* [*]", "C:\\Other\\Folder", "a", false},
        {"C:\\a*b*c\\* [*]", "C:\\axb\\yc\\z", "f", true},
        {"C:\\a*b*c\\* [*]", "C:\\axb\\ycd\\z", "f", false},
        {"*\\x [f]", "C:\\x", "f", true},
        {"*\\x [f]", "C:\\x\\y", "f", false},
    };

    check_rows(rows, sizeof rows / sizeof *rows);
}

Test(pattern, only_the_star_is_a_wildcard)
{
    static const struct row rows[] = {
        {"C:\\a [?.txt]", "C:\\a", "b.txt", false}, {"C:\\a [?.txt]", "C:\\a", "?.txt", true},
        {"C:\\a$ [b$]", "C:\\a$", "b$", true},      {"C:\\a$ [b$]", "C:\\ax", "bx", false},
        {"C:\\a [*.*]", "C:\\a", "b", false},       {"C:\\a [*.*]", "C:\\a", "b.", true},
        {"C:\\a [**]", "C:\\a", "", true},          {"C:\\a [a*a]", "C:\\a", "a", false},
        {"C:\\a [a*a]", "C:\\a", "aa", true},       {"C:\\a [*ab]", "C:\\a", "aab", true},
        {"C:\\a [*aab*b]", "C:\\a", "aaabb", true}, {"C:\\a [x.]", "C:\\a", "x", false},
    };

    check_rows(rows, sizeof rows / sizeof *rows);
}

Test(pattern, a_caret_takes_the_next_character_as_it_is)
{
    static const struct row rows[] = {
        {"C:\\a [file^].txt]", "C:\\a", "file].txt", true},
        {"C:\\a [file^[1^].txt]", "C:\\a", "file[1].txt", true},
        {"C:\\a^[b^] [*]", "C:\\a[b]", "x", true},
        {"C:\\a [^*]", "C:\\a", "*", true},
        {"C:\\a [^*]", "C:\\a", "b", false},
        {"C:\\^* [*]", "C:\\*", "b", true},
        {"C:\\^* [*]", "C:\\a", "b", false},
        {"C:\\x^^ [^^]", "C:\\x^", "^", true},
        {"C:\\a [^ b]", "C:\\a", " b", true},
        {"C:\\a^  [b^ ]", "C:\\a ", "b ", true},
        {"C:\\a [^a^b]", "C:\\a", "ab", true},
    };

    check_rows(rows, sizeof rows / sizeof *rows);
}

Test(pattern, blanks_around_both_parts_do_not_count)
{
    static const struct row rows[] = {
        {"  C:\\My Docs\\*[*.txt]  ", "C:\\My Docs", "a.txt", true},
        {"\r\n\tC:\\My Docs\\*\t [ *.txt ]\r\n", "C:\\My Docs\\b", "a.txt", true},
        {"c:\\*[*]", "C:\\x", "y", true},
        {"D:\\New folder\\*[*.txt]", "D:\\New folder", "a.txt", true},
        {"C:\\a [x y]", "C:\\a", "x y", true},
        {"C:\\a [ ]", "C:\\a", "", true},
        {"C:\\\\a\\\\ [x]", "C:\\a", "x", true},
        {"C:\\a\\   [x]", "C:\\a", "x", true},
        {"C: [x]", "C:\\", "x", true},
    };

    check_rows(rows, sizeof rows / sizeof *rows);
}

Test(pattern, case_is_that_of_the_volume)
{
    static uint16_t upcase[TEXT_UPCASE_UNITS];

    for (uint32_t c = 0; c < TEXT_UPCASE_UNITS; c++)
        upcase[c] = (uint16_t)c;
    cr_expect(matches("c:\\FOO [BAR]", "C:\\foo", "bar", NULL));
    cr_expect_not(matches("C:\\FOO [BAR]", "C:\\foo", "bar", upcase));
    cr_expect_not(matches("C:\\\xC3\xA4 [x]", "C:\\\xC3\x84", "x", NULL));
    upcase[0xE4] = 0xC4;  /* a and A with diaeresis */
    upcase['x'] = 0x263A; /* made up */
    cr_expect(matches("C:\\\xC3\xA4 [x]", "C:\\\xC3\x84", "\xE2\x98\xBA", upcase));
    cr_expect(matches("C:\\* [*.x]", "C:\\a", "b.\xE2\x98\xBA", upcase));
}

Test(pattern, surrogates_are_characters_in_pairs_and_alone)
{
    cr_expect(matches("C:\\\xF0\x9F\x98\x80 [*]", "C:\\\xF0\x9F\x98\x80", "x", NULL));
    cr_expect_not(matches("C:\\\xF0\x9F\x98\x80 [*]", "C:\\\xF0\x9F\x98\x81", "x", NULL));
    cr_expect(matches("C:\\a [*\xED\xA0\xBD*]", "C:\\a",
                      "b\xED\xA0\xBD"
                      "c",
                      NULL));
    cr_expect_not(matches("C:\\a [*\xED\xA0\xBD*]", "C:\\a", "b\xF0\x9F\x98\x80", NULL));
}

Test(pattern, what_is_none_says_why)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "names no folder"},
        {"  ", "names no folder"},
        {" [*]", "names no folder"},
        {"\\ [*]", "names no folder"},
        {"C:\\a [*", "has a [ without a ]"},
        {"C:\\a [*^]", "has a [ without a ]"},
        {"C:\\a *]", "has a ] without a [; in a name it is written ^]"},
        {"C:\\a [b[1].txt]", "has a [ within its brackets; in a name it is written ^["},
        {"C:\\a [b\\c]", "has a \\ within its brackets; folders stand before them"},
        {"C:\\a [b] c", "goes on behind its closing bracket"},
        {"C:\\a [b]]", "goes on behind its closing bracket"},
        {"C:\\a^", "ends in a ^ with nothing behind it"},
        {"C:\\a [b^", "ends in a ^ with nothing behind it"},
        {"C:\\a^\\b", "has a ^ before a \\; a ^ in a name is written ^^"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pattern pattern = {.rank = 7};
        const char *why = "";

        cr_expect_eq(pattern_parse(str_of(rows[i].text), &arena, &pattern, &why), STATUS_DAMAGED,
                     "<%s>", rows[i].text);
        cr_expect_str_eq(why, rows[i].why, "<%s>", rows[i].text);
        cr_expect_eq(pattern.rank, 7, "<%s> left something behind", rows[i].text);
    }
}

Test(pattern, the_longest_is_taken_and_a_longer_one_refused)
{
    static char text[PATTERN_BYTES_MAX];
    struct pattern pattern;
    const char *why = "";

    memset(text, '\\', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2)
        text[i] = 'a';
    cr_assert_eq(pattern_parse((struct str){text, sizeof text - 1}, &arena, &pattern, &why),
                 STATUS_OK);
    cr_assert_eq(pattern.nsegments, (sizeof text - 1) / 2);
    cr_assert_eq(pattern_parse((struct str){text, sizeof text}, &arena, &pattern, &why),
                 STATUS_DAMAGED);
    cr_assert_str_eq(why, "is longer than any path");
}

Test(pattern, an_escaped_text_means_itself)
{
    static const char *const names[] = {"a", "a[1]", "100% ^ * ]", " b ", "\xF0\x9F\x98\x80[", ""};
    char text[100];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = 6;

        memcpy(text, "C:\\a [", n);
        n += pattern_escape(str_of(names[i]), text + n);
        memcpy(text + n, "]", 2);
        cr_expect(matches(text, "C:\\a", names[i], NULL), "%s", text);
        cr_expect_not(matches(text, "C:\\a", "100% ^ 1 ]", NULL), "%s", text);
    }
}

Test(pattern, kinds_are_what_the_text_says)
{
    struct pattern p = parse("C:\\a\\b\\* [*.tar.gz]");

    cr_expect(p.nsegments == 3 && p.reach == PATTERN_BELOW && p.leaf_kind == PATTERN_LEAF_SUFFIX);
    p = parse("C:\\a\\b");
    cr_expect(p.nsegments == 3 && p.reach == PATTERN_EXACT && p.leaf_kind == PATTERN_LEAF_LITERAL);
    p = parse("C:\\a\\b* [*doc]");
    cr_expect(p.nsegments == 2 && p.reach == PATTERN_INTERIOR && p.leaf_kind == PATTERN_LEAF_GLOB);
    p = parse("* [***]");
    cr_expect(p.nsegments == 0 && p.reach == PATTERN_BELOW && p.leaf_kind == PATTERN_LEAF_ALL);
    p = parse("C:\\a [*.d*]");
    cr_expect(p.leaf_kind == PATTERN_LEAF_GLOB);
}

/* From the most specific to the least; those of one line are equal. */
Test(pattern, precedence_is_one_order)
{
    static const char *const order[][2] = {
        {"C:\\a\\b\\c [x.txt]", "c:\\A\\b\\C []"},
        {"C:\\a\\b\\c [abc*.doc]", "C:\\a\\b\\c [abcd*efg]"},
        {"C:\\a\\b\\c [*.*]", "C:\\a\\b\\c [a*]"},
        {"C:\\a\\b\\c [*]", "D:\\a\\b\\c [**]"},
        {"C:\\a\\b\\* [x]", "C:\\a\\c\\* [x]"},
        {"C:\\a\\b\\* [*doc]", "C:\\a\\b\\* [d*oc]"},
        {"C:\\a\\b\\* [*.do]", "C:\\a\\b\\* [*.tx]"},
        {"C:\\a\\b\\* [*]", "C:\\a\\b\\* [*]"},
        {"C:\\a\\b\\*x [*.doc]", "C:\\a\\b\\*y [*.doc]"},
        {"C:\\a\\b\\*\\* [*.doc]", "C:\\a\\b\\*\\*[*.txt]"},
        {"C:\\a\\ [*]", "C:\\b [*]"},
        {"C:\\a\\* [*]", "C:\\b\\* [*]"},
        {"C:\\a\\*\\b [*]", "C:\\a\\*\\c [*]"},
        {"C:\\* [*.txt]", "D:\\* [*.doc]"},
        {"C:\\*\\Presentations\\* [*]", "C:\\*\\Presentations\\* [*]"},
        {"* [*.txt]", "* [*.doc]"},
        {"* [*]", "*[*]"},
        {"*\\a\\* [*]", "*\\b\\* [*]"},
    };
    enum { LINES = sizeof order / sizeof *order };

    for (size_t i = 0; i < LINES; i++) {
        struct pattern a = parse(order[i][0]), same = parse(order[i][1]);

        cr_expect_eq(pattern_compare(&a, &same), 0, "<%s> and <%s>", order[i][0], order[i][1]);
        for (size_t j = i + 1; j < LINES; j++) {
            struct pattern b = parse(order[j][0]);

            cr_expect_gt(pattern_compare(&a, &b), 0, "<%s> before <%s>", order[i][0], order[j][0]);
            cr_expect_lt(pattern_compare(&b, &a), 0, "<%s> after <%s>", order[j][0], order[i][0]);
        }
    }
}

Test(pattern, the_point_that_decides_is_told)
{
    static const struct {
        const char *a, *b;
        enum pattern_point point;
    } rows[] = {
        {"C:\\a\\* [*]", "c:\\B\\* [*]", PATTERN_ALIKE},
        {"C:\\a\\* [*]", "C:\\* [x.txt]", PATTERN_BY_FOLDERS},
        {"C:\\a [*]", "C:\\a\\* [x.txt]", PATTERN_BY_REACH},
        {"C:\\a\\* [*]", "C:\\a\\*\\b [x.txt]", PATTERN_BY_REACH},
        {"C:\\*\\long\\* [*]", "C:\\*\\b\\* [x]", PATTERN_BY_NODE},
        {"C:\\a [x]", "C:\\a [*.text]", PATTERN_BY_LITERAL},
        {"C:\\a [*.text]", "C:\\a [*.doc]", PATTERN_BY_LEAF},
        {"C:\\a [d*oc]", "C:\\a [*.oc]", PATTERN_BY_FORM},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pattern a = parse(rows[i].a), b = parse(rows[i].b);

        cr_expect_eq(pattern_point(&a, &b), rows[i].point, "<%s> and <%s>", rows[i].a, rows[i].b);
        cr_expect_eq(pattern_point(&b, &a), rows[i].point, "<%s> and <%s>", rows[i].b, rows[i].a);
    }
}
