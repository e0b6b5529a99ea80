/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The different values of a column chunk, compared with what looking through all of them finds. */
#include "src/table/dictionary.h"

#include "tests/support/chance.h"

#include <criterion/criterion.h>
#include <stdio.h>

static bool is_same(enum table_type type, const struct table_values *a, uint32_t i,
                    const struct table_values *b, uint32_t j)
{
    return table_is_text(type) ? str_equal(table_text(a, i), table_text(b, j))
                               : a->numbers[i] == b->numbers[j];
}

/* Every place leads to the value; places appear in their order, and no two have the same value. */
static void check(enum table_type type, const struct table_values *values,
                  const struct dictionary *dictionary)
{
    uint32_t next = 0;

    cr_assert(dictionary->n == values->n && dictionary->values.nrows == dictionary->values.n);
    for (uint32_t i = 0; i < values->n; i++) {
        uint32_t place = dictionary->places[i];

        cr_assert(place <= next && place < dictionary->values.n);
        next += place == next;
        cr_assert(is_same(type, values, i, &dictionary->values, place), "value %u", i);
    }
    cr_assert(next == dictionary->values.n);
    for (uint32_t i = 0; i < next && next < 3000; i++)
        for (uint32_t j = 0; j < i; j++)
            cr_assert_not(is_same(type, &dictionary->values, i, &dictionary->values, j));
}

static void put(enum table_type type, uint64_t number, struct table_values *values)
{
    char text[40];

    if (!table_is_text(type)) {
        table_put_number(values, number);
        return;
    }
    snprintf(text, sizeof text, "%.*s%llu", (int)(number % 17), "abcdefghijklmnopq",
             (unsigned long long)number);
    table_put_text(values, str_of(text));
}

/* One dictionary for all, as a writer has it. */
Test(dictionary, by_chance)
{
    static const uint32_t limits[] = {1, 2, 3, 100, 511, 512, 513, 2000, 30000};
    static const enum table_type types[] = {TABLE_INT32, TABLE_INT64, TABLE_TEXT, TABLE_BYTES};
    struct chance chance = chance_seed(7);
    struct table_values values = {0};
    struct dictionary dictionary = {0};

    for (size_t i = 0; i < 2 * sizeof limits / sizeof limits[0]; i++)
        for (size_t j = 0; j < sizeof types / sizeof types[0]; j++) {
            uint32_t limit = limits[i / 2];

            table_clear(&values);
            for (uint32_t k = 0; k < 4 * limit; k++)
                put(types[j], chance_below(&chance, limit) * (i % 2 ? UINT64_C(1) << 40 : 1),
                    &values);
            cr_assert(dictionary_make(types[j], &values, &dictionary));
            check(types[j], &values, &dictionary);
        }
    table_free(&values);
    dictionary_free(&dictionary);
}

/* Fewer than half; N values of which DIFFERENT are different. */
static bool makes(enum table_type type, uint32_t n, uint32_t different,
                  struct dictionary *dictionary)
{
    struct table_values values = {0};

    for (uint32_t i = 0; i < n; i++)
        put(type, i % different, &values);
    bool is_made = dictionary_make(type, &values, dictionary);
    if (is_made)
        check(type, &values, dictionary);
    table_free(&values);
    return is_made;
}

Test(dictionary, limits)
{
    struct dictionary dictionary = {0};

    cr_expect_not(makes(TABLE_INT64, 0, 1, &dictionary));
    cr_expect_not(makes(TABLE_INT64, 2, 1, &dictionary));
    cr_expect(makes(TABLE_INT64, 3, 1, &dictionary));
    cr_expect_not(makes(TABLE_INT64, 100, 50, &dictionary));
    cr_expect(makes(TABLE_INT64, 100, 49, &dictionary));
    cr_expect(makes(TABLE_INT64, 131072, DICTIONARY_MAX, &dictionary));
    cr_expect_not(makes(TABLE_INT64, 131072, DICTIONARY_MAX + 1, &dictionary));
    cr_expect(makes(TABLE_TEXT, 131072, DICTIONARY_MAX, &dictionary));
    cr_expect_not(makes(TABLE_TEXT, 131072, DICTIONARY_MAX + 1, &dictionary));
    cr_expect_not(makes(TABLE_BOOL, 100, 2, &dictionary));
    cr_expect_not(dictionary.is_short);
    dictionary_free(&dictionary);
}

Test(dictionary, bytes)
{
    static char text[DICTIONARY_BYTES_MAX / 16];
    struct table_values values = {0};
    struct dictionary dictionary = {0};

    for (uint32_t i = 0; i < 48; i++) {
        text[0] = (char)('a' + i % 16);
        table_put_text(&values, (struct str){text, sizeof text});
    }
    cr_expect(dictionary_make(TABLE_BYTES, &values, &dictionary));
    check(TABLE_BYTES, &values, &dictionary);
    table_put_text(&values, str_of("x"));
    cr_expect_not(dictionary_make(TABLE_BYTES, &values, &dictionary));
    table_free(&values);
    dictionary_free(&dictionary);
}

/* Empty texts, zeros, prefixes of each other: different for all that. */
Test(dictionary, alike)
{
    static const char zeros[20] = {0};
    struct table_values values = {0};
    struct dictionary dictionary = {0};

    for (uint32_t i = 0; i < 3 * sizeof zeros; i++)
        table_put_text(&values, (struct str){zeros, i % sizeof zeros});
    cr_assert(dictionary_make(TABLE_BYTES, &values, &dictionary));
    check(TABLE_BYTES, &values, &dictionary);
    cr_expect(dictionary.values.n == sizeof zeros);
    table_free(&values);
    dictionary_free(&dictionary);
}

/* The number whose hash is HASH: the steps of the hash backwards. */
static uint64_t number_of(uint64_t hash)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t inverse = odd; /* right in three bits, and in twice as many each time */

    for (unsigned i = 0; i < 5; i++)
        inverse *= 2 - odd * inverse;
    for (unsigned i = 0; i < 2; i++)
        hash = (hash ^ hash >> 32) * inverse;
    return hash;
}

/* Numbers made so that they meet in one slot take no more time than there is to give up. */
Test(dictionary, crowded)
{
    struct table_values values = {0};
    struct dictionary dictionary = {0};

    for (uint64_t i = 0; i < 3000; i++)
        table_put_number(&values, number_of(i % 1000 << 32));
    cr_expect(dictionary_make(TABLE_INT64, &values, &dictionary));
    check(TABLE_INT64, &values, &dictionary);
    for (uint64_t i = 0; i < 3000; i++)
        table_put_number(&values, number_of(i % 1500 << 32));
    cr_expect_not(dictionary_make(TABLE_INT64, &values, &dictionary));
    cr_expect_not(dictionary.is_short);
    table_free(&values);
    dictionary_free(&dictionary);
}
