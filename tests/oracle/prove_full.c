/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume on which there is no room left while names are being made: libntfs-3g fails in the
 * middle of moving names to another record, and may leave a file without one that it had. What it
 * has left never holds as what was asked for, and where it lost something, not even as what it said
 * it had done.
 */
#include "mft/stream.h"
#include "tests/oracle/growthvolume.h"
#include "tests/oracle/provebed.h"
#include "tests/oracle/toolrun.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    CLUSTER = 4096,
    LINKS = 30,
    IN_FOLDER = 3,
    NEIGHBOURS = 6, /* so that the folder's index has a block */
    SPARE = 20,     /* records that can become extensions while nothing else can grow */
    UNITS_MAX = 100,
    BYTES_MAX = 400,
};

/* What the file is like, and the names that it gets. */
struct shape {
    size_t units;
    uint32_t nbytes;
    bool has_own_descriptor;
};

TestSuite(prove_full, .timeout = 120);

static void write_name(const struct shape *shape, unsigned i, char *name)
{
    memset(name, 'x', shape->units);
    name[shape->units] = '\0';
    name[snprintf(name, 8, "%03u", i)] = 'x';
}

/* Takes all free clusters: bits without an owner. */
static void fill_bitmap(const char *image)
{
    static uint8_t bits[CLUSTER];
    struct source source;
    struct volume *volume;
    struct arena arena = {0};
    struct stream stream;
    const int fd = open(image, O_RDWR);

    cr_assert_eq(source_open(image, &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_eq(stream_open(volume, RECORD_BITMAP, ATTR_DATA, "", &arena, &stream), STATUS_OK);
    cr_assert_leq(stream.size_bytes, sizeof bits);
    cr_assert_eq(pread(fd, bits, sizeof bits, (off_t)(stream.runs.runs[0].lcn * CLUSTER)),
                 (ssize_t)sizeof bits);
    for (uint64_t cluster = 0; cluster < volume->geometry.nclusters; cluster++)
        bits[cluster / 8] |= (uint8_t)(1U << cluster % 8);
    cr_assert_eq(pwrite(fd, bits, sizeof bits, (off_t)(stream.runs.runs[0].lcn * CLUSTER)),
                 (ssize_t)sizeof bits);
    close(fd);
    arena_free(&arena);
    volume_close(volume);
    source_close(&source);
}

static void make_spare_records(struct growthvolume *v)
{
    uint64_t files[SPARE];
    char name[8];

    for (unsigned i = 0; i < SPARE; i++)
        files[i] = growthvolume_mkfile(v, name, (size_t)snprintf(name, sizeof name, "s%u", i), 0);
    for (unsigned i = 0; i < SPARE; i++)
        growthvolume_delete(v, files[i], name, (size_t)snprintf(name, sizeof name, "s%u", i));
}

/* A volume of 8 MiB with a file and a folder, and without a free cluster. */
static char *make_volume(const struct shape *shape)
{
    static const struct growthvolume_shape volume = {UINT64_C(8) << 20, CLUSTER, 512};
    char *image = toolrun_built("prove-full.img"), name[UNITS_MAX + 1];
    struct growthvolume *v;
    uint64_t folder;

    growthvolume_format(image, &volume);
    v = growthvolume_open(image);
    growthvolume_own_descriptors(v, shape->has_own_descriptor);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    folder = growthvolume_mkdir(v, "d", 1);
    growthvolume_mkfile(v, "t", 1, shape->nbytes);
    growthvolume_enter(v, folder);
    for (unsigned i = 0; i < NEIGHBOURS; i++) {
        write_name(shape, LINKS + i, name);
        growthvolume_mkfile(v, name, shape->units, 0);
    }
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    make_spare_records(v);
    growthvolume_close(v);
    fill_bitmap(image);
    return image;
}

/* Links to the file, the first of them in the folder, as many as the library can make. */
static int link_all(struct provebed *bed, const struct shape *shape)
{
    const uint32_t file = provebed_find(bed, "\\t"), root = provebed_root(bed);
    const uint32_t folder = provebed_folder(bed, bed->index->names.file[provebed_find(bed, "\\d")]);
    char name[UNITS_MAX + 1];

    for (unsigned i = 0; i < LINKS; i++) {
        write_name(shape, i, name);
        provebed_link(bed, file, i < IN_FOLDER ? folder : root, name);
    }
    return provebed_try(bed);
}

/* Has the library lost something? Not even what it said it had done holds then. */
static bool is_lossy(const struct shape *shape)
{
    char *image = make_volume(shape);
    struct provebed bed;
    struct proof proof;
    bool is_lost;

    provebed_begin(&bed, image, PROVEBED_PLENTY);
    cr_assert_neq(link_all(&bed, shape), 0, "%d links need no space", LINKS);
    provebed_prove(&bed, &proof);
    cr_expect_neq(proof.kind, PROVE_HOLDS, "names of %zu, %u bytes", shape->units, shape->nbytes);
    prove_free(&proof);
    bed.maker.plan.nops = bed.ncarried;
    provebed_prove(&bed, &proof);
    is_lost = proof.kind != PROVE_HOLDS;
    cr_expect(!is_lost || proof.kind == PROVE_MISSING, "%s", provebed_word(proof.kind));
    prove_free(&proof);
    provebed_end(&bed);
    unlink(image);
    free(image);
    return is_lost;
}

Test(prove_full, names_that_the_library_loses_on_a_full_volume_are_missing)
{
    unsigned nlost = 0;

    for (struct shape shape = {.units = 20}; shape.units <= UNITS_MAX; shape.units += 40)
        for (shape.nbytes = 0; shape.nbytes < BYTES_MAX; shape.nbytes += 40) {
            shape.has_own_descriptor = !shape.has_own_descriptor;
            nlost += is_lossy(&shape);
        }
    cr_expect_gt(nlost, 0, "the library has lost nothing");
}
