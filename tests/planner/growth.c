/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans and their price on indexes made by hand; tests/oracle/growth.c has the proof. */
#include "planner/growth.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/support/grove.h"
#include "tests/support/storeplan.h"

enum { MOST = 600 };

static struct grove grove;
static struct storeplan maker;
static struct machine_drive drives[2];
static struct growth growth;
static uint16_t room[MOST], header_links[MOST];
static uint64_t size[MOST], allocated[MOST];
static uint32_t root;

static const struct plan_volume c = {.drive = {"C:", 2},
                                     .cluster_bytes = 4096,
                                     .record_bytes = 1024,
                                     .index_bytes = 4096,
                                     .is_ntfs = true};

static void begin(void)
{
    grove_begin(&grove, MOST);
    grove.index.files.room = room;
    grove.index.files.header_links = header_links;
    grove.index.files.size = size;
    grove.index.files.allocated = allocated;
    room[GROVE_ROOT] = 600;
    storeplan_begin(&maker, &c);
    root = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
}

static void end(void)
{
    plan_free(&maker.plan);
    grove_free(&grove);
}

TestSuite(growth, .init = begin, .fini = end, .timeout = 20);

/* A file of the index with so much ROOM, and its only name of 12 units. */
static uint32_t add_file(const char *name, uint16_t its_room)
{
    uint32_t file = grove_add(&grove, GROVE_ROOT, str_of(name), FILE_HAS_DATA);

    room[file] = its_room;
    header_links[file] = 1;
    return file;
}

static void run(void)
{
    static const struct profiles none;
    struct machine machine = {.drives = drives, .ndrives = 2, .profiles = &none};

    drives[0] =
        (struct machine_drive){.name = str_of("C:"), .index = &grove.index, .is_ntfs = true};
    drives[1] = (struct machine_drive){.name = str_of("E:")};
    cr_assert_eq(growth_of(&maker.plan, &machine, 0, &growth), STATUS_OK);
    cr_expect_eq(growth.clusters, growth.mft_clusters + growth.list_clusters +
                                      growth.index_clusters + growth.data_clusters +
                                      growth.security_clusters);
}

static void expect(uint64_t records, uint64_t mft, uint64_t lists, uint64_t indexes, uint64_t data)
{
    run();
    cr_expect_eq(growth.records, records, "%d records", (int)growth.records);
    cr_expect_eq(growth.mft_clusters, mft, "%d for $MFT", (int)growth.mft_clusters);
    cr_expect_eq(growth.list_clusters, lists, "%d for lists", (int)growth.list_clusters);
    cr_expect_eq(growth.index_clusters, indexes, "%d for indexes", (int)growth.index_clusters);
    cr_expect_eq(growth.data_clusters, data, "%d for data", (int)growth.data_clusters);
}

static void link_to(uint32_t folder, const char *name, uint32_t file)
{
    storeplan_op(&maker, PLAN_LINK, folder, str_of(name), index_reference(&grove.index, file), 0);
}

Test(growth, a_plan_of_nothing_costs_nothing)
{
    grove_finish(&grove);
    expect(0, 0, 0, 0, 0);
}

/* Sixteen records at once, which are four clusters; and eight bytes of $MFT's bitmap, for which
 * nothing is there in this index. */
Test(growth, a_folder_costs_a_record)
{
    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("a"), true);
    expect(1, 4 + 1, 0, 0, 0);
    for (uint32_t i = 0; i < 15; i++)
        storeplan_folder(&maker, 1, str_of("b"), true);
    run();
    cr_expect_eq(growth.records, 16);
    cr_expect_eq(growth.mft_clusters, 4 + 1);
    storeplan_folder(&maker, 2, str_of("c"), true);
    run();
    cr_expect_eq(growth.mft_clusters, 8 + 1);
}

Test(growth, free_records_come_first)
{
    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("a"), true);
    storeplan_folder(&maker, 1, str_of("b"), true);
    grove.index.counts.records = 128;
    grove.index.counts.free = 60;
    grove.index.counts.deleted = 7;
    /* Those below 64 are not taken: 64 less the root. */
    run();
    cr_expect_eq(growth.records_reused, 2);
    cr_expect_eq(growth.mft_clusters, 0);
    grove.index.counts.deleted = 4;
    run();
    cr_expect_eq(growth.records_reused, 1);
    cr_expect_eq(growth.mft_clusters, 4);
}

/* What a link of 12 units costs a file that has so much room, and has a name of 12 units. */
Test(growth, a_link_costs_what_its_record_cannot_hold)
{
    static const struct {
        uint16_t room;
        uint64_t records, lists;
    } cases[] = {{960, 0, 0}, {120, 0, 0}, {112, 1, 1}, {72, 1, 1}, {64, 1, 0}, {0, 1, 1}};
    char names[6][16];

    for (size_t i = 0; i < 6; i++) {
        snprintf(names[i], sizeof names[i], "%012zu", i);
        add_file(names[i], cases[i].room);
    }
    grove_finish(&grove);
    for (size_t i = 0; i < 6; i++) {
        maker.plan.nops = 0;
        link_to(root, "name in root", 1 + (uint32_t)i);
        run();
        cr_expect_eq(growth.records, cases[i].records, "room %u", cases[i].room);
        cr_expect_eq(growth.list_clusters, cases[i].lists, "room %u", cases[i].room);
    }
}

Test(growth, a_dos_name_takes_room_as_well)
{
    uint32_t file = add_file("long name of it", 0);

    header_links[file] = 2;
    grove_finish(&grove);
    link_to(root, "b", file);
    run();
    cr_expect_eq(growth.records, 1);
}

