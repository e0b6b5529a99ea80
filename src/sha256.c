/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256: see sha256.h.
 */
#include "src/sha256.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct sha256 {
    EVP_MD_CTX *context;
};

bool sha256_begin(struct sha256 **sha_ret)
{
    struct sha256 *sha = calloc(1, sizeof *sha);

    if (!sha)
        return false;
    sha->context = EVP_MD_CTX_new();
    if (!sha->context || !EVP_DigestInit_ex(sha->context, EVP_sha256(), NULL)) {
        sha256_end(sha, NULL);
        return false;
    }
    *sha_ret = sha;
    return true;
}

void sha256_add(struct sha256 *sha, struct bytes bytes)
{
    EVP_DigestUpdate(sha->context, bytes.at, bytes.n);
}

void sha256_end(struct sha256 *sha, uint8_t *digest)
{
    if (!sha)
        return;
    if (digest)
        EVP_DigestFinal_ex(sha->context, digest, NULL);
    EVP_MD_CTX_free(sha->context);
    free(sha);
}

bool sha256_of(struct bytes bytes, uint8_t *digest)
{
    struct sha256 *sha;

    if (!sha256_begin(&sha))
        return false;
    sha256_add(sha, bytes);
    sha256_end(sha, digest);
    return true;
}

void sha256_text(const uint8_t *digest, char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < SHA256_BYTES; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    text[SHA256_DIGITS] = '\0';
}
