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
    MOST_FREE = 4,
    UNITS = 60,
};

TestSuite(prove_full, .timeout = 120);

static void write_name(char *name, unsigned i)
{
    memset(name, 'x', UNITS);
    name[UNITS] = '\0';
    name[snprintf(name, 8, "%03u", i)] = 'x';
}

/* Takes all but NFREE free clusters: bits without an owner. */
static void leave_free(const char *image, uint64_t nfree)
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
    for (uint64_t cluster = 0; cluster < volume->geometry.nclusters; cluster++) {
        if (bits[cluster / 8] >> cluster % 8 & 1)
            continue;
        if (nfree > 0)
            nfree--;
        else
            bits[cluster / 8] |= (uint8_t)(1U << cluster % 8);
    }
    cr_assert_eq(pwrite(fd, bits, sizeof bits, (off_t)(stream.runs.runs[0].lcn * CLUSTER)),
                 (ssize_t)sizeof bits);
    close(fd);
    arena_free(&arena);
    volume_close(volume);
    source_close(&source);
}

/* A volume of 8 MiB with a file and a folder, and NFREE free clusters. */
static char *make_volume(uint64_t nfree)
{
    static const struct growthvolume_shape shape = {UINT64_C(8) << 20, CLUSTER, 512};
    char *image = toolrun_built("prove-full.img");
    struct growthvolume *v;

    growthvolume_format(image, &shape);
    v = growthvolume_open(image);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    growthvolume_mkdir(v, "d", 1);
    growthvolume_mkfile(v, "t", 1, 100);
    growthvolume_close(v);
    leave_free(image, nfree);
    return image;
}

/* Links to the file, most of them in the folder; what the library said it did is left in the plan.
 */
static int fill(struct provebed *bed, unsigned nin_folder)
{
    const uint32_t file = provebed_find(bed, "\\t"), root = provebed_root(bed);
    const uint32_t folder = provebed_folder(bed, bed->index->names.file[provebed_find(bed, "\\d")]);
    char name[UNITS + 1];

    for (unsigned i = 0; i < LINKS; i++) {
        write_name(name, i);
        provebed_link(bed, file, i < nin_folder ? folder : root, name);
    }
    return provebed_try(bed);
}

/* Did the library lose something? */
static bool loses(uint64_t nfree, unsigned nin_folder)
{
    char *image = make_volume(nfree);
    struct provebed bed;
    struct proof proof;
    bool is_broken;

    provebed_begin(&bed, image, PROVEBED_PLENTY);
    cr_assert_neq(fill(&bed, nin_folder), 0, "%u links fit into %u clusters", LINKS,
                  (unsigned)nfree);
    provebed_prove(&bed, &proof);
    cr_expect_neq(proof.kind, PROVE_HOLDS, "%u free", (unsigned)nfree);
    prove_free(&proof);
    bed.maker.plan.nops = bed.ncarried;
    provebed_prove(&bed, &proof);
    is_broken = proof.kind != PROVE_HOLDS;
    prove_free(&proof);
    provebed_end(&bed);
    unlink(image);
    free(image);
    return is_broken;
}

Test(prove_full, what_the_library_loses_on_a_full_volume_is_seen)
{
    unsigned nbroken = 0;

    for (uint64_t nfree = 0; nfree < MOST_FREE; nfree++)
        for (unsigned nin_folder = 0; nin_folder < 8; nin_folder++)
            nbroken += loses(nfree, nin_folder);
    printf("lost %u\n",nbroken);fflush(stdout);
    cr_expect_gt(nbroken, 0, "the library has lost nothing");
}
