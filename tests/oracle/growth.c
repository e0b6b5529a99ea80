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
    CASES_MAX = 16,
    NAMES_IN_FOLDER = 1000,
    TOLERANCE_BYTES = 256 << 10,
    TOLERANCE_PERCENT = 2,
};

/* A volume: NFILES files of BYTES, each with NLINKS names of UNITS before the plan. */
struct world {
    const char *what;
    uint32_t cluster_bytes, record_bytes, units, nfiles, nlinks, bytes;
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

/* Name number I of the world, whose first digits say in which folder it is. */
static void write_name(const struct world *world, uint32_t i, char *name)
{
    char digits[16];
    size_t n = (size_t)snprintf(digits, sizeof digits, "%08" PRIu32, i);

    memset(name, 'x', world->units);
    memcpy(name, digits, n < world->units ? n : world->units);
}

/* The names of a file are as far from each other as can be. */
static uint64_t enter_folder(struct growthvolume *v, uint64_t top, uint64_t *folders, uint32_t i)
{
    uint32_t at = i / NAMES_IN_FOLDER;
    char name[16];

    if (folders[at] == 0) {
        growthvolume_enter(v, top);
        folders[at] = growthvolume_mkdir(v, name, (size_t)snprintf(name, sizeof name, "f%u", at));
    }
    growthvolume_enter(v, folders[at]);
    return folders[at];
}

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
        uint32_t file = i % world->nfiles;

        enter_folder(v, top, folders, i);
        write_name(world, i, name);
        if (i < world->nfiles)
            files[file] = growthvolume_mkfile(v, name, world->units, world->bytes);
        else
            growthvolume_link(v, files[file], name, world->units);
    }
    growthvolume_own_descriptors(v, false);
    free(files);
    free(folders);
}

static void make_volume(struct bed *bed)
{
    const struct world *world = bed->world;
    const struct growthvolume_shape shape = {UINT64_C(512) << 20, world->cluster_bytes,
                                             world->record_bytes == 4096 ? 4096 : 512};
    struct growthvolume *v;

    growthvolume_format(bed->image, &shape);
    v = growthvolume_open(bed->image);
    make_files(world, v);
    growthvolume_measure(v, &bed->before);
    growthvolume_close(v);
}

static void scan(struct bed *bed)
{
    const struct scan_options options = {.want = WANT_CHILDREN | WANT_ROOM | WANT_SECURITY,
                                         .nworkers = 1};

    cr_assert_eq(source_open(bed->image, &bed->source), STATUS_OK);
    cr_assert_eq(volume_open(&bed->source, &bed->volume), STATUS_OK);
    cr_assert_eq(scan_run(bed->volume, &options, &bed->index), STATUS_OK);
}

/* The row of \source. */
static uint32_t find_source(const struct index *index)
{
    uint32_t root = index_find(index, RECORD_ROOT);

    for (uint32_t i = index->first_child[root]; i < index->first_child[root + 1]; i++)
        if (str_equal(index_name(index, index->children[i]), str_of("source")))
            return index->names.file[index->children[i]];
    cr_assert_fail("no \\source");
    return INDEX_NONE;
}

static void make_plan(struct bed *bed, enum storeplan_order order)
{
    const struct volume *v = bed->volume;
    const struct plan_volume volume = {.drive = str_of("C:"),
                                       .cluster_bytes = v->geometry.cluster_bytes,
                                       .record_bytes = v->geometry.record_bytes,
                                       .index_bytes = v->geometry.index_bytes,
                                       .is_ntfs = true};

    storeplan_begin(&bed->maker, &volume);
    storeplan_save(&bed->maker, bed->index, find_source(bed->index), order);
}

static void predict(struct bed *bed)
{
    const struct machine_drive drive = {.name = str_of("C:"), .index = bed->index, .is_ntfs = true};
    const struct machine machine = {.drives = &drive, .ndrives = 1};

    cr_assert_eq(growth_of(&bed->maker.plan, &machine, 0, &bed->growth), STATUS_OK);
}

