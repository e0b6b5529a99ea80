/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The SHA-256 of $MFT: see evidence_mft.h.
 */
#include "src/evidence_mft.h"

#include <stdlib.h>

/* A pass begins, maybe the second one. */
static void begin(struct evidence_mft *mft)
{
    sha256_end(mft->sha, NULL);
    mft->sha = NULL;
    mft->nbytes = 0;
    mft->nleft_out = 0;
    mft->is_short = !sha256_begin(&mft->sha);
}

static bool make_room(struct evidence_mft *mft)
{
    size_t capacity = mft->capacity ? 2 * mft->capacity : 64;
    struct evidence_stretch *more;

    if (mft->nleft_out < mft->capacity)
        return true;
    more = realloc(mft->left_out, capacity * sizeof *more);
    if (!more)
        return false;
    mft->left_out = more;
    mft->capacity = capacity;
    return true;
}

static void leave_out(struct evidence_mft *mft, uint64_t first, uint64_t n)
{
    if (mft->nleft_out > 0) {
        struct evidence_stretch *last = &mft->left_out[mft->nleft_out - 1];

        if (last->first + last->n == first) {
            last->n += n;
            return;
        }
    }
    if (make_room(mft))
        mft->left_out[mft->nleft_out++] = (struct evidence_stretch){first, n};
    else
        mft->is_short = true;
}

void evidence_mft_see(struct evidence_mft *mft, const struct scan_piece *piece)
{
    if (piece->first == 0)
        begin(mft);
    if (mft->is_short)
        return;
    if (piece->bytes.n == 0) {
        leave_out(mft, piece->first, piece->n);
        return;
    }
    sha256_add(mft->sha, piece->bytes);
    mft->nbytes += piece->bytes.n;
}

static void put_stretch(struct json *json, struct evidence_stretch stretch)
{
    json_row(json, NULL);
    json_number(json, "first_record", stretch.first);
    json_number(json, "records", stretch.n);
    json_end(json, '}');
}

static uint64_t put_left_out(const struct evidence_mft *mft, struct json *json)
{
    uint64_t n = 0;

    json_array(json, "left_out");
    for (size_t i = 0; i < mft->nleft_out; i++) {
        put_stretch(json, mft->left_out[i]);
        n += mft->left_out[i].n;
    }
    json_end(json, ']');
    return n;
}

/* The records that could not be read, as the findings tell them. Returns how many. */
static uint64_t put_unreadable(const struct index *index, struct json *json)
{
    struct evidence_stretch stretch = {0};
    uint64_t n = 0;

    json_array(json, "unreadable");
    for (uint32_t i = 0; i < index->nfindings; i++) {
        if (index->findings[i].kind != FINDING_UNREADABLE)
            continue;
        n++;
        if (stretch.n > 0 && stretch.first + stretch.n == index->findings[i].record) {
            stretch.n++;
            continue;
        }
        if (stretch.n > 0)
            put_stretch(json, stretch);
        stretch = (struct evidence_stretch){index->findings[i].record, 1};
    }
    if (stretch.n > 0)
        put_stretch(json, stretch);
    json_end(json, ']');
    return n;
}

static void put_digest(struct evidence_mft *mft, struct json *json)
{
    uint8_t digest[SHA256_BYTES];

    sha256_end(mft->sha, digest);
    mft->sha = NULL;
    sha256_text(digest, mft->digits);
    json_word(json, "sha256", mft->digits);
}

bool evidence_mft_put(struct evidence_mft *mft, const struct volume *volume,
                      const struct index *index, struct json *json)
{
    bool is_from_mirror = volume->mirror_record != NULL, is_exact;
    uint64_t left_out, unreadable;

    if (!mft->sha && !mft->is_short)
        begin(mft); /* an $MFT without a record */
    if (mft->is_short)
        return false;
    json_object(json, "mft");
    json_number(json, "record_bytes", volume->geometry.record_bytes);
    json_number(json, "records", volume->nrecords);
    json_number(json, "data_bytes", volume->mft_data_bytes);
    json_number(json, "initialized_bytes", volume->mft_bytes);
    json_number(json, "bytes_hashed", mft->nbytes);
    put_digest(mft, json);
    json_bool(json, "record_0_from_mirror", is_from_mirror);
    unreadable = put_unreadable(index, json);
    json_number(json, "unreadable_records", unreadable);
    left_out = put_left_out(mft, json);
    json_number(json, "left_out_records", left_out);
    is_exact = !is_from_mirror && unreadable == 0 && left_out == 0;
    json_bool(json, "exact", is_exact);
    if (!is_exact)
        mft->digits[0] = '\0';
    json_end(json, '}');
    return true;
}

void evidence_mft_free(struct evidence_mft *mft)
{
    sha256_end(mft->sha, NULL);
    free(mft->left_out);
    *mft = (struct evidence_mft){0};
}
