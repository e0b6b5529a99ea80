/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking changes from the input and carrying them out. */
#include "tests/fuzz/edits.h"

#include "tests/support/forge.h"

uint8_t edits_byte(struct edits *edits)
{
    if (edits->n == 0)
        return 0;
    edits->n--;
    return *edits->at++;
}

uint32_t edits_u24(struct edits *edits)
{
    uint32_t low = edits_byte(edits), middle = edits_byte(edits);

    return low | middle << 8 | (uint32_t)edits_byte(edits) << 16;
}

static void change(struct edits *edits, uint8_t *bytes, size_t nbytes, size_t at)
{
    unsigned n = 1 + edits_byte(edits) % 8;

    for (unsigned i = 0; i < n; i++)
        bytes[(at + i) % nbytes] = edits_byte(edits);
}

void edits_apply(struct edits *edits, uint8_t *bytes, size_t nbytes)
{
    while (edits->n > 0 && nbytes > 0)
        change(edits, bytes, nbytes, edits_u24(edits) % nbytes);
}

static bool has_possible_array(const uint8_t *block, uint32_t block_bytes)
{
    uint32_t off = bytes_u16(block + RECORD_USA_OFF), count = bytes_u16(block + RECORD_USA_COUNT);

    return count == 1 + block_bytes / FIXUP_STRIDE && off >= RECORD_HEADER_BYTES_OLD &&
           off + 2 * count <= FIXUP_STRIDE - 2;
}

void edits_apply_in_block(struct edits *edits, uint8_t *block, uint32_t block_bytes)
{
    uint32_t at = edits_byte(edits);

    at |= (uint32_t)edits_byte(edits) << 8;
    if (has_possible_array(block, block_bytes))
        forge_unseal(block);
    change(edits, block, block_bytes, at % block_bytes);
    if (has_possible_array(block, block_bytes))
        forge_seal(block);
}
