/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What planner/growth says that a plan costs, beside what $Bitmap says when libntfs-3g has carried
 * it out.
 */
#include "planner/growth.h"

#include "mft/scan.h"
#include "tests/oracle/growthvolume.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/storeplan.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    NAMES_IN_FOLDER = 700,
    /* What is off by no more than this is right: 2 percent, or a few clusters. The estimate may be
       off by 2 percent or 256 KiB, whichever is more, and a cluster has 64 KiB at most here. */
    PERCENT_OFF = 2,
    CLUSTERS_OFF = 4,
};

/* A volume: NFILES files of BYTES, each with NLINKS names before the plan, of UNITS to MOST_UNITS
 * (0: all of UNITS). */
struct world {
    uint32_t cluster_bytes, record_bytes, units, most_units, nfiles, nlinks, bytes;
    bool has_own_descriptors;
};

struct bed {
    const struct world *world;
    char *image;
    struct source source;
    struct volume *volume;
    struct index *index;
    struct storeplan maker;
    struct growth growth;
    struct growthvolume_use before, after;
};

/* ---- Volumes ---- */

/* Writes name number I of the world; returns its units. */
static uint32_t write_name(const struct world *world, uint32_t i, char *name)
{
    uint32_t units = world->units;
    char digits[16];

    if (world->most_units > units)
        units += (i * UINT32_C(2654435761) >> 16) % (world->most_units - units + 1);
    snprintf(digits, sizeof digits, "%08" PRIu32, i);
    memset(name, 'x', units);
    memcpy(name, digits, 8);
    return units;
}

static void enter_folder(struct growthvolume *v, uint64_t top, uint64_t *folders, uint32_t i)
{
    uint32_t at = i / NAMES_IN_FOLDER;
    char name[16];

    if (folders[at] == 0) {
        growthvolume_enter(v, top);
        folders[at] = growthvolume_mkdir(v, name, (size_t)snprintf(name, sizeof name, "f%u", at));
    }
    growthvolume_enter(v, folders[at]);
}

/* The names of a file are as far from each other as can be. */
static void make_files(const struct world *world, struct growthvolume *v)
{
    uint32_t n = world->nfiles * world->nlinks;
    uint64_t *folders = calloc(n / NAMES_IN_FOLDER + 1, sizeof *folders);
    uint64_t *files = calloc(world->nfiles, sizeof *files), top;
    char name[256];

    cr_assert(folders && files);
    growthvolume_own_descriptors(v, world->has_own_descriptors);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    top = growthvolume_mkdir(v, "source", 6);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t file = i % world->nfiles, units = write_name(world, i, name);

        enter_folder(v, top, folders, i);
        if (i < world->nfiles)
            files[file] = growthvolume_mkfile(v, name, units, world->bytes);
        else
            growthvolume_link(v, files[file], name, units);
    }
    growthvolume_own_descriptors(v, false);
    free(files);
    free(folders);
}

static struct growthvolume *new_volume(struct bed *bed, const struct world *world,
                                       const char *image)
{
    const struct growthvolume_shape shape = {UINT64_C(256) << 20, world->cluster_bytes,
                                             world->record_bytes == 4096 ? 4096 : 512};

    *bed = (struct bed){.world = world, .image = toolrun_built(image)};
    growthvolume_format(bed->image, &shape);
    return growthvolume_open(bed->image);
}

/* Ends the making of the volume, scans it, begins a plan for it. */
static void finish_volume(struct bed *bed, struct growthvolume *v)
{
    const struct scan_options options = {.want = WANT_CHILDREN | WANT_ROOM | WANT_SECURITY,
                                         .nworkers = 1};
    const struct geometry *geometry;

    growthvolume_measure(v, &bed->before);
    growthvolume_close(v);
    cr_assert_eq(source_open(bed->image, &bed->source), STATUS_OK);
    cr_assert_eq(volume_open(&bed->source, &bed->volume), STATUS_OK);
    cr_assert_eq(scan_run(bed->volume, &options, &bed->index), STATUS_OK);
    geometry = &bed->volume->geometry;
    cr_assert_eq(geometry->record_bytes, bed->world->record_bytes);
    storeplan_begin(&bed->maker, &(struct plan_volume){.drive = str_of("C:"),
                                                       .cluster_bytes = geometry->cluster_bytes,
                                                       .record_bytes = geometry->record_bytes,
                                                       .index_bytes = geometry->index_bytes,
                                                       .is_ntfs = true});
}

