/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs without memory: the n-th allocation fails, for every n, while one is written, opened,
 * and carried out. What was begun is given back, no half of a log stays, and what succeeds is
 * whole.
 *
 * A plain program: see scarcity.h.
 */
#define _GNU_SOURCE /* mkdtemp */

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/redolog.h"
#include "tests/support/scarcity.h"
#include "tests/support/tally.h"

enum {
    VOLUME_BYTES = 3 << 20,
    NBLOCKS = 500,
};

/* ---- What is tried ---- */

struct trial {
    char folder[32], path[48], path_new[56];
    struct redolog batch;
    uint8_t *expected;
    struct redolog_volume volume;
};

static bool is_there(const char *name)
{
    struct stat st;

    return lstat(name, &st) == 0;
}

static enum status carry_out(struct trial *trial)
{
    const char *why = NULL;
    struct redo *redo;
    enum status status = redo_open(trial->path, &redo, &why);

    if (status != STATUS_OK)
        return status;
    status = redo_carry_out(redo, redolog_target(&trial->volume), &why);
    redo_close(redo);
    return status;
}

/* With the N-th allocation failing. True where no allocation was the N-th. */
static bool try_once(struct trial *trial, unsigned long n, bool lasting)
{
    enum status status;
    bool is_over;

    scarcity_fail_at(n, lasting);
    status = redo_write(trial->path, &trial->batch.about, redolog_extents(&trial->batch), 2);
    tally_check(!is_there(trial->path_new), "nothing is left of the new one");
    tally_check(is_there(trial->path) == (status == STATUS_OK), "the log is there, or it failed");
    if (status == STATUS_OK)
        status = carry_out(trial);
    is_over = scarcity_count() < n;
    scarcity_fail_at(0, false);
    tally_check(status == STATUS_OK || (status == STATUS_NO_MEMORY && !is_over),
                "it works or says no memory");
    if (status == STATUS_OK)
        tally_check(memcmp(trial->volume.at, trial->expected, VOLUME_BYTES) == 0,
                    "what works is whole");
    memset(trial->volume.at, 0, VOLUME_BYTES);
    unlink(trial->path);
    return is_over;
}

static void try_all(struct trial *trial, bool lasting)
{
    enum { MOST = 10000 };
    unsigned long n = 1;

    while (n < MOST && !try_once(trial, n, lasting))
        n++;
    tally_check(n > 20 && n < MOST, "every allocation failed once");
}

static void begin(struct trial *trial)
{
    snprintf(trial->folder, sizeof trial->folder, "/tmp/mftlink-redo-XXXXXX");
    tally_check(mkdtemp(trial->folder), "there is a folder");
    snprintf(trial->path, sizeof trial->path, "%s/PLAN.redo", trial->folder);
    snprintf(trial->path_new, sizeof trial->path_new, "%s.new", trial->path);
    redolog_begin(&trial->batch, 1, VOLUME_BYTES, NBLOCKS);
    trial->volume = (struct redolog_volume){.at = calloc(1, VOLUME_BYTES), .nbytes = VOLUME_BYTES};
    trial->expected = calloc(1, VOLUME_BYTES);
    tally_check(trial->volume.at && trial->expected, "there is memory");
    redolog_apply(&trial->batch, trial->expected);
}

static void end(struct trial *trial)
{
    tally_check(rmdir(trial->folder) == 0, "nothing is left in the folder");
    redolog_end(&trial->batch);
    free(trial->volume.at);
    free(trial->expected);
}

int main(void)
{
    bool is_told = scarcity_tell_crypto(1);
    static struct trial trial;

    tally_begin("a redo log with memory");
    tally_check(is_told, "libcrypto takes our functions");
    begin(&trial);
    /* libcrypto's first use makes what it keeps. */
    tally_check(try_once(&trial, 100000, false), "it works");
    tally_begin("each allocation fails alone");
    try_all(&trial, false);
    tally_begin("each allocation fails with all behind it");
    try_all(&trial, true);
    end(&trial);
    return tally_end();
}
