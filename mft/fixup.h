/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fix-ups of the multi-sector blocks that are no FILE records: INDX blocks and the restart pages of
 * $LogFile. (FILE records have record.h, which also says what is wrong with them.)
 */
#ifndef MFT_FIXUP_H
#define MFT_FIXUP_H

#include "mft/bytes.h"

/*
 * Puts back the tail of every 512 bytes of the NBYTES at BLOCK, which begins with a magic and where
 * its update sequence array lies. False, and nothing changed, where the array cannot be or a tail
 * does not carry the update sequence number. NBYTES is a multiple of 512, not 0.
 */
bool fixup_undo(uint8_t *block, uint32_t nbytes);

#endif
