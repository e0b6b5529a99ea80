/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a manifest: see manifestfile_rows.h. */
#include "src/manifestfile_rows.h"

#include "mft/layout.h"
#include "src/manifestfile_check.h"
#include "src/table/rowcursor.h"
#include "src/wtf8.h"

/* Where the reading of rows is. */
struct reader {
    struct rowcursor at;
    const struct manifest *manifest;
    struct manifestfile_folders folders;
    struct textbuf *text;
    struct textbuf shown; /* scratch: what others read of exact bytes */
    bool is_damaged, is_short;
};

/* ---- Texts ---- */

static struct str kept(struct reader *r, struct str text)
{
    size_t begin = r->text->n;

    textbuf_str(r->text, text);
    return (struct str){text.n ? r->text->at + begin : "", text.n};
}

/* The path TEXT, or its exact bytes where the column RAW has them: there and only there TEXT is
 * what others read of them. */
static struct str take_path(struct reader *r, struct str text, uint32_t raw)
{
    uint32_t at;

    if (!rowcursor_take(&r->at, raw, &at)) {
        r->is_damaged |= wtf8_has_surrogate(text);
        return kept(r, text);
    }
    struct str exact = table_text(&r->at.columns[raw], at);

    r->shown.n = 0;
    wtf8_put_utf8(exact, &r->shown);
    r->is_damaged |= !wtf8_has_surrogate(exact) || !str_equal(textbuf_view(&r->shown), text);
    return kept(r, exact);
}

static struct str take_original(struct reader *r)
{
    uint32_t at;

    if (rowcursor_take(&r->at, MANIFESTFILE_ORIGINAL, &at)) {
        struct str text = table_text(&r->at.columns[MANIFESTFILE_ORIGINAL], at);

        r->is_damaged |= text.n == 0;
        return take_path(r, text, MANIFESTFILE_ORIGINAL_RAW);
    }
    r->is_damaged |= rowcursor_take(&r->at, MANIFESTFILE_ORIGINAL_RAW, &at);
    return (struct str){"", 0};
}

/* TEXT, which must pass IS_GOOD: most rows have that of the row before, BEFORE, and share it. */
static struct str shared(struct reader *r, struct str text, struct str before,
                         bool (*is_good)(struct str))
{
    if (str_equal(text, before))
        return before;
    r->is_damaged |= !is_good(text);
    return kept(r, text);
}

/* The same of an optional column; a text that is there is not empty. */
static struct str take_shared(struct reader *r, uint32_t column, struct str before,
                              bool (*is_good)(struct str))
{
    uint32_t at;

    if (!rowcursor_take(&r->at, column, &at))
        return (struct str){"", 0};
    r->is_damaged |= table_text(&r->at.columns[column], at).n == 0;
    return shared(r, table_text(&r->at.columns[column], at), before, is_good);
}

/* ---- Values ---- */

static enum plan_kind take_kind(struct reader *r)
{
    static const enum plan_kind kinds[] = {PLAN_LINK, PLAN_MKDIR, PLAN_COPY};
    struct str word = rowcursor_text(&r->at, MANIFESTFILE_KIND);

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal(word, str_of(plan_kind_word(kinds[i]))))
            return kinds[i];
    r->is_damaged = true;
    return PLAN_MKDIR;
}

/* 0: none. */
static uint64_t take_reference(struct reader *r, uint32_t record_column, uint32_t sequence_column)
{
    uint32_t at, place;
    bool is_there = rowcursor_take(&r->at, record_column, &at);
    uint64_t record, sequence;

    if (rowcursor_take(&r->at, sequence_column, &place) != is_there) {
        r->is_damaged = true;
        return 0;
    }
    if (!is_there)
        return 0;
    record = r->at.columns[record_column].numbers[at];
    sequence = r->at.columns[sequence_column].numbers[place];
    r->is_damaged |= record >> 48 || sequence > UINT16_MAX || (record | sequence) == 0;
    return reference_of(record, (uint16_t)sequence);
}

/* The value of a digit that SHA256_DIGITS has; 16 of anything else. */
static unsigned digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

static bool take_sha256(struct reader *r, uint8_t *sha256)
{
    struct str text;
    uint32_t at;

    if (!rowcursor_take(&r->at, MANIFESTFILE_SHA256, &at))
        return false;
    text = table_text(&r->at.columns[MANIFESTFILE_SHA256], at);
    r->is_damaged |= text.n != (size_t)2 * MANIFEST_SHA256_BYTES;
    for (size_t i = 0; i < MANIFEST_SHA256_BYTES && !r->is_damaged; i++) {
        unsigned high = digit(text.at[2 * i]), low = digit(text.at[2 * i + 1]);

        r->is_damaged = high > 15 || low > 15;
        sha256[i] = (uint8_t)(high << 4 | (low & 15));
    }
    return true;
}

