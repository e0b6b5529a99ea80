/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of one file before and after: which may come, and which may go. */
#include "src/prove_names.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MOST = 6, VALUE_BYTES = FN_NAME + 2 * 32, HERE = 5, THERE = 6 };

/* The names of a file, and their values. */
struct names {
    struct attribute at[MOST];
    uint8_t values[MOST][VALUE_BYTES];
    size_t n;
};

static void add(struct names *names, uint64_t parent, unsigned space, const char *text)
{
    uint8_t *value = names->values[names->n];
    const size_t n = strlen(text);

    memset(value, 0, VALUE_BYTES);
    for (unsigned i = 0; i < sizeof parent; i++)
        value[FN_PARENT + i] = (uint8_t)(parent >> 8 * i);
    value[FN_NAME_UNITS] = (uint8_t)n;
    value[FN_NAMESPACE] = (uint8_t)space;
    for (size_t i = 0; i < n; i++)
        value[FN_NAME + 2 * i] = (uint8_t)text[i];
    names->at[names->n++] = (struct attribute){.value = {value, FN_NAME + 2 * n}};
}

static bool keep(struct names *before, struct names *after)
{
    return prove_names_keep(before->at, before->n, after->at, after->n);
}

static void begin(struct names *names)
{
    memset(names, 0, sizeof *names);
}

/* A file with a DOS name, and a further name. */
static void begin_pair(struct names *before)
{
    begin(before);
    add(before, HERE, NAMESPACE_WIN32, "a long name.txt");
    add(before, HERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    add(before, THERE, NAMESPACE_POSIX, "further");
}

Test(prove_names, what_stays_as_it_was_and_a_name_more_are_right)
{
    struct names before, after;

    begin_pair(&before);
    begin_pair(&after);
    cr_expect(keep(&before, &after));
    add(&after, THERE, NAMESPACE_POSIX, "more");
    cr_expect(keep(&before, &after));
    after.at[3].flags = 1;
    cr_expect_not(keep(&before, &after));
}

Test(prove_names, a_dos_name_goes_with_its_partner_alone)
{
    struct names before, after;

    begin_pair(&before);
    begin(&after);
    add(&after, THERE, NAMESPACE_POSIX, "further");
    cr_expect(keep(&before, &after), "with it");
    begin(&after);
    add(&after, HERE, NAMESPACE_WIN32, "a long name.txt");
    add(&after, THERE, NAMESPACE_POSIX, "further");
    cr_expect_not(keep(&before, &after), "alone");
    begin_pair(&after);
    after.at[0].value.at = after.values[0];
    after.values[0][FN_NAMESPACE] = NAMESPACE_POSIX;
    cr_expect_not(keep(&before, &after), "a name of another namespace");
}

Test(prove_names, a_dos_name_comes_with_a_long_one_that_was_moved)
{
    struct names before, after;

    begin_pair(&before);
    begin(&after);
    add(&after, THERE, NAMESPACE_WIN32, "a long name.txt");
    add(&after, THERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    add(&after, THERE, NAMESPACE_POSIX, "further");
    cr_expect(keep(&before, &after));

    begin_pair(&before);
    begin(&after);
    add(&after, HERE, NAMESPACE_WIN32, "a long name(1).txt");
    add(&after, HERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    add(&after, THERE, NAMESPACE_POSIX, "further");
    cr_expect(keep(&before, &after), "also in its own folder");
}

Test(prove_names, no_other_dos_name_comes)
{
    struct names before, after;

    begin_pair(&before);
    begin(&after);
    add(&after, THERE, NAMESPACE_WIN32, "a long name.txt");
    add(&after, THERE, NAMESPACE_DOS, "ALONGN~2.TXT");
    add(&after, THERE, NAMESPACE_POSIX, "further");
    cr_expect_not(keep(&before, &after), "another one");

    begin_pair(&before);
    begin_pair(&after);
    add(&after, THERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    cr_expect_not(keep(&before, &after), "while the old one is there");

    begin_pair(&before);
    begin(&after);
    add(&after, THERE, NAMESPACE_POSIX, "further");
    add(&after, THERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    cr_expect_not(keep(&before, &after), "without a long one");

    begin(&before);
    add(&before, HERE, NAMESPACE_POSIX, "a long name.txt");
    begin(&after);
    add(&after, THERE, NAMESPACE_WIN32, "a long name.txt");
    add(&after, THERE, NAMESPACE_DOS, "ALONGN~1.TXT");
    cr_expect_not(keep(&before, &after), "where there was none");
}
