/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bounds of a column chunk: see chunkstats.h. All numbers, those without a sign too, are
 * ordered as their 64-bit two's complement is.
 */
#include "src/table/chunkstats.h"

static void add_numbers(const uint64_t *numbers, uint32_t n, struct chunkstats *stats)
{
    int64_t min = (int64_t)numbers[0], max = min;

    if (stats->has_bounds) {
        min = stats->min_number;
        max = stats->max_number;
    }
    for (uint32_t i = 0; i < n; i++) {
        int64_t number = (int64_t)numbers[i];

        min = number < min ? number : min;
        max = number > max ? number : max;
    }
    stats->min_number = min;
    stats->max_number = max;
    stats->has_bounds = true;
}

/* The first eight bytes, so that most texts are told apart by one comparison. */
static uint64_t head_of(struct str text)
{
    uint64_t head = 0;

    memcpy(&head, text.at, text.n < sizeof head ? text.n : sizeof head);
    return __builtin_bswap64(head);
}

static bool is_before(struct str a, uint64_t a_head, struct str b, uint64_t b_head)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order;

    if (a_head != b_head)
        return a_head < b_head;
    order = n > 0 ? memcmp(a.at, b.at, n) : 0;
    return order < 0 || (order == 0 && a.n < b.n);
}

/* Keeps TEXT as a bound at AT; false where it is too long. */
static bool keep(struct str text, char *at, uint8_t *n)
{
    if (text.n > CHUNKSTATS_BYTES_MAX)
        return false;
    if (text.n > 0)
        memmove(at, text.at, text.n);
    *n = (uint8_t)text.n;
    return true;
}

static void add_texts(const struct table_values *values, struct chunkstats *stats)
{
    struct str min = table_text(values, 0), max = min;
    uint64_t min_head, max_head;

    if (stats->has_bounds) {
        min = (struct str){stats->min, stats->min_bytes};
        max = (struct str){stats->max, stats->max_bytes};
    }
    min_head = min.n > 0 ? head_of(min) : 0;
    max_head = max.n > 0 ? head_of(max) : 0;
    for (uint32_t i = 0; i < values->n; i++) {
        struct str text = table_text(values, i);
        uint64_t head = text.n > 0 ? head_of(text) : 0;

        if (is_before(text, head, min, min_head)) {
            min = text;
            min_head = head;
        } else if (is_before(max, max_head, text, head)) {
            max = text;
            max_head = head;
        }
    }
    stats->is_long =
        !keep(min, stats->min, &stats->min_bytes) || !keep(max, stats->max, &stats->max_bytes);
    stats->has_bounds = !stats->is_long;
}

void chunkstats_add(enum table_type type, const struct table_values *values,
                    struct chunkstats *stats)
{
    if (values->n == 0 || stats->is_long)
        return;
    if (table_is_text(type))
        add_texts(values, stats);
    else
        add_numbers(values->numbers, values->n, stats);
}

/* NUMBER as a plain value of TYPE, little-endian. */
static struct str plain(enum table_type type, int64_t number, char *room)
{
    size_t n = type == TABLE_BOOL ? 1 : type == TABLE_INT32 || type == TABLE_UINT32 ? 4 : 8;

    for (size_t i = 0; i < n; i++)
        room[i] = (char)(uint8_t)((uint64_t)number >> 8 * i);
    return (struct str){room, n};
}

struct str chunkstats_min(enum table_type type, const struct chunkstats *stats, char *room)
{
    if (table_is_text(type))
        return (struct str){stats->min, stats->min_bytes};
    return plain(type, stats->min_number, room);
}

struct str chunkstats_max(enum table_type type, const struct chunkstats *stats, char *room)
{
    if (table_is_text(type))
        return (struct str){stats->max, stats->max_bytes};
    return plain(type, stats->max_number, room);
}
