/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes from UTF-16, what is UTF-8, and what is neither. */
#include "src/wtf8.h"

#include <criterion/criterion.h>

Test(wtf8, units_and_utf_8)
{
    static const struct {
        const char *text;
        size_t units;
        bool is_utf8;
    } cases[] = {
        {"", 0, true},
        {"a name of 24 ASCII bytes", 24, true},
        {"\xC3\xA9", 1, true},
        {"12345678\xE2\x82\xAC", 9, true},
        {"\xF0\x9F\x98\x80", 2, true},
        {"\xEF\xBF\xBD", 1, true},
        {"\xEF\xBF\xBF", 1, true},
        {"\xF4\x8F\xBF\xBF", 2, true},
        {"\xED\x9F\xBF", 1, true},
        {"\xED\xA0\x80", 1, false},
        {"\xED\xBF\xBFz", 2, false},
        {"\xED\xB0\x80\xED\xA0\x80", 2, false},
        {"\xED\xA0\x80x\xED\xB0\x80", 3, false},
        {"\xED\xA0\x80\xED\xB0\x80", SIZE_MAX, false},
        {"\xF4\x90\x80\x80", SIZE_MAX, false},
        {"\xC0\xAF", SIZE_MAX, false},
        {"a\x80", SIZE_MAX, false},
        {"a\xE2\x82", SIZE_MAX, false},
        {"1234567\xFF", SIZE_MAX, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_eq(wtf8_units(str_of(cases[i].text)), cases[i].units, "units of case %zu", i);
        cr_expect_eq(wtf8_is_utf8(str_of(cases[i].text)), cases[i].is_utf8, "case %zu", i);
    }
    cr_expect_eq(wtf8_units((struct str){NULL, 0}), 0);
    cr_expect(wtf8_is_utf8((struct str){NULL, 0}));
}

/* Every unit by itself, and each high surrogate with each kind of unit behind it. */
Test(wtf8, whatever_the_disk_holds_is_possible)
{
    for (uint32_t unit = 0; unit < 0x10000; unit++) {
        const uint8_t units[4] = {(uint8_t)unit, (uint8_t)(unit >> 8), 0x41, 0xDC};
        char text[6];

        cr_assert_eq(wtf8_units((struct str){text, text_from_utf16(units, 1, text)}), 1, "%x",
                     unit);
        cr_assert_eq(wtf8_units((struct str){text, text_from_utf16(units, 2, text)}), 2, "%x",
                     unit);
    }
}

Test(wtf8, what_is_no_utf_8_is_replaced)
{
    struct textbuf text = {0};

    wtf8_put_utf8(str_of("a\xED\xA0\x80\xFF\xC3\xA9\xE2\x82"), &text);
    cr_expect(str_equal(textbuf_view(&text),
                        str_of("a\xEF\xBF\xBD\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD")));
    cr_expect(wtf8_is_utf8(textbuf_view(&text)));
    textbuf_free(&text);
}

Test(wtf8, lone_surrogates_are_seen_in_names)
{
    static const char *const with[] = {"\xED\xA0\x80", "a\xED\xBF\xBF",
                                       "\xED\x9F\xBF\xED\xB0\x80z"};
    static const char *const without[] = {"",
                                          "a",
                                          "\xED\x80\x80",
                                          "\xED\x9F\xBF",
                                          "\xEE\x80\x80",
                                          "\xF0\x9F\x98\x80",
                                          "\xC3\xAD\xC2\xA0"};

    for (size_t i = 0; i < sizeof with / sizeof with[0]; i++)
        cr_expect(wtf8_has_surrogate(str_of(with[i])), "%zu", i);
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        cr_expect_not(wtf8_has_surrogate(str_of(without[i])), "%zu", i);
        cr_expect(wtf8_is_utf8(str_of(without[i])), "%zu", i);
    }
}

Test(wtf8, an_empty_text_may_be_nowhere)
{
    struct textbuf text = {0};

    cr_expect_not(wtf8_has_surrogate((struct str){NULL, 0}));
    wtf8_put_utf8((struct str){NULL, 0}, &text);
    cr_expect_eq(textbuf_view(&text).n, 0);
    textbuf_free(&text);
}
