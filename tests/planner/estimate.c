/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan links, copies and leaves free. */
#include "planner/estimate.h"

#include <criterion/criterion.h>

#include "tests/support/grove.h"
#include "tests/support/storeplan.h"

enum { MOST = 20 };

static struct grove grove;
static struct storeplan maker;
static struct machine_drive drives[2];
static struct estimate estimate;
static uint16_t room[MOST], header_links[MOST];
static uint64_t size[MOST], allocated[MOST];
static uint32_t root, other;

/* C: has the store; E: is no NTFS. */
static void begin(void)
{
    const struct plan_volume c = {.drive = str_of("C:"),
                                  .cluster_bytes = 4096,
                                  .record_bytes = 1024,
                                  .index_bytes = 4096,
                                  .is_ntfs = true,
                                  .has_space = true,
                                  .free_clusters = 1 << 20};

    estimate = (struct estimate){0};
    grove_begin(&grove, MOST);
    grove.index.files.room = room;
    grove.index.files.header_links = header_links;
    grove.index.files.size = size;
    grove.index.files.allocated = allocated;
    for (uint32_t i = 0; i < MOST; i++)
        room[i] = 960;
    storeplan_begin(&maker, &c);
    root = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
    storeplan_volume(&maker, &(struct plan_volume){.drive = str_of("E:"), .cluster_bytes = 512});
    other = storeplan_folder(&maker, PLAN_NONE, str_of(""), false);
}

static void end(void)
{
    estimate_free(&estimate);
    plan_free(&maker.plan);
    grove_free(&grove);
}

TestSuite(estimate, .init = begin, .fini = end, .timeout = 20);

static void run(void)
{
    static const struct profiles none;
    struct machine machine = {.drives = drives, .ndrives = 2, .profiles = &none};

    drives[0] =
        (struct machine_drive){.name = str_of("c:"), .index = &grove.index, .is_ntfs = true};
    drives[1] = (struct machine_drive){.name = str_of("E:")};
    estimate_free(&estimate);
    cr_assert_eq(estimate_plan(&maker.plan, &machine, &estimate), STATUS_OK);
    cr_assert_eq(estimate.n, 2);
}

static void link_to(const char *name, uint32_t file, uint64_t bytes)
{
    storeplan_op(&maker, PLAN_LINK, root, str_of(name), index_reference(&grove.index, file), bytes)
        ->from_folder = root;
}

Test(estimate, a_file_of_several_names_is_linked_once_and_would_be_copied_twice)
{
    uint32_t a = grove_add(&grove, GROVE_ROOT, str_of("a"), 0);
    uint32_t b = grove_add(&grove, GROVE_ROOT, str_of("b"), 0);

    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("store"), true);
    link_to("a1", a, 5000);
    link_to("a2", a, 5000);
    link_to("b1", b, 1);
    run();
    cr_expect_eq(estimate.volumes[0].folders, 1);
    cr_expect_eq(estimate.volumes[0].links, 3);
    cr_expect_eq(estimate.volumes[0].linked_files, 2);
    cr_expect_eq(estimate.volumes[0].linked_bytes, 5001);
    cr_expect_eq(estimate.volumes[0].copy_store_bytes, (2 + 2 + 1) * 4096);
    cr_expect_eq(estimate.volumes[0].copies, 0);
}

Test(estimate, named_streams_are_copied_too)
{
    static uint32_t files[] = {1, 1}, texts[] = {0, 0};
    static uint64_t sizes[] = {10, 8192}, clusters[] = {0, 8192};
    uint32_t a = grove_add(&grove, GROVE_ROOT, str_of("a"), FILE_STREAMS);

    grove_finish(&grove);
    grove.index.streams = (struct stream_rows){
        .n = 2, .file = files, .text = texts, .size = sizes, .allocated = clusters};
    link_to("a1", a, 100);
    run();
    cr_expect_eq(estimate.volumes[0].linked_bytes, 100 + 10 + 8192);
    cr_expect_eq(estimate.volumes[0].copy_store_bytes, (1 + 1 + 2) * 4096);
    grove.index.streams.n = 0;
}

