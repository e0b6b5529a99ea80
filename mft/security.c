/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The owners of all descriptors, by their ids: see security.h. */
#include "mft/security.h"

#include <stdio.h>
#include <stdlib.h>

#include "mft/sds.h"

enum {
    SD_REVISION = 0x00,
    SD_OWNER_OFF = 0x04,
    SD_HEADER_BYTES = 0x14,

    SID_REVISION = 0,
    SID_COUNT = 1,
    SID_AUTHORITY = 2,
    SID_AUTHORITY_BYTES = 6,
    SID_HEADER_BYTES = 8,
    SID_COUNT_MAX = 15,
    FIRST_CAPACITY = 64,
};

struct owner {
    uint32_t id;  /* of the descriptor */
    size_t order; /* as found in $SDS */
    struct bytes sid;
    const char *text;
};

struct security {
    struct arena arena;
    struct owner *owners; /* ascending by id, then as found */
    size_t n, capacity;
};

/* ---- SIDs and descriptors ---- */

/* The SID at AT, of which N bytes are there; n == 0 for one that cannot be. */
static struct bytes sid_at(const uint8_t *at, size_t n)
{
    struct bytes none = {at, 0};

    if (n < SID_HEADER_BYTES || at[SID_REVISION] != 1 || at[SID_COUNT] > SID_COUNT_MAX)
        return none;

    size_t length = SID_HEADER_BYTES + 4 * (size_t)at[SID_COUNT];
    return length <= n ? (struct bytes){at, length} : none;
}

struct bytes security_descriptor_owner(struct bytes descriptor)
{
    struct bytes none = {descriptor.at, 0};

    if (descriptor.n < SD_HEADER_BYTES || descriptor.at[SD_REVISION] != 1)
        return none;

    uint32_t off = bytes_u32(descriptor.at + SD_OWNER_OFF);
    if (off < SD_HEADER_BYTES || off > descriptor.n)
        return none;
    return sid_at(descriptor.at + off, descriptor.n - off);
}

bool security_sid_text(struct bytes sid, char *text)
{
    uint64_t authority = 0;

    text[0] = '\0';
    if (sid.n == 0 || sid_at(sid.at, sid.n).n != sid.n)
        return false;
    for (int i = 0; i < SID_AUTHORITY_BYTES; i++)
        authority = authority << 8 | sid.at[SID_AUTHORITY + i];

    /* Windows writes an authority that needs more than 32 bits in hexadecimal. */
    const char *format = authority <= UINT32_MAX ? "S-1-%llu" : "S-1-0x%012llX";
    size_t n = (size_t)snprintf(text, SECURITY_SID_TEXT_MAX, format, (unsigned long long)authority);
    for (size_t i = 0; i < sid.at[SID_COUNT]; i++)
        n += (size_t)snprintf(text + n, SECURITY_SID_TEXT_MAX - n, "-%lu",
                              (unsigned long)bytes_u32(sid.at + SID_HEADER_BYTES + 4 * i));
    return true;
}

/* Takes a number of BASE digits off the front of TEXT, up to MAX. */
static bool take_number(struct str *text, unsigned base, uint64_t max, uint64_t *number_ret)
{
    uint64_t number = 0;
    size_t n = 0;

    for (; n < text->n && text->at[n] != '-'; n++) {
        char c = text->at[n];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : base;

        if (digit >= base || number > (max - digit) / base)
            return false;
        number = number * base + digit;
    }
    *text = (struct str){text->at + n, text->n - n};
    *number_ret = number;
    return n > 0;
}

static bool take_text(struct str *text, const char *front)
{
    size_t n = strlen(front);

    if (text->n < n || memcmp(text->at, front, n) != 0)
        return false;
    *text = (struct str){text->at + n, text->n - n};
    return true;
}

