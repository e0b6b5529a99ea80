/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLAIN: known bytes for each type, and bytes that cannot be. */
#include "src/table/plain.h"

#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static enum status decode(enum table_type type, const char *at, size_t nbytes, uint32_t n,
                          struct table_values *values)
{
    uint8_t *exact = forge_copy(at, nbytes);
    enum status status = plain_decode(type, (struct bytes){exact, nbytes}, n, values);

    free(exact);
    return status;
}

static void check(enum table_type type, const struct table_values *values, const char *expected,
                  size_t nbytes)
{
    struct textbuf text = {0};
    struct table_values got = {0};

    plain_encode(type, values, &text);
    cr_assert(str_equal(textbuf_view(&text), (struct str){expected, nbytes}), "type %d", (int)type);
    cr_assert(decode(type, expected, nbytes, values->n, &got) == STATUS_OK);
    cr_assert(got.n == values->n);
    for (uint32_t i = 0; i < got.n; i++)
        cr_assert(table_is_text(type) ? str_equal(table_text(&got, i), table_text(values, i))
                                      : got.numbers[i] == values->numbers[i],
                  "%u of type %d", i, (int)type);
    for (size_t cut = 0; cut < nbytes; cut++) {
        table_clear(&got);
        cr_assert(decode(type, expected, cut, values->n, &got) == STATUS_DAMAGED);
    }
    textbuf_char(&text, 0);
    cr_assert(decode(type, text.at, text.n, values->n, &got) == STATUS_DAMAGED);
    textbuf_free(&text);
    table_free(&got);
}

static void check_numbers(enum table_type type, const uint64_t *numbers, uint32_t n,
                          const char *expected, size_t nbytes)
{
    struct table_values values = {0};

    for (uint32_t i = 0; i < n; i++)
        table_put_number(&values, numbers[i]);
    check(type, &values, expected, nbytes);
    table_free(&values);
}

Test(plain, numbers)
{
    static const uint64_t truths[] = {1, 0, 1, 1, 0, 0, 0, 1, 1};
    static const uint64_t narrow[] = {UINT64_MAX, 1, (uint64_t)INT32_MIN};
    static const uint64_t positive[] = {UINT32_MAX, 1};
    static const uint64_t wide[] = {UINT64_MAX, UINT64_C(0x0807060504030201)};
    static const char wide_bytes[] =
        "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x02\x03\x04\x05\x06\x07\x08";

    check_numbers(TABLE_BOOL, truths, 9, "\x8D\x01", 2);
    check_numbers(TABLE_INT32, narrow, 3, "\xFF\xFF\xFF\xFF\x01\x00\x00\x00\x00\x00\x00\x80", 12);
    check_numbers(TABLE_UINT32, positive, 2, "\xFF\xFF\xFF\xFF\x01\x00\x00\x00", 8);
    check_numbers(TABLE_INT64, wide, 2, wide_bytes, 16);
    check_numbers(TABLE_TIME, wide, 2, wide_bytes, 16);
    check_numbers(TABLE_INT64, wide, 0, "", 0);
}

Test(plain, texts)
{
    struct table_values values = {0};

    check(TABLE_TEXT, &values, "", 0);
    table_put_text(&values, str_of(""));
    check(TABLE_BYTES, &values, "\0\0\0\0", 4);
    table_put_text(&values, str_of("ab"));
    table_put_text(&values, str_of("a text that is longer than what is copied at once"));
    check(TABLE_TEXT, &values,
          "\0\0\0\0\2\0\0\0ab\x31\0\0\0a text that is longer than what is copied at once", 63);
    table_free(&values);
}

Test(plain, texts_that_cannot_be)
{
    struct table_values values = {0};

    cr_expect(decode(TABLE_TEXT, "\xFF\xFF\xFF\xFF....", 8, 1, &values) == STATUS_DAMAGED);
    cr_expect(decode(TABLE_TEXT, "\0\0\0\0", 4, UINT32_MAX, &values) == STATUS_DAMAGED);
    cr_expect(decode(TABLE_TEXT, "\4\0\0\0....", 8, 2, &values) == STATUS_DAMAGED);
    cr_expect(values.n == 0 && values.capacity < 100);
    table_free(&values);
}

/* Text whose ends need more than 32 bits is not taken. */
Test(plain, limits)
{
    struct table_values values = {0};

    cr_assert(plain_reserve_text(&values, 100));
    values.text.n = 50;
    cr_expect_not(plain_reserve_text(&values, UINT32_MAX - 49));
    cr_expect(values.is_short);
    table_free(&values);
}