static void close_bed(struct bed *bed)
{
    plan_free(&bed->maker.plan);
    index_free(bed->index);
    volume_close(bed->volume);
    source_close(&bed->source);
    unlink(bed->image);
    free(bed->image);
}

/* The name in the folder of row PARENT. */
static uint32_t find_child(const struct index *index, uint32_t parent, const char *name)
{
    for (uint32_t i = index->first_child[parent]; i < index->first_child[parent + 1]; i++)
        if (str_equal(index_name(index, index->children[i]), str_of(name)))
            return index->names.file[index->children[i]];
    cr_assert_fail("no '%s'", name);
    return INDEX_NONE;
}

static uint32_t find_source(const struct bed *bed)
{
    return find_child(bed->index, index_find(bed->index, RECORD_ROOT), "source");
}

/* ---- Plans ---- */

static void predict(struct bed *bed)
{
    const struct machine_drive drive = {.name = str_of("C:"), .index = bed->index, .is_ntfs = true};
    const struct machine machine = {.drives = &drive, .ndrives = 1};

    cr_assert_eq(growth_of(&bed->maker.plan, &machine, 0, &bed->growth), STATUS_OK);
}

/* What stands in the way of the library's reference: a folder that is there. */
static uint64_t reference_of_folder(const struct bed *bed, uint32_t folder)
{
    const struct plan_folder *it = &bed->maker.plan.folders[folder];
    char name[64];

    if (it->parent == PLAN_NONE)
        return GROWTHVOLUME_ROOT;
    snprintf(name, sizeof name, "%.*s", (int)it->path.n - 8, it->path.at + 8);
    return index_reference(bed->index, it->path.n == 7
                                           ? find_source(bed)
                                           : find_child(bed->index, find_source(bed), name));
}

static void apply_op(struct growthvolume *v, const struct plan_op *op, uint64_t *made_ret)
{
    switch (op->kind) {
    case PLAN_MKDIR:
        *made_ret = growthvolume_mkdir(v, op->name.at, op->name.n);
        break;
    case PLAN_COPY:
        growthvolume_mkfile(v, op->name.at, op->name.n, (uint32_t)op->expect.size);
        break;
    case PLAN_LINK:
        growthvolume_link(v, op->expect.reference, op->name.at, op->name.n);
        break;
    case PLAN_MOVE:
    case PLAN_UNLINK:
    case PLAN_RMDIR:
        break;
    }
}

/* Folders that the plan makes are in the order of their MKDIRs. */
static void apply(struct bed *bed)
{
    const struct plan *plan = &bed->maker.plan;
    uint64_t *references = calloc(plan->nfolders + (size_t)1, sizeof *references), made = 0;
    struct growthvolume *v = growthvolume_open(bed->image);
    uint32_t next = 0;

    cr_assert_not_null(references);
    for (uint32_t i = 0; i < plan->nfolders; i++)
        if (!plan->folders[i].is_made)
            references[i] = reference_of_folder(bed, i);
    for (uint32_t i = 0; i < plan->nops; i++) {
        growthvolume_enter(v, references[plan->ops[i].folder]);
        apply_op(v, &plan->ops[i], &made);
        if (plan->ops[i].kind != PLAN_MKDIR)
            continue;
        while (!plan->folders[next].is_made)
            next++;
        references[next++] = made;
    }
    growthvolume_measure(v, &bed->after);
    growthvolume_close(v);
    free(references);
}

