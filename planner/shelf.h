/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names of one folder side by side, in the order of NTFS's folder indexes: which of them differ
 * only by case, and in which order they are best made.
 *
 *   struct shelf shelf = {.upcase = upcase, .arena = &arena};
 *   shelf_clear(&shelf);
 *   status = shelf_add(&shelf, str_of("a.txt"), 17, true);
 *   shelf_sort(&shelf);
 *   for (uint32_t i = 0, end; i < shelf.n; i = end) {
 *       end = shelf_end_of_group(&shelf, i);       names i to end - 1 differ only by case
 *
 * Names are borrowed. One thread at a time.
 */
#ifndef PLANNER_SHELF_H
#define PLANNER_SHELF_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct shelf_name {
    uint64_t head; /* the first units of the key, so that most names are told apart by one number */
    size_t key;    /* the upcased units, from here on in the shelf's keys */
    uint32_t nkey; /* units */
    uint32_t id;   /* the caller's */
    struct str name;
    bool is_there; /* it is in the folder already; such names come before others that are alike */
};

struct shelf {
    const uint16_t *upcase; /* as in text.h */
    struct arena *arena;    /* of the columns */
    struct shelf_name *names;
    uint16_t *keys;
    const struct shelf_name **sorted;
    uint32_t n, capacity;
    size_t nkeys, keys_capacity;
};

void shelf_clear(struct shelf *shelf);

/* STATUS_NO_MEMORY. */
enum status shelf_add(struct shelf *shelf, struct str name, uint32_t id, bool is_there);

/* By upcased units, then by units, as text_compare has them. shelf->sorted then has the order. */
void shelf_sort(struct shelf *shelf);

/* The end of the names that differ from sorted[FIRST] by case alone. */
uint32_t shelf_end_of_group(const struct shelf *shelf, uint32_t first);

/* Which of N names in order, from 0, is made as the NO-th: the first, third, fifth ..., then the
 * second, fourth, ... */
static inline uint32_t shelf_round(uint32_t no, uint32_t n)
{
    uint32_t first_round = n - n / 2;

    return no < first_round ? 2 * no : 2 * (no - first_round) + 1;
}

#endif
