/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making a column chunk: see chunkwrite.h.
 *
 * Where a dictionary is wanted all rows are asked for at once, for it must be known before the
 * first page; pages are slices of them then. Otherwise a page's rows are asked for, which stay in
 * the processor's cache until they are compressed.
 */
#include "src/table/chunkwrite.h"

#include "src/table/page.h"
#include "src/table/pageheader.h"

enum {
    ROW_BYTES_MAX = 1 << 30,        /* the values of one row */
    VALUE_BYTES = sizeof(uint64_t), /* what a value counts beside its text */
};

/* The chunk that is being made. */
struct making {
    struct chunkwrite *maker;
    const struct tablewrite_job *job;
    unsigned worker;
    const struct table_column *column;
    const struct chunkwrite_place *place;
    struct chunkwrite_chunk *chunk;
    bool has_whole; /* MAKER's whole has all rows */
    uint32_t next;  /* of the whole: the first value that is in no page yet */
    uint64_t ntext; /* bytes of text in pages */
};

bool chunkwrite_begin(struct chunkwrite *maker, bool is_fast)
{
    *maker = (struct chunkwrite){0};
    return is_fast ? compress_begin_fast(&maker->compress) : compress_begin(&maker->compress);
}

void chunkwrite_end(struct chunkwrite *maker)
{
    table_free(&maker->whole);
    table_free(&maker->page);
    dictionary_free(&maker->dictionary);
    slice_free(&maker->slice);
    compress_end(maker->compress);
    textbuf_free(&maker->body);
    textbuf_free(&maker->packed);
}

void chunkwrite_chunk_free(struct chunkwrite_chunk *chunk)
{
    textbuf_free(&chunk->bytes);
}

/* ---- Pages ---- */

/* Compresses the body that was made, and puts it to the chunk with its header in front. */
static enum status put_body(struct making *making, struct pageheader header)
{
    struct chunkwrite *maker = making->maker;
    struct textbuf *body = &maker->body, *packed = &maker->packed, *to = &making->chunk->bytes;
    struct footer_chunk *facts = &making->chunk->facts;
    size_t begin = to->n;

    packed->n = 0;
    if (body->is_short)
        return STATUS_NO_MEMORY;
    if (body->n > PAGEHEADER_BODY_MAX)
        return STATUS_TOO_LARGE;
    if (!compress_append(maker->compress, (struct bytes){(uint8_t *)body->at, body->n}, false,
                         packed))
        return STATUS_NO_MEMORY;
    if (packed->n > PAGEHEADER_BODY_MAX)
        return STATUS_TOO_LARGE;
    header.body_bytes = (uint32_t)body->n;
    header.packed_bytes = (uint32_t)packed->n;
    pageheader_write(&header, to);
    facts->body_bytes += to->n - begin + body->n;
    textbuf_str(to, textbuf_view(packed));
    return to->is_short ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status put_dictionary(struct making *making)
{
    struct chunkwrite *maker = making->maker;
    const struct table_values *values = &maker->dictionary.values;
    const struct pageheader header = {
        .is_dictionary = true, .nlevels = values->n, .encoding = PAGE_PLAIN};
    enum status status;

    maker->body.n = 0;
    page_encode_dictionary(making->column->type, values, &maker->body);
    status = put_body(making, header);
    making->chunk->facts.data_off = making->chunk->bytes.n;
    chunkstats_add(making->column->type, values, &making->chunk->stats);
    return status;
}

/* Counts VALUES to the chunk; what is written must be readable as a whole. */
static enum status count(struct making *making, const struct table_values *values)
{
    const struct table_column *column = making->column;
    struct chunkwrite_chunk *chunk = making->chunk;

    chunk->facts.nvalues += page_nlevels(column, values);
    making->ntext += table_is_text(column->type) ? values->text.n : 0;
    if (column->shape == TABLE_OPTIONAL)
        chunk->stats.nulls += values->nrows - values->n;
    if (column->shape != TABLE_LIST && !chunk->facts.has_dictionary)
        chunkstats_add(column->type, values, &chunk->stats);
    return chunk->facts.nvalues > FOOTER_VALUES_MAX || making->ntext > UINT32_MAX ? STATUS_TOO_LARGE
                                                                                  : STATUS_OK;
}

static enum status put_page(struct making *making, const struct table_values *values)
{
    struct chunkwrite *maker = making->maker;
    const struct footer_chunk *facts = &making->chunk->facts;
    const struct pageheader header = {.nlevels = page_nlevels(making->column, values),
                                      .encoding = facts->encoding};
    enum status status = count(making, values);

