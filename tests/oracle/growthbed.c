/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See growthbed.h. */
#include "tests/oracle/growthbed.h"

#include "mft/scan.h"
#include "tests/oracle/toolrun.h"

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

/* ---- Volumes ---- */

/* Writes name number I of the world; returns its units. */
uint32_t growthbed_write_name(const struct growthbed_world *world, uint32_t i, char *name)
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

    if (folders[at] == 0) {
        char name[16];

        growthvolume_enter(v, top);
        folders[at] = growthvolume_mkdir(v, name, (size_t)snprintf(name, sizeof name, "f%u", at));
    }
    growthvolume_enter(v, folders[at]);
}

/* The names of a file are as far from each other as can be. */
void growthbed_make_files(const struct growthbed_world *world, struct growthvolume *v)
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
        uint32_t file = i % world->nfiles, units = growthbed_write_name(world, i, name);

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

struct growthvolume *growthbed_new(struct growthbed *bed, const struct growthbed_world *world,
                                   const char *image)
{
    const struct growthvolume_shape shape = {UINT64_C(256) << 20, world->cluster_bytes,
                                             world->record_bytes == 4096 ? 4096 : 512};

    *bed = (struct growthbed){.world = world, .image = toolrun_built(image)};
    growthvolume_format(bed->image, &shape);
    return growthvolume_open(bed->image);
}

/* Ends the making of the volume, scans it, begins a plan for it. */
void growthbed_scan(struct growthbed *bed, struct growthvolume *v)
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

void growthbed_close(struct growthbed *bed)
{
    plan_free(&bed->maker.plan);
    index_free(bed->index);
    volume_close(bed->volume);
    source_close(&bed->source);
    unlink(bed->image);
    free(bed->image);
}

/* The name in the folder of row PARENT. */
uint32_t growthbed_find(const struct index *index, uint32_t parent, const char *name)
{
    for (uint32_t i = index->first_child[parent]; i < index->first_child[parent + 1]; i++)
        if (str_equal(index_name(index, index->children[i]), str_of(name)))
            return index->names.file[index->children[i]];
    cr_assert_fail("no '%s'", name);
    return INDEX_NONE;
}

uint32_t growthbed_source(const struct growthbed *bed)
{
    return growthbed_find(bed->index, index_find(bed->index, RECORD_ROOT), "source");
}

/* ---- Plans ---- */

static void predict(struct growthbed *bed)
{
    const struct machine_drive drive = {.name = str_of("C:"), .index = bed->index, .is_ntfs = true};
    const struct machine machine = {.drives = &drive, .ndrives = 1};

    cr_assert_eq(growth_of(&bed->maker.plan, &machine, 0, &bed->growth), STATUS_OK);
}

/* What stands in the way of the library's reference: a folder that is there. */
static uint64_t reference_of_folder(const struct growthbed *bed, uint32_t folder)
{
    const struct plan_folder *it = &bed->maker.plan.folders[folder];
    char name[64];

    if (it->parent == PLAN_NONE)
        return GROWTHVOLUME_ROOT;
    snprintf(name, sizeof name, "%.*s", (int)it->path.n - 8, it->path.at + 8);
    return index_reference(
        bed->index, it->path.n == 7 ? growthbed_source(bed)
                                    : growthbed_find(bed->index, growthbed_source(bed), name));
}

static void apply_op(struct growthvolume *v, const struct plan_op *op, uint64_t *made_ret)
{
    switch (op->kind) {
    case PLAN_MKDIR:
        *made_ret = growthvolume_mkdir(v, op->name.at, op->name.n);
        break;
    case PLAN_COPY:
    case PLAN_MANIFEST:
        growthvolume_mkfile(v, op->name.at, op->name.n, (uint32_t)op->expect.size);
        break;
    case PLAN_LINK:
        growthvolume_link(v, op->expect.reference, op->name.at, op->name.n);
        break;
    case PLAN_MOVE:
    case PLAN_UNLINK:
    case PLAN_RMDIR:
    case PLAN_DELETE:
    case PLAN_SECURE:
        break;
    }
}

/* Folders that the plan makes are in the order of their MKDIRs. */
static void apply(struct growthbed *bed)
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

static void expect_right(const struct growthbed *bed)
{
    const struct growth *said = &bed->growth;
    const struct growthvolume_use *a = &bed->before, *b = &bed->after;
    const struct growthbed_world *w = bed->world;
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

void growthbed_run(struct growthbed *bed)
{
    predict(bed);
    apply(bed);
    expect_right(bed);
}
