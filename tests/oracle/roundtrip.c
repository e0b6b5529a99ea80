/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * There and back: the program plans a store of a tree by chance, makes it, takes it back, makes it
 * again and removes it. After each step a scan, libntfs-3g, ntfsfix and fls are asked: there is
 * what was predicted, and every byte, time, attribute and descriptor of every file is what it was.
 *
 * MFTLINK_TRIPS says how many trees (2), MFTLINK_TRIP the number of the first (1). Odd ones have a
 * second drive: a folder, or another volume.
 */
#define _GNU_SOURCE /* asprintf */

#include <criterion/criterion.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mft/path.h"
#include "planner/predict.h"
#include "src/drives.h"
#include "src/planfile.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/rounddata.h"
#include "tests/oracle/toolrun.h"
#include "tests/support/chance.h"

enum { TRIPS = 2, ARGUMENTS = 40, DRIVES = 2, LOCKED = 5 };

enum second { ALONE, FOLDER, VOLUME };

struct trip {
    unsigned seed;
    enum second second;
    const char *efs;       /* what becomes of encrypted files */
    char *folder;          /* all of it lies there */
    char *sources[DRIVES]; /* of C: and D:; NULL */
    char *choices[DRIVES]; /* "C:=..." */
    char *plan, *journal, *locked, *rules, *out, *err;
    struct rounddata before[DRIVES];
};

static bool is_ntfs(const struct trip *t, int drive)
{
    return t->sources[drive] && (drive == 0 || t->second == VOLUME);
}

static char *beside(const struct trip *t, const char *name)
{
    char *path;

    cr_assert_geq(asprintf(&path, "%s/%s", t->folder, name), 0);
    return path;
}

static void drop_line(char *line, void *context)
{
    (void)line;
    (void)context;
}

/* ---- The program ---- */

static const char *words_of(const char *path)
{
    static char words[3000];
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(words, 1, sizeof words - 1, file) : 0;

    words[n] = '\0';
    if (file)
        fclose(file);
    return words;
}

/* Runs the program with ARGV, up to NULL, and all drives; what it writes goes to t->out. */
static int run(struct trip *t, const char *const *argv)
{
    static const char shell[] = "exec \"$@\" >\"$MFTLINK_TRIP_OUT\" 2>\"$MFTLINK_TRIP_ERR\"";
    const char *all[ARGUMENTS] = {"sh", "-c", shell, "sh", getenv("MFTLINK")};
    char *built = toolrun_built("mftlink");
    size_t n = 5;
    int status;

    if (!all[4])
        all[4] = built;
    while (*argv)
        all[n++] = *argv++;
    for (int i = 0; i < DRIVES && t->choices[i]; i++) {
        all[n++] = "-V";
        all[n++] = t->choices[i];
    }
    all[n] = NULL;
    setenv("MFTLINK_TRIP_OUT", t->out, 1);
    setenv("MFTLINK_TRIP_ERR", t->err, 1);
    status = toolrun_lines(all, drop_line, NULL);
    free(built);
    return status;
}

static void expect(struct trip *t, int status, const char *what, const char *const *argv)
{
    int found = run(t, argv);

    cr_assert_eq(found, status, "tree %u, %s: status %d\n%s", t->seed, what, found,
                 words_of(t->err));
}

static void expect_said(const struct trip *t, const char *words, const char *what)
{
    cr_assert(strstr(words_of(t->out), words), "tree %u, %s: no %s\n%s", t->seed, what, words,
              words_of(t->out));
}

/* ---- The volumes ---- */

/* Made anew each time: hundreds of them would fill the disk. */
static void make_volume(unsigned seed, const char *image)
{
    char *program = toolrun_built("images/recipe"), name[32];

    snprintf(name, sizeof name, "chance:%u", seed);
    toolrun_do((const char *const[]){program, name, image, NULL});
    free(program);
}