static void expect_right(const struct bed *bed)
{
    const struct growth *said = &bed->growth;
    const struct growthvolume_use *a = &bed->before, *b = &bed->after;
    const struct world *w = bed->world;
    uint64_t real = b->used - a->used;
    uint64_t off = real > said->clusters ? real - said->clusters : said->clusters - real;
    uint64_t allowed = real * PERCENT_OFF / 100;

    cr_expect_leq(off, allowed > CLUSTERS_OFF ? allowed : CLUSTERS_OFF,
                  "%u files of %u bytes with %u names of %u to %u units, records of %u, clusters "
                  "of %u:\npredicted %" PRIu64 " clusters: $MFT %" PRIu64 ", lists %" PRIu64
                  ", indexes %" PRIu64 ", data %" PRIu64 "\nreal      %" PRIu64
                  " clusters: $MFT %" PRIu64 ", lists %" PRIu64 ", indexes %" PRIu64
                  ", data %" PRIu64,
                  w->nfiles, w->bytes, w->nlinks, w->units, w->most_units, w->record_bytes,
                  w->cluster_bytes, said->clusters, said->mft_clusters, said->list_clusters,
                  said->index_clusters, said->data_clusters, real, b->mft - a->mft,
                  b->lists - a->lists, b->indexes - a->indexes, b->data - a->data);
    cr_expect_eq(said->clusters, said->mft_clusters + said->list_clusters + said->index_clusters +
                                     said->data_clusters);
}

static void check(const struct world *world, const char *image)
{
    struct bed bed;
    struct growthvolume *v = new_volume(&bed, world, image);

    make_files(world, v);
    finish_volume(&bed, v);
    storeplan_save(&bed.maker, bed.index, find_source(&bed), STOREPLAN_TWO_ROUNDS);
    predict(&bed);
    apply(&bed);
    expect_right(&bed);
    close_bed(&bed);
}

static void check_all(const struct world *worlds, size_t n, const char *image)
{
    for (size_t i = 0; i < n; i++)
        check(&worlds[i], image);
}

TestSuite(growth, .timeout = 120);

/* ---- Stores of links ---- */

