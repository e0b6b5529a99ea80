/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers by chance that are the same in every run. */
#ifndef TESTS_SUPPORT_CHANCE_H
#define TESTS_SUPPORT_CHANCE_H

#include <stdint.h>

struct chance {
    uint64_t state;
};

static inline struct chance chance_seed(uint64_t seed)
{
    return (struct chance){seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
}

/* 64 bits (xorshift64*). */
static inline uint64_t chance_bits(struct chance *chance)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return chance->state * UINT64_C(0x2545F4914F6CDD1D);
}

/* Less than LIMIT, which is not 0. */
static inline uint32_t chance_below(struct chance *chance, uint32_t limit)
{
    return (uint32_t)((chance_bits(chance) >> 32) * limit >> 32);
}

#endif
