/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digests that FIPS 180-4's examples have, in one call and in pieces. */
#include "src/sha256.h"

#include <criterion/criterion.h>

static const char *text_of(struct bytes bytes)
{
    static char text[SHA256_DIGITS + 1];
    uint8_t digest[SHA256_BYTES];

    cr_assert(sha256_of(bytes, digest));
    sha256_text(digest, text);
    return text;
}

Test(sha256, known_digests)
{
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    cr_expect_str_eq(text_of((struct bytes){(const uint8_t *)"", 0}),
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    cr_expect_str_eq(text_of((struct bytes){(const uint8_t *)"abc", 3}),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_expect_str_eq(text_of((struct bytes){(const uint8_t *)two_blocks, strlen(two_blocks)}),
                     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(sha256, pieces_are_one)
{
    static uint8_t million[1000000];
    uint8_t digest[SHA256_BYTES];
    char text[SHA256_DIGITS + 1];
    struct sha256 *sha;

    memset(million, 'a', sizeof million);
    cr_assert(sha256_begin(&sha));
    for (size_t at = 0, n = 0; at < sizeof million; at += n, n = n * 2 + 1) {
        if (n > sizeof million - at)
            n = sizeof million - at;
        sha256_add(sha, (struct bytes){million + at, n});
    }
    sha256_end(sha, digest);
    sha256_text(digest, text);
    cr_expect_str_eq(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

Test(sha256, nobody_need_want_the_digest)
{
    struct sha256 *sha;

    cr_assert(sha256_begin(&sha));
    sha256_end(sha, NULL);
    sha256_end(NULL, NULL);
}
