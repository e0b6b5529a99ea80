/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a scan found is what its inventory gives back: every recipe and every sample, with nothing
 * asked for and with everything, with deleted files and without, in one row group and in many.
 */
#include "src/inventory_write.h"
#include "src/target.h"
#include "tests/oracle/sameindex.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/fixture.h"
#include "tests/support/stock.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "mft/scan.h"

enum {
    WANT_ALL = WANT_TIMES | WANT_SECURITY | WANT_USN | WANT_DOS_NAMES | WANT_NAME_TIMES |
               WANT_CHILDREN | WANT_ROOM,
    GROUP_ROWS = 50, /* at least, of the inventory in many groups */
    SHARES = 4,      /* of the recipes: a test each, so that some run at a time */
};

/* ---- One volume ---- */

static struct index *scan_for(const struct volume *volume, unsigned want)
{
    const struct scan_options options = {.want = want, .nworkers = 2};
    struct index *index = NULL;
    const enum status status = scan_run(volume, &options, &index);

    cr_assert_eq(status, STATUS_OK, "a scan: %s", status_text(status));
    return index;
}

static void open_stock(const char *name, struct stock *stock)
{
    const char *why = "";
    const enum status status = stock_open(stock, &why);

    cr_assert_eq(status, STATUS_OK, "%s: its inventory: %s: %s", name, status_text(status), why);
}

/* Ends a row group wherever a file ends after so many rows. */
static void split(struct stock_rows *rows, uint64_t *ends)
{
    const uint64_t *records = rows->columns[INVENTORY_RECORD].numbers;
    uint32_t begin = 0;

    for (uint32_t row = 1; row <= rows->n; row++)
        if (row == rows->n || (row - begin >= GROUP_ROWS && records[row - 1] != records[row]))
            ends[rows->ngroups++] = begin = row;
    rows->group_ends = ends;
}

/* The same inventory in many row groups. */
static void make_many(const char *name, const struct stock *one, struct stock *many)
{
    struct stock_rows rows;
    uint64_t *ends;

    cr_assert_eq(stock_take(one, &rows), STATUS_OK, "%s", name);
    ends = calloc(rows.n + (size_t)1, sizeof(*ends));
    cr_assert_not_null(ends);
    split(&rows, ends);
    cr_assert_eq(stock_of_rows(&rows, many), STATUS_OK, "%s", name);
    stock_rows_free(&rows);
    free(ends);
    open_stock(name, many);
}

/* What an inventory is compared with. */
struct original {
    const char *name;
    const struct target *target;
    const struct security *security;
    const struct index *index; /* that it was made from */
};

/*
 * The findings and counts of an inventory are those of the scan that made it. Where that looked at
 * deleted files, too, it found more than SCAN, which takes them over.
 */
static void take_findings(const struct index *made, struct index *scan)
{
    scan->findings = made->findings;
    scan->nfindings = made->nfindings;
    scan->counts = made->counts;
    for (uint32_t file = 0; file < scan->files.n; file++)
        scan->files.flags[file] &= (uint16_t)~FILE_FINDING;
    for (uint32_t i = 0; i < scan->nfindings; i++) {
        const uint32_t file = index_find(scan, scan->findings[i].record);

        if (file != INDEX_NONE && scan->findings[i].kind > FINDING_BITMAP_UNREADABLE)
            scan->files.flags[file] |= FILE_FINDING;
    }
}

static void compare_for(const struct original *original, const struct stock *stock, unsigned want,
                        unsigned nworkers)
{
    struct index *scan = scan_for(original->target->volume, want), *kept = NULL;
    const char *why = "", *difference;
    const enum status status = stock_read(stock, want, nworkers, &kept, &why);

    cr_assert_eq(status, STATUS_OK, "%s: want %#x: %s: %s", original->name, want,
                 status_text(status), why);
    if (stock->kept.facts.has_deleted && !(want & WANT_DELETED))
        take_findings(original->index, scan);
    difference = sameindex_kept_difference(scan, original->security, kept);
    cr_assert_null(difference, "%s: want %#x, %u workers: %s differs", original->name, want,
                   nworkers, difference);
    index_free(scan);
    index_free(kept);
}

