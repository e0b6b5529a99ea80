/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a column chunk: see chunkread.h.
 */
#include "src/table/chunkread.h"

#include "src/compress.h"
#include "src/table/page.h"
#include "src/table/pageheader.h"

#include <stdlib.h>

/* A zstd block gives at most 128 KiB and takes at least 4 bytes: none of our frames gives more. */
enum { UNPACKED_PER_BYTE_MAX = 128 * 1024 / 4 };

struct reading {
    const struct chunkread_place *place;
    struct bytes left;
    struct tableread_space *space;
    struct table_values *values;
    bool has_dictionary;
    uint64_t nlevels; /* read so far */
    const char *why;
};

static enum status damaged(struct reading *reading, const char *why)
{
    reading->why = why;
    return STATUS_DAMAGED;
}

static bool reserve(struct tableread_space *space, size_t n)
{
    uint8_t *body;

    if (n <= space->body_bytes)
        return true;
    body = realloc(space->body, n);
    if (!body)
        return false;
    space->body = body;
    space->body_bytes = n;
    return true;
}

/* Unpacks the page behind HEADER to the space's body, and goes behind it. */
static enum status unpack(struct reading *reading, const struct pageheader *header)
{
    struct bytes packed = {reading->left.at, header->packed_bytes};
    enum status status;

    if (header->packed_bytes > reading->left.n)
        return damaged(reading, "a page goes beyond its column chunk");
    if (compress_unpacked_bytes(packed) != header->body_bytes ||
        header->body_bytes > (uint64_t)packed.n * UNPACKED_PER_BYTE_MAX)
        return damaged(reading, "a page's size is not that of its zstd frame");
    reading->left.at += packed.n;
    reading->left.n -= packed.n;
    if (!reserve(reading->space, header->body_bytes))
        return STATUS_NO_MEMORY;
    status = compress_unpack(&reading->space->unpacker, packed, reading->space->body,
                             header->body_bytes);
    return status == STATUS_DAMAGED ? damaged(reading, "a page cannot be decompressed") : status;
}

static enum status read_dictionary(struct reading *reading, const struct pageheader *header)
{
    struct table_values *dictionary = &reading->space->dictionary;
    struct bytes body = {reading->space->body, header->body_bytes};
    enum status status = STATUS_DAMAGED;

    if (header->encoding == PAGE_PLAIN && header->nlevels <= DICTIONARY_MAX)
        status =
            page_decode_dictionary(reading->place->column->type, header->nlevels, body, dictionary);
    reading->has_dictionary = true;
    return status == STATUS_DAMAGED ? damaged(reading, "a dictionary page cannot be read") : status;
}

/* How many rows and how much text a page added must be what a writer puts into one. */
static bool is_page(const struct table_values *values, uint32_t nrows_before, size_t text_before)
{
    uint32_t nrows = values->nrows - nrows_before;

    return nrows > 0 && nrows <= TABLE_PAGE_ROWS &&
           (nrows == 1 || values->text.n - text_before <= TABLE_PAGE_BYTES);
}

static enum status read_data(struct reading *reading, const struct pageheader *header)
{
    const struct chunkread_place *place = reading->place;
    struct table_values *values = reading->values;
    struct bytes body = {reading->space->body, header->body_bytes};
    uint32_t nrows = values->nrows;
    size_t text = values->text.n;
    enum status status;

    reading->nlevels += header->nlevels;
    if (reading->nlevels > place->chunk->nvalues ||
        (place->column->shape != TABLE_LIST && header->nlevels > TABLE_PAGE_ROWS))
        return damaged(reading, "a page has more values than its column chunk");
    status = page_decode(place->column, header->encoding, header->nlevels, body,
                         reading->has_dictionary ? &reading->space->dictionary : NULL, values);
    if (status == STATUS_DAMAGED || (status == STATUS_OK && !is_page(values, nrows, text)))
        return damaged(reading, "the values of a page cannot be read");
    return status;
}

/* A dictionary page may be the first page only, and is where the footer has one. */
static enum status read_page(struct reading *reading, bool is_first)
{
    struct pageheader header;
    size_t nbytes;
    enum status status;

    if (!pageheader_read(reading->left, &header, &nbytes))
        return damaged(reading, "a page's header cannot be read");
    if (header.is_dictionary != (is_first && reading->place->chunk->has_dictionary))
        return damaged(reading, "a dictionary page is not where it belongs");
    reading->left.at += nbytes;
    reading->left.n -= nbytes;
    status = unpack(reading, &header);
    if (status != STATUS_OK)
        return status;
    return header.is_dictionary ? read_dictionary(reading, &header) : read_data(reading, &header);
}

enum status chunkread(const struct chunkread_place *place, struct bytes bytes,
                      struct tableread_space *space, struct table_values *values,
                      const char **why_ret)
{
    struct reading reading = {.place = place, .left = bytes, .space = space, .values = values};
    enum status status = STATUS_OK;

    table_clear(&space->dictionary);
    while (reading.left.n > 0 && status == STATUS_OK)
        status = read_page(&reading, reading.left.at == bytes.at);
    if (status == STATUS_OK &&
        (reading.nlevels != place->chunk->nvalues || values->nrows != place->nrows))
        status = damaged(&reading, "a column chunk has fewer rows than its row group");
    if (status == STATUS_DAMAGED)
        *why_ret = reading.why;
    return status;
}
