/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magic (4 bytes), offset of the update sequence array, its count of 16-bit words; then whatever.
 */
#include "mft/fixup.h"

#include "mft/layout.h"

enum { USA_OFF = 4, USA_COUNT = 6, HEADER_BYTES = 8, TAIL = FIXUP_STRIDE - 2 };

bool fixup_undo(uint8_t *block, uint32_t nbytes)
{
    uint32_t off = bytes_u16(block + USA_OFF);
    uint32_t count = bytes_u16(block + USA_COUNT);
    const uint8_t *usa = block + off;

    if (count != 1 + nbytes / FIXUP_STRIDE || off % 2 != 0 || off < HEADER_BYTES ||
        off + 2 * count > TAIL)
        return false;
    for (uint32_t tail = TAIL; tail < nbytes; tail += FIXUP_STRIDE)
        if (memcmp(block + tail, usa, 2) != 0)
            return false;
    for (uint32_t tail = TAIL; tail < nbytes; tail += FIXUP_STRIDE)
        memcpy(block + tail, usa += 2, 2);
    return true;
}
