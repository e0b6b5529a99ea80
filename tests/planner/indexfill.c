/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders' indexes: figures that were measured of libntfs-3g, and the tree itself. */
#include "planner/indexfill.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/chance.h"

static struct arena arena;
static struct indexfill fill;

static void begin(void)
{
    fill =
        (struct indexfill){.record = {.record_bytes = 1024, .cluster_bytes = 4096, .arena = &arena},
                           .index_bytes = 4096};
    indexfill_begin(&fill, 8);
}

static void end(void)
{
    arena_free(&arena);
}

TestSuite(indexfill, .init = begin, .fini = end, .timeout = 30);

static void shuffle(uint32_t *ranks, uint32_t n)
{
    struct chance chance = chance_seed(5);

    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = chance_below(&chance, i), rank = ranks[i - 1];

        ranks[i - 1] = ranks[k];
        ranks[k] = rank;
    }
}

/* Entries below NODE, which are between ranks FROM and BELOW. */
static uint32_t walk(uint32_t node, uint32_t from, uint32_t below)
{
    const struct indexfill_node *it = &fill.nodes[node];
    const struct indexfill_entry *entries = fill.entries + (size_t)node * fill.width;
    const uint32_t *children = fill.children + (size_t)node * (fill.width + 1);
    uint32_t n = it->n, bytes = 0, next = from;

    for (uint32_t i = 0; i < it->n; i++) {
        cr_assert(entries[i].rank >= next && entries[i].rank < below);
        if (!it->is_leaf)
            n += walk(children[i], next, entries[i].rank);
        next = entries[i].rank + 1;
        bytes += entries[i].bytes + (it->is_leaf ? 0 : 8);
    }
    cr_assert_eq(bytes, it->bytes);
    if (node > 0)
        cr_assert_leq(bytes + (it->is_leaf ? 16 : 24), 4072 - 40);
    return it->is_leaf ? n : n + walk(children[it->n], next, below);
}

static double bytes_for_each(uint32_t n)
{
    return (double)fill.nblocks * 4096 / n;
}

Test(indexfill, sizes_of_entries)
{
    cr_expect_eq(indexfill_entry_bytes(1), 88);
    cr_expect_eq(indexfill_entry_bytes(12), 112);
    cr_expect_eq(indexfill_entry_bytes(40), 168);
    cr_expect_eq(indexfill_entry_bytes(255), 592);
}

Test(indexfill, a_few_names_are_in_the_folders_record)
{
    indexfill_begin(&fill, 1);
    for (uint32_t i = 0; i < 5; i++)
        indexfill_add(&fill, i, 12);
    cr_expect_eq(indexfill_clusters(&fill), 0);
    indexfill_add(&fill, 5, 12);
    cr_expect_eq(indexfill_clusters(&fill), 1);
    cr_expect_eq(fill.record.records, 0);
    for (uint32_t i = 6; i < 35; i++)
        indexfill_add(&fill, i, 12);
    cr_expect_eq(indexfill_clusters(&fill), 1, "35 entries fill a block");
    indexfill_add(&fill, 35, 12);
    cr_expect_eq(indexfill_clusters(&fill), 2);
}

Test(indexfill, names_in_order_leave_blocks_half_empty)
{
    static const struct {
        uint32_t units;
        double bytes;
    } cases[] = {{12, 241.5}, {40, 371.9}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        indexfill_begin(&fill, 8);
        for (uint32_t k = 0; k < 20000; k++)
            indexfill_add(&fill, k, cases[i].units);
        cr_expect_float_eq(bytes_for_each(20000), cases[i].bytes, 1, "%u units: %f", cases[i].units,
                           bytes_for_each(20000));
        cr_expect_eq(walk(0, 0, 20000), 20000);
    }
}

Test(indexfill, names_in_no_order_fill_them_to_two_thirds)
{
    static const struct {
        uint32_t units;
        double bytes;
    } cases[] = {{12, 170.8}, {40, 263.6}};
    uint32_t *ranks = malloc(20000 * sizeof *ranks);

    cr_assert_not_null(ranks);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t k = 0; k < 20000; k++)
            ranks[k] = k;
        shuffle(ranks, 20000);
        indexfill_begin(&fill, 8);
        for (uint32_t k = 0; k < 20000; k++)
            indexfill_add(&fill, ranks[k], cases[i].units);
        cr_expect_float_eq(bytes_for_each(20000), cases[i].bytes, 4, "%u units: %f", cases[i].units,
                           bytes_for_each(20000));
        cr_expect_eq(walk(0, 0, 20000), 20000);
    }
    free(ranks);
}

/* Lengths of every kind, sizes of blocks and records of every kind. */
Test(indexfill, every_entry_is_in_its_place)
{
    struct chance chance = chance_seed(9);
    uint32_t ranks[3000];

    for (uint32_t round = 0; round < 12; round++) {
        uint32_t least = round % 3 ? 1 : 180, most = round % 4 ? 255 : 200;

        fill.record.record_bytes = round % 2 ? 4096 : 1024;
        for (uint32_t k = 0; k < 3000; k++)
            ranks[k] = k;
        if (round % 5)
            shuffle(ranks, 3000);
        indexfill_begin(&fill, 1 + chance_below(&chance, 255));
        for (uint32_t k = 0; k < 3000; k++)
            indexfill_add(&fill, ranks[k], least + chance_below(&chance, most - least + 1));
        cr_expect_eq(walk(0, 0, 3000), 3000);
        cr_expect_eq(fill.nnodes, fill.nblocks + 1);
        cr_expect_not(fill.is_short);
    }
}

Test(indexfill, a_size_of_blocks_that_cannot_be_is_taken_for_the_usual_one)
{
    static const uint32_t sizes[] = {0, 1, 512, 1 << 20};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fill.index_bytes = sizes[i];
        indexfill_begin(&fill, 8);
        for (uint32_t k = 0; k < 100; k++)
            indexfill_add(&fill, k, 255);
        cr_expect_eq(fill.index_bytes, 4096);
        cr_expect_gt(fill.nblocks, 0);
    }
}
