/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The account of every recipe and every sample: what records claim is what $Bitmap marks, to the
 * cluster, but where the recipe took care that it is not.
 */
#include "mft/scan.h"
#include "planner/account.h"
#include "src/summary.h"
#include "src/target.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* In clusters. */
struct expected {
    const char *name;
    uint64_t unclaimed, unmarked, headers_less, headers_more;
};

static struct index *scan(const struct volume *volume)
{
    const struct scan_options options = {.want = WANT_USAGE, .nworkers = 2};
    struct index *index = NULL;

    cr_assert_eq(scan_run(volume, &options, &index), STATUS_OK);
    return index;
}

/* The four sizes of everything are what a plain sum over the files is. */
static void check_totals(const char *name, const struct space *space)
{
    const struct space_sizes *all = &space->sizes[SPACE_ALL];
    struct summary summary;

    summary_of(space->index, &summary);
    cr_assert_eq(all->naive, summary.user.naive, "%s: naive", name);
    cr_assert_eq(all->unique, summary.user.unique, "%s: unique", name);
    cr_assert_eq(all->allocated, summary.user.allocated + summary.user.stream_allocated,
                 "%s: allocated", name);
    cr_assert_eq(all->freed, all->allocated, "%s: freed", name);
    cr_assert_eq(all->files, summary.user.files, "%s: files", name);
    cr_assert_eq(all->folders, summary.user.folders, "%s: folders", name);
}

static void check_account(const struct expected *expected, const struct target *target,
                          const struct space *space)
{
    uint32_t cluster = target->volume->geometry.cluster_bytes;
    struct volumeinfo info;
    struct account account;

    cr_assert(target_info(target, &info));
    cr_assert(info.has_space, "%s: $Bitmap cannot be read", expected->name);
    account_of(space, cluster, info.used_bytes, &account);
    cr_assert_eq(account.unclaimed, expected->unclaimed * cluster, "%s: %llu bytes of no file",
                 expected->name, (unsigned long long)account.unclaimed);
    cr_assert_eq(account.unmarked, expected->unmarked * cluster, "%s: %llu bytes not marked",
                 expected->name, (unsigned long long)account.unmarked);
    cr_assert_eq(account.headers_less, expected->headers_less * cluster,
                 "%s: headers say %llu bytes less", expected->name,
                 (unsigned long long)account.headers_less);
    cr_assert_eq(account.headers_more, expected->headers_more * cluster,
                 "%s: headers say %llu bytes more", expected->name,
                 (unsigned long long)account.headers_more);
    cr_assert_eq(account.claimed + account.unclaimed, account.marked + account.unmarked);
}

static void check_image(const struct expected *expected, const char *image, uint32_t partition)
{
    struct target target;
    struct index *index;
    struct space space;

    cr_assert(target_open(image, partition, &target), "%s cannot be opened", expected->name);
    index = scan(target.volume);
    cr_assert_eq(space_of(index, &space), STATUS_OK);
    check_totals(expected->name, &space);
    cr_assert_eq(index->counts.usage.is_known, !target.volume->is_dump);
    if (!target.volume->is_dump)
        check_account(expected, &target, &space);
    space_free(&space);
    index_free(index);
    target_close(&target);
}

/* ---- All recipes ---- */

/* Where records and $Bitmap are made to differ, and by how much. */
static const struct expected damaged[] = {
    {"mfthole", 4, 0, 0, 0}, /* $MFT has lost a run of its clusters */
    {"mftlist", 1, 0, 0, 0}, /* $MFT's attribute list was moved into its record */
};

static const struct expected *expected_of(const char *name, const struct expected *sound)
{
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++)
        if (strcmp(name, damaged[i].name) == 0)
            return &damaged[i];
    return sound;
}

/* Nothing in them can be scanned. */
static bool is_refused(const char *name)
{
    static const char *const refused[] = {"foreign", "bothboots", "truncated", "hive"};

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (strcmp(name, refused[i]) == 0)
            return true;
    return false;
}

static void take_recipe(char *line, void *context)
{
    unsigned *n = context;

    line[strcspn(line, ":\t")] = '\0';
    ++*n;
    if (!is_refused(line))
        check_image(expected_of(line, &(struct expected){.name = line}), fixture_image(line),
                    strcmp(line, "twontfs") == 0 ? 2 : 0);
}

TestSuite(accounts, .timeout = 300);

Test(accounts, recipes)
{
    char *program = toolrun_built("images/recipe");
    unsigned n = 0;

    cr_assert_eq(toolrun_lines((const char *const[]){program, "--list", NULL}, take_recipe, &n), 0);
    cr_assert_gt(n, 60);
    free(program);
}

Test(accounts, samples)
{
    static const struct expected samples[] = {
        {"testfs1.raw", 0, 0, 0, 0},         {"velociraptor-test.ntfs.raw", 0, 0, 0, 0},
        {"7-ntfs-undel.raw", 0, 0, 0, 0},    {"ntfs3_attrlist.raw", 0, 0, 0, 0},
        {"ntfs_4k_records.raw", 0, 0, 0, 0}, {"ntfs_index.part128.raw", 0, 0, 0, 0},
        {"orphan.mft", 0, 0, 0, 0},          {"xw-torture.mft", 0, 0, 0, 0},
        {"libfsntfs-wof.mft", 0, 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const char *image = fixture_sample(samples[i].name);

        if (!image)
            cr_skip_test("the sample %s is not here", samples[i].name);
        check_image(&samples[i], image, 0);
    }
}
