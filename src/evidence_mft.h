/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The SHA-256 of $MFT, taken while the scan reads it, for evidence.h.
 *
 *   struct evidence_mft mft = {0};
 *   ... a scan whose witness calls evidence_mft_see(&mft, piece) ...
 *   evidence_mft_put(&mft, volume, index, &json);
 *   evidence_mft_free(&mft);
 *
 * The pieces come in order, one at a time, from several threads.
 */
#ifndef SRC_EVIDENCE_MFT_H
#define SRC_EVIDENCE_MFT_H

#include "mft/scan.h"
#include "src/json.h"
#include "src/sha256.h"

/* N records from FIRST on. */
struct evidence_stretch {
    uint64_t first, n;
};

struct evidence_mft {
    struct sha256 *sha;
    uint64_t nbytes;                   /* that are in it */
    struct evidence_stretch *left_out; /* by --skip-free, ascending, none touches another */
    size_t nleft_out, capacity;
    bool is_short;                  /* memory ran out: nothing of it counts */
    char digits[SHA256_DIGITS + 1]; /* once it is written: the digest, unless not all was read */
};

void evidence_mft_see(struct evidence_mft *mft, const struct scan_piece *piece);

/* Writes the member "mft" of the open object. False without memory. */
bool evidence_mft_put(struct evidence_mft *mft, const struct volume *volume,
                      const struct index *index, struct json *json);

void evidence_mft_free(struct evidence_mft *mft);

#endif