/* All volumes of recipes have the same serial number. */
static void change_serial(const char *image)
{
    enum { SERIAL = 0x48, SECTOR = 512 };
    struct stat stat_of;
    int fd = open(image, O_RDWR | O_CLOEXEC);
    uint8_t boot[2 * SECTOR];
    off_t sector;

    cr_assert(fd >= 0 && fstat(fd, &stat_of) == 0);
    cr_assert_eq(pread(fd, boot, sizeof boot, 0), (ssize_t)sizeof boot);
    sector = boot[0x0B] + 256 * boot[0x0C];
    cr_assert_eq(pwrite(fd, "another", 8, SERIAL), 8);
    cr_assert_eq(pwrite(fd, "another", 8, stat_of.st_size - sector + SERIAL), 8);
    close(fd);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void make_folder(const struct trip *t, struct chance *chance)
{
    const char *root = t->sources[1];
    char path[4096];

    cr_assert_eq(mkdir(root, 0700), 0);
    for (unsigned i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/folder %u", root, i);
        cr_assert_eq(mkdir(path, 0700), 0);
    }
    for (unsigned i = 0; i < 20; i++) {
        FILE *file;

        snprintf(path, sizeof path, "%s/folder %u/file %u.\xC3\xBC", root, i % 3, i);
        file = fopen(path, "w");
        cr_assert_not_null(file);
        for (unsigned n = chance_below(chance, 9000); n > 0; n--)
            fputc((int)chance_below(chance, 256), file);
        cr_assert_eq(fclose(file), 0);
    }
}

static void choose(struct trip *t, int drive, const char *name)
{
    t->sources[drive] = beside(t, name);
    cr_assert_geq(asprintf(&t->choices[drive], "%c:=%s", "CD"[drive], t -> sources[drive]), 0);
}

static void make_volumes(struct trip *t, struct chance *chance)
{
    choose(t, 0, "c.img");
    make_volume(t->seed, t->sources[0]);
    if (t->second == ALONE)
        return;
    choose(t, 1, t->second == FOLDER ? "d" : "d.img");
    if (t->second == FOLDER) {
        make_folder(t, chance);
        return;
    }
    make_volume(t->seed + 1, t->sources[1]);
    change_serial(t->sources[1]);
}

static void make_rules(const struct trip *t, struct chance *chance)
{
    static const char *const less[] = {
        "",
        "<exclude><objectSet><pattern type=\"File\">C:\\tree\\* "
        "[*.gz]</pattern></objectSet></exclude>",
        "<unconditionalExclude><objectSet><pattern type=\"File\">C:\\* [*.docx]</pattern>"
        "</objectSet></unconditionalExclude>"};
    char *text;

    cr_assert_geq(
        asprintf(&text,
                 "<migration urlid=\"http://example.com/trip\"><component type=\"Documents\" "
                 "context=\"System\"><displayName>Trip</displayName><role role=\"Data\"><rules>"
                 "<include><objectSet><pattern type=\"File\">%s [*]</pattern>"
                 "<pattern type=\"File\">D:\\* [*]</pattern></objectSet></include>%s"
                 "</rules></role></component></migration>\n",
                 chance_below(chance, 3) ? "C:\\tree\\*" : "C:\\*", less[chance_below(chance, 3)]),
        0);
    write_file(t->rules, text);
    free(text);
}

static bool is_line(struct str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((uint8_t)path.at[i] < ' ' || (uint8_t)path.at[i] == 0xED) /* perhaps a surrogate */
            return false;
    return path.n > 6 && memcmp(path.at, "\\tree\\", 6) == 0;
}

/* A few files of C: are in use, most of them by Windows itself. */
static void make_locked(const struct trip *t, const struct drives *drives, struct chance *chance)
{
    const struct index *index = drives->machine.drives[0].index;
    FILE *file = fopen(t->locked, "w");
    struct path path = {0};

    cr_assert_not_null(file);
    for (uint32_t n = 0, tries = 0; n < LOCKED && tries < 1000; tries++) {
        uint32_t name = chance_below(chance, index->names.n), of = index->names.file[name];
        struct str text;

        if (index->files.flags[of] & FILE_DIRECTORY)
            continue;
        cr_assert_eq(path_of_name(index, name, &path), STATUS_OK);
        text = (struct str){path.at, path.n};
        if (!is_line(text))
            continue;
        fprintf(file, "%sC:%.*s\n", n % 4 ? "system\t" : "", (int)text.n, text.at);
        n++;
    }
    path_free(&path);
    cr_assert_eq(fclose(file), 0);
}

/* ---- Scans ---- */

static void scan(const struct trip *t, struct drives *drives_ret)
{
    struct options options = {.jobs = 1, .progress = PROGRESS_NONE};

    for (int i = 0; i < DRIVES && t->sources[i]; i++)
        options.drives[options.ndrives++] = (struct drivechoice){"CD"[i], 0, t -> sources[i]};
    cr_assert(drives_open(&options, NULL, WANT_CHILDREN | WANT_TIMES, drives_ret), "tree %u",
              t->seed);
}

static void expect_predicted(const struct trip *t, const struct drives *before, int drive)
{
    struct predict_differences differences;
    struct prediction prediction;
    struct planfile file;
    struct drives after;

    cr_assert(planfile_load(t->plan, 1, &file));
    scan(t, &after);
    cr_assert_eq(predict(&file.plan, &before->machine, (uint32_t)drive, &prediction), STATUS_OK);
    cr_assert_eq(predict_compare(&prediction, after.machine.drives[drive].index, &differences),
                 STATUS_OK);
    cr_assert_eq(differences.n, 0, "tree %u: %" PRIu32 " differences, the first of kind %d",
                 t->seed, differences.n, differences.n ? (int)differences.at[0].kind : 0);
    predict_differences_free(&differences);
    predict_free(&prediction);
    plan_free(&file.plan);
    drives_close(&after, true);
}

/* ---- What others say ---- */

struct listing {
    const char *path;
    bool is_found;
};

static void find_line(char *line, void *context)
{
    struct listing *listing = context;
    const char *at = strstr(line, "\t");

    listing->is_found = listing->is_found || (at && strcmp(at + 1, listing->path) == 0);
}

/* Does fls list the store's manifest, which is made last? */
static void expect_listed(const struct trip *t, int drive)
{
    struct listing listing = {.path = "store/USMT/mftlink-manifest.parquet"};

    if (!toolrun_exists("fls"))
        return;
    toolrun_lines((const char *const[]){"fls", "-r", "-p", t->sources[drive], NULL}, find_line,
                  &listing);
    cr_assert(listing.is_found, "tree %u: fls does not list %s", t->seed, listing.path);
}

static void expect_sound(const struct trip *t, int drive)
{
    cr_assert_eq(toolrun_lines((const char *const[]){"ntfsfix", "-n", t->sources[drive], NULL},
                               drop_line, NULL),
                 0, "tree %u: ntfsfix", t->seed);
    oracle_check(t->sources[drive], 0);
}

/* Every file that was there is as it was, and with ALL nothing else is there. */
static void expect_files(const struct trip *t, int drive, bool all, const char *what)
{
    const struct rounddata *before = &t->before[drive];
    struct rounddata now;
    const char *first;
    size_t n;

    rounddata_read(t->sources[drive], &now);
    n = rounddata_lost(before->things, before->nthings, now.things, now.nthings, &first);
    cr_assert_eq(n, 0, "tree %u, %s: %zu things of %c: are not as they were, such as %s", t->seed,
                 what, n, "CD"[drive], first);
    n = rounddata_lost(before->names, before->nnames, now.names, now.nnames, &first);
    cr_assert_eq(n, 0, "tree %u, %s: %zu names of %c: are lost, such as %s", t->seed, what, n,
                 "CD"[drive], first);
    if (all) {
        n = rounddata_lost(now.things, now.nthings, before->things, before->nthings, &first);
        cr_assert_eq(n, 0, "tree %u, %s: %zu things of %c: are new, such as %s", t->seed, what, n,
                     "CD"[drive], first);
        n = rounddata_lost(now.names, now.nnames, before->names, before->nnames, &first);
        cr_assert_eq(n, 0, "tree %u, %s: %zu names of %c: are new, such as %s", t->seed, what, n,
                     "CD"[drive], first);
    }
    rounddata_free(&now);
}

static void expect_as_before(const struct trip *t, const char *what)
{
    for (int i = 0; i < DRIVES; i++)
        if (is_ntfs(t, i)) {
            expect_sound(t, i);
            expect_files(t, i, true, what);
        }
}

/* ---- The trip ---- */

static void begin(struct trip *t, struct chance *chance, struct drives *drives)
{
    static const char *const efs[] = {"skip", "hardlink", "copyraw", "copyraw"};
    char name[32];

    snprintf(name, sizeof name, "trip-%u", t->seed);
    t->folder = toolrun_built(name);
    toolrun_do((const char *const[]){"rm", "-rf", t->folder, NULL});
    cr_assert_eq(mkdir(t->folder, 0700), 0);
    t->plan = beside(t, "plan.parquet");
    t->journal = beside(t, "plan.parquet.journal");
    t->locked = beside(t, "locked.txt");
    t->rules = beside(t, "rules.xml");
    t->out = beside(t, "out");
    t->err = beside(t, "err");
    setenv("MFTLINK_STATE", t->folder, 1);
    t->efs = efs[chance_below(chance, 4)];
    make_volumes(t, chance);
    make_rules(t, chance);
    scan(t, drives);
    make_locked(t, drives, chance);
    for (int i = 0; i < DRIVES; i++)
        if (is_ntfs(t, i))
            rounddata_read(t->sources[i], &t->before[i]);
}

static void end(struct trip *t, struct drives *drives)
{
    char *const all[] = {t->folder,     t->plan,       t->journal,   t->locked,
                         t->rules,      t->out,        t->err,       t->sources[0],
                         t->sources[1], t->choices[0], t->choices[1]};

    drives_close(drives, true);
    toolrun_do((const char *const[]){"rm", "-rf", t->folder, NULL});
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        free(all[i]);
    for (int i = 0; i < DRIVES; i++)
        rounddata_free(&t->before[i]);
}

static void make_plan(struct trip *t, const char *name)
{
    int status = run(t, (const char *const[]){"plan", "save", "--store", "C:\\store", "--efs",
                                              t->efs, "--locked-list", t->locked, "-o", name,
                                              "--rules", t->rules, NULL});

    cr_assert(status == 0 || status == 3, "tree %u: the plan: %d\n%s", t->seed, status,
              words_of(t->err));
}

static void apply(struct trip *t, struct chance *chance)
{
    const char *memory = chance_below(chance, 2) ? "4M" : "1G";

    expect(t, 0, "apply",
           (const char *const[]){"apply", "--yes", "--reserve", "0", "--txn-memory", memory,
                                 t->plan, NULL});
}

static void expect_made(struct trip *t, const struct drives *before)
{
    char *again = beside(t, "again.parquet");
    struct planfile file;

    for (int i = 0; i < DRIVES; i++)
        if (is_ntfs(t, i)) {
            expect_predicted(t, before, i);
            expect_sound(t, i);
            expect_files(t, i, false, "apply");
            expect_listed(t, i);
        }
    expect(t, 0, "audit", (const char *const[]){"audit", "--json", "--store", "C:\\store", NULL});
    expect_said(t, "\"safe\": true", "audit");
    expect(t, 3, "check", (const char *const[]){"check", t->plan, NULL});
    expect_said(t, "name-taken", "check");
    make_plan(t, again);
    cr_assert(planfile_load(again, 1, &file));
    cr_assert_eq(file.plan.nops, 0, "tree %u: %" PRIu32 " operations are left", t->seed,
                 file.plan.nops);
    plan_free(&file.plan);
    free(again);
}

static bool has_copies(const struct trip *t)
{
    struct planfile file;
    bool has_any = false;

    cr_assert(planfile_load(t->plan, 1, &file));
    for (uint32_t i = 0; i < file.plan.nops; i++)
        has_any = has_any || file.plan.ops[i].kind == PLAN_COPY;
    plan_free(&file.plan);
    return has_any;
}

/* Names go; copies only when it is said that they may. */
static void remove_store(struct trip *t)
{
    char *first = beside(t, "first.parquet"), *second = beside(t, "second.parquet");
    bool stays = has_copies(t);

    expect(t, stays ? 3 : 0, "remove",
           (const char *const[]){"remove", "--yes", "--store", "C:\\store", "-o", first, NULL});
    for (int i = 0; i < DRIVES && stays; i++)
        if (is_ntfs(t, i))
            expect_files(t, i, false, "remove but for copies");
    if (stays)
        expect(t, 0, "remove copies",
               (const char *const[]){"remove", "--yes", "--only-copies", "delete", "--store",
                                     "C:\\store", "-o", second, NULL});
    free(first);
    free(second);
}

static void travel(unsigned seed)
{
    struct trip t = {.seed = seed, .second = seed % 2 ? 1 + seed / 2 % 2 : ALONE};
    struct chance chance = chance_seed(seed);
    struct drives before;

    begin(&t, &chance, &before);
    make_plan(&t, t.plan);
    apply(&t, &chance);
    expect_made(&t, &before);
    expect(&t, 0, "undo", (const char *const[]){"undo", "--yes", t.journal, NULL});
    cr_assert_neq(access(t.journal, F_OK), 0, "tree %u: the journal is not retired", seed);
    expect_as_before(&t, "undo");
    apply(&t, &chance);
    remove_store(&t);
    expect_as_before(&t, "remove");
    end(&t, &before);
}

Test(roundtrip, there_and_back, .timeout = 36000)
{
    const char *trips = getenv("MFTLINK_TRIPS"), *from = getenv("MFTLINK_TRIP");
    unsigned n = trips ? (unsigned)strtoul(trips, NULL, 10) : TRIPS;
    unsigned first = from ? (unsigned)strtoul(from, NULL, 10) : 1;

    for (unsigned seed = first; seed < first + n; seed++)
        travel(seed);
    fprintf(stderr, "%u trees by chance, from %u on: there and back\n", n, first);
}
