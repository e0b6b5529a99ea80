/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes whose boot sector, $MFT, its bitmap or its mirror is damaged, or that are cut off: what
 * is left of each is held against the same volume where it is sound, or against libntfs-3g where
 * that still mounts.
 */
#include "tests/oracle/oracle.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* Our scan of RECIPE has what our scan of SOUND has; owners only where they can be compared. */
static void check_like(const char *recipe, const char *sound, bool has_owners)
{
    struct viewscan scan, sound_scan;
    struct view ours = {0}, theirs = {0};
    char *text;
    size_t n;

    oracle_open(recipe, &scan);
    oracle_open(sound, &sound_scan);
    viewscan_fill(&scan, &ours);
    viewscan_fill(&sound_scan, &theirs);
    if (!has_owners)
        theirs.tables[VIEW_OWNERS].known = 0;
    n = view_compare(&ours, &theirs, 20, &text);
    cr_assert_eq(n, 0, "%s and %s: %zu differences:\n%s", recipe, sound, n, text);
    free(text);
    view_free(&ours);
    view_free(&theirs);
    viewscan_close(&scan);
    viewscan_close(&sound_scan);
}

static void check_findings(const char *recipe, const struct oracle_finding *findings, size_t n)
{
    struct viewscan scan;

    oracle_open(recipe, &scan);
    oracle_findings(recipe, &scan, findings, n);
    viewscan_close(&scan);
}

Test(damagedmft, boot0)
{
    check_findings("boot0", &(struct oracle_finding){FINDING_BOOT_FROM_BACKUP, NULL, 0, 0}, 1);
    check_like("boot0", "tree", true);
}

