/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out: see scarcity.h. */
#include "tests/support/scarcity.h"

#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <zstd.h>

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

enum { ZSTD_NO_MEMORY = 64 /* ZSTD_error_memory_allocation */ };

static atomic_ulong nallocations, ncrypto, failing;
static atomic_bool is_lasting; /* all behind the failing one fail too */
static unsigned crypto_stride;

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
    return atomic_fetch_add(&ncrypto, 1) % crypto_stride == 0;
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

void scarcity_fail_at(unsigned long n, bool lasting)
{
    scarcity_end();
    atomic_store(&nallocations, 0);
    atomic_store(&ncrypto, 0);
    atomic_store(&is_lasting, lasting);
    atomic_store(&failing, n);
}

void scarcity_end(void)
{
    atomic_store(&failing, 0);
}

unsigned long scarcity_count(void)
{
    return atomic_load(&nallocations);
}

bool scarcity_tell_crypto(unsigned stride)
{
    crypto_stride = stride;
    return CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
}
