/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parquet's hybrid of run lengths and packed bits: see hybrid.h.
 */
#include "src/table/hybrid.h"

#include "src/table/bitpack.h"
#include "src/table/wire.h"

enum { GROUP = 8, CHUNK = 256 /* values that are widened at once */ };

/* What comes between two runs of packed values is at most this much longer than they would be. */
static uint32_t shortest_run(unsigned width)
{
    return width ? GROUP + 24 / width : 1;
}

static void put_repeated(uint32_t value, uint32_t n, unsigned width, struct textbuf *to)
{
    uint8_t run[WIRE_VARINT_BYTES + 4];
    size_t header = wire_put_varint((uint64_t)n << 1, run);

    wire_put32(value, run + header);
    textbuf_str(to, (struct str){(const char *)run, header + (width + 7) / 8});
}

/* Puts the header of a run of N packed values. Returns where they go; NULL without memory. */
static uint8_t *begin_packed(uint32_t n, unsigned width, struct textbuf *to)
{
    uint64_t ngroups = ((uint64_t)n + GROUP - 1) / GROUP;

    if (!textbuf_reserve(to, WIRE_VARINT_BYTES + ngroups * width + BITPACK_SLACK))
        return NULL;
    to->n += wire_put_varint(ngroups << 1 | 1, (uint8_t *)to->at + to->n);
    return (uint8_t *)to->at + to->n;
}

/* Widens up to CHUNK of N values, and fills the last group up. Returns how many groups they are. */
static size_t widen(const uint32_t *values, uint32_t n, uint64_t *wide_ret)
{
    uint32_t i = 0;

    for (; i < n && i < CHUNK; i++)
        wide_ret[i] = values[i];
    for (; i % GROUP; i++)
        wide_ret[i] = 0;
    return i / GROUP;
}

static void put_packed(const uint32_t *values, uint32_t n, unsigned width, struct textbuf *to)
{
    uint8_t *at = begin_packed(n, width, to);

    for (uint32_t i = 0; at && i < n; i += CHUNK) {
        uint64_t wide[CHUNK];
        size_t ngroups = widen(values + i, n - i, wide);

        bitpack_put(wide, ngroups * GROUP, width, at);
        at += ngroups * width;
        to->n += ngroups * width;
    }
}

/* How often the first of N values is repeated. */
static uint32_t run_length(const uint32_t *values, uint32_t n)
{
    uint32_t same = 1;

    while (same < n && values[same] == values[0])
        same++;
    return same;
}

/* Packed values in front of a run are whole groups, as only the last group may be filled up. */
static uint32_t step_over(uint32_t same, uint32_t left)
{
    uint32_t step = same < GROUP ? GROUP : same / GROUP * GROUP;

    return step < left ? step : left;
}

void hybrid_encode(const uint32_t *values, uint32_t n, unsigned width, struct textbuf *to)
{
    uint32_t packed = 0, at = 0, shortest = shortest_run(width);

    while (at < n) {
        uint32_t same = run_length(values + at, n - at);

        if (same < shortest) {
            at += step_over(same, n - at);
            continue;
        }
        if (at > packed)
            put_packed(values + packed, at - packed, width, to);
        put_repeated(values[at], same, width, to);
        packed = at += same;
    }
    if (n > packed)
        put_packed(values + packed, n - packed, width, to);
}

static uint32_t level_run_length(const uint8_t *levels, uint32_t n)
{
    uint64_t eight = levels[0] ? UINT64_C(0x0101010101010101) : 0;
    uint32_t same = 0;

    while (n - same >= 8 && bytes_u64(levels + same) == eight)
        same += 8;
    while (same < n && levels[same] == levels[0])
        same++;
    return same;
}

static void put_packed_levels(const uint8_t *levels, uint32_t n, struct textbuf *to)
{
    uint8_t *at = begin_packed(n, 1, to);

    for (uint32_t i = 0; at && i < n; i += GROUP) {
        uint8_t eight[GROUP] = {0};

        memcpy(eight, levels + i, n - i < GROUP ? n - i : GROUP);
        /* Moves bit 0 of byte k to bit 56 + k: no two of the shifted bits meet. */
        *at++ = (uint8_t)(bytes_u64(eight) * UINT64_C(0x0102040810204080) >> 56);
        to->n++;
    }
}

