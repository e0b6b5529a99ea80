/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DELTA_BINARY_PACKED: there and back, known bytes, and bytes that cannot be. */
#include "src/table/delta.h"

#include "tests/support/chance.h"
#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MANY = 1300 };

static bool decodes(const char *at, size_t nbytes, uint32_t n, enum delta_bits bits,
                    uint64_t *numbers_ret)
{
    uint8_t *exact = forge_copy(at, nbytes);
    struct bytes from = {exact, nbytes};
    uint32_t count = ~n;
    bool is_right = delta_decode(&from, n, bits, numbers_ret);

    if (is_right)
        cr_assert(delta_count((struct bytes){exact, nbytes}, bits, &count) && count == n);
    is_right = is_right && from.n == 0;
    free(exact);
    return is_right;
}

static void check(const uint64_t *numbers, uint32_t n, enum delta_bits bits)
{
    struct textbuf text = {0};
    uint64_t got[MANY];

    delta_encode(numbers, n, bits, &text);
    cr_assert(decodes(text.at, text.n, n, bits, got), "%u numbers", n);
    for (uint32_t i = 0; i < n; i++)
        cr_assert(got[i] == (bits == DELTA_64 ? numbers[i] : (uint32_t)numbers[i]), "%u of %u", i,
                  n);
    for (size_t cut = 0; cut < text.n; cut += 1 + text.n / 300)
        cr_assert_not(decodes(text.at, cut, n, bits, got), "%u numbers, cut at %zu", n, cut);
    cr_assert_not(decodes(text.at, text.n, n + 1, bits, got));
    textbuf_free(&text);
}

static void check_lengths(const uint64_t *numbers)
{
    static const uint32_t lengths[] = {0,   1,   2,   3,   31,  32,  33,  34,  64,  65,  66,
                                       127, 128, 129, 130, 161, 255, 256, 257, 258, MANY};

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        check(numbers, lengths[i], DELTA_32);
        check(numbers, lengths[i], DELTA_64);
    }
}

/* Numbers that go up and down by differences of up to SHIFT bits less than 64. */
static void check_walk(struct chance *chance, unsigned shift)
{
    uint64_t numbers[MANY], number = chance_bits(chance);

    for (uint32_t i = 0; i < MANY; i++) {
        number += (uint64_t)((int64_t)chance_bits(chance) / (int64_t)(UINT64_C(1) << shift));
        numbers[i] = number;
    }
    check_lengths(numbers);
}

Test(delta, every_width)
{
    struct chance chance = chance_seed(4);

    for (unsigned shift = 0; shift < 63; shift++)
        check_walk(&chance, shift);
}

/* Of all, the differences that overflow are the hardest. */
Test(delta, ends_of_the_range)
{
    static const uint64_t ends[] = {0,
                                    1,
                                    UINT64_MAX,
                                    INT64_MAX,
                                    INT32_MAX,
                                    UINT32_MAX,
                                    0x80000000U,
                                    (uint64_t)INT64_MIN,
                                    2,
                                    UINT64_MAX - 1,
                                    (uint64_t)INT32_MIN};
    struct chance chance = chance_seed(5);
    uint64_t numbers[MANY];

    for (unsigned round = 0; round < 20; round++) {
        for (uint32_t i = 0; i < MANY; i++)
            numbers[i] = ends[chance_below(&chance, round < 10 ? 2 + round : 11)];
        check_lengths(numbers);
    }
    for (uint32_t i = 0; i < MANY; i++)
        numbers[i] = i % 2 ? INT64_MAX : (uint64_t)INT64_MIN;
    check_lengths(numbers);
    for (uint32_t i = 0; i < MANY; i++)
        numbers[i] = i % 2 ? INT32_MAX : (uint64_t)INT32_MIN;
    check_lengths(numbers);
}

static void expect_bytes(const uint64_t *numbers, uint32_t n, enum delta_bits bits,
                         const char *expected, size_t nbytes)
{
    struct textbuf text = {0};

    delta_encode(numbers, n, bits, &text);
    cr_expect(str_equal(textbuf_view(&text), (struct str){expected, nbytes}));
    textbuf_free(&text);
}

/* Made by hand: the examples of the format's description in blocks of 128, and numbers that wrap
 * around from the highest to the lowest. */
