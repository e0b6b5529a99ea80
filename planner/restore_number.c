/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names by a form: see restore_number.h. */
#include "planner/restore_number.h"

#include <string.h>

enum { DIGITS_MAX = 10, FORM_MAX = 256 };

/* A word of a form. */
enum part { A_LETTER, BASE, NUMBER, ENDING };

static enum part part_at(struct str form, size_t at)
{
    if (form.n - at < 3 || form.at[at] != '<' || form.at[at + 2] != '>')
        return A_LETTER;
    switch (form.at[at + 1]) {
    case 'F':
    case 'f':
        return BASE;
    case 'N':
    case 'n':
        return NUMBER;
    case 'E':
    case 'e':
        return ENDING;
    }
    return A_LETTER;
}

/* Where the first <N> is; the end of FORM. */
static size_t find_number(struct str form)
{
    size_t at = 0;

    while (at < form.n && part_at(form, at) != NUMBER)
        at++;
    return at;
}

bool restore_number_can(struct str form)
{
    return form.n <= FORM_MAX && find_number(form) < form.n;
}

size_t restore_number_room(struct str form, struct str name)
{
    return (form.n + 1) * (name.n + DIGITS_MAX);
}

/* Where the ending begins: at the last dot, unless that is the first letter. */
static size_t end_of_base(struct str name)
{
    size_t at = name.n;

    while (at > 0 && name.at[at - 1] != '.')
        at--;
    return at > 1 ? at - 1 : name.n;
}

static size_t put(char *out, size_t n, struct str text)
{
    memcpy(out + n, text.at, text.n);
    return n + text.n;
}

static size_t put_number(char *out, size_t n, uint32_t number)
{
    char digits[DIGITS_MAX];
    size_t first = DIGITS_MAX;

    do
        digits[--first] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return put(out, n, (struct str){digits + first, DIGITS_MAX - first});
}

struct str restore_number_write(struct str form, struct str name, uint32_t number, char *out)
{
    size_t base = end_of_base(name), n = 0;
    bool has_ending = base < name.n;

    for (size_t i = 0; i < form.n; i++) {
        enum part part = part_at(form, i);

        if (part == BASE)
            n = put(out, n, (struct str){name.at, base});
        else if (part == NUMBER)
            n = put_number(out, n, number);
        else if (part == ENDING && has_ending)
            n = put(out, n, (struct str){name.at + base + 1, name.n - base - 1});
        else if (part == A_LETTER &&
                 (has_ending || form.at[i] != '.' || part_at(form, i + 1) != ENDING))
            out[n++] = form.at[i];
        if (part != A_LETTER)
            i += 2;
    }
    return (struct str){out, n};
}

bool restore_number_is(struct str form, struct str name, struct str of, const uint16_t *upcase,
                       char *scratch)
{
    size_t at = restore_number_write((struct str){form.at, find_number(form)}, of, 0, scratch).n;
    size_t ndigits = 0;
    uint32_t number = 0;

    for (; at + ndigits < name.n && name.at[at + ndigits] >= '0' && name.at[at + ndigits] <= '9' &&
           ndigits < DIGITS_MAX - 1;
         ndigits++)
        number = 10 * number + (uint32_t)(name.at[at + ndigits] - '0');
    return ndigits > 0 &&
           text_same_folded(restore_number_write(form, of, number, scratch), name, upcase);
}
