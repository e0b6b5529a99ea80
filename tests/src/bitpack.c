/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a fixed count of bits: every width, compared bit by bit. */
#include "src/table/bitpack.h"

#include "tests/support/chance.h"
#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MANY = 600 };

static uint64_t mask_of(unsigned width)
{
    return width < 64 ? (UINT64_C(1) << width) - 1 : UINT64_MAX;
}

/* What the packed bytes have at bit I of all. */
static unsigned bit_at(const uint8_t *bytes, size_t i)
{
    return (unsigned)bytes[i / 8] >> i % 8 & 1;
}

static void check(const uint64_t *values, size_t n, unsigned width)
{
    uint8_t packed[MANY * 8 + BITPACK_SLACK + 1];
    uint64_t got[MANY + 1];
    size_t nbytes = (size_t)bitpack_bytes(n, width);

    memset(packed, 0xA5, sizeof packed);
    got[n] = 4711;
    bitpack_put(values, n, width, packed);
    for (size_t i = 0; i < n * width; i++)
        cr_assert(bit_at(packed, i) == (values[i / width] >> i % width & 1), "width %u", width);
    for (size_t i = n * width; i < nbytes * 8; i++)
        cr_assert(bit_at(packed, i) == 0, "width %u", width);
    cr_assert(packed[nbytes + BITPACK_SLACK] == 0xA5);

    uint8_t *exact = forge_copy(packed, nbytes);
    bitpack_get((struct bytes){exact, nbytes}, n, width, got);
    cr_assert(n == 0 || memcmp(got, values, n * sizeof got[0]) == 0, "%zu of width %u", n, width);
    bitpack_get((struct bytes){packed, sizeof packed}, n, width, got);
    cr_assert(n == 0 || memcmp(got, values, n * sizeof got[0]) == 0, "%zu of width %u", n, width);
    cr_assert(got[n] == 4711);
    free(exact);
}

Test(bitpack, every_width)
{
    static const size_t lengths[] = {0, 1, 2, 7, 8, 9, 31, 32, 33, 64, 65, 255, 256, 257, MANY};
    struct chance chance = chance_seed(1);
    uint64_t values[MANY], ones[MANY];

    for (unsigned width = 0; width <= 64; width++) {
        for (size_t i = 0; i < MANY; i++) {
            values[i] = chance_bits(&chance) & mask_of(width);
            ones[i] = mask_of(width);
        }
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            check(values, lengths[i], width);
            check(ones, lengths[i], width);
        }
    }
}

/* The example of the format's description: 0 to 7 in three bits each. */
Test(bitpack, known)
{
    static const uint64_t values[] = {0, 1, 2, 3, 4, 5, 6, 7};
    static const uint8_t expected[] = {0x88, 0xC6, 0xFA};
    uint8_t packed[sizeof expected + BITPACK_SLACK];

    bitpack_put(values, 8, 3, packed);
    cr_expect(memcmp(packed, expected, sizeof expected) == 0);
}

Test(bitpack, widths)
{
    cr_expect(bitpack_width(0) == 0);
    cr_expect(bitpack_width(1) == 1);
    cr_expect(bitpack_width(255) == 8);
    cr_expect(bitpack_width(256) == 9);
    cr_expect(bitpack_width(UINT64_MAX) == 64);
    cr_expect(bitpack_bytes(9, 1) == 2);
    cr_expect(bitpack_bytes(0, 64) == 0);
}