/* They belong to the volume that they come from; their clusters are those of the store's. */
Test(estimate, copies_are_counted_where_they_come_from)
{
    grove_finish(&grove);
    storeplan_op(&maker, PLAN_COPY, root, str_of("x"), 7, 4097)->from_folder = other;
    run();
    cr_expect_eq(estimate.volumes[0].copies, 0);
    cr_expect_eq(estimate.volumes[1].copies, 1);
    cr_expect_eq(estimate.volumes[1].copied_bytes, 4097);
    cr_expect_eq(estimate.volumes[1].copy_store_bytes, 8192);
    cr_expect_eq(estimate.volumes[0].growth.data_clusters, 2);
    cr_expect_eq(estimate.volumes[1].growth.clusters, 0);
}

Test(estimate, what_is_free_afterwards_is_less_by_the_growth)
{
    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("store"), true);
    run();
    cr_expect_eq(estimate.volumes[0].free_bytes, UINT64_C(4096) << 20);
    cr_expect_eq(estimate.volumes[0].free_bytes - estimate.volumes[0].free_bytes_after,
                 estimate.volumes[0].growth.clusters * 4096);
    cr_expect_gt(estimate.volumes[0].growth.clusters, 0);
    maker.plan.volumes[0].free_clusters = 1;
    run();
    cr_expect_eq(estimate.volumes[0].free_bytes_after, 0);
    cr_expect_not(estimate.volumes[0].is_enough);
}

Test(estimate, the_master_volume_keeps_the_reserve_and_64_clusters_free)
{
    uint64_t needed;

    grove_finish(&grove);
    storeplan_folder(&maker, root, str_of("store"), true);
    run();
    needed = estimate.volumes[0].growth.clusters + ESTIMATE_RESERVE_BYTES / 4096 + 64;
    maker.plan.volumes[0].free_clusters = needed;
    run();
    cr_expect(estimate.volumes[0].is_enough);
    maker.plan.volumes[0].free_clusters = needed - 1;
    run();
    cr_expect_not(estimate.volumes[0].is_enough);
}

Test(estimate, a_volume_without_the_store_needs_its_growth_and_64_clusters)
{
    uint64_t needed;

    grove_finish(&grove);
    maker.plan.store = str_of("E:\\migdata");
    storeplan_folder(&maker, root, str_of("store"), true);
    run();
    needed = estimate.volumes[0].growth.clusters + 64;
    maker.plan.volumes[0].free_clusters = needed;
    run();
    cr_expect(estimate.volumes[0].is_enough);
    maker.plan.volumes[0].free_clusters = needed - 1;
    run();
    cr_expect_not(estimate.volumes[0].is_enough);
}

Test(estimate, a_volume_on_which_nothing_is_done_has_enough)
{
    grove_finish(&grove);
    run();
    cr_expect(estimate.volumes[1].is_enough);
    cr_expect_not(estimate.volumes[1].has_space);
    cr_expect_eq(estimate.volumes[1].free_bytes, 0);
}

Test(estimate, where_the_free_space_is_not_known_it_is_not_said_to_be_enough)
{
    grove_finish(&grove);
    maker.plan.volumes[0].has_space = false;
    storeplan_folder(&maker, root, str_of("store"), true);
    run();
    cr_expect_not(estimate.volumes[0].is_enough);
    cr_expect_eq(estimate.volumes[0].free_bytes_after, 0);
}

Test(estimate, a_plan_without_volumes_is_empty)
{
    static const struct profiles none;
    const struct machine machine = {.drives = NULL, .ndrives = 0, .profiles = &none};
    struct plan plan;

    plan_begin(&plan);
    cr_assert_eq(estimate_plan(&plan, &machine, &estimate), STATUS_OK);
    cr_expect_eq(estimate.n, 0);
    plan_free(&plan);
    grove_finish(&grove);
}