    if (status != STATUS_OK)
        return status;
    maker->body.n = 0;
    page_encode(making->column, (enum page_encoding)facts->encoding, values,
                facts->has_dictionary ? &maker->dictionary : NULL, making->next, &maker->body);
    making->next += values->n;
    return put_body(making, header);
}

/* ---- Values ---- */

/*
 * Asks for N rows from FIRST on. STATUS_TOO_LARGE where their text is more than values can have;
 * values that are short are made ready for the next time.
 */
static enum status fill(struct making *making, uint64_t first, uint32_t n,
                        struct table_values *values)
{
    const struct tablewrite_job *job = making->job;
    enum status status;
    bool is_large;

    table_clear(values);
    status = job->fill(job->context, making->worker, making->place->column, first, n, values);
    if (status != STATUS_OK || !values->is_short)
        return status;
    is_large = !values->text.is_short && values->text.n > ROW_BYTES_MAX;
    table_free(values);
    return is_large ? STATUS_TOO_LARGE : STATUS_NO_MEMORY;
}

/* Finds N rows, FIRST counted from those of the chunk. */
static enum status take(struct making *making, uint32_t first, uint32_t n,
                        const struct table_values **values_ret)
{
    struct chunkwrite *maker = making->maker;

    if (!making->has_whole) {
        *values_ret = &maker->page;
        return fill(making, making->place->first + first, n, &maker->page);
    }
    *values_ret = &maker->slice.values;
    return slice_take(&maker->slice, making->column, &maker->whole, first, making->next, n)
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}

/* May these be a page? One row may be more than TABLE_PAGE_BYTES. */
static bool is_page(const struct making *making, const struct table_values *values)
{
    uint64_t text = table_is_text(making->column->type) ? values->text.n : 0;
    uint64_t bytes = text + (uint64_t)values->n * VALUE_BYTES;

    return bytes <= (values->nrows > 1 ? TABLE_PAGE_BYTES : ROW_BYTES_MAX) &&
           page_nlevels(making->column, values) <= PAGEHEADER_LEVELS_MAX;
}

/* Puts N rows from FIRST on as a page, or as two halves where they are too large for one. */
static enum status put_rows(struct making *making, uint32_t first, uint32_t n)
{
    const struct table_values *values = NULL;
    enum status status = take(making, first, n, &values);

    if (status == STATUS_OK && !is_page(making, values))
        status = STATUS_TOO_LARGE;
    if (status == STATUS_TOO_LARGE && n > 1) {
        status = put_rows(making, first, n / 2);
        return status == STATUS_OK ? put_rows(making, first + n / 2, n - n / 2) : status;
    }
    return status == STATUS_OK ? put_page(making, values) : status;
}

/* Looks for a dictionary, and writes it. Too much for one is no failure: pages are asked for then.
 */
static enum status prepare(struct making *making)
{
    struct chunkwrite *maker = making->maker;
    struct footer_chunk *facts = &making->chunk->facts;
    enum status status;

    facts->encoding = page_encoding_of(making->column);
    if (making->column->coding != TABLE_DICTIONARY)
        return STATUS_OK;
    status = fill(making, making->place->first, making->place->nrows, &maker->whole);
    making->has_whole = status == STATUS_OK;
    if (status != STATUS_OK)
        return status == STATUS_TOO_LARGE ? STATUS_OK : status;
    facts->has_dictionary =
        dictionary_make(making->column->type, &maker->whole, &maker->dictionary);
    if (maker->dictionary.is_short)
        return STATUS_NO_MEMORY;
    if (!facts->has_dictionary)
        return STATUS_OK;
    facts->encoding = PAGE_DICTIONARY;
    return put_dictionary(making);
}

enum status chunkwrite_make(struct chunkwrite *maker, const struct tablewrite_job *job,
                            unsigned worker, const struct chunkwrite_place *place,
                            struct chunkwrite_chunk *chunk)
{
    struct making making = {.maker = maker,
                            .job = job,
                            .worker = worker,
                            .column = &job->columns[place->column],
                            .place = place,
                            .chunk = chunk};
    enum status status;

    chunk->bytes.n = 0;
    chunk->facts = (struct footer_chunk){0};
    chunk->stats = (struct chunkstats){0};
    status = prepare(&making);
    for (uint32_t row = 0, n; row < place->nrows && status == STATUS_OK; row += n) {
        n = place->nrows - row < TABLE_PAGE_ROWS ? place->nrows - row : TABLE_PAGE_ROWS;
        status = put_rows(&making, row, n);
    }
    if (status != STATUS_OK)
        return status;
    chunk->facts.bytes = chunk->bytes.n;
    return sha256_of((struct bytes){(uint8_t *)chunk->bytes.at, chunk->bytes.n}, chunk->digest)
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}
