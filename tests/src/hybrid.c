/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs and packed bits: there and back, known bytes, and bytes that cannot be. */
#include "src/table/hybrid.h"

#include "tests/support/chance.h"
#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MANY = 2100 };

static struct bytes view(const struct textbuf *text)
{
    return (struct bytes){(const uint8_t *)text->at, text->n};
}

/* The first NBYTES of TEXT, in a block of their own. */
static bool decodes(const struct textbuf *text, size_t nbytes, uint32_t n, unsigned width,
                    uint32_t *values_ret)
{
    uint8_t *exact = forge_copy(text->at, nbytes);
    bool is_decoded = hybrid_decode((struct bytes){exact, nbytes}, n, width, values_ret);

    free(exact);
    return is_decoded;
}

static void check(const uint32_t *values, uint32_t n, unsigned width)
{
    struct textbuf text = {0};
    uint32_t *got = malloc((n + 1) * sizeof *got);

    hybrid_encode(values, n, width, &text);
    cr_assert(decodes(&text, text.n, n, width, got), "%u of width %u", n, width);
    cr_assert(n == 0 || memcmp(got, values, n * sizeof *got) == 0, "%u of width %u", n, width);
    cr_assert(text.n <= 10 + (n + 7) / 8 * (size_t)width, "%u of width %u: %zu bytes", n, width,
              text.n);
    for (size_t cut = 0; cut < text.n; cut += 1 + text.n / 200)
        cr_assert_not(decodes(&text, cut, n, width, got), "%u of width %u, cut at %zu", n, width,
                      cut);
    textbuf_char(&text, 2);
    cr_assert_not(decodes(&text, text.n, n, width, got));
    free(got);
    textbuf_free(&text);
}

static void check_levels(const uint8_t *levels, uint32_t n)
{
    struct textbuf text = {0}, wide = {0};
    uint8_t *got = malloc(n + 1);
    uint32_t values[MANY];

    for (uint32_t i = 0; i < n; i++)
        values[i] = levels[i];
    hybrid_encode_levels(levels, n, &text);
    hybrid_encode(values, n, 1, &wide);
    cr_assert(str_equal(textbuf_view(&text), textbuf_view(&wide)));
    cr_assert(hybrid_decode_levels(view(&text), n, got));
    cr_assert(memcmp(got, levels, n) == 0);
    for (size_t cut = 0; cut < text.n; cut++)
        cr_assert_not(hybrid_decode_levels((struct bytes){view(&text).at, cut}, n, got));
    free(got);
    textbuf_free(&text);
    textbuf_free(&wide);
}

/* Values of WIDTH bits; every second time they go on for a while. */
static void fill(struct chance *chance, unsigned width, uint32_t longest, uint32_t *values,
                 uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        uint32_t value = width ? (uint32_t)(chance_bits(chance) >> (64 - width)) : 0;
        uint32_t times = chance_below(chance, 2) ? 1 : 1 + chance_below(chance, longest);

        for (; times > 0 && i < n; times--)
            values[i++] = value;
    }
}

Test(hybrid, every_width)
{
    static const uint32_t lengths[] = {0, 1, 2, 7, 8, 9, 15, 16, 17, 127, 128, 129, 255, 257, MANY};
    static const uint32_t longest[] = {1, 3, 12, 40, 700};
    struct chance chance = chance_seed(2);
    uint32_t values[MANY];

    for (unsigned width = 0; width <= HYBRID_WIDTH_MAX; width++)
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
            for (size_t j = 0; j < sizeof longest / sizeof longest[0]; j++) {
                fill(&chance, width, longest[j], values, lengths[i]);
                check(values, lengths[i], width);
            }
}

Test(hybrid, levels)
{
    struct chance chance = chance_seed(3);
    uint8_t levels[MANY] = {0};

    for (uint32_t n = 1; n <= MANY; n += 1 + n / 30)
        for (uint32_t longest = 1; longest <= 4096; longest *= 4) {
            uint32_t values[MANY];

            fill(&chance, 1, longest, values, n);
            for (uint32_t i = 0; i < n; i++)
                levels[i] = (uint8_t)values[i];
            check_levels(levels, n);
        }
}

static void expect_bytes(const uint32_t *values, uint32_t n, unsigned width, const char *expected,
                         size_t nbytes)
{
    struct textbuf text = {0};

    hybrid_encode(values, n, width, &text);
    cr_expect(str_equal(textbuf_view(&text), (struct str){expected, nbytes}));
    textbuf_free(&text);
}

/* Made by hand from the format's description. */
Test(hybrid, known)
{
    uint32_t values[108] = {0, 1, 2, 3, 4, 5, 6, 7};

    for (uint32_t i = 8; i < 108; i++)
        values[i] = 4;
    expect_bytes(values, 8, 3, "\x03\x88\xC6\xFA", 4);
    expect_bytes(values, 108, 3, "\x03\x88\xC6\xFA\xC8\x01\x04", 7);
    expect_bytes(values, 3, 2, "\x03\x24\x00", 3);
    expect_bytes(values + 8, 100, 9, "\xC8\x01\x04\x00", 4);
    expect_bytes(values, 0, 5, "", 0);
    values[0] = 0;
    expect_bytes(values, 1, 0, "\x02", 1);
}

static bool is_right(const char *text, size_t nbytes, uint32_t n, unsigned width)
{
    uint8_t *exact = forge_copy(text, nbytes);
    uint32_t values[64];
    bool is_one = hybrid_decode((struct bytes){exact, nbytes}, n, width, values);

    if (width == 1) {
        uint8_t levels[64];

        cr_expect(hybrid_decode_levels((struct bytes){exact, nbytes}, n, levels) == is_one);
    }
    free(exact);
    return is_one;
}

Test(hybrid, runs_that_can_be)
{
    cr_expect(is_right("\x03\x55", 2, 8, 1));
    cr_expect(is_right("\x03\x55", 2, 5, 1)); /* three fill the group up */
    cr_expect(is_right("\x05\x55\x55", 3, 9, 1));
    cr_expect(is_right("\x10\x01", 2, 8, 1));
    cr_expect(is_right("\x0E\x01\x02\x00", 4, 8, 1));
    cr_expect(is_right("\x07", 1, 17, 0)); /* packed in no bits */
    cr_expect(is_right("", 0, 0, 1));
}

Test(hybrid, runs_that_cannot_be)
{
    cr_expect_not(is_right("", 0, 1, 1));
    cr_expect_not(is_right("\x12\x01", 2, 8, 1));         /* one too many */
    cr_expect_not(is_right("\x05\x55\x55", 3, 8, 1));     /* a group too many */
    cr_expect_not(is_right("\x01", 1, 8, 1));             /* no groups */
    cr_expect_not(is_right("\x00\x01\x10\x01", 4, 8, 1)); /* no values */
    cr_expect_not(is_right("\x10\x02", 2, 8, 1));         /* no level */
    cr_expect_not(is_right("\x10\xFF", 2, 8, 7));         /* of more bits */
    cr_expect_not(is_right("\x10\x01\x00", 3, 8, 1));     /* more bytes */
    cr_expect_not(is_right("\x03\x55", 2, 0, 1));         /* nothing was asked for */
    cr_expect_not(is_right("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10, 8, 1));
    cr_expect_not(is_right("\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x01", 11, 8, 1));
}
