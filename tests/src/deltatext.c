/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DELTA_BYTE_ARRAY: there and back, known bytes, and bytes that cannot be. */
#include "src/table/deltatext.h"

#include "src/table/delta.h"
#include "tests/support/chance.h"
#include "tests/support/forge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static enum status decode(const char *at, size_t nbytes, uint32_t n, struct table_values *values)
{
    uint8_t *exact = forge_copy(at, nbytes);
    enum status status = deltatext_decode((struct bytes){exact, nbytes}, n, values);

    free(exact);
    return status;
}

static void check(const struct table_values *values)
{
    struct textbuf text = {0};
    struct table_values got = {0};

    deltatext_encode(values, &text);
    table_add_text(&got, str_of("in front")); /* what is there already stays */
    cr_assert(decode(text.at, text.n, values->n, &got) == STATUS_OK);
    cr_assert(got.n == values->n + 1);
    cr_assert(str_equal(table_text(&got, 0), str_of("in front")));
    for (uint32_t i = 0; i < values->n; i++)
        cr_assert(str_equal(table_text(&got, i + 1), table_text(values, i)), "%u of %u", i,
                  values->n);
    for (size_t cut = 0; cut < text.n; cut += 1 + text.n / 300) {
        table_clear(&got);
        cr_assert(decode(text.at, cut, values->n, &got) == STATUS_DAMAGED, "cut at %zu", cut);
    }
    textbuf_char(&text, 'x');
    cr_assert(decode(text.at, text.n, values->n, &got) == STATUS_DAMAGED);
    textbuf_free(&text);
    table_free(&got);
}

/* Texts of up to LONGEST bytes of few kinds, so that fronts are alike. */
Test(deltatext, by_chance)
{
    struct chance chance = chance_seed(6);
    struct table_values values = {0};
    char text[200];

    for (uint32_t longest = 1; longest < sizeof text; longest += 1 + longest / 2)
        for (uint32_t n = 0; n < 300; n += 1 + n / 4) {
            table_clear(&values);
            for (uint32_t i = 0; i < n; i++) {
                uint32_t length = chance_below(&chance, longest + 1);

                for (uint32_t j = chance_below(&chance, longest + 1); j < length; j++)
                    text[j] = (char)('a' + chance_below(&chance, 2));
                table_put_text(&values, (struct str){memset(text, 'a', longest / 3), length});
            }
            check(&values);
        }
    table_free(&values);
}

Test(deltatext, alike)
{
    struct table_values values = {0};

    for (unsigned i = 0; i < 200; i++)
        table_put_text(&values, str_of(""));
    check(&values);
    for (unsigned i = 0; i < 200; i++)
        table_put_text(&values,
                       str_of("always the same text, which is longer than what is copied"));
    check(&values);
    table_clear(&values);
    table_put_text(&values, (struct str){"a\0b\xFF", 4});
    table_put_text(&values, (struct str){"a\0b", 3});
    table_put_text(&values, (struct str){"a\0c", 3});
    check(&values);
    table_free(&values);
}

/* The example of the format's description, in blocks of 128. */
Test(deltatext, known)
{
    static const char expected[] =
        "\x80\x01\x04\x04\x00\x03\x03\x00\x00\x00\x44\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        "\x80\x01\x04\x04\x08\x03\x03\x00\x00\x00\x70\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        "axislebabbleyhood";
    static const char *const texts[] = {"axis", "axle", "babble", "babyhood"};
    struct table_values values = {0};
    struct textbuf text = {0};

    for (size_t i = 0; i < 4; i++)
        table_put_text(&values, str_of(texts[i]));
    deltatext_encode(&values, &text);
    cr_expect(str_equal(textbuf_view(&text), (struct str){expected, sizeof expected - 1}));
    textbuf_free(&text);
    table_free(&values);
}

/* The status for texts of these lengths, and as many bytes as NBYTES. */
static enum status status_of(const uint64_t *prefixes, const uint64_t *rests, uint32_t n,
                             size_t nbytes)
{
    struct textbuf text = {0};
    struct table_values values = {0};

    delta_encode(prefixes, n, DELTA_32, &text);
    delta_encode(rests, n, DELTA_32, &text);
    textbuf_fill(&text, 'x', nbytes);
    enum status status = decode(text.at, text.n, n, &values);
    textbuf_free(&text);
    table_free(&values);
    return status;
}

Test(deltatext, that_cannot_be)
{
    uint64_t prefixes[] = {0, 3, 5}, rests[] = {3, 2, 0};

    cr_expect(status_of(prefixes, rests, 3, 5) == STATUS_OK);
    cr_expect(status_of(prefixes, rests, 3, 4) == STATUS_DAMAGED);
    cr_expect(status_of(prefixes, rests, 3, 6) == STATUS_DAMAGED);
    prefixes[2] = 6; /* longer than the text before */
    cr_expect(status_of(prefixes, rests, 3, 5) == STATUS_DAMAGED);
    prefixes[2] = UINT64_MAX; /* -1 */
    cr_expect(status_of(prefixes, rests, 3, 5) == STATUS_DAMAGED);
    prefixes[2] = 5;
    prefixes[0] = 1; /* of nothing */
    cr_expect(status_of(prefixes, rests, 3, 5) == STATUS_DAMAGED);
    prefixes[0] = 0;
    rests[1] = UINT64_MAX;
    rests[0] = 6;
    cr_expect(status_of(prefixes, rests, 3, 5) == STATUS_DAMAGED);
}

/* Few bytes that would be terabytes of text: each text is the one before, and one byte more. */
Test(deltatext, blown_up)
{
    enum { N = 2000000 };
    uint64_t *prefixes = calloc(N, sizeof *prefixes), *rests = calloc(N, sizeof *rests);

    for (uint32_t i = 0; i < N; i++) {
        prefixes[i] = i;
        rests[i] = 1;
    }
    cr_expect(status_of(prefixes, rests, 1000, 1000) == STATUS_OK);
    cr_expect(status_of(prefixes, rests, N, N) == STATUS_DAMAGED);
    free(prefixes);
    free(rests);
}
