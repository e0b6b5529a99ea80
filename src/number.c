/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as text: see number.h.
 */
#include "src/number.h"

#include <string.h>

/* "00", "01", ... "99" */
static const char pairs[] = "0001020304050607080910111213141516171819"
                            "2021222324252627282930313233343536373839"
                            "4041424344454647484950515253545556575859"
                            "6061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

size_t number_decimal(uint64_t value, char *out)
{
    char text[NUMBER_BYTES];
    size_t at = sizeof text;

    while (value >= 100) {
        at -= 2;
        memcpy(text + at, pairs + 2 * (value % 100), 2);
        value /= 100;
    }
    if (value >= 10) {
        at -= 2;
        memcpy(text + at, pairs + 2 * value, 2);
    } else {
        text[--at] = (char)('0' + value);
    }
    memcpy(out, text + at, sizeof text - at);
    return sizeof text - at;
}

size_t number_digits(uint64_t value, unsigned ndigits, char *out)
{
    unsigned at = ndigits;

    for (; at >= 2; value /= 100)
        memcpy(out + (at -= 2), pairs + 2 * (value % 100), 2);
    if (at == 1)
        out[0] = (char)('0' + value % 10);
    return ndigits;
}

size_t number_commas(uint64_t value, char *out)
{
    char digits[NUMBER_BYTES];
    size_t n = number_decimal(value, digits), written = 0;

    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out[written++] = ',';
        out[written++] = digits[i];
    }
    return written;
}

size_t number_hex(uint64_t value, unsigned ndigits, char *out)
{
    unsigned n = 1;

    while (n < 16 && value >> 4 * n)
        n++;
    if (n < ndigits)
        n = ndigits;
    for (unsigned i = 0; i < n; i++)
        out[i] = "0123456789abcdef"[value >> 4 * (n - 1 - i) & 15];
    return n;
}

size_t number_human(uint64_t nbytes, char *out)
{
    static const char units[][4] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    unsigned unit = 0;
    uint64_t tenths;
    size_t n;

    while (unit < 5 && nbytes >> 10 * (unit + 2))
        unit++;
    /* One shift less than the unit keeps the product below inside 64 bits. */
    tenths = ((nbytes >> 10 * unit) * 10 + 512) >> 10;
    n = number_commas(tenths / 10, out);
    out[n++] = '.';
    out[n++] = (char)('0' + tenths % 10);
    out[n++] = ' ';
    memcpy(out + n, units[unit], 3);
    return n + 3;
}
