/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text. */
#include "src/number.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(size_t n, const char *text, const char *expected)
{
    cr_expect(n == strlen(expected) && memcmp(text, expected, n) == 0, "%.*s, not %s", (int)n, text,
              expected);
}

Test(number, decimal)
{
    static const struct {
        uint64_t value;
        const char *plain, *commas;
    } cases[] = {
        {0, "0", "0"},
        {9, "9", "9"},
        {10, "10", "10"},
        {100, "100", "100"},
        {999, "999", "999"},
        {1000, "1000", "1,000"},
        {1081188, "1081188", "1,081,188"},
        {123456, "123456", "123,456"},
        {UINT64_MAX, "18446744073709551615", "18,446,744,073,709,551,615"},
    };
    char text[NUMBER_COMMAS_BYTES];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect(number_decimal(cases[i].value, text), text, cases[i].plain);
        expect(number_commas(cases[i].value, text), text, cases[i].commas);
    }
}

Test(number, digits_and_hex)
{
    char text[NUMBER_BYTES];

    expect(number_digits(7, 2, text), text, "07");
    expect(number_digits(1234567, 7, text), text, "1234567");
    expect(number_digits(12345, 4, text), text, "2345");
    expect(number_digits(5, 1, text), text, "5");
    expect(number_hex(0, 1, text), text, "0");
    expect(number_hex(32, 8, text), text, "00000020");
    expect(number_hex(UINT64_C(0x1000000004117), 1, text), text, "1000000004117");
    expect(number_hex(UINT64_MAX, 1, text), text, "ffffffffffffffff");
}

Test(number, human)
{
    static const struct {
        uint64_t value;
        const char *expected;
    } cases[] = {
        {0, "0.0 KiB"},           {1024, "1.0 KiB"},
        {1536, "1.5 KiB"},        {1048575, "1,024.0 KiB"},
        {1048576, "1.0 MiB"},     {33553920, "32.0 MiB"},
        {1081188, "1.0 MiB"},     {UINT64_C(1) << 40, "1.0 TiB"},
        {UINT64_MAX, "16.0 EiB"}, {UINT64_C(10995116277), "10.2 GiB"},
    };
    char text[NUMBER_HUMAN_BYTES];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect(number_human(cases[i].value, text), text, cases[i].expected);
}
