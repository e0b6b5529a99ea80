/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fix-ups of blocks that are no FILE records. */
#include "mft/fixup.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

static uint8_t *some_block(uint32_t nbytes)
{
    uint8_t *block = malloc(nbytes);

    memset(block, 0x33, nbytes);
    memcpy(block, "INDX", 4);
    forge_put16(block + 4, 0x28);
    forge_put16(block + 6, (uint16_t)(1 + nbytes / 512));
    forge_put16(block + 0x28, 7);
    forge_seal(block);
    return block;
}

Test(fixup, tails_are_put_back_in_blocks_of_every_size)
{
    for (uint32_t n = 512; n <= 65536; n *= 2) {
        uint8_t *block = some_block(n);

        cr_assert(fixup_undo(block, n));
        for (uint32_t tail = 510; tail < n; tail += 512)
            cr_assert_eq(bytes_u16(block + tail), 0x3333);
        free(block);
    }
}

Test(fixup, a_torn_block_is_left_as_it_is)
{
    uint8_t *block = some_block(4096);

    block[4095] ^= 1;
    cr_assert_not(fixup_undo(block, 4096));
    cr_assert_eq(bytes_u16(block + 510), 7);
    free(block);
}

Test(fixup, an_array_that_cannot_be_is_refused)
{
    static const uint16_t offsets[] = {0, 6, 500, 510, 0xFFFE};

    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        uint8_t *block = some_block(4096);

        forge_put16(block + 4, offsets[i]);
        cr_assert_not(fixup_undo(block, 4096), "%u", offsets[i]);
        free(block);
    }

    uint8_t *block = some_block(4096);
    forge_unseal(block);
    forge_put16(block + 4, 0x29);
    forge_seal(block);
    cr_assert_not(fixup_undo(block, 4096), "at an odd place");
    free(block);
    block = some_block(4096);
    forge_put16(block + 6, 3);
    cr_assert_not(fixup_undo(block, 4096));
    free(block);
}
