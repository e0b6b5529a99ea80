/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256, by libcrypto.
 *
 *   struct sha256 *sha;
 *   if (!sha256_begin(&sha)) ...
 *   sha256_add(sha, bytes) ...
 *   sha256_end(sha, digest);             frees it
 *
 * or sha256_of(bytes, digest) in one call. One thread at a time for each.
 */
#ifndef SRC_SHA256_H
#define SRC_SHA256_H

#include "mft/bytes.h"

enum {
    SHA256_BYTES = 32,
    SHA256_DIGITS = 64,
};

struct sha256;

/* False without memory. */
bool sha256_begin(struct sha256 **sha_ret);

void sha256_add(struct sha256 *sha, struct bytes bytes);

/* Writes the digest of all that was added to DIGEST (NULL: nobody wants it any more). SHA may be
 * NULL: nothing happens. */
void sha256_end(struct sha256 *sha, uint8_t *digest);

/* The digest of BYTES. False without memory. */
bool sha256_of(struct bytes bytes, uint8_t *digest);

/* DIGEST as SHA256_DIGITS lower-case digits, terminated. */
void sha256_text(const uint8_t *digest, char *text);

#endif