/* ---- Rows ---- */

static void read_row(struct reader *r, const struct manifest_row *before, struct manifest_row *row)
{
    *row = (struct manifest_row){
        .kind = take_kind(r),
        .path = take_path(r, rowcursor_text(&r->at, MANIFESTFILE_PATH), MANIFESTFILE_PATH_RAW),
        .original = take_original(r),
        .reference = take_reference(r, MANIFESTFILE_RECORD, MANIFESTFILE_SEQUENCE),
        .source = take_reference(r, MANIFESTFILE_SOURCE_RECORD, MANIFESTFILE_SOURCE_SEQUENCE),
        .size = rowcursor_number(&r->at, MANIFESTFILE_SIZE),
        .created = rowcursor_number(&r->at, MANIFESTFILE_TICKS + 0),
        .modified = rowcursor_number(&r->at, MANIFESTFILE_TICKS + 1),
        .changed = rowcursor_number(&r->at, MANIFESTFILE_TICKS + 2),
        .accessed = rowcursor_number(&r->at, MANIFESTFILE_TICKS + 3),
        .attributes = (uint32_t)rowcursor_number(&r->at, MANIFESTFILE_ATTRIBUTES),
        .links = (uint32_t)rowcursor_number(&r->at, MANIFESTFILE_LINKS),
        .streams = shared(r, rowcursor_text(&r->at, MANIFESTFILE_STREAMS), before->streams,
                          manifestfile_check_streams),
        .owner = take_shared(r, MANIFESTFILE_OWNER, before->owner, manifestfile_check_owner),
        .user = take_shared(r, MANIFESTFILE_USER, before->user, wtf8_is_utf8),
        .rule = take_shared(r, MANIFESTFILE_RULE, before->rule, wtf8_is_utf8),
    };
    if (row->kind == PLAN_LINK) {
        r->is_damaged |= row->source != 0;
        row->source = row->reference;
    }
    row->has_sha256 = take_sha256(r, row->sha256);
    r->is_damaged = r->is_damaged || !manifestfile_check_row(r->manifest, row, &r->folders);
}

/* All texts have room in TEXT, so that it never moves while they are put there. */
static bool reserve_texts(const struct manifestfile_rows *rows, struct textbuf *text)
{
    size_t n = 1;

    for (uint32_t i = 0; i < MANIFESTFILE_COLUMNS; i++)
        if (i >= MANIFESTFILE_PATH && table_is_text(manifestfile_columns[i].type))
            n += rows->columns[i].text.n;
    text->n = 0;
    return textbuf_reserve(text, n);
}

enum status manifestfile_rows(const struct manifestfile_rows *rows, const struct manifest *manifest,
                              uint64_t first, struct textbuf *text)
{
    static const struct manifest_row none;
    struct reader r = {.at = {.columns = rows->columns}, .manifest = manifest, .text = text};
    const struct manifest_row *before = &none;

    if (!reserve_texts(rows, text))
        return STATUS_NO_MEMORY;
    for (; r.at.row < rows->n && !r.is_damaged; r.at.row++) {
        struct manifest_row *row = &manifest->rows[first + r.at.row];

        read_row(&r, before, row);
        before = row;
    }
    r.is_short = r.shown.is_short;
    textbuf_free(&r.shown);
    if (r.is_short)
        return STATUS_NO_MEMORY;
    return r.is_damaged ? STATUS_DAMAGED : STATUS_OK;
}

static struct str moved(struct str text, const struct textbuf *from, const char *at)
{
    return text.n ? (struct str){at + (text.at - from->at), text.n} : text;
}

void manifestfile_rows_move(const struct manifest *manifest, uint64_t first, uint32_t n,
                            const struct textbuf *text, char *at)
{
    if (text->n > 0)
        memcpy(at, text->at, text->n);
    for (struct manifest_row *row = manifest->rows + first; row < manifest->rows + first + n;
         row++) {
        row->path = moved(row->path, text, at);
        row->original = moved(row->original, text, at);
        row->streams = moved(row->streams, text, at);
        row->owner = moved(row->owner, text, at);
        row->user = moved(row->user, text, at);
        row->rule = moved(row->rule, text, at);
    }
}
