/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as they stand in pages. */
#include "src/table/wire.h"

#include <criterion/criterion.h>

static void check_varint(uint64_t value, const char *expected, size_t n)
{
    uint8_t bytes[WIRE_VARINT_BYTES];
    uint64_t got = ~value;

    cr_assert(wire_put_varint(value, bytes) == n);
    cr_assert(memcmp(bytes, expected, n) == 0);
    for (size_t cut = 0; cut < n; cut++) {
        struct bytes from = {bytes, cut};

        cr_assert_not(wire_take_varint(&from, &got));
        cr_assert(from.at == bytes && from.n == cut);
    }
    struct bytes from = {bytes, sizeof bytes};
    cr_assert(wire_take_varint(&from, &got));
    cr_assert(got == value && from.at == bytes + n && from.n == sizeof bytes - n);
}

Test(wire, varints)
{
    check_varint(0, "\x00", 1);
    check_varint(127, "\x7F", 1);
    check_varint(128, "\x80\x01", 2);
    check_varint(624485, "\xE5\x8E\x26", 3);
    check_varint(UINT32_MAX, "\xFF\xFF\xFF\xFF\x0F", 5);
    check_varint(UINT64_C(1) << 63, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10);
    check_varint(UINT64_MAX, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10);
}

static bool takes(const char *text, size_t n)
{
    struct bytes from = {(const uint8_t *)text, n};
    uint64_t value;

    return wire_take_varint(&from, &value);
}

/* More bits than 64, more bytes than ten; zeros at the end change nothing. */
Test(wire, varints_that_cannot_be)
{
    cr_expect_not(takes("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10));
    cr_expect_not(takes("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x03", 10));
    cr_expect_not(takes("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 11));
    cr_expect(takes("\x81\x80\x00", 3));
}

Test(wire, folded)
{
    static const int64_t numbers[] = {0, -1, 1, -2, 2, INT32_MIN, INT32_MAX, INT64_MIN, INT64_MAX};
    static const uint64_t folded[] = {
        0, 1, 2, 3, 4, UINT32_MAX, UINT32_MAX - 1, UINT64_MAX, UINT64_MAX - 1};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        cr_expect(wire_fold(numbers[i]) == folded[i]);
        cr_expect(wire_unfold(folded[i]) == numbers[i]);
    }
}

Test(wire, little_endian)
{
    uint8_t bytes[12];

    wire_put32(0x04030201, bytes);
    wire_put64(UINT64_C(0x0C0B0A0908070605), bytes + 4);
    for (uint8_t i = 0; i < sizeof bytes; i++)
        cr_expect(bytes[i] == i + 1);
}
