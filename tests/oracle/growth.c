/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What planner/growth says that a plan costs, beside what $Bitmap says when libntfs-3g has carried
 * it out.
 */
#include "planner/growth.h"

#include "tests/oracle/growthbed.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

static void check(const struct growthbed_world *world, const char *image)
{
    struct growthbed bed;
    struct growthvolume *v = growthbed_new(&bed, world, image);

    growthbed_make_files(world, v);
    growthbed_scan(&bed, v);
    storeplan_save(&bed.maker, bed.index, growthbed_source(&bed), STOREPLAN_TWO_ROUNDS);
    growthbed_run(&bed);
    growthbed_close(&bed);
}

static void check_all(const struct growthbed_world *worlds, size_t n, const char *image)
{
    for (size_t i = 0; i < n; i++)
        check(&worlds[i], image);
}

TestSuite(growth, .timeout = 120);

/* ---- Stores of links ---- */

Test(growth, short_names)
{
    static const struct growthbed_world worlds[] = {
        {4096, 1024, 8, 0, 3000, 1, 0, false},  {4096, 1024, 12, 0, 1200, 2, 5000, false},
        {4096, 1024, 12, 0, 20, 100, 0, false}, {4096, 1024, 32, 0, 500, 5, 0, false},
        {4096, 1024, 32, 0, 10, 200, 0, false}, {4096, 1024, 8, 40, 400, 5, 0, false},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-short.img");
}

Test(growth, long_names)
{
    static const struct growthbed_world worlds[] = {
        {4096, 1024, 64, 0, 100, 20, 0, false},    {4096, 1024, 128, 0, 1500, 1, 5000, false},
        {4096, 1024, 200, 0, 1000, 1, 0, false},   {4096, 1024, 200, 0, 300, 5, 0, false},
        {4096, 1024, 200, 0, 5, 200, 5000, false}, {4096, 1024, 8, 255, 800, 2, 0, false},
        {4096, 1024, 255, 0, 300, 2, 5000, true},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-long.img");
}

/* Sizes at which a second name just fits, data or descriptor must leave the record, or a name. */
Test(growth, records_that_are_nearly_full)
{
    for (uint32_t bytes = 400; bytes <= 700; bytes += 20) {
        const struct growthbed_world worlds[] = {
            {4096, 1024, 12, 0, 100, 1, bytes, bytes % 40 == 0},
            {4096, 1024, 40, 0, 100, 2, bytes - 300, bytes % 40 != 0}};

        check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-full.img");
    }
}

Test(growth, clusters_of_every_size)
{
    static const struct growthbed_world worlds[] = {
        {512, 1024, 32, 0, 1000, 2, 300, false},   {512, 1024, 12, 90, 20, 50, 3000, false},
        {1024, 1024, 64, 0, 200, 5, 0, true},      {16384, 1024, 20, 100, 500, 2, 100, false},
        {65536, 1024, 32, 0, 1000, 2, 300, false}, {65536, 1024, 12, 0, 2000, 1, 0, true},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-clusters.img");
}

Test(growth, records_of_4096_bytes)
{
    static const struct growthbed_world worlds[] = {
        {4096, 4096, 32, 0, 500, 5, 0, false},
        {4096, 4096, 200, 0, 300, 5, 0, true},
        {4096, 4096, 12, 0, 10, 200, 0, false},
        {65536, 4096, 8, 255, 100, 10, 3000, false},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-records.img");
}

/* ---- Other plans ---- */

Test(growth, copies_take_records_and_clusters)
{
    static const struct growthbed_world world = {4096, 1024, 20, 0, 1, 1, 0, false};
    struct growthbed bed;
    uint32_t root, store, other;

    growthbed_scan(&bed, growthbed_new(&bed, &world, "growth-copies.img"));
    root = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    store = storeplan_folder(&bed.maker, root, str_of("migdata"), true);
    storeplan_volume(&bed.maker, &(struct plan_volume){.drive = str_of("E:")});
    other = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    for (uint32_t i = 0; i < 400; i++) {
        char *name = arena_alloc(&bed.maker.plan.arena, 256);
        uint32_t units = growthbed_write_name(&world, i, name);

        storeplan_op(&bed.maker, PLAN_COPY, store, (struct str){name, units}, 0, i * i / 2)
            ->from_folder = other;
    }
    growthbed_run(&bed);
    cr_expect_eq(bed.growth.data_clusters, bed.after.data - bed.before.data);
    cr_expect_eq(bed.growth.records, 401);
    growthbed_close(&bed);
}

Test(growth, free_records_are_used_before_the_mft_grows)
{
    static const struct growthbed_world world = {4096, 1024, 100, 0, 200, 1, 0, false};
    struct growthbed bed;
    struct growthvolume *v = growthbed_new(&bed, &world, "growth-free.img");
    uint64_t files[1500];
    char name[16];

    growthbed_make_files(&world, v);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    for (uint32_t i = 0; i < 1500; i++)
        files[i] = growthvolume_mkfile(v, name, (size_t)snprintf(name, sizeof name, "%u", i), 0);
    for (uint32_t i = 0; i < 1500; i++)
        growthvolume_delete(v, files[i], name, (size_t)snprintf(name, sizeof name, "%u", i));
    growthbed_scan(&bed, v);
    for (uint32_t i = 0; i < 4; i++)
        storeplan_save(&bed.maker, bed.index, growthbed_source(&bed), STOREPLAN_TWO_ROUNDS);
    /* The second to the fourth store need other names than the first. */
    for (uint32_t i = 0, n = 0; i < bed.maker.plan.nops; i++)
        if (str_equal(bed.maker.plan.ops[i].name, str_of("migdata")) && n++ > 0)
            bed.maker.plan.ops[i].name = str_of(n == 2 ? "two" : n == 3 ? "three" : "four");
    growthbed_run(&bed);
    cr_expect_eq(bed.growth.mft_clusters, 0);
    cr_expect_gt(bed.growth.records, 200);
    cr_expect_eq(bed.growth.records_reused, bed.growth.records);
    growthbed_close(&bed);
}

/* What is in the index already is known by its names alone. */
Test(growth, names_come_into_folders_that_are_there)
{
    static const struct growthbed_world world = {4096, 1024, 12, 60, 2000, 1, 5000, false};
    struct growthbed bed;
    struct growthvolume *v = growthbed_new(&bed, &world, "growth-there.img");
    uint32_t folder, row;

    growthbed_make_files(&world, v);
    growthbed_scan(&bed, v);
    row = growthbed_find(bed.index, growthbed_source(&bed), "f0");
    folder = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    folder = storeplan_folder(&bed.maker, folder, str_of("source"), false);
    folder = storeplan_folder(&bed.maker, folder, str_of("f1"), false);
    for (uint32_t i = bed.index->first_child[row]; i < bed.index->first_child[row + 1]; i++) {
        uint32_t name = bed.index->children[i];

        storeplan_op(&bed.maker, PLAN_LINK, folder, index_name(bed.index, name),
                     index_reference(bed.index, bed.index->names.file[name]), 5000);
    }
    growthbed_run(&bed);
    cr_expect_gt(bed.growth.index_clusters, 20);
    growthbed_close(&bed);
}

/* ---- The order of names ---- */

/* Bytes of index blocks that a store takes for each of its names. */
static uint64_t bytes_for_each(enum storeplan_order order)
{
    static const struct growthbed_world world = {4096, 1024, 32, 0, 700, 1, 5000, false};
    struct growthbed bed;
    struct growthvolume *v = growthbed_new(&bed, &world, "growth-order.img");
    uint64_t bytes;

    growthbed_make_files(&world, v);
    growthbed_scan(&bed, v);
    storeplan_save(&bed.maker, bed.index, growthbed_source(&bed), order);
    growthbed_run(&bed);
    bytes = (bed.after.indexes - bed.before.indexes) * world.cluster_bytes / world.nfiles;
    growthbed_close(&bed);
    return bytes;
}

Test(growth, two_rounds_fill_the_blocks_that_one_leaves_half_empty)
{
    uint64_t in_order = bytes_for_each(STOREPLAN_IN_ORDER);
    uint64_t halves = bytes_for_each(STOREPLAN_HALVES);
    uint64_t rounds = bytes_for_each(STOREPLAN_TWO_ROUNDS);

    cr_expect_lt(rounds * 10, in_order * 6, "%" PRIu64 " of %" PRIu64, rounds, in_order);
    cr_expect_lt(rounds, halves, "%" PRIu64 " of %" PRIu64, rounds, halves);
}