void hybrid_encode_levels(const uint8_t *levels, uint32_t n, struct textbuf *to)
{
    uint32_t packed = 0, at = 0, shortest = shortest_run(1);

    while (at < n) {
        uint32_t same = level_run_length(levels + at, n - at);

        if (same < shortest) {
            at += step_over(same, n - at);
            continue;
        }
        if (at > packed)
            put_packed_levels(levels + packed, at - packed, to);
        put_repeated(levels[at], same, 1, to);
        packed = at += same;
    }
    if (n > packed)
        put_packed_levels(levels + packed, n - packed, to);
}

struct run {
    uint32_t n;          /* values, those that fill up the last group not counted */
    uint32_t value;      /* the repeated one */
    struct bytes packed; /* at NULL where it is repeated */
};

static bool take_packed(struct bytes *from, unsigned width, uint64_t ngroups, uint32_t nleft,
                        struct run *run_ret)
{
    if (ngroups == 0 || ngroups > ((uint64_t)nleft + GROUP - 1) / GROUP ||
        ngroups * width > from->n)
        return false;
    *run_ret = (struct run){.n = ngroups * GROUP < nleft ? (uint32_t)(ngroups * GROUP) : nleft,
                            .packed = {from->at, (size_t)ngroups * width}};
    *from = (struct bytes){from->at + run_ret->packed.n, from->n - run_ret->packed.n};
    return true;
}

static bool take_repeated(struct bytes *from, unsigned width, uint64_t n, uint32_t nleft,
                          struct run *run_ret)
{
    unsigned nbytes = (width + 7) / 8;
    uint64_t value = 0;

    if (n == 0 || n > nleft || nbytes > from->n)
        return false;
    for (unsigned i = 0; i < nbytes; i++)
        value |= (uint64_t)from->at[i] << 8 * i;
    *run_ret = (struct run){.n = (uint32_t)n, .value = (uint32_t)value};
    *from = (struct bytes){from->at + nbytes, from->n - nbytes};
    return value >> width == 0;
}

/* The next run, of at most NLEFT values. */
static bool take_run(struct bytes *from, unsigned width, uint32_t nleft, struct run *run_ret)
{
    uint64_t header;

    if (!wire_take_varint(from, &header))
        return false;
    return header & 1 ? take_packed(from, width, header >> 1, nleft, run_ret)
                      : take_repeated(from, width, header >> 1, nleft, run_ret);
}

static void unpack(const struct run *run, unsigned width, uint32_t *values_ret)
{
    for (uint32_t i = 0; i < run->n; i += CHUNK) {
        uint64_t wide[CHUNK];
        uint32_t some = run->n - i < CHUNK ? run->n - i : CHUNK;
        size_t skipped = (size_t)i / GROUP * width;

        bitpack_get((struct bytes){run->packed.at + skipped, run->packed.n - skipped}, some, width,
                    wide);
        for (uint32_t j = 0; j < some; j++)
            values_ret[i + j] = (uint32_t)wide[j];
    }
}

bool hybrid_decode(struct bytes from, uint32_t n, unsigned width, uint32_t *values_ret)
{
    struct run run;

    for (uint32_t at = 0; at < n; at += run.n) {
        if (!take_run(&from, width, n - at, &run))
            return false;
        if (run.packed.at)
            unpack(&run, width, values_ret + at);
        else
            for (uint32_t i = 0; i < run.n; i++)
                values_ret[at + i] = run.value;
    }
    return from.n == 0;
}

static void unpack_levels(const struct run *run, uint8_t *levels_ret)
{
    for (uint32_t i = 0; i < run->n; i += GROUP) {
        uint8_t eight[GROUP];
        /* Bit k stays in byte k alone, and is then carried to its bit 7. */
        uint64_t bits =
            run->packed.at[i / GROUP] * UINT64_C(0x0101010101010101) & UINT64_C(0x8040201008040201);

        wire_put64((bits + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101),
                   eight);
        memcpy(levels_ret + i, eight, run->n - i < GROUP ? run->n - i : GROUP);
    }
}

bool hybrid_decode_levels(struct bytes from, uint32_t n, uint8_t *levels_ret)
{
    struct run run;

    for (uint32_t at = 0; at < n; at += run.n) {
        if (!take_run(&from, 1, n - at, &run))
            return false;
        if (run.packed.at)
            unpack_levels(&run, levels_ret + at);
        else
            memset(levels_ret + at, (int)run.value, run.n);
    }
    return from.n == 0;
}
