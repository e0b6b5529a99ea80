/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume, a plan for it, what planner/growth says of it, and what it takes when libntfs-3g
 * carries it out.
 *
 *   struct growthvolume *v = growthbed_new(&bed, &world, "growth.img");
 *   growthbed_make_files(&world, v);
 *   growthbed_scan(&bed, v);
 *   storeplan_save(&bed.maker, bed.index, growthbed_source(&bed), STOREPLAN_TWO_ROUNDS);
 *   growthbed_run(&bed);
 *   growthbed_close(&bed);
 *
 * What fails, fails the test.
 */
#ifndef TESTS_ORACLE_GROWTHBED_H
#define TESTS_ORACLE_GROWTHBED_H

#include "mft/volume.h"
#include "planner/growth.h"
#include "tests/oracle/growthvolume.h"
#include "tests/support/storeplan.h"

/* A volume: NFILES files of BYTES, each with NLINKS names before the plan, of UNITS to MOST_UNITS
 * (0: all of UNITS). */
struct growthbed_world {
    uint32_t cluster_bytes, record_bytes, units, most_units, nfiles, nlinks, bytes;
    bool has_own_descriptors;
};

struct growthbed {
    const struct growthbed_world *world;
    char *image;
    struct source source;
    struct volume *volume;
    struct index *index;
    struct storeplan maker;
    struct growth growth;
    struct growthvolume_use before, after;
};

/* Makes the volume; IMAGE is its name in the build folder. The world must live as long. */
struct growthvolume *growthbed_new(struct growthbed *bed, const struct growthbed_world *world,
                                   const char *image);

/* Makes the world's files in \source\f0, f1 and so on. */
void growthbed_make_files(const struct growthbed_world *world, struct growthvolume *v);

/* Writes name number I of the world, of 255 units at most; returns its units. */
uint32_t growthbed_write_name(const struct growthbed_world *world, uint32_t i, char *name);

/* Ends the making of the volume, scans it, begins a plan for it. */
void growthbed_scan(struct growthbed *bed, struct growthvolume *v);

/* The row of NAME in the folder of row PARENT; that of \source. */
uint32_t growthbed_find(const struct index *index, uint32_t parent, const char *name);
uint32_t growthbed_source(const struct growthbed *bed);

/* Prices the plan, carries it out, and holds the one against the other. */
void growthbed_run(struct growthbed *bed);

void growthbed_close(struct growthbed *bed);

#endif
