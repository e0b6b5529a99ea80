/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drive and its source: see drivechoice.h. */
#include "src/drivechoice.h"

/* The letter of a drive in upper case; 0 for anything else. */
static char letter_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c >= 'A' && c <= 'Z' ? c : '\0';
}

/* Digits at *TEXT, which is moved behind them; *NUMBER_RET is 0 where there are none. */
static bool take_number(const char **text, uint32_t *number_ret)
{
    const char *at = *text;
    uint64_t n = 0;

    for (; *at >= '0' && *at <= '9' && n <= UINT32_MAX; at++)
        n = 10 * n + (uint64_t)(*at - '0');
    if (n > UINT32_MAX || (at > *text && n == 0))
        return false;
    *text = at;
    *number_ret = (uint32_t)n;
    return true;
}

bool drivechoice_parse(const char *text, struct drivechoice *choice_ret)
{
    char letter = letter_of(text[0]);
    uint32_t partition = 0;

    if (!letter)
        return false;
    text++;
    if (*text == ':' && (text++, !take_number(&text, &partition)))
        return false;
    if (text[0] != '=' || !text[1])
        return false;
    *choice_ret = (struct drivechoice){letter, partition, text + 1};
    return true;
}
