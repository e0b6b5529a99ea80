/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DELTA_BYTE_ARRAY: see deltatext.h.
 */
#include "src/table/deltatext.h"

#include "src/table/delta.h"
#include "src/table/plain.h"

#include <stdlib.h>

/* How many bytes the fronts of two texts have in common. */
static size_t common(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n, i = 0;

    while (n - i >= 8) {
        uint64_t different =
            bytes_u64((const uint8_t *)a.at + i) ^ bytes_u64((const uint8_t *)b.at + i);

        if (different)
            return i + (size_t)__builtin_ctzll(different) / 8;
        i += 8;
    }
    while (i < n && a.at[i] == b.at[i])
        i++;
    return i;
}

static void put_rests(const struct table_values *values, const uint64_t *prefixes, uint64_t nbytes,
                      struct textbuf *to)
{
    char *at;

    if (!textbuf_reserve(to, nbytes))
        return;
    at = to->at + to->n;
    for (uint32_t i = 0; i < values->n; i++) {
        struct str text = table_text(values, i);

        memcpy(at, text.at + prefixes[i], text.n - prefixes[i]);
        at += text.n - prefixes[i];
    }
    to->n += nbytes;
}

void deltatext_encode(const struct table_values *values, struct textbuf *to)
{
    uint64_t *prefixes = calloc(2 * (size_t)values->n + 1, sizeof *prefixes);
    uint64_t *rests, nbytes = 0;
    struct str before = {"", 0};

    if (!prefixes) {
        to->is_short = true;
        return;
    }
    rests = prefixes + values->n;
    for (uint32_t i = 0; i < values->n; i++) {
        struct str text = table_text(values, i);

        prefixes[i] = common(before, text);
        rests[i] = text.n - prefixes[i];
        nbytes += rests[i];
        before = text;
    }
    delta_encode(prefixes, values->n, DELTA_32, to);
    delta_encode(rests, values->n, DELTA_32, to);
    put_rests(values, prefixes, nbytes, to);
    free(prefixes);
}

/* Takes the N lengths of what is common to LENGTHS_RET. */
static bool take_prefixes(struct bytes *from, uint32_t n, uint64_t *space, uint32_t *lengths_ret)
{
    if (!delta_decode(from, n, DELTA_32, space))
        return false;
    for (uint32_t i = 0; i < n; i++)
        lengths_ret[i] = (uint32_t)space[i];
    return true;
}

/* Do the lengths fit each other, and what is left in FROM? How long are the texts together? */
static bool measure(struct bytes from, uint32_t n, const uint32_t *prefixes, const uint64_t *rests,
                    uint64_t *total_ret)
{
    uint64_t total = 0, nbytes = 0, before = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (prefixes[i] > before)
            return false;
        before = prefixes[i] + rests[i];
        nbytes += rests[i];
        total += before;
        if (nbytes > from.n || total > PLAIN_TEXT_MAX)
            return false;
    }
    *total_ret = total;
    return nbytes == from.n;
}

/* Puts the texts together in VALUES, which has room; the common lengths stand where the ends of the
 * texts come to be. */
static void join(struct bytes from, uint32_t n, struct table_values *values)
{
    uint32_t *ends = values->text_ends + values->n;
    const uint64_t *rests = values->numbers + values->n;
    const char *before = values->text.at + values->text.n;
    char *at = values->text.at + values->text.n;

    for (uint32_t i = 0; i < n; i++) {
        char *begin = at;

        plain_copy_text(at, before, ends[i], PLAIN_SLACK); /* what is behind it does no harm */
        at += ends[i];
        plain_copy_text(at, from.at, rests[i], from.n);
        at += rests[i];
        from = (struct bytes){from.at + rests[i], from.n - rests[i]};
        before = begin;
        ends[i] = (uint32_t)(at - values->text.at);
    }
    values->text.n = (size_t)(at - values->text.at);
    values->n += n;
}

enum status deltatext_decode(struct bytes from, uint32_t n, struct table_values *values)
{
    uint64_t total;
    uint32_t nprefixes;

    if (!delta_count(from, DELTA_32, &nprefixes) || nprefixes != n)
        return STATUS_DAMAGED;
    if (!table_reserve(values, n))
        return STATUS_NO_MEMORY;
    /* Nobody uses the numbers of texts; they are room for lengths. */
    uint64_t *rests = values->numbers + values->n;
    uint32_t *prefixes = values->text_ends + values->n;
    if (!take_prefixes(&from, n, rests, prefixes) || !delta_decode(&from, n, DELTA_32, rests) ||
        !measure(from, n, prefixes, rests, &total))
        return STATUS_DAMAGED;
    if (!plain_reserve_text(values, total))
        return STATUS_NO_MEMORY;
    join(from, n, values);
    return STATUS_OK;
}