Test(damagedmft, bothboots)
{
    struct source source;
    struct volume *volume;

    cr_assert_eq(source_open(fixture_image("bothboots"), &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_NOT_NTFS);
    source_close(&source);
}

/* mftmirr0 is the same volume with a damaged mirror, which nobody needs. */
Test(damagedmft, mft0baad)
{
    check_findings("mft0baad",
                   (const struct oracle_finding[]){{FINDING_MFT_FROM_MIRROR, NULL, 0, 0},
                                                   {FINDING_BAAD, NULL, ORACLE_ANYWHERE, 0}},
                   2);
    check_like("mft0baad", "mftmirr0", true);
}

Test(damagedmft, mft0torn)
{
    check_findings("mft0torn",
                   (const struct oracle_finding[]){{FINDING_MFT_FROM_MIRROR, NULL, 0, 0},
                                                   {FINDING_TORN, NULL, ORACLE_ANYWHERE, 0}},
                   2);
    check_like("mft0torn", "mftmirr0", true);
}

Test(damagedmft, mftmirr0)
{
    struct viewscan scan;

    check_findings("mftmirr0", NULL, 0);
    oracle_open("mftmirr0", &scan);
    cr_assert_eq(oracle_count(&scan, false), fixture_fact("mftmirr0", "files"));
    cr_assert_eq(oracle_count(&scan, true), fixture_fact("mftmirr0", "folders"));
    viewscan_close(&scan);
}

/* ---- The bitmap ---- */

static void check_bitmap_clear(const char *recipe)
{
    const uint64_t first = fixture_fact(recipe, "first"), n = fixture_fact(recipe, "bits");
    struct viewscan scan;

    oracle_check_but(recipe, 0, (const char *const[]){NULL});
    oracle_open(recipe, &scan);
    cr_assert_gt(scan.index->nfindings, 0);
    for (uint32_t i = 0; i < scan.index->nfindings; i++) {
        const struct finding *finding = &scan.index->findings[i];

        cr_assert_eq(finding->kind, FINDING_BITMAP_CLEAR, "%s", finding_word(finding->kind));
        cr_assert(finding->record >= first && finding->record < first + n);
        cr_assert_neq(index_find(scan.index, finding->record), INDEX_NONE);
    }
    viewscan_close(&scan);
}

Test(damagedmft, stalebitmap)
{
    check_bitmap_clear("stalebitmap:one");
    check_bitmap_clear("stalebitmap:stretch");
    check_bitmap_clear("stalebitmap:all");
}

Test(damagedmft, setbit)
{
    check_findings("setbit",
                   (const struct oracle_finding[]){{FINDING_BITMAP_SET, "deleted", 0, 0},
                                                   {FINDING_BITMAP_SET, "unformatted", 0, 0}},
                   2);
    oracle_check_but("setbit", 0, (const char *const[]){NULL});
}

/* ---- Sizes and runs of $MFT ---- */

/* Neither the library nor we read the record behind the initialised size. */
Test(damagedmft, mftinit)
{
    struct viewscan scan;

    check_findings("mftinit", NULL, 0);
    oracle_check_but("mftinit", 1, (const char *const[]){NULL});
    oracle_open("mftinit", &scan);
    cr_assert_eq(scan.volume->nrecords, fixture_fact("mftinit", "records"));
    cr_assert_eq(index_find(scan.index, fixture_fact("mftinit", "ghost")), INDEX_NONE);
    viewscan_close(&scan);
}

/* Findings of the records in the hole; then of the names whose folders lay there. */
static void check_hole(const struct index *index, uint64_t first, uint64_t n)
{
    for (uint32_t i = 0; i < index->nfindings; i++) {
        const struct finding *finding = &index->findings[i];

        if (i < n) {
            cr_assert_eq(finding->kind, FINDING_UNREADABLE);
            cr_assert_eq(finding->record, first + i);
            continue;
        }
        cr_assert_eq(finding->kind, FINDING_PARENT_MISSING);
        cr_assert(reference_record(finding->detail) >= first &&
                  reference_record(finding->detail) < first + n);
    }
}

/* The library goes on listing the folders whose records it has, and cannot see what is below. */
Test(damagedmft, mfthole)
{
    const uint64_t first = fixture_fact("mfthole", "first_lost");
    const uint64_t n = fixture_fact("mfthole", "lost");
    struct viewscan scan;

    oracle_open("mfthole", &scan);
    check_hole(scan.index, first, n);
    cr_assert_eq(oracle_count(&scan, false) + oracle_count(&scan, true),
                 fixture_fact("mfthole", "files") * 4 / 3 - n);
    viewscan_close(&scan);
    oracle_check_but("mfthole", 4, (const char *const[]){"name \\$Orphans\\1*", NULL});
}

/* ---- Cut off ---- */

/* All of $MFT is left: all of the tree is, but the owners whose descriptors lay behind the cut. */
Test(damagedmft, truncated)
{
    const uint64_t missing = (16 << 20) - 512 - fixture_fact("truncated", "size");

    check_findings("truncated",
                   &(struct oracle_finding){FINDING_VOLUME_TRUNCATED, NULL, 0, missing}, 1);
    check_like("truncated", "tree", false);
}

/* The records behind the cut are unreadable, those before it are what they were. */
Test(damagedmft, truncated_in_mft)
{
    const uint64_t first = fixture_fact("truncated:mft", "records");
    struct viewscan scan, sound;
    uint32_t nunreadable = 0;

    oracle_open("truncated:mft", &scan);
    oracle_open("tree", &sound);
    for (uint32_t i = 0; i < scan.index->nfindings; i++) {
        const struct finding *finding = &scan.index->findings[i];

        cr_assert_eq(finding->record >= first, finding->kind == FINDING_UNREADABLE, "%s of %lu",
                     finding_word(finding->kind), (unsigned long)finding->record);
        nunreadable += finding->kind == FINDING_UNREADABLE;
    }
    cr_assert_eq(nunreadable, scan.volume->nrecords - first);
    for (uint32_t file = 0; file < scan.index->files.n; file++) {
        const uint32_t twin = index_find(sound.index, scan.index->files.record[file]);

        cr_assert_neq(twin, INDEX_NONE);
        cr_assert_eq(scan.index->files.size[file], sound.index->files.size[twin]);
    }
    cr_assert_eq(index_find(scan.index, first - 1) == INDEX_NONE,
                 index_find(sound.index, first - 1) == INDEX_NONE);
    viewscan_close(&scan);
    viewscan_close(&sound);
}