static void compare(const struct original *original, const struct stock *stock, unsigned nworkers)
{
    compare_for(original, stock, 0, nworkers);
    compare_for(original, stock, WANT_ALL, nworkers);
    if (!stock->kept.facts.has_deleted)
        return;
    compare_for(original, stock, WANT_DELETED, nworkers);
    compare_for(original, stock, WANT_ALL | WANT_DELETED, nworkers);
}

static void check_target(const char *name, const struct target *target,
                         const struct security *security, unsigned deleted)
{
    struct index *index = scan_for(target->volume, WANT_ALL | deleted);
    const struct original original = {name, target, security, index};
    const struct stock_from from = {target->volume, index, security, target->table, 2};
    struct stock one, many;

    cr_assert_eq(stock_of_index(&from, &one), STATUS_OK, "%s", name);
    open_stock(name, &one);
    make_many(name, &one, &many);
    compare(&original, &one, 1);
    compare(&original, &many, 2);
    stock_free(&many);
    stock_free(&one);
    index_free(index);
}

static void check_image(const char *name, const char *image, uint32_t partition)
{
    struct security *security = NULL;
    struct target target;

    cr_assert(target_open(image, partition, &target), "%s cannot be opened", name);
    if (target.volume->is_dump || security_load(target.volume, &security) != STATUS_OK)
        security = NULL;
    check_target(name, &target, security, 0);
    check_target(name, &target, security, WANT_DELETED);
    security_free(security);
    target_close(&target);
}

/* ---- All recipes ---- */

/* Nothing in them can be scanned. */
static bool is_refused(const char *name)
{
    static const char *const refused[] = {"foreign", "bothboots", "truncated:mft", "hive"};

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        if (strcmp(name, refused[i]) == 0)
            return true;
    return false;
}

static void check_recipe(const char *name)
{
    if (!is_refused(name))
        check_image(name, fixture_image(name), strcmp(name, "twontfs") == 0 ? 2 : 0);
}

struct share {
    unsigned number, nrecipes;
};

/* Takes "name:ARGUMENT", a tab and what it is: the recipe knows arguments of its own. */
static void take_recipe(char *line, void *context)
{
    struct share *share = context;

    line[strcspn(line, ":\t")] = '\0';
    if (share->nrecipes++ % SHARES == share->number)
        check_recipe(line);
}

static void check_share(unsigned number)
{
    char *program = toolrun_built("images/recipe");
    struct share share = {.number = number};

    cr_assert_eq(toolrun_lines((const char *const[]){program, "--list", NULL}, take_recipe, &share),
                 0);
    cr_assert_gt(share.nrecipes, 60);
    free(program);
}

TestSuite(inventories, .timeout = 300);

Test(inventories, first_share)
{
    check_share(0);
}

Test(inventories, second_share)
{
    check_share(1);
}

Test(inventories, third_share)
{
    check_share(2);
}

Test(inventories, fourth_share)
{
    check_share(3);
}

Test(inventories, recipes_with_arguments)
{
    static const char *const names[] = {"manylinks:1000:40",  "parentloop:self", "fragmft:512",
                                        "geometry:4096:4096", "stalebitmap:all", "mftlist:deferred",
                                        "badmagic:HOLE"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        check_recipe(names[i]);
}

Test(inventories, samples)
{
    static const char *const names[] = {"testfs1.raw",
                                        "velociraptor-test.ntfs.raw",
                                        "7-ntfs-undel.raw",
                                        "xw-torture.mft",
                                        "orphan.mft",
                                        "unicode.mft",
                                        "4k-large.mft",
                                        "libfsntfs-wof.mft",
                                        "ntfs3_attrlist.raw",
                                        "ntfs_4k_records.raw",
                                        "ntfs_index.part128.raw"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *image = fixture_sample(names[i]);

        if (!image)
            cr_skip_test("the sample %s is not here", names[i]);
        check_image(names[i], image, 0);
    }
}
