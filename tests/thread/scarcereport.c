/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report and its page without memory: the n-th allocation fails, for every n. The page is whole
 * or not there, and no part of one stays.
 *
 * A plain program: see scarcity.h.
 */
#define _GNU_SOURCE /* asprintf */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/inprocess.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum {
    CRYPTO_STRIDE = 16,
    MOST = 100000,
    PAGE_BYTES = 1 << 20,
};

struct trial {
    struct inprocess place;
    const char *words[8];
    char *folder, *page;
    char whole[PAGE_BYTES], found[PAGE_BYTES]; /* the page with memory, and now */
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

static size_t read_page(const struct trial *trial, char *to)
{
    FILE *file = fopen(trial->page, "r");
    size_t n = file ? fread(to, 1, PAGE_BYTES, file) : 0;

    must(n < PAGE_BYTES, "a page larger than this test expects");
    if (file)
        fclose(file);
    return n;
}

/* Files in the folder of the page. */
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
    size_t nfound = read_page(trial, trial->found);
    bool is_whole =
        nfound == trial->nwhole && memcmp(trial->found, trial->whole, trial->nwhole) == 0;

    expect(count_files(trial) == (nfound > 0), "no part of a page stays", n);
    expect(is_whole || (is_failed && nfound == 0), "the page is whole or not there", n);
}

/* With the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct trial *trial, unsigned long n, bool is_lasting)
{
    bool is_over;
    int code;

    unlink(trial->page);
    scarcity_fail_at(n, is_lasting);
    code = inprocess_run(trial->words);
    is_over = scarcity_count() < n;
    scarcity_end();
    trial->nfailed += code != 0;
    expect(code == 0 || (code == 1 && !is_over), "it works or fails", n);
    expect(code == 0 || inprocess_sentences() == 1, "what fails says why, once", n);
    look(trial, code != 0, n);
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

static void begin(struct trial *trial)
{
    inprocess_begin(&trial->place, "ads");
    must(asprintf(&trial->folder, "%s/plans", trial->place.folder) > 0 &&
             asprintf(&trial->page, "%s/page.html", trial->folder) > 0,
         "memory");
    const char *const words[] = {"report",    "--jobs",           "1", "--html",
                                 trial->page, trial->place.image, NULL};

    memcpy(trial->words, words, sizeof words);
    tally_check(inprocess_run(trial->words) == 0, "with memory it works");
    trial->nwhole = read_page(trial, trial->whole);
    tally_check(trial->nwhole > 0, "there is a page");
}

static void end(struct trial *trial)
{
    inprocess_end(&trial->place);
    free(trial->folder);
    free(trial->page);
}

int main(void)
{
    static struct trial trial;

    must(scarcity_tell_crypto(CRYPTO_STRIDE), "libcrypto is used already");
    must(setenv("SOURCE_DATE_EPOCH", "1700000000", 1) == 0, "setenv");
    tally_begin("there is a page with memory");
    begin(&trial);
    tally_begin("each allocation fails alone");
    try_each(&trial, false);
    tally_begin("each allocation fails with all behind it");
    try_each(&trial, true);
    end(&trial);
    return tally_end();
}
