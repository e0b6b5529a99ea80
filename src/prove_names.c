/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of one file: see prove_names.h. */
#include "src/prove_names.h"

#include <stdlib.h>

enum { FEW = 16 };

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* By folder and name. What is too short to be a name compares as bytes. */
static int compare_places(const struct attribute *a, const struct attribute *b)
{
    const size_t na = a->value.n, nb = b->value.n;
    int order = compare_numbers(na, nb);

    if (order != 0)
        return order;
    if (na < FN_NAME)
        return memcmp(a->value.at, b->value.at, na);
    order = compare_numbers(bytes_u64(a->value.at + FN_PARENT), bytes_u64(b->value.at + FN_PARENT));
    if (order == 0)
        order = compare_numbers(a->value.at[FN_NAME_UNITS], b->value.at[FN_NAME_UNITS]);
    return order != 0 ? order : memcmp(a->value.at + FN_NAME, b->value.at + FN_NAME, na - FN_NAME);
}

static unsigned space_of(const struct attribute *name)
{
    return name->value.n < FN_NAME ? 0 : name->value.at[FN_NAMESPACE];
}

/* Two of the same folder and name. */
static bool is_same_name(const struct attribute *a, const struct attribute *b)
{
    return space_of(a) == space_of(b) && a->name_units == b->name_units && a->flags == b->flags &&
           a->is_nonresident == b->is_nonresident;
}

static int compare_names(const void *left, const void *right)
{
    const struct attribute *a = left, *b = right;
    const int order = compare_places(a, b);

    return order != 0 ? order : compare_numbers(space_of(a), space_of(b));
}

static void sort(struct attribute *names, size_t n)
{
    if (n > FEW) {
        qsort(names, n, sizeof *names, compare_names);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const struct attribute name = names[i];
        size_t at = i;

        for (; at > 0 && compare_names(&names[at - 1], &name) > 0; at--)
            names[at] = names[at - 1];
        names[at] = name;
    }
}

/* Is it as a $FILE_NAME is that somebody makes? */
static bool is_plain(const struct attribute *name)
{
    return name->name_units == 0 && name->flags == 0 && !name->is_nonresident &&
           name->value.n >= FN_NAME &&
           name->value.n == FN_NAME + 2 * (size_t)name->value.at[FN_NAME_UNITS];
}

/* Is a WIN32 name in the folder of the DOS name ALIAS among THESE, and not among OTHERS? */
static bool has_partner_only_in(const struct attribute *alias, const struct attribute *these,
                                size_t nthese, const struct attribute *others, size_t nothers)
{
    for (size_t i = 0; i < nthese; i++) {
        const struct attribute *name = &these[i];

        if (name->value.n < FN_NAME || space_of(name) != NAMESPACE_WIN32 ||
            memcmp(name->value.at + FN_PARENT, alias->value.at + FN_PARENT, sizeof(uint64_t)) != 0)
            continue;
        if (!bsearch(name, others, nothers, sizeof *others, compare_names))
            return true;
    }
    return false;
}

/* Is NAME, but for its folder, a DOS name of BEFORE that is not among AFTER? */
static bool has_moved(const struct attribute *name, const struct attribute *before, size_t nbefore,
                      const struct attribute *after, size_t nafter)
{
    for (size_t i = 0; i < nbefore; i++)
        if (before[i].value.n == name->value.n && space_of(&before[i]) == NAMESPACE_DOS &&
            memcmp(before[i].value.at + FN_NAME, name->value.at + FN_NAME,
                   name->value.n - FN_NAME) == 0 &&
            !bsearch(&before[i], after, nafter, sizeof *after, compare_names))
            return true;
    return false;
}

/* A DOS name comes along with a WIN32 one. */
static bool may_come(const struct attribute *name, const struct attribute *before, size_t nbefore,
                     const struct attribute *after, size_t nafter)
{
    if (prove_names_may_come(name))
        return true;
    return is_plain(name) && space_of(name) == NAMESPACE_DOS &&
           has_moved(name, before, nbefore, after, nafter) &&
           has_partner_only_in(name, after, nafter, before, nbefore);
}

bool prove_names_may_come(const struct attribute *name)
{
    const unsigned space = space_of(name);

    return is_plain(name) && space != NAMESPACE_DOS && space <= NAMESPACE_WIN32_DOS;
}

bool prove_names_keep(struct attribute *before, size_t nbefore, struct attribute *after,
                      size_t nafter)
{
    size_t i = 0, j = 0;

    sort(before, nbefore);
    sort(after, nafter);
    while (i < nbefore || j < nafter) {
        const int place = i == nbefore  ? 1
                          : j == nafter ? -1
                                        : compare_places(&before[i], &after[j]);

        if (place == 0 && !is_same_name(&before[i], &after[j]))
            return false;
        if (place > 0 && !may_come(&after[j], before, nbefore, after, nafter))
            return false;
        if (place < 0 && space_of(&before[i]) == NAMESPACE_DOS &&
            !has_partner_only_in(&before[i], before, nbefore, after, nafter))
            return false;
        i += place <= 0;
        j += place >= 0;
    }
    return true;
}
