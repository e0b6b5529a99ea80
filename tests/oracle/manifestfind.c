/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests that libntfs-3g has written to a volume, found and read from its data. */
#include "src/manifestfind.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/oracle/growthbed.h"
#include "tests/support/manifestmaker.h"

static const struct growthbed_world world = {.cluster_bytes = 4096, .record_bytes = 1024};

static struct growthbed bed;
static struct growthvolume *v;
static struct manifestfind found;
static uint64_t serial;

/* A volume with the folder \mig\data\USMT, in which files are made next. */
static void begin(void)
{
    struct source source;
    struct volume *volume;
    char name[40];

    /* Tests run side by side. */
    snprintf(name, sizeof name, "manifestfind-%d.img", (int)getpid());
    v = growthbed_new(&bed, &world, name);
    cr_assert_eq(source_open(bed.image, &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    serial = volume->geometry.serial;
    volume_close(volume);
    source_close(&source);
    growthvolume_enter(v, GROWTHVOLUME_ROOT);
    growthvolume_enter(v, growthvolume_mkdir(v, "mig", 3));
    growthvolume_enter(v, growthvolume_mkdir(v, "data", 4));
    growthvolume_enter(v, growthvolume_mkdir(v, "USMT", 4));
}

static void end(void)
{
    manifestfind_free(&found);
    growthbed_close(&bed);
}

TestSuite(manifestfind, .init = begin, .fini = end, .timeout = 120);

/* Manifest NUMBER, of so many rows. */
static void put(const char *name, uint32_t number, uint64_t of)
{
    struct manifest manifest;
    struct arena arena = {0};
    struct bytes bytes;

    manifestmaker_plain(number, number, &manifest);
    manifest.serial = of;
    bytes = manifestmaker_bytes(&manifest, 1, &arena);
    growthvolume_write(v, name, strlen(name), bytes.at, (uint32_t)bytes.n);
    arena_free(&arena);
    manifest_free(&manifest);
}

static bool find(const char *store)
{
    struct manifestfind_place place = {
        .serial = serial, .drive = str_of("C:"), .store = str_of(store)};

    growthbed_scan(&bed, v);
    place.volume = bed.volume;
    place.index = bed.index;
    return manifestfind(&place, 2, &found) == STATUS_OK;
}

Test(manifestfind, they_are_read_the_oldest_first)
{
    static const uint32_t numbers[] = {1, 2, 10};

    put("mftlink-manifest-10.parquet", 10, serial);
    put("mftlink-manifest.parquet", 1, serial);
    put("MFTLINK-manifest-2.parquet", 2, serial);
    growthvolume_mkfile(v, "mftlink-manifest-03.parquet", 27, 10);
    growthvolume_mkdir(v, "mftlink-manifest-4.parquet", 26);
    cr_assert(find("c:\\MIG\\data\\"));
    cr_assert_eq(found.n, 3);
    for (uint32_t i = 0; i < 3; i++) {
        struct manifest manifest;

        manifestmaker_plain(numbers[i], numbers[i], &manifest);
        manifest.serial = serial;
        cr_expect(manifestmaker_are_equal(&manifest, &found.manifests[i]));
        manifest_free(&manifest);
    }
}

Test(manifestfind, a_store_without_one_has_none)
{
    cr_assert(find("C:\\mig\\data"));
    cr_assert_eq(found.n, 0);
}

Test(manifestfind, where_there_is_no_store_there_is_no_manifest)
{
    cr_assert(find("\\other"));
    cr_assert_eq(found.n, 0);
}

static void expect_sentence(const char *words)
{
    char text[1000] = "";
    size_t n;

    fflush(stderr);
    n = fread(text, 1, sizeof text - 1, cr_get_redirected_stderr());
    cr_assert_gt(n, 0);
    cr_assert_not_null(strstr(text, words), "%s", text);
    cr_assert_not_null(strstr(text, "C:\\mig\\data\\USMT\\mftlink-manifest.parquet"), "%s", text);
}

Test(manifestfind, a_damaged_one_is_named)
{
    cr_redirect_stderr();
    growthvolume_mkfile(v, "mftlink-manifest.parquet", 24, 5000);
    cr_assert_not(find("C:\\mig\\data"));
    expect_sentence("is no manifest");
}

Test(manifestfind, one_of_another_volume_is_refused)
{
    cr_redirect_stderr();
    put("mftlink-manifest.parquet", 20, serial + 1);
    cr_assert_not(find("C:\\mig\\data"));
    expect_sentence("another volume");
}

/* As if somebody had copied it there. */
Test(manifestfind, one_of_another_store_is_refused)
{
    struct manifest manifest;
    struct arena arena = {0};
    struct bytes bytes;

    cr_redirect_stderr();
    manifestmaker(3, 0, &manifest);
    manifest.serial = serial;
    bytes = manifestmaker_bytes(&manifest, 1, &arena);
    growthvolume_write(v, "mftlink-manifest.parquet", 24, bytes.at, (uint32_t)bytes.n);
    arena_free(&arena);
    manifest_free(&manifest);
    cr_assert_not(find("C:\\mig\\data"));
    expect_sentence("another store");
}
