/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inventories without memory: the n-th allocation fails, for every n, while one is written to
 * memory, opened and read back. What was begun is given back, and what succeeds is whole.
 *
 * The linker puts the functions here before those of the C library and of libzstd, wherever our own
 * objects call them; libcrypto is told. A plain program, since nothing of that may reach other
 * tests.
 */
#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#include "tests/support/digest.h"
#include "tests/support/exam.h"
#include "tests/support/stock.h"
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
    WANT_EVERYTHING = 255,
    CRYPTO_STRIDE = 16, /* libcrypto allocates three times as often as we do: one of so many */
    ZSTD_NO_MEMORY = 64 /* ZSTD_error_memory_allocation */
};

static atomic_ulong nallocations, ncrypto, failing;
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

static bool is_counted(void)
{
    return atomic_fetch_add(&ncrypto, 1) % CRYPTO_STRIDE == 0;
}

static void *crypto_malloc(size_t n, const char *file, int line)
{
    (void)file, (void)line;
    return is_counted() ? __wrap_malloc(n) : __real_malloc(n);
}

static void *crypto_realloc(void *at, size_t n, const char *file, int line)
{
    (void)file, (void)line;
    return is_counted() ? __wrap_realloc(at, n) : __real_realloc(at, n);
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
    atomic_store(&ncrypto, 0);
    atomic_store(&is_lasting, lasting);
    atomic_store(&failing, n);
}

/* ---- What is tried ---- */

static struct forge_volume *forge_all(void)
{
    static const uint8_t sd[36] = {1, 0, 4, 0x80, 20, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0,  0,
                                   0, 0, 0, 1,    2,  0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2};
    struct forge_volume *v = forge_volume_new(&(struct forge_shape){0});
    uint8_t *record = forge_volume_begin(v, 30, &(struct forge_header){.links = 2});

    forge_file_name(record, FORGE_ROOT, NAMESPACE_WIN32, "long name");
    forge_file_name(record, FORGE_ROOT, NAMESPACE_DOS, "LONGNA~1");
    forge_resident(record, ATTR_SECURITY_DESCRIPTOR, "", sd, sizeof sd);
    forge_resident(record, ATTR_DATA, "stream", "1", 1);
    forge_reparse(record, 0xA000000C);
    forge_volume_end(v, 30);
    forge_volume_begin(v, 31, &(struct forge_header){.links = 0});
    forge_volume_end(v, 31);
    forge_volume_file(v, 32, reference_of(50, 1), "orphan");
    return v;
}

struct outcome {
    enum status status;
    uint64_t digest;
};

static struct outcome try_all(const struct exam *exam, unsigned nworkers)
{
    const struct stock_from from = {exam->volume, exam->index, NULL, NULL, nworkers};
    struct outcome outcome = {.status = STATUS_OK};
    struct index *index = NULL;
    const char *why = NULL;
    struct stock stock;

    outcome.status = stock_of_index(&from, &stock);
    if (outcome.status == STATUS_OK)
        outcome.status = stock_open(&stock, &why);
    if (outcome.status == STATUS_OK)
        outcome.status = stock_read(&stock, WANT_EVERYTHING, nworkers, &index, &why);
    if (outcome.status == STATUS_OK)
        outcome.digest = digest_of_index(index);
    else
        tally_check(!index, "an index that is not made is not given");
    index_free(index);
    stock_free(&stock);
    return outcome;
}

static void fail_everywhere(const struct exam *exam, unsigned nworkers, bool lasting)
{
    fail_at(0, false);
    struct outcome whole = try_all(exam, nworkers);
    unsigned long all = atomic_load(&nallocations), nfailed = 0;

    tally_check(whole.status == STATUS_OK, "with memory it succeeds");
    for (unsigned long n = 1; n <= all; n++) {
        fail_at(n, lasting);

        struct outcome outcome = try_all(exam, nworkers);
        fail_at(0, false);
        nfailed += outcome.status == STATUS_NO_MEMORY;
        if (outcome.status == STATUS_OK)
            tally_check(outcome.digest == whole.digest, "what succeeds is whole");
        else
            tally_check(outcome.status == STATUS_NO_MEMORY, "what fails says why");
    }
    tally_check(nfailed > 300, "without memory it fails");
}

int main(void)
{
    bool is_told = CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
    struct forge_volume *v = forge_all();
    struct exam exam;

    exam_begin(&exam, v, WANT_EVERYTHING);
    for (unsigned nworkers = 1; nworkers <= 2; nworkers++) {
        tally_begin("each allocation may fail once");
        tally_check(is_told, "libcrypto takes our functions");
        fail_everywhere(&exam, nworkers, false);
        tally_begin("each allocation may be the last one that succeeds");
        fail_everywhere(&exam, nworkers, true);
    }
    exam_end(&exam);
    forge_volume_free(v);
    return tally_end();
}