Test(growth, short_names)
{
    static const struct world worlds[] = {
        {4096, 1024, 8, 0, 3000, 1, 0, false},  {4096, 1024, 12, 0, 1200, 2, 5000, false},
        {4096, 1024, 12, 0, 20, 100, 0, false}, {4096, 1024, 32, 0, 500, 5, 0, false},
        {4096, 1024, 32, 0, 10, 200, 0, false}, {4096, 1024, 8, 40, 400, 5, 0, false},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-short.img");
}

Test(growth, long_names)
{
    static const struct world worlds[] = {
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
        const struct world worlds[] = {{4096, 1024, 12, 0, 100, 1, bytes, bytes % 40 == 0},
                                       {4096, 1024, 40, 0, 100, 2, bytes - 300, bytes % 40 != 0}};

        check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-full.img");
    }
}

Test(growth, clusters_of_every_size)
{
    static const struct world worlds[] = {
        {512, 1024, 32, 0, 1000, 2, 300, false},   {512, 1024, 12, 90, 20, 50, 3000, false},
        {1024, 1024, 64, 0, 200, 5, 0, true},      {16384, 1024, 20, 100, 500, 2, 100, false},
        {65536, 1024, 32, 0, 1000, 2, 300, false}, {65536, 1024, 12, 0, 2000, 1, 0, true},
    };

    check_all(worlds, sizeof worlds / sizeof worlds[0], "growth-clusters.img");
}

Test(growth, records_of_4096_bytes)
{
    static const struct world worlds[] = {
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
    static const struct world world = {4096, 1024, 20, 0, 1, 1, 0, false};
    struct bed bed;
    uint32_t root, store, other;

    finish_volume(&bed, new_volume(&bed, &world, "growth-copies.img"));
    root = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    store = storeplan_folder(&bed.maker, root, str_of("migdata"), true);
    storeplan_volume(&bed.maker, &(struct plan_volume){.drive = str_of("E:")});
    other = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    for (uint32_t i = 0; i < 400; i++) {
        char *name = arena_alloc(&bed.maker.plan.arena, 256);
        uint32_t units = write_name(&world, i, name);

        storeplan_op(&bed.maker, PLAN_COPY, store, (struct str){name, units}, 0, i * i / 2)
            ->from_folder = other;
    }
    predict(&bed);
    apply(&bed);
    expect_right(&bed);
    cr_expect_eq(bed.growth.data_clusters, bed.after.data - bed.before.data);
    cr_expect_eq(bed.growth.records, 401);
    close_bed(&bed);
}

Test(growth, free_records_are_used_before_the_mft_grows)
{
    static const struct world world = {4096, 1024, 100, 0, 200, 1, 0, false};
    struct bed bed;
    struct growthvolume *v = new_volume(&bed, &world, "growth-free.img");
    uint64_t files[1500];
    char name[16];

    make_files(&world, v);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    for (uint32_t i = 0; i < 1500; i++)
        files[i] = growthvolume_mkfile(v, name, (size_t)snprintf(name, sizeof name, "%u", i), 0);
    for (uint32_t i = 0; i < 1500; i++)
        growthvolume_delete(v, files[i], name, (size_t)snprintf(name, sizeof name, "%u", i));
    finish_volume(&bed, v);
    for (uint32_t i = 0; i < 4; i++)
        storeplan_save(&bed.maker, bed.index, find_source(&bed), STOREPLAN_TWO_ROUNDS);
    /* The second to the fourth store need other names than the first. */
    for (uint32_t i = 0, n = 0; i < bed.maker.plan.nops; i++)
        if (str_equal(bed.maker.plan.ops[i].name, str_of("migdata")) && n++ > 0)
            bed.maker.plan.ops[i].name = str_of(n == 2 ? "two" : n == 3 ? "three" : "four");
    predict(&bed);
    apply(&bed);
    expect_right(&bed);
    cr_expect_eq(bed.growth.mft_clusters, 0);
    cr_expect_gt(bed.growth.records, 200);
    cr_expect_eq(bed.growth.records_reused, bed.growth.records);
    close_bed(&bed);
}

/* What is in the index already is known by its names alone. */
Test(growth, names_come_into_folders_that_are_there)
{
    static const struct world world = {4096, 1024, 12, 60, 2000, 1, 5000, false};
    struct bed bed;
    struct growthvolume *v = new_volume(&bed, &world, "growth-there.img");
    uint32_t folder, row;

    make_files(&world, v);
    finish_volume(&bed, v);
    row = find_child(bed.index, find_source(&bed), "f0");
    folder = storeplan_folder(&bed.maker, PLAN_NONE, str_of(""), false);
    folder = storeplan_folder(&bed.maker, folder, str_of("source"), false);
    folder = storeplan_folder(&bed.maker, folder, str_of("f1"), false);
    for (uint32_t i = bed.index->first_child[row]; i < bed.index->first_child[row + 1]; i++) {
        uint32_t name = bed.index->children[i];

        storeplan_op(&bed.maker, PLAN_LINK, folder, index_name(bed.index, name),
                     index_reference(bed.index, bed.index->names.file[name]), 5000);
    }
    predict(&bed);
    apply(&bed);
    expect_right(&bed);
    cr_expect_gt(bed.growth.index_clusters, 20);
    close_bed(&bed);
}

/* ---- The order of names ---- */

/* Bytes of index blocks that a store takes for each of its names. */
static uint64_t bytes_for_each(enum storeplan_order order)
{
    static const struct world world = {4096, 1024, 32, 0, 700, 1, 5000, false};
    struct bed bed;
    struct growthvolume *v = new_volume(&bed, &world, "growth-order.img");
    uint64_t bytes;

    make_files(&world, v);
    finish_volume(&bed, v);
    storeplan_save(&bed.maker, bed.index, find_source(&bed), order);
    predict(&bed);
    apply(&bed);
    expect_right(&bed);
    bytes = (bed.after.indexes - bed.before.indexes) * world.cluster_bytes / world.nfiles;
    close_bed(&bed);
    return bytes;
}

Test(growth, two_rounds_fill_the_blocks_that_one_leaves_half_empty)
{
    uint64_t in_order = bytes_for_each(STOREPLAN_IN_ORDER);
    uint64_t halves = bytes_for_each(STOREPLAN_HALVES);
    uint64_t rounds = bytes_for_each(STOREPLAN_TWO_ROUNDS);

    cr_expect_lt(rounds * 10, in_order * 6, "%" PRIu64 " of %" PRIu64, rounds, in_order);
    cr_expect_lt(rounds, halves, "%" PRIu64 " of %" PRIu64, rounds, halves);
    fprintf(stderr, "order %lu halves %lu rounds %lu\n", in_order, halves, rounds);
}
