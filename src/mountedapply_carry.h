/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One operation on a mounted volume: carried out, or looked at. 0 or an errno. */
#ifndef SRC_MOUNTEDAPPLY_CARRY_H
#define SRC_MOUNTEDAPPLY_CARRY_H

#include "src/mountedapply_base.h"

/* Operation K in words of backend.h. */
struct backend_item mountedapply_carry_item(const struct mountedapply *a, uint32_t k);

/* Carries operation K out, and remembers what it has made. */
int mountedapply_carry(struct mountedapply *a, uint32_t k);

/* Has content A the streams that B has? Puts the SHA-256 of the unnamed one to SHA256_RET. */
int mountedapply_carry_compare(struct content *a, struct content *b, bool *are_same_ret,
                               uint8_t *sha256_ret);

/* Opens the source of the copy K, wherever it is. */
int mountedapply_carry_source(const struct mountedapply *a, uint32_t k,
                              struct content **content_ret);

/* Opens what has the name that K makes, which is the file REFERENCE. */
int mountedapply_carry_target(const struct mountedapply *a, uint32_t k, uint64_t reference,
                              struct content **content_ret);

/* The bytes of the manifest K. */
int mountedapply_carry_manifest(const struct mountedapply *a, uint32_t k, struct bytes *bytes_ret);

/* Remembers what K has made. */
void mountedapply_carry_remember(struct mountedapply *a, uint32_t k, uint64_t reference,
                                 uint64_t size, const uint8_t *sha256);

#endif
