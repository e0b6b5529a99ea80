/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores without memory: the n-th allocation fails, for every n (MFTLINK_STRIDE=1) or some, while a
 * store is audited, taken back, taken away, and while a batch that was broken off is recovered.
 * Each is done or not and says so; the volume is as before or after, nothing is written by what
 * only reads, and the same command goes on.
 *
 * A plain program: see scarcity.h.
 */
#define _GNU_SOURCE /* asprintf */

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/inprocess.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum {
    CRYPTO_STRIDE = 16,
    MOST = 100000,
    EACH_AGAIN = 8,
    STRIDE = 7, /* one of so many allocations fails: all take long. No divisor of EACH_AGAIN */
    WORDS = 16,
    FILES = 24,
    PATH_BYTES = 512,
    FILE_BYTES = 1 << 18,
    BREAK_OFF_AT = 1 << 20 /* a write behind this byte of the volume fails */
};

/* ---- Files beside the volume: plans, journals, logs, notes ---- */

static struct kept {
    char path[PATH_BYTES], bytes[FILE_BYTES];
    size_t n;
} files[FILES];
static size_t nfiles;

struct trial {
    struct inprocess place;
    const char *words[WORDS];
    char *fresh; /* the volume before the command */
    struct inprocess_names before, after;
    struct timespec written; /* the volume, last */
    char *told;              /* what only reads, with memory */
    bool reads_only, is_recovery;
    unsigned nfailed;
};

static void must(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    abort();
}

static void keep_file(const char *path)
{
    struct kept *kept = &files[nfiles++];
    FILE *file = fopen(path, "r");

    must(nfiles <= FILES && file, path);
    snprintf(kept->path, sizeof kept->path, "%s", path);
    kept->n = fread(kept->bytes, 1, sizeof kept->bytes, file);
    must(kept->n < sizeof kept->bytes && fclose(file) == 0, path);
}

static void remove_file(const char *path)
{
    must(unlink(path) == 0, path);
}

/* Each file beside the volume and its notes. */
static void each_file(const struct trial *trial, void (*act)(const char *path))
{
    static const char *const folders[] = {"plans", "state"};
    char path[PATH_BYTES];

    for (size_t i = 0; i < 2; i++) {
        int n = snprintf(path, sizeof path, "%s/%s/", trial->place.folder, folders[i]);
        DIR *folder = opendir(path);
        const struct dirent *entry;

        while (folder && (entry = readdir(folder))) {
            snprintf(path + n, sizeof path - (size_t)n, "%s", entry->d_name);
            if (entry->d_type == DT_REG)
                act(path);
        }
        if (folder)
            closedir(folder);
    }
}

static struct timespec time_of(const char *path)
{
    struct stat st;

    must(stat(path, &st) == 0, path);
    return st.st_mtim;
}

static bool is_written(const struct trial *trial)
{
    struct timespec now = time_of(trial->place.image);

    return now.tv_sec != trial->written.tv_sec || now.tv_nsec != trial->written.tv_nsec;
}

static void put_back(struct trial *trial)
{
    if (is_written(trial))
        inprocess_copy(trial->fresh, trial->place.image);
    trial->written = time_of(trial->place.image);
    each_file(trial, remove_file);
    for (size_t i = 0; i < nfiles; i++) {
        const struct kept *kept = &files[i];
        FILE *file = fopen(kept->path, "w");

        must(file && fwrite(kept->bytes, 1, kept->n, file) == kept->n && fclose(file) == 0,
             kept->path);
    }
}

/* ---- One allocation ---- */

static void expect(bool holds, const char *what, unsigned long n)
{
    tally_check(holds, what);
    if (!holds)
        printf("  allocation %lu; mftlink said:\n%s\n", n, inprocess_said());
}

static bool is_like(const struct trial *trial, const struct inprocess_names *names)
{
    struct inprocess_names now;

    return inprocess_names(trial->place.image, &now) && inprocess_is_same(&now, names);
}

static int recover(const struct trial *trial)
{
    return inprocess_run((const char *const[]){"recover", "--yes", trial->place.image, NULL});
}

/* The same command with memory. One that is finished is not done twice, and says so; where the
 * undo's own journal is gone already, nobody knows who has taken the names away. */
static void try_again(const struct trial *trial, unsigned long n)
{
    bool is_over = is_like(trial, &trial->after);
    int code = inprocess_run(trial->words);

    expect(code == 0 || (is_over && code == 3) || (is_over && inprocess_sentences() > 0),
           "the same command goes on", n);
    expect(is_like(trial, &trial->after), "to the same end", n);
}

static void look(const struct trial *trial, bool is_failed, unsigned long n)
{
    if (trial->reads_only) {
        expect(!is_written(trial), "what only reads writes nothing", n);
        expect(is_failed || strcmp(inprocess_said(), trial->told) == 0, "it tells all or fails", n);
        return;
    }
    expect(recover(trial) == 0, "recover ends well", n);
    if (trial->is_recovery || !is_failed)
        expect(is_like(trial, &trial->after), "what counts is finished", n);
    else
        expect(is_like(trial, &trial->before) || is_like(trial, &trial->after),
               "the volume is as before or after", n);
    if (n % EACH_AGAIN == 0)
        try_again(trial, n);
}

