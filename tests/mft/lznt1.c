/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data that NTFS has compressed. */
#include "mft/lznt1.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/chance.h"

static uint8_t to[9000];

static bool unpack(const void *packed, size_t n, size_t nto)
{
    return lznt1_unpack((struct bytes){packed, n}, to, nto);
}

/* A melody, as others pack it. */
Test(lznt1, copies_reach_back_as_far_as_the_chunk_has_come)
{
    static const uint8_t packed[] = {
        0x38, 0xb0, 0x88, 0x46, 0x23, 0x20, 0x00, 0x20, 0x47, 0x20, 0x41, 0x00, 0x10, 0xa2, 0x47,
        0x01, 0xa0, 0x45, 0x20, 0x44, 0x00, 0x08, 0x45, 0x01, 0x50, 0x79, 0x00, 0xc0, 0x45, 0x20,
        0x05, 0x24, 0x13, 0x88, 0x05, 0xb4, 0x02, 0x4a, 0x44, 0xef, 0x03, 0x58, 0x02, 0x8c, 0x09,
        0x16, 0x01, 0x48, 0x45, 0x00, 0xbe, 0x00, 0x9e, 0x00, 0x04, 0x01, 0x18, 0x90, 0x00};
    static const char melody[] =
        "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D "
        "E F# G F# E D E A F# F# G A A G F# E D D E F# E D D";

    cr_assert(unpack(packed, sizeof packed, sizeof melody));
    cr_expect_str_eq((const char *)to, melody);
    cr_assert(unpack(packed, sizeof packed, 5));
    cr_expect_arr_eq(to, "F# F#", 5, "no more than is asked for");
}

Test(lznt1, a_copy_may_reach_into_itself)
{
    static const uint8_t packed[] = {0x03, 0xB0, 0x02, 'a', 100, 0x00};

    cr_assert(unpack(packed, sizeof packed, 104));
    for (int i = 0; i < 104; i++)
        cr_expect_eq(to[i], 'a');
}

Test(lznt1, chunks_may_be_as_they_are_and_behind_the_last_are_zeros)
{
    static uint8_t packed[2 * (4096 + 2) + 2];

    for (int i = 0; i < 2; i++) {
        packed[i * 4098] = 0xFF;
        packed[i * 4098 + 1] = 0x3F;
        memset(packed + i * 4098 + 2, 'a' + i, 4096);
    }
    memset(to, 'x', sizeof to);
    cr_assert(unpack(packed, sizeof packed, sizeof to));
    cr_expect(to[0] == 'a' && to[4095] == 'a' && to[4096] == 'b' && to[8191] == 'b');
    for (size_t i = 8192; i < sizeof to; i++)
        cr_expect_eq(to[i], 0);
}

Test(lznt1, what_cannot_be_is_refused)
{
    static const uint8_t far[] = {0x03, 0xB0, 0x02, 'a', 0x00, 0x10};
    static const uint8_t first[] = {0x02, 0xB0, 0x01, 0x00, 0x00};
    static const uint8_t cut[] = {0x03, 0xB0, 0x02, 'a', 100};
    static const uint8_t half[] = {0x02, 0xB0, 0x02, 'a', 100};
    static const uint8_t much[] = {0x0C, 0xB0, 0x1E, 'a',  0xFF, 0x0F,
                                   0xFF, 0x0F, 0xFF, 0x0F, 0xFF, 0x0F};

    cr_expect_not(unpack(far, sizeof far, 100), "before the beginning");
    cr_expect_not(unpack(first, sizeof first, 100), "nothing to copy");
    cr_expect_not(unpack(cut, sizeof cut, 100), "a chunk that is cut off");
    cr_expect_not(unpack(half, sizeof half, 100), "half a copy");
    cr_expect_not(unpack(much, sizeof much, sizeof to), "more than a chunk has");
}

Test(lznt1, whatever_comes_nothing_else_is_written)
{
    struct chance chance = chance_seed(1);
    uint8_t packed[300];

    for (unsigned round = 0; round < 20000; round++) {
        size_t n = chance_below(&chance, sizeof packed), nto = chance_below(&chance, 5000);

        for (size_t i = 0; i < n; i++)
            packed[i] = (uint8_t)chance_bits(&chance);
        if (n > 1)
            packed[1] = (uint8_t)(0xB0 | chance_below(&chance, 2));
        to[nto] = 77;
        (void)unpack(packed, n, nto);
        cr_assert_eq(to[nto], 77);
    }
}
