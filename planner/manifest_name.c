/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of manifests: see manifest.h. */
#include "planner/manifest.h"

static const struct str stem = {"mftlink-manifest", 16}, ending = {".parquet", 8};

static size_t put(struct str word, char *out)
{
    memcpy(out, word.at, word.n);
    return word.n;
}

size_t manifest_name_put(uint32_t number, char *out)
{
    char digits[10];
    size_t n = put(stem, out), ndigits = 0;

    for (uint32_t rest = number; number > 1 && rest > 0; rest /= 10)
        digits[ndigits++] = (char)('0' + rest % 10);
    if (ndigits > 0)
        out[n++] = '-';
    while (ndigits > 0)
        out[n++] = digits[--ndigits];
    return n + put(ending, out + n);
}

/* Takes WORD off the front of NAME, at *AT. */
static bool take(struct str name, size_t *at, struct str word, const uint16_t *upcase)
{
    for (size_t i = 0; i < word.n; i++)
        if (*at >= name.n ||
            text_fold(text_next(name, at), upcase) != text_fold((uint8_t)word.at[i], upcase))
            return false;
    return true;
}

/* A decimal number from 2 on, as it is written above. */
static bool take_number(struct str name, size_t *at, uint32_t *number_ret)
{
    uint32_t number = 0;

    if (*at < name.n && name.at[*at] == '0')
        return false;
    for (; *at < name.n && name.at[*at] >= '0' && name.at[*at] <= '9'; ++*at) {
        if (number > MANIFEST_NUMBER_MAX / 10)
            return false;
        number = 10 * number + (uint32_t)(name.at[*at] - '0');
    }
    *number_ret = number;
    return number >= 2 && number <= MANIFEST_NUMBER_MAX;
}

bool manifest_name_number(struct str name, const uint16_t *upcase, uint32_t *number_ret)
{
    uint32_t number = 1;
    size_t at = 0;

    if (name.n < sizeof MANIFEST_NAME - 1 || !take(name, &at, stem, upcase))
        return false;
    if (name.at[at] == '-') {
        at++;
        if (!take_number(name, &at, &number))
            return false;
    }
    if (!take(name, &at, ending, upcase) || at != name.n)
        return false;
    *number_ret = number;
    return true;
}

uint32_t manifest_name_next(const struct index *index, uint32_t folder, const uint16_t *upcase)
{
    uint32_t highest = 0;

    if (folder == INDEX_NONE)
        return 1;
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++) {
        uint32_t number;

        if (manifest_name_number(index_name(index, index->children[i]), upcase, &number) &&
            number > highest)
            highest = number;
    }
    return highest + 1;
}
