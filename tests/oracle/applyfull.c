/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans on volumes with hardly a free cluster: refused before anything, or given up in memory, or
 * done; never half, and no name is lost. Also where nobody asks for space beforehand, so that the
 * library meets the full volume. And names can be taken away from a volume that is full.
 */
#define _GNU_SOURCE /* pread */
#include "mft/stream.h"
#include "src/applyvolume.h"
#include "tests/oracle/oracle.h"
#include "tests/support/chance.h"
#include "tests/support/inprocess.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_FREE = 64, PLENTY_FREE = 2000, STEP = 64, EACH_WITNESS = 8 };

struct bed {
    struct inprocess place;
    char *fresh; /* the image before anything, with NFREE free clusters */
    struct inprocess_names before, after;
};

TestSuite(applyfull, .timeout = 600);

/* ---- Volumes ---- */

/* The bits of $Bitmap, in memory and, changed, back on the image. */
static void each_bitmap(const char *image, void (*change)(uint8_t *bits, uint64_t n, uint32_t left),
                        uint32_t left)
{
    struct source source;
    struct volume *volume;
    struct arena arena = {0};
    struct stream stream;
    const int fd = open(image, O_RDWR);

    cr_assert_eq(source_open(image, &source), STATUS_OK);
    cr_assert_eq(volume_open(&source, &volume), STATUS_OK);
    cr_assert_eq(stream_open(volume, RECORD_BITMAP, ATTR_DATA, "", &arena, &stream), STATUS_OK);
    cr_assert_eq(stream.runs.n, 1, "the bitmap is in one piece");

    size_t n = (size_t)stream.size_bytes;
    off_t at = (off_t)(stream.runs.runs[0].lcn * volume->geometry.cluster_bytes);
    uint8_t *bits = malloc(n);
    cr_assert(bits && pread(fd, bits, n, at) == (ssize_t)n);
    change(bits, volume->geometry.nclusters, left);
    cr_assert_eq(pwrite(fd, bits, n, at), (ssize_t)n);
    free(bits);
    close(fd);
    arena_free(&arena);
    volume_close(volume);
    source_close(&source);
}

static bool is_free(const uint8_t *bits, uint64_t cluster)
{
    return !(bits[cluster / 8] >> cluster % 8 & 1);
}

/* Takes free clusters by chance until LEFT of them are free: bits without an owner. */
static void fill(uint8_t *bits, uint64_t n, uint32_t left)
{
    struct chance chance = chance_seed(left);
    uint64_t nfree = 0;

    for (uint64_t i = 0; i < n; i++)
        nfree += is_free(bits, i);
    for (uint64_t i = 0; i < n && nfree > 0; i++) {
        if (!is_free(bits, i))
            continue;
        /* LEFT of the NFREE from here on stay. */
        if (chance_below(&chance, (uint32_t)nfree) < left)
            left--;
        else
            bits[i / 8] |= (uint8_t)(1U << i % 8);
        nfree--;
    }
}

static bool is_same_file(const char *one, const char *other)
{
    static uint8_t a[1 << 16], b[1 << 16];
    const int first = open(one, O_RDONLY), second = open(other, O_RDONLY);
    bool is_same = first >= 0 && second >= 0;
    ssize_t n = 1;

    while (is_same && n > 0) {
        n = read(first, a, sizeof a);
        is_same = read(second, b, sizeof b) == n && n >= 0 && memcmp(a, b, (size_t)n) == 0;
    }
    close(first);
    close(second);
    return is_same;
}

/* ---- Plans ---- */

/* Everything, encrypted files as copies. */
static const char rules[] =
    "<migration urlid='u'><component type='Documents' context='System'><displayName>a</displayName>"
    "<role role='Data'><rules><include><objectSet><pattern type='File'>C:\\* [*]</pattern>"
    "</objectSet></include></rules></role></component></migration>";

static void begin(struct bed *bed, const char *recipe, const char *efs)
{
    char *xml;
    FILE *file;
    int code;

    inprocess_begin(&bed->place, recipe);
    cr_assert(asprintf(&bed->fresh, "%s.fresh", bed->place.image) > 0);
    cr_assert(asprintf(&xml, "%s.xml", bed->place.plan) > 0);
    file = fopen(xml, "w");
    cr_assert(file && fputs(rules, file) >= 0 && fclose(file) == 0);
    code = inprocess_run((const char *const[]){"plan", "save", bed->place.image, "--store",
                                               "C:\\migdata", "--rules", xml, "--efs", efs, "-o",
                                               bed->place.plan, NULL});
    free(xml);
    cr_assert(code == 0 || code == 3, "%s", inprocess_said());
    cr_assert(inprocess_names(bed->place.image, &bed->before));
    inprocess_copy(bed->place.image, bed->fresh);
    code = inprocess_run((const char *const[]){"apply", "--yes", "--reserve", "0", bed->place.plan,
                                               bed->place.image, NULL});
    cr_assert_eq(code, 0, "%s", inprocess_said());
    cr_assert(inprocess_names(bed->place.image, &bed->after));
}

static void end(struct bed *bed)
{
    inprocess_end(&bed->place);
    free(bed->fresh);
}

