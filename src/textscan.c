/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a text apart: see textscan.h. */
#include "src/textscan.h"

struct str textscan_until(struct str *text, char end)
{
    const char *at = text->n ? memchr(text->at, end, text->n) : NULL;
    size_t n = at ? (size_t)(at - text->at) : text->n, taken = at ? n + 1 : n;
    struct str front = {text->at, n};

    *text = (struct str){text->at + taken, text->n - taken};
    return front;
}

bool textscan_line(struct str *text, struct str *line_ret)
{
    if (text->n == 0)
        return false;
    *line_ret = textscan_until(text, '\n');
    return true;
}

bool textscan_word(struct str *text, struct str *word_ret)
{
    struct str word;

    if (text->n == 0)
        return false;
    word = textscan_until(text, ' ');
    if (word.n > 0)
        *word_ret = word;
    return word.n > 0;
}

bool textscan_number(struct str *text, uint64_t max, uint64_t *number_ret)
{
    uint64_t number = 0;
    struct str word;

    if (!textscan_word(text, &word))
        return false;
    for (size_t i = 0; i < word.n; i++) {
        unsigned digit = (unsigned)(word.at[i] - '0');

        if (digit > 9 || number > (UINT64_MAX - digit) / 10)
            return false;
        number = 10 * number + digit;
    }
    if (number > max)
        return false;
    *number_ret = number;
    return true;
}

bool textscan_place(struct str *text, uint64_t *place_ret)
{
    struct str rest = *text, word;

    if (!textscan_word(&rest, &word) || !str_equal(word, str_of("-")))
        return textscan_number(text, UINT64_MAX - 1, place_ret);
    *text = rest;
    *place_ret = UINT64_MAX;
    return true;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool textscan_hex(struct str *text, uint64_t *number_ret)
{
    uint64_t number = 0;
    struct str word;

    if (!textscan_word(text, &word) || word.n > 16)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        int digit = hex_digit(word.at[i]);

        if (digit < 0)
            return false;
        number = number << 4 | (unsigned)digit;
    }
    *number_ret = number;
    return true;
}
