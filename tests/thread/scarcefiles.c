/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands that write a file, without memory: the n-th allocation fails, for every n. The file is
 * whole or not there, and no part of one stays.
 *
 * A plain program: see scarcity.h.
 */
#define _GNU_SOURCE /* asprintf */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/fixture.h"
#include "tests/support/inprocess.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum {
    CRYPTO_STRIDE = 16,
    MOST = 100000,
    FILE_BYTES = 1 << 20,
};

struct trial {
    struct inprocess place;
    const char *words[12];
    int code; /* that they end with */
    char *folder, *file, *inventory;
    char whole[FILE_BYTES], found[FILE_BYTES]; /* the file with memory, and now */
    size_t nwhole;
    unsigned nfailed;
};

static void must(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    abort();
}

static size_t read_file(const struct trial *trial, char *to)
{
    FILE *file = fopen(trial->file, "r");
    size_t n = file ? fread(to, 1, FILE_BYTES, file) : 0;

    must(n < FILE_BYTES, "a file larger than this test expects");
    if (file)
        fclose(file);
    return n;
}

/* Files in the folder of the output. */
static unsigned count_files(const struct trial *trial)
{
    DIR *folder = opendir(trial->folder);
    const struct dirent *entry;
    unsigned n = 0;

    must(folder, trial->folder);
    while ((entry = readdir(folder)))
        n += entry->d_name[0] != '.';
    closedir(folder);
    return n;
}

static void expect(bool holds, const char *what, unsigned long n)
{
    tally_check(holds, what);
    if (!holds)
        printf("  allocation %lu; mftlink said:\n%s\n", n, inprocess_said());
}

static void look(struct trial *trial, bool is_failed, unsigned long n)
{
    size_t nfound = read_file(trial, trial->found);
    bool is_whole =
        nfound == trial->nwhole && memcmp(trial->found, trial->whole, trial->nwhole) == 0;

    expect(count_files(trial) == (nfound > 0), "no part of a file stays", n);
    expect(is_whole || (is_failed && nfound == 0), "the file is whole or not there", n);
}

/* With the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct trial *trial, unsigned long n, bool is_lasting)
{
    bool is_over;
    int code;

    unlink(trial->file);
    scarcity_fail_at(n, is_lasting);
    code = inprocess_run(trial->words);
    is_over = scarcity_count() < n;
    scarcity_end();
    trial->nfailed += code == 1;
    expect(code == trial->code || (code == 1 && !is_over), "it works or fails", n);
    expect(code == trial->code || inprocess_sentences() == 1, "what fails says why, once", n);
    look(trial, code == 1, n);
    return is_over;
}

static void try_each(struct trial *trial, bool is_lasting)
{
    unsigned long n = 1;

    trial->nfailed = 0;
    while (n < MOST && !try_once(trial, n, is_lasting))
        n++;
    tally_check(n > 100 && n < MOST, "every allocation failed once");
    tally_check(trial->nfailed > 50, "without memory it fails");
    printf("  %lu allocations, %u failed\n", n, trial->nfailed);
}

/* The page of a report. */
static void report(struct trial *trial)
{
    const char *const words[] = {"report",    "--jobs",           "1", "--html",
                                 trial->file, trial->place.image, NULL};

    memcpy(trial->words, words, sizeof words);
}

/* What changed between an inventory and another volume, which is told by the exit code. */
static void diff(struct trial *trial)
{
    const char *const words[] = {"diff",      "--jobs",         "1",
                                 "--force",   "--json",         "-o",
                                 trial->file, trial->inventory, fixture_image("tree"),
                                 NULL};

    must(inprocess_run((const char *const[]){"scan", "--jobs", "1", "-o", trial->inventory,
                                             trial->place.image, NULL}) == 0,
         "an inventory");
    memcpy(trial->words, words, sizeof words);
    trial->code = 3;
}

static void begin(struct trial *trial, void (*set_words)(struct trial *trial))
{
    inprocess_begin(&trial->place, "ads");
    must(asprintf(&trial->folder, "%s/plans", trial->place.folder) > 0 &&
             asprintf(&trial->file, "%s/written", trial->folder) > 0 &&
             asprintf(&trial->inventory, "%s/ads.parquet", trial->place.folder) > 0,
         "memory");
    set_words(trial);
    tally_check(inprocess_run(trial->words) == trial->code, "with memory it works");
    trial->nwhole = read_file(trial, trial->whole);
    tally_check(trial->nwhole > 0, "there is a file");
}

static void end(struct trial *trial)
{
    inprocess_end(&trial->place);
    free(trial->folder);
    free(trial->file);
    free(trial->inventory);
}

static void test(const char *command, void (*set_words)(struct trial *trial))
{
    static struct trial trial;

    trial = (struct trial){0};
    tally_begin(command);
    begin(&trial, set_words);
    tally_begin("each allocation fails alone");
    try_each(&trial, false);
    tally_begin("each allocation fails with all behind it");
    try_each(&trial, true);
    end(&trial);
}

int main(void)
{
    must(scarcity_tell_crypto(CRYPTO_STRIDE), "libcrypto is used already");
    must(setenv("SOURCE_DATE_EPOCH", "1700000000", 1) == 0, "setenv");
    test("report --html", report);
    test("diff --out", diff);
    return tally_end();
}
