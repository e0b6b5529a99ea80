/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The header of a page: see pageheader.h.
 *
 *   PageHeader  1 type  2 uncompressed_page_size  3 compressed_page_size  5 data_page_header
 *               7 dictionary_page_header
 *   both        1 num_values  2 encoding;  of data also the encodings of levels, 3 and 4
 */
#include "src/table/pageheader.h"

#include "src/table/page.h"
#include "src/table/thrift.h"

enum { TYPE_DATA = 0, TYPE_DICTIONARY = 2 };

void pageheader_write(const struct pageheader *header, struct textbuf *to)
{
    struct thrift_writer writer = {.to = to};

    thrift_put_int(&writer, 1, THRIFT_I32, header->is_dictionary ? TYPE_DICTIONARY : TYPE_DATA);
    thrift_put_int(&writer, 2, THRIFT_I32, header->body_bytes);
    thrift_put_int(&writer, 3, THRIFT_I32, header->packed_bytes);
    thrift_open(&writer, header->is_dictionary ? 7 : 5);
    thrift_put_int(&writer, 1, THRIFT_I32, header->nlevels);
    thrift_put_int(&writer, 2, THRIFT_I32, header->encoding);
    if (!header->is_dictionary) {
        thrift_put_int(&writer, 3, THRIFT_I32, PAGE_RLE);
        thrift_put_int(&writer, 4, THRIFT_I32, PAGE_RLE);
    }
    thrift_close(&writer);
    thrift_close(&writer);
}

/* What of the header must be right before it is believed. */
struct found {
    int64_t type, body_bytes, packed_bytes, nlevels, encoding, definition, repetition;
};

static void read_inner(struct thrift_reader *reader, const struct thrift_field *outer,
                       struct found *found)
{
    struct thrift_field field = {0};

    thrift_struct(reader, outer);
    while (thrift_next(reader, &field))
        if (field.id == 1)
            found->nlevels = thrift_int(reader, &field);
        else if (field.id == 2)
            found->encoding = thrift_int(reader, &field);
        else if (field.id == 3 && outer->id == 5)
            found->definition = thrift_int(reader, &field);
        else if (field.id == 4 && outer->id == 5)
            found->repetition = thrift_int(reader, &field);
        else
            thrift_skip(reader, &field);
}

static void read_outer(struct thrift_reader *reader, struct found *found)
{
    struct thrift_field field = {0};

    while (thrift_next(reader, &field))
        if (field.id == 1)
            found->type = thrift_int(reader, &field);
        else if (field.id == 2)
            found->body_bytes = thrift_int(reader, &field);
        else if (field.id == 3)
            found->packed_bytes = thrift_int(reader, &field);
        else if ((field.id == 5 && found->type == TYPE_DATA) ||
                 (field.id == 7 && found->type == TYPE_DICTIONARY))
            read_inner(reader, &field, found);
        else
            thrift_skip(reader, &field);
}

static bool is_within(int64_t value, int64_t max)
{
    return value >= 0 && value <= max;
}

static bool is_possible(const struct found *found)
{
    bool has_levels = found->definition == PAGE_RLE && found->repetition == PAGE_RLE;

    return (found->type == TYPE_DICTIONARY || (found->type == TYPE_DATA && has_levels)) &&
           is_within(found->body_bytes, PAGEHEADER_BODY_MAX) &&
           is_within(found->packed_bytes, PAGEHEADER_BODY_MAX) &&
           is_within(found->nlevels, PAGEHEADER_LEVELS_MAX) &&
           is_within(found->encoding, PAGE_DICTIONARY);
}

bool pageheader_read(struct bytes bytes, struct pageheader *header_ret, size_t *nbytes_ret)
{
    struct thrift_reader reader = {.left = bytes};
    struct found found = {-1, -1, -1, -1, -1, -1, -1};

    read_outer(&reader, &found);
    if (reader.is_bad || !is_possible(&found))
        return false;
    *header_ret = (struct pageheader){found.type == TYPE_DICTIONARY, (uint32_t)found.nlevels,
                                      (uint32_t)found.encoding, (uint32_t)found.body_bytes,
                                      (uint32_t)found.packed_bytes};
    *nbytes_ret = bytes.n - reader.left.n;
    return true;
}
