/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Owners: $Secure:$SDS maps a file's security id to its descriptor, and that names the owner's SID.
 * docs/ON-DISK.md, "Security".
 *
 *   struct security *security;
 *   status = security_load(volume, &security);
 *   sid = security_owner(security, security_id);    "S-1-5-32-544", or NULL
 *   security_free(security);
 */
#ifndef MFT_SECURITY_H
#define MFT_SECURITY_H

#include "mft/text.h"
#include "mft/volume.h"

struct security;

enum {
    SECURITY_SID_BYTES_MAX = 8 + 4 * 15,
    SECURITY_SID_TEXT_MAX = 192, /* with its end */
};

/* Reads all of $SDS, in order, with its mirror blocks where the first copy is damaged.
 * STATUS_NOT_FOUND where there is none. */
enum status security_load(const struct volume *volume, struct security **security_ret);

/* The owner of descriptor ID as text, terminated, borrowed; NULL where unknown. SECURITY may be
 * NULL. */
const char *security_owner(const struct security *security, uint32_t id);

/* The owner's SID within the self-relative DESCRIPTOR; n == 0 where it has none or is malformed.
 * Borrowed. */
struct bytes security_descriptor_owner(struct bytes descriptor);

/* Writes the valid SID as text, terminated, to TEXT[SECURITY_SID_TEXT_MAX]. False (and "") for a
 * malformed one. */
bool security_sid_text(struct bytes sid, char *text);

/* Writes the SID that TEXT names, as security_sid_text writes it, to SID[SECURITY_SID_BYTES_MAX].
 * Returns its bytes; 0 for what is no SID. */
size_t security_sid_of_text(struct str text, uint8_t *sid);

void security_free(struct security *security);

#endif