static void apply(struct bed *bed)
{
    const struct plan *plan = &bed->maker.plan;
    uint64_t *references = calloc(plan->nfolders + (size_t)1, sizeof *references);
    struct growthvolume *v = growthvolume_open(bed->image);
    uint32_t made = 1; /* folders of the plan are in the order of their MKDIRs, behind the root */

    cr_assert_not_null(references);
    references[0] = GROWTHVOLUME_ROOT;
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_op *op = &plan->ops[i];

        growthvolume_enter(v, references[op->folder]);
        if (op->kind == PLAN_MKDIR)
            references[made++] = growthvolume_mkdir(v, op->name.at, op->name.n);
        else
            growthvolume_link(v, op->expect.reference, op->name.at, op->name.n);
    }
    growthvolume_measure(v, &bed->after);
    growthvolume_close(v);
    free(references);
}

static void open_bed(struct bed *bed, const struct world *world, enum storeplan_order order)
{
    *bed = (struct bed){.world = world, .image = toolrun_built("growth.img")};
    make_volume(bed);
    scan(bed);
    make_plan(bed, order);
    predict(bed);
    apply(bed);
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

static void tell(const struct bed *bed)
{
    const struct growth *said = &bed->growth;
    const struct growthvolume_use *a = &bed->before, *b = &bed->after;

    fprintf(stderr,
            "%s: predicted %" PRIu64 " clusters (mft %" PRIu64 ", lists %" PRIu64
            ", indexes %" PRIu64 "), real %" PRIu64 " (mft %" PRIu64 ", lists and values %" PRIu64
            ", indexes %" PRIu64 ")\n",
            bed->world->what, said->clusters, said->mft_clusters, said->list_clusters,
            said->index_clusters, b->used - a->used, b->mft - a->mft,
            b->lists - a->lists + b->data - a->data, b->indexes - a->indexes);
}

static void check(const struct world *world)
{
    struct bed bed;
    uint64_t real, said, difference, allowed;

    open_bed(&bed, world, STOREPLAN_TWO_ROUNDS);
    real = (bed.after.used - bed.before.used) * world->cluster_bytes;
    said = bed.growth.clusters * world->cluster_bytes;
    difference = real > said ? real - said : said - real;
    allowed = real / 100 * TOLERANCE_PERCENT;
    if (allowed < TOLERANCE_BYTES)
        allowed = TOLERANCE_BYTES;
    tell(&bed);
    cr_expect_leq(difference, allowed, "%s", world->what);
    close_bed(&bed);
}

static const struct world worlds[] = {
    {"8 units, 1 link", 4096, 1024, 8, 3000, 1, 0, false},
    {"12 units, 2 links", 4096, 1024, 12, 1500, 2, 5000, false},
    {"32 units, 5 links", 4096, 1024, 32, 600, 5, 0, false},
    {"64 units, 20 links", 4096, 1024, 64, 100, 20, 0, false},
    {"128 units, 1 link", 4096, 1024, 128, 1500, 1, 5000, false},
    {"200 units, 1 link", 4096, 1024, 200, 1000, 1, 0, false},
    {"200 units, 5 links", 4096, 1024, 200, 300, 5, 0, false},
    {"12 units, 100 links", 4096, 1024, 12, 20, 100, 0, false},
    {"32 units, 200 links", 4096, 1024, 32, 10, 200, 0, false},
    {"resident 550", 4096, 1024, 12, 1500, 1, 550, false},
    {"resident 480", 4096, 1024, 12, 1500, 1, 480, false},
    {"resident 480, sd", 4096, 1024, 12, 1500, 1, 480, true},
    {"4K 300 bytes 2 links", 4096, 1024, 32, 1000, 2, 300, false},
    {"clusters of 512, 32 units", 512, 1024, 32, 1000, 2, 300, false},
    {"clusters of 64K, 32 units", 65536, 1024, 32, 1000, 2, 300, false},
    {"records of 4096, 32 units", 4096, 4096, 32, 500, 5, 0, false},
    {"records of 4096, 200 units", 4096, 4096, 200, 300, 5, 0, true},
};

Test(growth, all)
{
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++)
        check(&worlds[i]);
}
