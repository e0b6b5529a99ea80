/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts taken apart, and what is left of them. */
#include "src/textscan.h"

#include <criterion/criterion.h>

static void expect_left(struct str text, const char *left)
{
    cr_expect(str_equal(text, str_of(left)), "left is '%.*s', not '%s'", (int)text.n, text.at,
              left);
}

Test(textscan, lines_and_what_ends_them)
{
    struct str text = str_of("one\n\nthree"), line;

    cr_assert(textscan_line(&text, &line));
    expect_left(line, "one");
    cr_assert(textscan_line(&text, &line));
    expect_left(line, "");
    cr_assert(textscan_line(&text, &line));
    expect_left(line, "three");
    cr_assert_not(textscan_line(&text, &line));
    text = str_of("last\n");
    cr_assert(textscan_line(&text, &line));
    cr_assert_not(textscan_line(&text, &line), "behind the last LF is no line");
    text = (struct str){NULL, 0};
    cr_assert_not(textscan_line(&text, &line));
    text = (struct str){NULL, 0};
    cr_expect_eq(textscan_until(&text, 'x').n, 0);
}

Test(textscan, words_stand_between_single_spaces)
{
    struct str text = str_of("a bc  d"), word = str_of("untouched");

    cr_assert(textscan_word(&text, &word));
    expect_left(word, "a");
    cr_assert(textscan_word(&text, &word));
    expect_left(word, "bc");
    cr_assert_not(textscan_word(&text, &word), "two spaces");
    expect_left(word, "bc");
    cr_assert(textscan_word(&text, &word));
    cr_assert_not(textscan_word(&text, &word), "the end");
}

Test(textscan, numbers)
{
    static const struct {
        const char *text;
        uint64_t max, number;
        bool is_good;
    } cases[] = {
        {"0", 0, 0, true},
        {"007", 9, 7, true},
        {"18446744073709551615", UINT64_MAX, UINT64_MAX, true},
        {"18446744073709551616", UINT64_MAX, 0, false},
        {"99999999999999999999999", UINT64_MAX, 0, false},
        {"256", 255, 0, false},
        {"255 rest", 255, 255, true},
        {"", UINT64_MAX, 0, false},
        {" 1", UINT64_MAX, 0, false},
        {"-1", UINT64_MAX, 0, false},
        {"+1", UINT64_MAX, 0, false},
        {"1x", UINT64_MAX, 0, false},
        {"1\xFF", UINT64_MAX, 0, false},
        {"/:", UINT64_MAX, 0, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text = str_of(cases[i].text);
        uint64_t number = 12345;

        cr_expect_eq(textscan_number(&text, cases[i].max, &number), cases[i].is_good, "%s",
                     cases[i].text);
        cr_expect_eq(number, cases[i].is_good ? cases[i].number : 12345, "%s", cases[i].text);
    }
}

Test(textscan, hexadecimal_numbers)
{
    static const struct {
        const char *text;
        uint64_t number;
        bool is_good;
    } cases[] = {
        {"0", 0, true},
        {"ffffffffffffffff", UINT64_MAX, true},
        {"0123456789abcdef rest", 0x0123456789abcdef, true},
        {"00000000000000000", 0, false},
        {"ABC", 0, false},
        {"g", 0, false},
        {"0x1", 0, false},
        {"", 0, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text = str_of(cases[i].text);
        uint64_t number = 12345;

        cr_expect_eq(textscan_hex(&text, &number), cases[i].is_good, "%s", cases[i].text);
        cr_expect_eq(number, cases[i].is_good ? cases[i].number : 12345, "%s", cases[i].text);
    }
}