/* With the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct trial *trial, unsigned long n, bool is_lasting)
{
    bool is_over;
    int code;

    put_back(trial);
    scarcity_fail_at(n, is_lasting);
    code = inprocess_run(trial->words);
    is_over = scarcity_count() < n;
    scarcity_end();
    trial->nfailed += code != 0;
    expect(code == 0 || (code == 1 && !is_over), "it works or fails", n);
    expect(code == 0 || inprocess_sentences() > 0, "what fails says why", n);
    look(trial, code != 0, n);
    return is_over;
}

static void try_each(struct trial *trial, bool is_lasting)
{
    const char *text = getenv("MFTLINK_STRIDE");
    const unsigned stride = text ? (unsigned)strtoul(text, NULL, 10) : STRIDE;
    unsigned long n = is_lasting ? 1 + stride / 2 : 1;

    trial->nfailed = 0;
    while (n < MOST && !try_once(trial, n, is_lasting))
        n += stride;
    tally_check(n > 50 && n < MOST, "every allocation failed once, or one of so many");
    tally_check(trial->nfailed * stride > 25, "without memory it fails");
    printf("  %s: %lu allocations, %u failed\n", trial->words[0], n, trial->nfailed);
}

/* What the command does undisturbed, then with each allocation that fails. */
static void try_all(struct trial *trial)
{
    must(asprintf(&trial->fresh, "%s.fresh", trial->place.image) > 0, "memory");
    inprocess_copy(trial->place.image, trial->fresh);
    trial->written = time_of(trial->place.image);
    nfiles = 0;
    each_file(trial, keep_file);
    tally_check(inprocess_names(trial->place.image, &trial->before), "there are names");
    tally_check(inprocess_run(trial->words) == 0, "with memory it works");
    trial->told = strdup(inprocess_said());
    tally_check(inprocess_names(trial->place.image, &trial->after), "there are names then");
    try_each(trial, false);
    try_each(trial, true);
    inprocess_end(&trial->place);
    free(trial->told);
    free(trial->fresh);
}

/* ---- Four commands ---- */

static int apply(const struct inprocess *place)
{
    return inprocess_run((const char *const[]){"apply", "--yes", "--reserve", "0", "--jobs", "1",
                                               place->plan, place->image, NULL});
}

static void make_plan(struct inprocess *place)
{
    int code;

    inprocess_begin(place, "manylinks");
    code =
        inprocess_run((const char *const[]){"plan", "save", place->image, "--store", "C:\\migdata",
                                            "--rules", "builtin:user", "-o", place->plan, NULL});
    tally_check(code == 0, "there is a plan");
}

static void make_store(struct inprocess *place)
{
    make_plan(place);
    tally_check(apply(place) == 0, "there is a store");
}

static void try_audit(void)
{
    struct trial trial = {.reads_only = true};

    tally_begin("a store is audited");
    make_store(&trial.place);
    const char *const words[] = {"audit",   "--json",      "--jobs",          "1",
                                 "--store", "C:\\migdata", trial.place.image, NULL};

    memcpy(trial.words, words, sizeof words);
    try_all(&trial);
}

static void try_undo(void)
{
    struct trial trial = {0};

    tally_begin("a store is taken back");
    make_store(&trial.place);
    const char *const words[] = {
        "undo", "--yes", "--jobs", "1", trial.place.journal, trial.place.image, NULL};

    memcpy(trial.words, words, sizeof words);
    try_all(&trial);
}

static void try_remove(void)
{
    struct trial trial = {0};
    char *plan;

    tally_begin("a store is taken away");
    make_store(&trial.place);
    must(asprintf(&plan, "%s.remove", trial.place.plan) > 0, "memory");
    const char *const words[] = {"remove",          "--yes",       "--jobs", "1",
                                 "--store",         "C:\\migdata", "-o",     plan,
                                 trial.place.image, NULL};

    memcpy(trial.words, words, sizeof words);
    try_all(&trial);
    free(plan);
}

/* No file may grow or be written behind some byte of the volume, so that the log stays. */
static void break_off(const struct inprocess *place)
{
    struct rlimit all, some;
    int code;

    must(getrlimit(RLIMIT_FSIZE, &all) == 0, "getrlimit");
    some = (struct rlimit){.rlim_cur = BREAK_OFF_AT, .rlim_max = all.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    must(setrlimit(RLIMIT_FSIZE, &some) == 0, "setrlimit");
    code = apply(place);
    must(setrlimit(RLIMIT_FSIZE, &all) == 0, "setrlimit");
    tally_check(code == 1 && inprocess_is_there(place->log), "a log is left");
}

static void try_recover(void)
{
    struct trial trial = {.is_recovery = true};

    tally_begin("what was broken off is recovered");
    make_plan(&trial.place);
    break_off(&trial.place);
    const char *const words[] = {"recover", "--yes", trial.place.image, NULL};

    memcpy(trial.words, words, sizeof words);
    try_all(&trial);
}

int main(void)
{
    bool is_told = scarcity_tell_crypto(CRYPTO_STRIDE);

    tally_begin("memory can be had");
    tally_check(is_told, "libcrypto takes our functions");
    try_audit();
    try_undo();
    try_remove();
    try_recover();
    return tally_end();
}
