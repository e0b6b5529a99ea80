/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-16 in, WTF-8 out, and the order of names. */
#include "mft/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/forge.h"

/* NUNITS units, on the heap exactly, as WTF-8; terminated, static. */
static const char *wtf8(const uint16_t *units, size_t nunits)
{
    static char out[4096];
    uint8_t *bytes = calloc(nunits ? 2 * nunits : 1, 1);
    char *exact = malloc(TEXT_BYTES_PER_UNIT_MAX * nunits + (nunits == 0));

    for (size_t i = 0; i < nunits; i++)
        forge_put16(bytes + 2 * i, units[i]);
    size_t n = text_from_utf16(bytes, nunits, exact);
    memcpy(out, exact, n);
    out[n] = '\0';
    free(bytes);
    free(exact);
    return out;
}

#define WTF8(...)                                                                                  \
    wtf8((const uint16_t[]){__VA_ARGS__},                                                          \
         sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t))

Test(text, each_length_of_sequence_is_written)
{
    cr_assert_str_eq(WTF8('a', 0x7F), "a\x7F");
    cr_assert_str_eq(WTF8(0x80, 0x7FF), "\xC2\x80\xDF\xBF");
    cr_assert_str_eq(WTF8(0x800, 0xFFFF), "\xE0\xA0\x80\xEF\xBF\xBF");
    cr_assert_str_eq(WTF8(0xD83D, 0xDE00), "\xF0\x9F\x98\x80");
}

Test(text, nothing_gives_nothing)
{
    cr_assert_str_eq(wtf8(NULL, 0), "");
}

Test(text, a_lone_surrogate_takes_three_bytes)
{
    cr_assert_str_eq(WTF8(0xD800), "\xED\xA0\x80");
    cr_assert_str_eq(WTF8(0xDFFF), "\xED\xBF\xBF");
    cr_assert_str_eq(WTF8(0xDE00, 0xD83D), "\xED\xB8\x80\xED\xA0\xBD", "low before high");
    cr_assert_str_eq(WTF8(0xD83D, 'x'), "\xED\xA0\xBDx");
}

Test(text, a_unit_of_another_script_among_eight_ascii_ones_is_seen_wherever_it_is)
{
    for (size_t at = 0; at < 16; at++) {
        uint16_t units[16];
        char expected[32] = "", *end = expected;

        for (size_t i = 0; i < 16; i++) {
            units[i] = i == at ? 0x4E41 : 'a'; /* its low byte alone would be an A */
            end += sprintf(end, "%s", i == at ? "\xE4\xB9\x81" : "a");
        }
        cr_assert_str_eq(wtf8(units, 16), expected, "at %zu", at);
    }
}

Test(text, every_unit_survives_the_way_in_and_back)
{
    for (uint32_t unit = 0; unit <= 0xFFFF; unit++) {
        uint8_t bytes[2];
        char out[3];
        uint16_t back[3];

        forge_put16(bytes, (uint16_t)unit);
        size_t n = text_from_utf16(bytes, 1, out);
        cr_assert_eq(text_to_utf16((struct str){out, n}, back), 1, "U+%04X", unit);
        cr_assert_eq(back[0], unit);
    }
}

Test(text, every_pair_survives_the_way_in_and_back)
{
    for (uint32_t c = 0x10000; c <= 0x10FFFF; c += 0x101) {
        uint8_t bytes[4];
        char out[6];
        uint16_t back[4];

        forge_put16(bytes, (uint16_t)(0xD800 + ((c - 0x10000) >> 10)));
        forge_put16(bytes + 2, (uint16_t)(0xDC00 + ((c - 0x10000) & 0x3FF)));
        size_t n = text_from_utf16(bytes, 2, out), at = 0;
        cr_assert_eq(n, 4);
        cr_assert_eq(text_next((struct str){out, n}, &at), c);
        cr_assert_eq(text_to_utf16((struct str){out, n}, back), 2);
        cr_assert_arr_eq(back, ((uint16_t[]){bytes_u16(bytes), bytes_u16(bytes + 2)}), 4);
    }
}

Test(text, a_byte_that_starts_nothing_is_a_replacement_and_one_byte_long)
{
    static const char *bad[] = {
        "\x80",     "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF5\x80", "\xFF",     "\xC3",     "\xE2\x82",     "\xF0\x9F\x98",     "\xC3z"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *exact = (char *)forge_copy(bad[i], strlen(bad[i]));
        size_t at = 0;

        cr_assert_eq(text_next((struct str){exact, strlen(bad[i])}, &at), 0xFFFD, "%zu", i);
        cr_assert_eq(at, 1);
        free(exact);
    }
}

/* The sign of comparing by units, done the slow way. */
static int by_units(struct str a, struct str b)
{
    uint16_t left[16], right[16];
    size_t n = text_to_utf16(a, left), m = text_to_utf16(b, right);

    for (size_t i = 0; i < n && i < m; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return (n > m) - (n < m);
}

Test(text, order_is_that_of_the_units_also_with_lone_surrogates)
{
    static const char *names[] = {
        "",
        "a",
        "ab",
        "B",
        "\xC3\xA9",
        "\xED\xA0\x80",             /* D800 */
        "\xED\xA0\x80\xEE\x80\x80", /* D800 E000 */
        "\xED\xA0\x80z",            /* D800 z */
        "\xED\xA0\x81",             /* D801 */
        "\xED\xB0\x80",             /* DC00 */
        "\xF0\x90\x80\x80",         /* D800 DC00 */
        "\xF0\x90\x80\x80z",
        "\xF4\x8F\xBF\xBF", /* DBFF DFFF */
        "\xEE\x80\x80",     /* E000 */
        "\xEF\xBF\xBF",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
            int got = text_compare(str_of(names[i]), str_of(names[k]));

            cr_assert_eq(got, by_units(str_of(names[i]), str_of(names[k])), "%zu and %zu", i, k);
        }
}

Test(text, folding_uses_the_volumes_table_or_ascii)
{
    uint16_t *upcase = malloc(TEXT_UPCASE_UNITS * sizeof *upcase);

    for (size_t i = 0; i < TEXT_UPCASE_UNITS; i++)
        upcase[i] = (uint16_t)i;
    upcase[0xE9] = 0xC9;
    cr_assert(text_same_folded(str_of("\xC3\xA9"), str_of("\xC3\x89"), upcase));
    cr_assert_not(text_same_folded(str_of("\xC3\xA9"), str_of("\xC3\x89"), NULL));
    cr_assert(text_same_folded(str_of("aZ"), str_of("Az"), NULL));
    cr_assert_not(text_same_folded(str_of("a"), str_of("A"), upcase), "the table does not map it");
    cr_assert_not(text_same_folded(str_of("a"), str_of("aa"), NULL));
    cr_assert_not(text_same_folded(str_of("@"), str_of("`"), NULL));
    cr_assert(text_same_folded(str_of("\xF0\x9F\x98\x80"), str_of("\xF0\x9F\x98\x80"), upcase));
    free(upcase);
}

Test(text, blanks_at_both_ends_are_trimmed_and_no_others)
{
    static const struct {
        const char *text, *trimmed;
    } rows[] = {{"", ""},
                {" \t\r\n", ""},
                {"a", "a"},
                {"\ta b\r\n", "a b"},
                {"a\n\nb", "a\n\nb"},
                {"\xC2\xA0 a", "\xC2\xA0 a"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect(str_equal(text_trim(str_of(rows[i].text)), str_of(rows[i].trimmed)), "%zu", i);
    cr_expect_eq(text_trim((struct str){"\0 ", 2}).n, 1, "a zero is no blank");
}
