/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a journal: see journal_file.h.
 */
#include "src/journal_file.h"

#include <assert.h>

static const uint8_t magic[JOURNAL_FILE_MAGIC_BYTES] = {'m', 'f', 't', 'l', 'i', 'n', 'k', ' ',
                                                        'j', 'o', 'u', 'r', 'n', 'a', 'l', '\n'};

static void put(uint8_t *at, uint64_t value, unsigned nbytes)
{
    for (unsigned i = 0; i < nbytes; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

/* ---- The header ---- */

bool journal_file_header(const struct journal_about *about, uint8_t *header_ret)
{
    memcpy(header_ret, magic, sizeof magic);
    put(header_ret + JOURNAL_FILE_AT_VERSION, JOURNAL_FILE_VERSION, 4);
    put(header_ret + JOURNAL_FILE_AT_NOPS, about->nops, 4);
    memcpy(header_ret + JOURNAL_FILE_AT_PLAN_SHA256, about->plan_sha256, SHA256_BYTES);
    return sha256_of((struct bytes){header_ret, JOURNAL_FILE_AT_SHA256},
                     header_ret + JOURNAL_FILE_AT_SHA256);
}

static enum status refuse(const char *why, const char **why_ret)
{
    *why_ret = why;
    return STATUS_DAMAGED;
}

enum status journal_file_read_header(const uint8_t *header, struct journal_about *about_ret,
                                     const char **why_ret)
{
    uint8_t digest[SHA256_BYTES];

    if (memcmp(header, magic, sizeof magic) != 0)
        return refuse("is no journal of mftlink", why_ret);
    if (bytes_u32(header + JOURNAL_FILE_AT_VERSION) != JOURNAL_FILE_VERSION)
        return refuse("is a journal of another version", why_ret);
    if (!sha256_of((struct bytes){header, JOURNAL_FILE_AT_SHA256}, digest))
        return STATUS_NO_MEMORY;
    if (memcmp(digest, header + JOURNAL_FILE_AT_SHA256, sizeof digest) != 0)
        return refuse("has a header whose hash is wrong", why_ret);
    about_ret->nops = bytes_u32(header + JOURNAL_FILE_AT_NOPS);
    memcpy(about_ret->plan_sha256, header + JOURNAL_FILE_AT_PLAN_SHA256, SHA256_BYTES);
    return STATUS_OK;
}

/* ---- Entries ---- */

/* SHA-256 of CHAIN and BYTES. False without memory. */
static bool link_hash(const uint8_t *chain, struct bytes bytes, uint8_t *digest_ret)
{
    struct sha256 *sha;

    if (!sha256_begin(&sha))
        return false;
    sha256_add(sha, (struct bytes){chain, SHA256_BYTES});
    sha256_add(sha, bytes);
    sha256_end(sha, digest_ret);
    return true;
}

static void put_item(uint8_t *at, const struct journal_item *item)
{
    put(at, item->op, 4);
    put(at + 4, 0, 4);
    put(at + 8, item->reference, 8);
    put(at + 16, item->size, 8);
    memcpy(at + 24, item->sha256, SHA256_BYTES);
}

bool journal_file_entry(const struct journal_entry *entry, uint8_t *chain, struct textbuf *to)
{
    const struct journal_range *range = &entry->range;
    size_t nitems = (size_t)entry->nitems * JOURNAL_FILE_ITEM_BYTES;
    size_t hashed = JOURNAL_FILE_ENTRY_ITEMS + nitems;
    uint8_t *at;

    if (!textbuf_reserve(to, hashed + SHA256_BYTES))
        return false;
    at = (uint8_t *)to->at + to->n;
    put(at + JOURNAL_FILE_ENTRY_AT_BYTES, hashed + SHA256_BYTES, 8);
    put(at + JOURNAL_FILE_ENTRY_AT_KIND, entry->kind, 4);
    put(at + JOURNAL_FILE_ENTRY_AT_VOLUME, range->volume, 4);
    put(at + JOURNAL_FILE_ENTRY_AT_FIRST, range->first, 4);
    put(at + JOURNAL_FILE_ENTRY_AT_N, range->n, 4);
    put(at + JOURNAL_FILE_ENTRY_AT_BATCH, range->batch, 4);
    put(at + JOURNAL_FILE_ENTRY_AT_NITEMS, entry->nitems, 4);
    for (size_t i = 0; i < entry->nitems; i++)
        put_item(at + JOURNAL_FILE_ENTRY_ITEMS + i * JOURNAL_FILE_ITEM_BYTES, &entry->items[i]);
    if (!link_hash(chain, (struct bytes){at, hashed}, chain))
        return false;
    memcpy(at + hashed, chain, SHA256_BYTES);
    to->n += hashed + SHA256_BYTES;
    return true;
}

struct journal_file_head journal_file_read_head(const uint8_t *at)
{
    return (struct journal_file_head){
        .nbytes = bytes_u64(at + JOURNAL_FILE_ENTRY_AT_BYTES),
        .kind = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_KIND),
        .nitems = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_NITEMS),
        .range =
            {
                .volume = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_VOLUME),
                .first = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_FIRST),
                .n = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_N),
                .batch = bytes_u32(at + JOURNAL_FILE_ENTRY_AT_BATCH),
            },
    };
}

bool journal_file_is_head(const struct journal_file_head *head, uint32_t nops)
{
    const struct journal_range *range = &head->range;

    return head->kind <= JOURNAL_DISCARDED && range->volume < JOURNAL_VOLUMES_MAX && range->n > 0 &&
           bytes_fit(range->first, range->n, nops) && head->nitems <= range->n &&
           (head->kind != JOURNAL_DISCARDED || head->nitems == 0) &&
           head->nbytes ==
               JOURNAL_FILE_ENTRY_MIN + (uint64_t)head->nitems * JOURNAL_FILE_ITEM_BYTES;
}

enum status journal_file_follow(struct bytes entry, uint8_t *chain)
{
    uint8_t digest[SHA256_BYTES];
    size_t hashed = entry.n - SHA256_BYTES;

    assert(entry.n >= JOURNAL_FILE_ENTRY_MIN);
    if (!link_hash(chain, (struct bytes){entry.at, hashed}, digest))
        return STATUS_NO_MEMORY;
    if (memcmp(digest, entry.at + hashed, SHA256_BYTES) != 0)
        return STATUS_DAMAGED;
    memcpy(chain, digest, SHA256_BYTES);
    return STATUS_OK;
}

bool journal_file_read_items(const uint8_t *at, uint32_t n, uint32_t nops,
                             struct journal_item *items_ret)
{
    for (uint32_t i = 0; i < n; i++, at += JOURNAL_FILE_ITEM_BYTES) {
        struct journal_item *item = &items_ret[i];

        item->op = bytes_u32(at);
        item->reference = bytes_u64(at + 8);
        item->size = bytes_u64(at + 16);
        memcpy(item->sha256, at + 24, SHA256_BYTES);
        if (bytes_u32(at + 4) != 0 || item->op >= nops || (i > 0 && item->op <= item[-1].op))
            return false;
    }
    return true;
}
