/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redo logs without memory: the n-th allocation fails, for every n, while one is written, opened,
 * and carried out. What was begun is given back, no half of a log stays, and what succeeds is
 * whole.
 *
 * The linker puts the functions here before those of the C library and of libzstd, wherever our own
 * objects call them; libcrypto is told. A plain program, since nothing of that may reach other
 * tests.
 */
#define _GNU_SOURCE /* mkdtemp */

#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "tests/support/redolog.h"
#include "tests/support/tally.h"

/* What the linker makes of --wrap. */
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *at, size_t n);
void *__wrap_aligned_alloc(size_t align, size_t n);
ZSTD_CCtx *__wrap_ZSTD_createCCtx(void);
ZSTD_DCtx *__wrap_ZSTD_createDCtx(void);
size_t __wrap_ZSTD_compress2(ZSTD_CCtx *context, void *to, size_t room, const void *from, size_t n);
void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *at, size_t n);
void *__real_aligned_alloc(size_t align, size_t n);
ZSTD_CCtx *__real_ZSTD_createCCtx(void);
ZSTD_DCtx *__real_ZSTD_createDCtx(void);
size_t __real_ZSTD_compress2(ZSTD_CCtx *context, void *to, size_t room, const void *from, size_t n);

enum {
    VOLUME_BYTES = 3 << 20,
    NBLOCKS = 500,
    ZSTD_NO_MEMORY = 64, /* ZSTD_error_memory_allocation */
};

static atomic_ulong nallocations, failing;
static atomic_bool is_lasting; /* all behind the failing one fail too */

static bool must_fail(void)
{
    unsigned long n = atomic_fetch_add(&nallocations, 1) + 1, first = atomic_load(&failing);

    return first != 0 && (n == first || (n > first && atomic_load(&is_lasting)));
}

void *__wrap_malloc(size_t n)
{
    return must_fail() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *at, size_t n)
{
    return must_fail() ? NULL : __real_realloc(at, n);
}

void *__wrap_aligned_alloc(size_t align, size_t n)
{
    return must_fail() ? NULL : __real_aligned_alloc(align, n);
}

ZSTD_CCtx *__wrap_ZSTD_createCCtx(void)
{
    return must_fail() ? NULL : __real_ZSTD_createCCtx();
}

ZSTD_DCtx *__wrap_ZSTD_createDCtx(void)
{
    return must_fail() ? NULL : __real_ZSTD_createDCtx();
}

size_t __wrap_ZSTD_compress2(ZSTD_CCtx *context, void *to, size_t room, const void *from, size_t n)
{
    return must_fail() ? (size_t)-ZSTD_NO_MEMORY
                       : __real_ZSTD_compress2(context, to, room, from, n);
}

static void *crypto_malloc(size_t n, const char *file, int line)
{
    (void)file, (void)line;
    return __wrap_malloc(n);
}

static void *crypto_realloc(void *at, size_t n, const char *file, int line)
{
    (void)file, (void)line;
    return __wrap_realloc(at, n);
}

static void crypto_free(void *at, const char *file, int line)
{
    (void)file, (void)line;
    free(at);
}

static void fail_at(unsigned long n, bool lasting)
{
    atomic_store(&failing, 0);
    atomic_store(&nallocations, 0);
    atomic_store(&is_lasting, lasting);
    atomic_store(&failing, n);
}

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

    fail_at(n, lasting);
    status = redo_write(trial->path, &trial->batch.about, redolog_extents(&trial->batch));
    tally_check(!is_there(trial->path_new), "nothing is left of the new one");
    tally_check(is_there(trial->path) == (status == STATUS_OK), "the log is there, or it failed");
    if (status == STATUS_OK)
        status = carry_out(trial);
    is_over = atomic_load(&nallocations) < n;
    fail_at(0, false);
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
    bool is_told = CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
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
