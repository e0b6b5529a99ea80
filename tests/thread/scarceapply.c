/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans without memory: the n-th allocation fails, for every n, while a small plan is carried out.
 * It is carried out or not, says so, and what is left open can be recovered.
 *
 * A plain program: see scarcity.h.
 */
#define _GNU_SOURCE /* asprintf */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/inprocess.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum { CRYPTO_STRIDE = 16, MOST = 100000, EACH_AGAIN = 8 };

struct trial {
    struct inprocess place;
    char *fresh, *copy; /* the volume before anything; the manifest beside the plan */
    struct inprocess_names before, after;
    bool is_changed; /* the volume */
    unsigned nfailed;
};

static int apply(struct trial *trial)
{
    return inprocess_run((const char *const[]){"apply", "--yes", "--reserve", "0", "--jobs", "1",
                                               trial->place.plan, trial->place.image, NULL});
}

static void expect(bool holds, const char *what, unsigned long n)
{
    tally_check(holds, what);
    if (!holds)
        printf("  allocation %lu; mftlink said:\n%s\n", n, inprocess_said());
}

static void put_back(struct trial *trial)
{
    if (trial->is_changed)
        inprocess_copy(trial->fresh, trial->place.image);
    unlink(trial->place.journal);
    unlink(trial->copy);
}

/* With the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct trial *trial, unsigned long n, bool is_lasting)
{
    struct inprocess_names names = {0};
    bool is_over;
    int code;

    put_back(trial);
    scarcity_fail_at(n, is_lasting);
    code = apply(trial);
    is_over = scarcity_count() < n;
    scarcity_end();
    trial->nfailed += code != 0;
    expect(code == 0 || (code == 1 && !is_over), "it works or fails", n);
    expect(code == 0 || inprocess_sentences() > 0, "what fails says why", n);
    code = inprocess_run((const char *const[]){"recover", "--yes", trial->place.image, NULL});
    expect(code == 0, "recover ends well", n);
    expect(
        inprocess_names(trial->place.image, &names) &&
            (inprocess_is_same(&names, &trial->before) || inprocess_is_same(&names, &trial->after)),
        "the volume is as before or after", n);
    trial->is_changed = !inprocess_is_same(&names, &trial->before);
    if (n % EACH_AGAIN != 0)
        return is_over;
    trial->is_changed = true;
    code = apply(trial);
    expect(code == 0 && inprocess_names(trial->place.image, &names) &&
               inprocess_is_same(&names, &trial->after),
           "the same command goes on", n);
    return is_over;
}

static void try_all(struct trial *trial, bool is_lasting)
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
    int code;

    inprocess_begin(&trial->place, "manylinks");
    code = inprocess_run((const char *const[]){"plan", "save", trial->place.image, "--store",
                                               "C:\\migdata", "--rules", "builtin:user", "-o",
                                               trial->place.plan, NULL});
    tally_check(code == 0, "there is a plan");
    if (asprintf(&trial->fresh, "%s.fresh", trial->place.image) < 0 ||
        asprintf(&trial->copy, "%s.manifest.C.parquet", trial->place.plan) < 0)
        abort();
    inprocess_copy(trial->place.image, trial->fresh);
    tally_check(inprocess_names(trial->place.image, &trial->before), "there are names");
    tally_check(apply(trial) == 0, "with memory it works");
    tally_check(inprocess_names(trial->place.image, &trial->after), "there are more");
    trial->is_changed = true;
}

int main(void)
{
    bool is_told = scarcity_tell_crypto(CRYPTO_STRIDE);
    struct trial trial = {0};

    tally_begin("a plan is carried out with memory");
    tally_check(is_told, "libcrypto takes our functions");
    begin(&trial);
    tally_begin("each allocation fails alone");
    try_all(&trial, false);
    tally_begin("each allocation fails with all behind it");
    try_all(&trial, true);
    inprocess_end(&trial.place);
    free(trial.fresh);
    free(trial.copy);
    return tally_end();
}
