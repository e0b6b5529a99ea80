/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean ...?": see suggest.h.
 */
#define _GNU_SOURCE /* strnlen */

#include "src/suggest.h"

#include <string.h>

enum { WORD_MAX = 63 };

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Row by row of the table of distances between all beginnings of A and of B. */
size_t suggest_distance(const char *a, const char *b)
{
    size_t na = strnlen(a, WORD_MAX), nb = strnlen(b, WORD_MAX);
    size_t row[WORD_MAX + 1];

    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            row[j] = min(replaced, 1 + min(row[j], row[j - 1]));
        }
    }
    return row[nb];
}

const char *suggest_nearest(const char *word, const char *const *names)
{
    size_t limit = strnlen(word, WORD_MAX) / 3 + 1, best = limit + 1;
    const char *nearest = NULL;

    for (; *names; names++) {
        size_t distance = suggest_distance(word, *names);

        if (distance < best) {
            best = distance;
            nearest = *names;
        }
    }
    return nearest;
}
