/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes to base64 and back; texts that are none. */
#include "src/base64.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct textbuf text;
static struct arena arena;

static void end(void)
{
    textbuf_free(&text);
    arena_free(&arena);
}

TestSuite(base64, .fini = end, .timeout = 20);

Test(base64, the_examples_of_rfc_4648)
{
    static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
    static const char *const coded[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
                                        "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        struct bytes back;

        text.n = 0;
        base64_encode((struct bytes){(const uint8_t *)plain[i], strlen(plain[i])}, &text);
        cr_expect(str_equal(textbuf_view(&text), str_of(coded[i])), "%s", plain[i]);
        cr_assert_eq(base64_decode(str_of(coded[i]), &arena, &back), STATUS_OK, "%s", coded[i]);
        cr_expect(str_equal((struct str){(const char *)back.at, back.n}, str_of(plain[i])), "%s",
                  coded[i]);
    }
}

/* Pieces that the library is given one by one leave no trace. */
Test(base64, megabytes_come_back)
{
    static const size_t sizes[] = {3 * 1024 * 1024 - 1, 3 * 1024 * 1024, 3 * 1024 * 1024 + 1,
                                   7 * 1024 * 1024 + 2};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t n = sizes[i];
        uint8_t *bytes = malloc(n);
        struct bytes back;

        cr_assert_not_null(bytes);
        for (size_t k = 0; k < n; k++)
            bytes[k] = (uint8_t)(k * 2654435761U >> 13);
        text.n = 0;
        base64_encode((struct bytes){bytes, n}, &text);
        cr_assert_eq(text.n, (n + 2) / 3 * 4);
        cr_assert_eq(base64_decode(textbuf_view(&text), &arena, &back), STATUS_OK);
        cr_assert(back.n == n && memcmp(back.at, bytes, n) == 0);
        free(bytes);
    }
}

Test(base64, what_is_none_is_damaged)
{
    static const char *const wrong[] = {
        "Z",       "Zg",       "Zg=",      "Zg==Zg==", "=AAA",     "A=AA",      "A===",
        "====",    "Zm9v\n",   " Zm9",     "Zm9v    ", "    Zm9v", "Zm-v",      "Zm_v",
        "Zm\xFFv", "AA==AAAA", "AAAA====", "AA=A",     "\n\n\n\n", "Zm9vZ\n==",
    };
    struct bytes back;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_expect_eq(base64_decode(str_of(wrong[i]), &arena, &back), STATUS_DAMAGED, "'%s'",
                     wrong[i]);
    cr_expect_eq(base64_decode((struct str){"AA\0A", 4}, &arena, &back), STATUS_DAMAGED);
}