Test(growth, names_in_a_new_folder_take_blocks)
{
    char names[100][16];

    for (size_t i = 0; i < 100; i++) {
        snprintf(names[i], sizeof names[i], "%012zu", i);
        add_file(names[i], 960);
    }
    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("store"), true);
    for (uint32_t i = 0; i < 4; i++)
        link_to(1, names[i], 1 + i);
    run();
    cr_expect_eq(growth.index_clusters, 0);
    for (uint32_t i = 4; i < 35; i++)
        link_to(1, names[i], 1 + i);
    run();
    cr_expect_eq(growth.index_clusters, 1);
    for (uint32_t i = 35; i < 100; i++)
        link_to(1, names[i], 1 + i);
    run();
    /* Each leaf but the last keeps 17 entries; the record cannot hold the four between them. */
    cr_expect_eq(growth.index_clusters, 5 + 1, "%d", (int)growth.index_clusters);
}

/* 60 names are there, which come in their order, in three blocks; 40 more come behind them: two
 * more leaves, and a block above. */
Test(growth, names_in_a_folder_that_is_there_count_by_what_they_add)
{
    char names[100][16];
    uint32_t folder = grove_add(&grove, GROVE_ROOT, str_of("Old"), FILE_DIRECTORY);

    for (size_t i = 0; i < 100; i++)
        snprintf(names[i], sizeof names[i], "%012zu", i);
    for (size_t i = 0; i < 60; i++)
        room[grove_add(&grove, folder, str_of(names[i]), FILE_HAS_DATA)] = 960;
    grove_finish(&grove);
    folder = storeplan_folder(&maker, root, str_of("oLD"), false);
    for (uint32_t i = 60; i < 100; i++)
        link_to(folder, names[i], i - 58);
    expect(0, 0, 0, 3, 0);
}

Test(growth, copies_take_a_record_and_whole_clusters)
{
    static const struct {
        uint64_t size, clusters;
    } cases[] = {{0, 0}, {600, 0}, {800, 1}, {4096, 1}, {4097, 2}, {UINT64_C(1) << 40, 1 << 28}};
    uint32_t other;

    grove_finish(&grove);
    storeplan_volume(&maker, &(struct plan_volume){.drive = str_of("E:")});
    other = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        maker.plan.nops = 0;
        storeplan_op(&maker, PLAN_COPY, root, str_of("copy"), 99, cases[i].size)->from_folder =
            other;
        expect(1, 5, 0, 0, cases[i].clusters);
    }
}

Test(growth, operations_of_other_volumes_and_those_that_take_away_cost_nothing)
{
    uint32_t other;

    add_file("a", 0);
    grove_finish(&grove);
    storeplan_op(&maker, PLAN_UNLINK, root, str_of("a"), index_reference(&grove.index, 1), 0);
    storeplan_op(&maker, PLAN_RMDIR, root, str_of("b"), 0, 0);
    storeplan_volume(&maker, &(struct plan_volume){.drive = str_of("E:")});
    other = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    storeplan_folder(&maker, other, str_of("there"), true);
    expect(0, 0, 0, 0, 0);
}

Test(growth, descriptors_that_are_given_are_counted_once_each)
{
    static const uint8_t bytes[5000] = {0};
    struct bytes descriptors[] = {{bytes, 5000}, {bytes, 100}};

    add_file("a", 0);
    add_file("b", 0);
    grove_finish(&grove);
    maker.plan.descriptors = descriptors;
    maker.plan.ndescriptors = 2;
    for (uint32_t i = 1; i <= 2; i++) {
        struct plan_op *op = storeplan_op(&maker, PLAN_SECURE, root, str_of(i == 1 ? "a" : "b"),
                                          index_reference(&grove.index, i), 0);

        op->given = 1;
        op->had = 2;
    }
    run();
    cr_expect_eq(growth.security_clusters, (2 * 5036 + 88 + 4095) / 4096 + 3);
    cr_expect_eq(growth.clusters, growth.security_clusters, "names and records stay");
    maker.plan.ops[maker.plan.nops - 1].given = 2;
    run();
    cr_expect_eq(growth.security_clusters, (2 * 5036 + 88 + 2 * 136 + 88 + 4095) / 4096 + 3);
}

/* A plan that was read from elsewhere says anything. */
Test(growth, impossible_figures_do_no_harm)
{
    static char name[4000];
    static const uint32_t sizes[] = {0, 1, 512, UINT32_MAX};

    add_file("a", UINT16_MAX);
    header_links[1] = UINT16_MAX;
    size[1] = UINT64_MAX;
    grove.index.files.flags[1] |= FILE_RESIDENT | FILE_LIST;
    grove_finish(&grove);
    memset(name, 'n', sizeof name);
    storeplan_folder(&maker, root, (struct str){name, sizeof name}, true);
    for (uint32_t i = 0; i < 20; i++)
        storeplan_op(&maker, PLAN_LINK, 1, (struct str){name, sizeof name},
                     index_reference(&grove.index, 1), UINT64_MAX);
    storeplan_op(&maker, PLAN_COPY, 1, (struct str){name, sizeof name}, 0, UINT64_MAX);
    storeplan_op(&maker, PLAN_LINK, 1, str_of(""), UINT64_MAX, 0);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        maker.plan.volumes[0].cluster_bytes = maker.plan.volumes[0].record_bytes = sizes[i];
        maker.plan.volumes[0].index_bytes = sizes[i];
        run();
        cr_expect_geq(growth.records, 2);
    }
}