/* The volume as it was, but with NFREE free clusters, and no journal. */
static void put(struct bed *bed, uint32_t nfree)
{
    char *full;

    cr_assert(asprintf(&full, "%s.full", bed->place.image) > 0);
    inprocess_copy(bed->fresh, full);
    each_bitmap(full, fill, nfree);
    inprocess_copy(full, bed->place.image);
    unlink(bed->place.journal);
    free(full);
}

/* What became of it is one or the other. */
static void judge(struct bed *bed, uint32_t nfree, bool is_done)
{
    struct inprocess_names names;
    char *full;

    cr_assert(asprintf(&full, "%s.full", bed->place.image) > 0);
    if (is_done) {
        cr_assert(inprocess_names(bed->place.image, &names));
        cr_expect(inprocess_is_same(&names, &bed->after), "%u free: other names", nfree);
    } else {
        cr_expect(is_same_file(bed->place.image, full), "%u free: it was written", nfree);
    }
    if (nfree % EACH_WITNESS == 0)
        oracle_check(bed->place.image, 0);
    cr_expect(!inprocess_is_there(bed->place.log), "%u free: a log is left", nfree);
    free(full);
}

static bool apply(struct bed *bed)
{
    int code = inprocess_run((const char *const[]){"apply", "--yes", "--reserve", "0",
                                                   bed->place.plan, bed->place.image, NULL});

    cr_assert(code == 0 || code == 1);
    if (code == 1)
        cr_expect_eq(inprocess_sentences(), 1, "%s", inprocess_said());
    return code == 0;
}

/* The same without a question about space. */
static bool apply_blindly(struct bed *bed)
{
    const struct options options = {.jobs = 1, .yes = true, .progress = PROGRESS_NONE};
    struct transact_totals totals = {0};
    struct applyjob job;
    struct applybar bar;
    bool is_done;

    cr_assert(applyjob_open(&options, bed->place.image, bed->place.plan, &job));
    cr_assert(applyjob_begin(&job));
    applybar_begin(&bar, job.file.plan.nops, PROGRESS_NONE);
    is_done = applyvolume_run(&job, 0, &bar, &totals);
    applybar_end(&bar);
    applyjob_close(&job, is_done);
    return is_done;
}

static void try_all(const char *recipe, const char *efs)
{
    struct bed bed;
    unsigned nrefused = 0, nfailed = 0, ndone = 0;
    bool is_done = false;

    begin(&bed, recipe, efs);
    for (uint32_t nfree = 0; nfree <= PLENTY_FREE; nfree += nfree < MOST_FREE ? 1 : STEP) {
        put(&bed, nfree);
        is_done = apply(&bed);
        nrefused += !is_done && nfree <= MOST_FREE;
        judge(&bed, nfree, is_done);
        put(&bed, nfree);
        is_done = apply_blindly(&bed);
        nfailed += !is_done;
        ndone += is_done;
        judge(&bed, nfree, is_done);
    }
    cr_expect_eq(nrefused, MOST_FREE + 1, "%s: less than 64 clusters beside the growth", recipe);
    cr_expect(nfailed > 0 && ndone > 0, "%s: %u given up, %u done", recipe, nfailed, ndone);
    cr_expect(is_done, "%s: %u free are enough", recipe, PLENTY_FREE);
    end(&bed);
}

Test(applyfull, names_are_made_or_not_when_few_clusters_are_free)
{
    try_all("tree", "skip");
}

Test(applyfull, copies_are_made_or_not_when_few_clusters_are_free)
{
    try_all("efs", "copyraw");
}

Test(applyfull, files_with_many_names_get_more_or_not_when_few_clusters_are_free)
{
    try_all("manylinks", "skip");
}

Test(applyfull, names_are_taken_away_from_a_full_volume)
{
    struct inprocess_names names;
    struct bed bed;
    char *plan;
    int code;

    begin(&bed, "tree", "skip");
    cr_assert(asprintf(&plan, "%s.remove", bed.place.plan) > 0);
    each_bitmap(bed.place.image, fill, 0);
    code = inprocess_run((const char *const[]){"remove", "--yes", "--store", "C:\\migdata", "-o",
                                               plan, bed.place.image, NULL});
    cr_assert_eq(code, 0, "%s", inprocess_said());
    cr_assert(inprocess_names(bed.place.image, &names));
    cr_expect(inprocess_is_same(&names, &bed.before));
    oracle_check(bed.place.image, 0);
    free(plan);
    end(&bed);
}

Test(applyfull, a_plan_is_taken_back_on_a_full_volume)
{
    struct inprocess_names names;
    struct bed bed;
    int code;

    begin(&bed, "manylinks", "skip");
    each_bitmap(bed.place.image, fill, 0);
    code = inprocess_run(
        (const char *const[]){"undo", "--yes", bed.place.journal, bed.place.image, NULL});
    cr_assert_eq(code, 0, "%s", inprocess_said());
    cr_assert(inprocess_names(bed.place.image, &names));
    cr_expect(inprocess_is_same(&names, &bed.before));
    oracle_check(bed.place.image, 0);
    end(&bed);
}