size_t security_sid_of_text(struct str text, uint8_t *sid)
{
    uint64_t authority, part;
    size_t nparts = 0;

    if (!take_text(&text, "S-1-") ||
        !take_number(&text, take_text(&text, "0x") ? 16 : 10, (UINT64_C(1) << 48) - 1, &authority))
        return 0;
    sid[0] = 1;
    for (int i = 0; i < SID_AUTHORITY_BYTES; i++)
        sid[SID_AUTHORITY + i] = (uint8_t)(authority >> 8 * (SID_AUTHORITY_BYTES - 1 - i));
    while (take_text(&text, "-")) {
        uint8_t *at = sid + SID_HEADER_BYTES + 4 * nparts;

        if (nparts++ == SID_COUNT_MAX || !take_number(&text, 10, UINT32_MAX, &part))
            return 0;
        for (int i = 0; i < 4; i++)
            at[i] = (uint8_t)(part >> 8 * i);
    }
    sid[SID_COUNT] = (uint8_t)nparts;
    return text.n == 0 ? SID_HEADER_BYTES + 4 * nparts : 0;
}

static enum status add(struct security *s, uint32_t id, struct bytes sid)
{
    if (s->n == s->capacity) {
        size_t capacity = s->capacity ? 2 * s->capacity : FIRST_CAPACITY;
        struct owner *owners = arena_grow(&s->arena, s->owners, capacity * sizeof *owners);

        if (!owners)
            return STATUS_NO_MEMORY;
        s->owners = owners;
        s->capacity = capacity;
    }

    uint8_t *copy = arena_alloc(&s->arena, sid.n);
    if (!copy)
        return STATUS_NO_MEMORY;
    memcpy(copy, sid.at, sid.n);
    s->owners[s->n] = (struct owner){id, s->n, {copy, sid.n}, NULL};
    s->n++;
    return STATUS_OK;
}

static enum status take_owner(void *context, uint32_t id, struct bytes descriptor)
{
    struct bytes sid = security_descriptor_owner(descriptor);

    return sid.n > 0 ? add(context, id, sid) : STATUS_OK;
}

/* ---- The table ---- */

static int by_sid(const void *a, const void *b)
{
    const struct owner *left = a, *right = b;

    if (left->sid.n != right->sid.n)
        return left->sid.n < right->sid.n ? -1 : 1;
    return memcmp(left->sid.at, right->sid.at, left->sid.n);
}

static int by_id(const void *a, const void *b)
{
    const struct owner *left = a, *right = b;

    if (left->id != right->id)
        return left->id < right->id ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

/* Few people own many descriptors: the text of each SID is made once. */
static enum status write_texts(struct security *s)
{
    char text[SECURITY_SID_TEXT_MAX];

    if (s->n == 0)
        return STATUS_OK;
    qsort(s->owners, s->n, sizeof *s->owners, by_sid);
    for (size_t i = 0; i < s->n; i++) {
        if (i > 0 && by_sid(&s->owners[i - 1], &s->owners[i]) == 0) {
            s->owners[i].text = s->owners[i - 1].text;
            continue;
        }
        security_sid_text(s->owners[i].sid, text);

        char *copy = arena_alloc(&s->arena, strlen(text) + 1);
        if (!copy)
            return STATUS_NO_MEMORY;
        memcpy(copy, text, strlen(text) + 1);
        s->owners[i].text = copy;
    }
    qsort(s->owners, s->n, sizeof *s->owners, by_id);
    return STATUS_OK;
}

enum status security_load(const struct volume *volume, struct security **security_ret)
{
    struct security *s = calloc(1, sizeof *s);
    enum status status = s ? sds_walk(volume, s, take_owner) : STATUS_NO_MEMORY;

    if (status == STATUS_OK)
        status = write_texts(s);
    if (status == STATUS_OK)
        *security_ret = s;
    else
        security_free(s);
    return status;
}

const char *security_owner(const struct security *security, uint32_t id)
{
    size_t low = 0, high = security ? security->n : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (security->owners[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return security && low < security->n && security->owners[low].id == id
               ? security->owners[low].text
               : NULL;
}

void security_free(struct security *security)
{
    if (!security)
        return;
    arena_free(&security->arena);
    free(security);
}
