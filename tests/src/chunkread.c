/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Column chunks put together page by page, right and wrong. */
#include "src/table/chunkread.h"

#include "src/compress.h"
#include "src/table/page.h"
#include "src/table/pageheader.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct table_column column = {"number", TABLE_INT32, TABLE_REQUIRED, TABLE_PLAIN};

/* Appends the page of BODY with HEADER, whose sizes are those of the body unless they are given. */
static void put_page(struct pageheader header, const void *body, size_t n, struct textbuf *to)
{
    struct textbuf packed = {0};
    struct compress *compress;

    cr_assert(compress_begin(&compress));
    cr_assert(compress_append(compress, (struct bytes){body, n}, false, &packed));
    header.body_bytes = header.body_bytes ? header.body_bytes : (uint32_t)n;
    header.packed_bytes = header.packed_bytes ? header.packed_bytes : (uint32_t)packed.n;
    pageheader_write(&header, to);
    textbuf_str(to, textbuf_view(&packed));
    textbuf_free(&packed);
    compress_end(compress);
}

/* Reads and frees CHUNK, which has NROWS rows as its footer says. */
static const char *why_not(struct textbuf *chunk, uint32_t nrows, bool has_dictionary)
{
    const struct footer_chunk facts = {.nvalues = nrows, .has_dictionary = has_dictionary};
    const struct chunkread_place place = {&column, &facts, nrows};
    struct tableread_space space = {0};
    struct table_values values = {0};
    const char *why = "";
    enum status status =
        chunkread(&place, (struct bytes){(uint8_t *)chunk->at, chunk->n}, &space, &values, &why);

    cr_expect(status == STATUS_DAMAGED || (status == STATUS_OK && values.nrows == nrows));
    for (uint32_t i = 0; status == STATUS_OK && i < nrows; i++)
        cr_expect_eq(values.numbers[i], 1 + i % 3);
    tableread_space_free(&space);
    table_free(&values);
    textbuf_free(chunk);
    return status == STATUS_OK ? NULL : why;
}

static const uint8_t numbers[] = {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0};
static const struct pageheader plain = {.nlevels = 3, .encoding = PAGE_PLAIN};
static const struct pageheader dictionary = {
    .is_dictionary = true, .nlevels = 3, .encoding = PAGE_PLAIN};
static const struct pageheader places = {.nlevels = 3, .encoding = PAGE_DICTIONARY};
static const uint8_t place_bits[] = {2, 3, 0x24, 0}; /* width 2; eight of them: 0, 1, 2, ... */

Test(chunkread, pages_follow_each_other)
{
    struct textbuf chunk = {0};

    put_page(plain, numbers, sizeof numbers, &chunk);
    cr_expect_null(why_not(&chunk, 3, false));
    put_page(plain, numbers, sizeof numbers, &chunk);
    put_page(plain, numbers, sizeof numbers, &chunk);
    cr_expect_null(why_not(&chunk, 6, false));
    put_page(dictionary, numbers, sizeof numbers, &chunk);
    put_page(places, place_bits, sizeof place_bits, &chunk);
    put_page(plain, numbers, sizeof numbers, &chunk); /* where the dictionary was given up */
    cr_expect_null(why_not(&chunk, 6, true));
}

Test(chunkread, holds_rows_against_the_footer)
{
    struct textbuf chunk = {0};

    put_page(plain, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 4, false), "a column chunk has fewer rows than its row group");
    put_page(plain, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 2, false), "a page has more values than its column chunk");
    put_page(plain, numbers, sizeof numbers - 1, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), "the values of a page cannot be read");
    put_page((struct pageheader){.nlevels = 0}, numbers, 0, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), "the values of a page cannot be read");
}

Test(chunkread, dictionaries_have_their_place)
{
    static const char *const misplaced = "a dictionary page is not where it belongs";
    struct textbuf chunk = {0};

    put_page(plain, numbers, sizeof numbers, &chunk);
    put_page(dictionary, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, true), misplaced);
    put_page(dictionary, numbers, sizeof numbers, &chunk);
    put_page(dictionary, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, true), misplaced);
    put_page(dictionary, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), misplaced);
    put_page(places, place_bits, sizeof place_bits, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), "the values of a page cannot be read");
    put_page((struct pageheader){.is_dictionary = true, .nlevels = DICTIONARY_MAX + 1}, numbers,
             sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, true), "a dictionary page cannot be read");
}

Test(chunkread, holds_sizes_against_each_other)
{
    static const char *const other = "a page's size is not that of its zstd frame";
    struct pageheader header = plain;
    struct textbuf chunk = {0};

    header.body_bytes = PAGEHEADER_BODY_MAX;
    put_page(header, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), other);
    header.body_bytes = 0;
    header.packed_bytes = 1000;
    put_page(header, numbers, sizeof numbers, &chunk);
    cr_expect_str_eq(why_not(&chunk, 3, false), "a page goes beyond its column chunk");
    header.packed_bytes = 5;
    put_page(header, numbers, sizeof numbers, &chunk);
    cr_expect_not_null(why_not(&chunk, 3, false));
    textbuf_cstr(&chunk, "no header");
    cr_expect_str_eq(why_not(&chunk, 3, false), "a page's header cannot be read");
}

/* A frame that says a gigabyte in a few bytes is not given one. */
Test(chunkread, asks_for_no_memory_that_a_frame_cannot_fill)
{
    /* Magic; eight bytes of size, one segment; 1 GiB; an empty last block. */
    static const char frame[] = {0x28, (char)0xB5, 0x2F, (char)0xFD, (char)0xE0, 0, 0, 0,
                                 0x40, 0,          0,    0,          0,          1, 0, 0};
    struct pageheader header = {.nlevels = 3,
                                .encoding = PAGE_PLAIN,
                                .body_bytes = PAGEHEADER_BODY_MAX,
                                .packed_bytes = sizeof frame};
    struct textbuf chunk = {0};

    cr_expect_eq(compress_unpacked_bytes((struct bytes){(const uint8_t *)frame, sizeof frame}),
                 PAGEHEADER_BODY_MAX);
    pageheader_write(&header, &chunk);
    textbuf_str(&chunk, (struct str){frame, sizeof frame});
    cr_expect_str_eq(why_not(&chunk, 3, false), "a page's size is not that of its zstd frame");
}

/* What zstd packs best is within the bound. */
Test(chunkread, takes_what_packs_best)
{
    const struct pageheader header = {.nlevels = 1, .encoding = PAGE_PLAIN};
    struct table_column text = {"text", TABLE_BYTES, TABLE_REQUIRED, TABLE_PLAIN};
    const struct footer_chunk facts = {.nvalues = 1};
    const struct chunkread_place place = {&text, &facts, 1};
    size_t n = 100 * 1024 * 1024;
    uint8_t *body = calloc(1, n + 4);
    struct tableread_space space = {0};
    struct table_values values = {0};
    struct textbuf chunk = {0};
    const char *why = "";

    for (unsigned i = 0; i < 4; i++)
        body[i] = (uint8_t)(n >> 8 * i);
    put_page(header, body, n + 4, &chunk);
    cr_expect_eq(
        chunkread(&place, (struct bytes){(uint8_t *)chunk.at, chunk.n}, &space, &values, &why),
        STATUS_OK, "%s", why);
    cr_expect_eq(values.text.n, n);
    tableread_space_free(&space);
    table_free(&values);
    textbuf_free(&chunk);
    free(body);
}