Test(delta, known)
{
    static const uint64_t falling[] = {7, 5, 3, 1, 2, 3, 4, 5}, counting[] = {1, 2, 3, 4, 5};
    static const uint64_t wrapping[] = {INT32_MAX, (uint64_t)INT32_MIN};
    static const uint64_t wide[] = {INT64_MAX, (uint64_t)INT64_MIN};

    expect_bytes(falling, 8, DELTA_64,
                 "\x80\x01\x04\x08\x0E\x03\x02\x00\x00\x00\xC0\x3F\x00\x00\x00\x00\x00\x00", 18);
    expect_bytes(falling, 8, DELTA_32,
                 "\x80\x01\x04\x08\x0E\x03\x02\x00\x00\x00\xC0\x3F\x00\x00\x00\x00\x00\x00", 18);
    expect_bytes(counting, 5, DELTA_32, "\x80\x01\x04\x05\x02\x02\x00\x00\x00\x00", 10);
    expect_bytes(counting, 1, DELTA_64, "\x80\x01\x04\x01\x02", 5);
    expect_bytes(counting, 0, DELTA_64, "\x80\x01\x04\x00\x00", 5);
    expect_bytes(wrapping, 2, DELTA_32, "\x80\x01\x04\x02\xFE\xFF\xFF\xFF\x0F\x02\x00\x00\x00\x00",
                 14);
    expect_bytes(wide, 2, DELTA_64,
                 "\x80\x01\x04\x02\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x02\x00\x00\x00\x00",
                 19);
}

/* Other writers have other blocks, and widths of miniblocks that are not there. */
Test(delta, of_others)
{
    uint64_t got[8];

    cr_assert(
        decodes("\x80\x02\x08\x05\x02\x02\x00\x00\x00\x00\x00\x00\x00\x00", 14, 5, DELTA_64, got));
    cr_expect(got[0] == 1 && got[4] == 5);
    cr_assert(decodes("\x80\x01\x02\x03\x02\x02\x00\xFF", 8, 3, DELTA_64, got));
    cr_expect(got[2] == 3);
    cr_assert(decodes("\x80\x01\x01\x03\x01\x01\x01\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 23, 3,
                      DELTA_32, got));
    cr_expect(got[0] == UINT32_MAX && got[1] == UINT32_MAX - 1 && got[2] == UINT32_MAX - 1);
}

Test(delta, that_cannot_be)
{
    uint64_t got[400];

    cr_expect(decodes("\x80\x01\x04\x05\x02\x02\x00\x00\x00\x00", 10, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x04\x05\x02\x02\x00\x00\x00\x00\x00", 11, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x04\x05\x02\x02\x00\x00\x00\x00", 10, 4, DELTA_64, got));
    cr_expect_not(decodes("\x40\x02\x05\x02\x02\x00\x00", 7, 5, DELTA_64, got));
    cr_expect_not(decodes("\x00\x04\x05\x02\x02\x00\x00\x00\x00", 9, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x08\x05\x02\x02\0\0\0\0\0\0\0\0", 14, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x00\x05\x02\x02\x00\x00\x00\x00", 10, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x03\x05\x02\x02\x00\x00\x00\x00", 10, 5, DELTA_64, got));
    /* Widths of more bits than the numbers have, a first number and a difference of more. */
    cr_expect_not(decodes("\x80\x01\x04\x05\x02\x02\x41\x00\x00\x00", 10, 5, DELTA_64, got));
    cr_expect_not(decodes("\x80\x01\x04\x01\xFE\xFF\xFF\xFF\x1F", 9, 1, DELTA_32, got));
    cr_expect(decodes("\x80\x01\x04\x01\xFE\xFF\xFF\xFF\x1F", 9, 1, DELTA_64, got));
    cr_expect_not(
        decodes("\x80\x01\x04\x02\x00\x80\x80\x80\x80\x20\x00\x00\x00\x00", 14, 2, DELTA_32, got));
    cr_expect(
        decodes("\x80\x01\x04\x02\x00\x80\x80\x80\x80\x20\x00\x00\x00\x00", 14, 2, DELTA_64, got));
}

/* A miniblock of 33 bits: right for numbers of 64 bits, and for none of 32. */
Test(delta, too_wide)
{
    char block[10 + 33 * 4] = "\x80\x01\x04\x05\x02\x02\x21\x00\x00";
    uint64_t got[5];

    cr_expect(decodes(block, sizeof block, 5, DELTA_64, got));
    cr_expect_not(decodes(block, sizeof block, 5, DELTA_32, got));
}

/* A header that says more than can follow is seen before anybody makes room for as much. */
Test(delta, counts)
{
    static const uint8_t header[] = {0x80, 0x01, 0x04, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x02, 0x00};
    static const uint8_t more[] = {0x80, 0x01, 0x04, 0x80, 0x80, 0x80, 0x80, 0x10, 0x02, 0x00};
    uint32_t n;

    cr_expect_not(delta_count((struct bytes){header, sizeof header}, DELTA_64, &n));
    cr_expect_not(delta_count((struct bytes){more, sizeof more}, DELTA_64, &n));
    cr_expect_not(delta_count((struct bytes){header, 0}, DELTA_64, &n));
}
