/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files, memory, parts, and what happens at their ends. */
#define _GNU_SOURCE
#include "mft/source.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/forge.h"

enum { N = 10000 };

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 31 + i / 256);
}

static uint8_t *some_bytes(void)
{
    uint8_t *bytes = malloc(N);

    for (size_t i = 0; i < N; i++)
        bytes[i] = pattern(i);
    return bytes;
}

/* A file with the pattern; PATH has room for 32 bytes. */
static void make_file(char *path)
{
    uint8_t *bytes = some_bytes();

    strcpy(path, "/tmp/source-test-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, bytes, N), N);
    close(fd);
    free(bytes);
}

static void expect_range(const struct source *source, uint64_t offset, size_t n, size_t expected,
                         size_t pattern_at)
{
    uint8_t *buffer = malloc(n + 1);
    size_t got = 77;

    cr_assert_eq(source_read(source, offset, buffer, n, &got), STATUS_OK);
    cr_assert_eq(got, expected);
    for (size_t i = 0; i < got; i++)
        cr_assert_eq(buffer[i], pattern(pattern_at + i));
    cr_assert_eq(source_read_all(source, offset, buffer, n),
                 expected == n ? STATUS_OK : STATUS_TRUNCATED);
    free(buffer);
}

static void expect_all_ends(const struct source *source)
{
    expect_range(source, 0, N, N, 0);
    expect_range(source, 0, 0, 0, 0);
    expect_range(source, 1234, 500, 500, 1234);
    expect_range(source, N - 1, 1, 1, N - 1);
    expect_range(source, N - 10, 20, 10, N - 10);
    expect_range(source, N, 1, 0, 0);
    expect_range(source, UINT64_MAX, 1, 0, 0);
    expect_range(source, UINT64_MAX - 5, 100, 0, 0);
}

Test(source, memory_is_read_to_its_end_and_not_further)
{
    uint8_t *bytes = some_bytes();
    struct source source = source_of_memory((struct bytes){bytes, N});

    expect_all_ends(&source);
    source_close(&source);
    free(bytes);
}

Test(source, a_file_is_read_to_its_end_and_not_further)
{
    char path[32];
    struct source source;

    make_file(path);
    cr_assert_eq(source_open(path, &source), STATUS_OK);
    cr_assert_eq(source.size_bytes, N);
    cr_assert_eq(source.sector_bytes, 512);
    expect_all_ends(&source);
    source_close(&source);
    source_close(&source);
    unlink(path);
}

Test(source, a_part_begins_where_it_should_and_ends_with_the_source)
{
    uint8_t *bytes = some_bytes();
    struct source source = source_of_memory((struct bytes){bytes, N});
    struct source part = source_part(&source, 1000, 2000);
    struct source inner = source_part(&part, 1500, 9000);

    expect_range(&part, 0, 2000, 2000, 1000);
    expect_range(&part, 1990, 20, 10, 2990);
    cr_assert_eq(inner.size_bytes, 500, "cut where the part ends");
    expect_range(&inner, 0, 501, 500, 2500);
    cr_assert_eq(source_part(&source, N + 1, 5).size_bytes, 0);
    cr_assert_eq(source_part(&source, UINT64_MAX, UINT64_MAX).size_bytes, 0);
    cr_assert_eq(source_part(&part, 10, UINT64_MAX).size_bytes, 1990);
    free(bytes);
}

Test(source, a_file_that_shrinks_is_truncated)
{
    char path[32];
    struct source source;
    uint8_t buffer[N];
    size_t got;

    make_file(path);
    cr_assert_eq(source_open(path, &source), STATUS_OK);
    cr_assert_eq(truncate(path, 100), 0);
    cr_assert_eq(source_read(&source, 0, buffer, N, &got), STATUS_TRUNCATED);
    cr_assert_eq(source_read_all(&source, 50, buffer, 50), STATUS_OK);
    source_close(&source);
    unlink(path);
}

Test(source, what_is_no_file_cannot_be_opened)
{
    struct source source = {.fd = 77};

    cr_assert_eq(source_open("/nonexistent/file", &source), STATUS_OPEN);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(source_open("/tmp", &source), STATUS_OPEN);
    cr_assert_eq(errno, EISDIR);
    cr_assert_eq(source_open("/dev/null", &source), STATUS_OPEN);
    cr_assert_eq(errno, ESPIPE);
    cr_assert_eq(source.fd, 77, "the result is left alone");
}

Test(source, a_pipe_is_refused_without_waiting_for_a_writer)
{
    char path[] = "/tmp/source-fifo-XXXXXX";
    struct source source;

    cr_assert_not_null(mkdtemp(path));
    char fifo[64];
    snprintf(fifo, sizeof fifo, "%s/pipe", path);
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    cr_assert_eq(source_open(fifo, &source), STATUS_OPEN);
    cr_assert_eq(errno, ESPIPE);
    unlink(fifo);
    rmdir(path);
}

Test(source, reading_leaves_the_file_and_its_times_alone)
{
    char path[32];
    struct source source;
    struct stat before, after;
    const struct timespec old[2] = {{1000000000, 0}, {1000000000, 0}};
    uint8_t buffer[16];

    make_file(path);
    cr_assert_eq(utimensat(AT_FDCWD, path, old, 0), 0);
    cr_assert_eq(stat(path, &before), 0);
    cr_assert_eq(source_open(path, &source), STATUS_OK);
    cr_assert_eq(fcntl(source.fd, F_GETFL) & O_ACCMODE, O_RDONLY);
    cr_assert_eq(source_read_all(&source, 0, buffer, sizeof buffer), STATUS_OK);
    source_close(&source);
    cr_assert_eq(stat(path, &after), 0);
    cr_assert_eq(before.st_atim.tv_sec, after.st_atim.tv_sec);
    cr_assert_eq(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    unlink(path);
}

/* A caller's own reader, which counts and fails from some byte on. */
struct own {
    unsigned *ncalls;
    uint64_t bad_from;
};

static enum status read_own(const struct source *source, uint64_t offset, void *buffer, size_t n)
{
    const struct own *own = source->context;

    ++*own->ncalls;
    if (offset + n > own->bad_from)
        return STATUS_IO;
    memset(buffer, (int)(offset & 0x7F), n);
    return STATUS_OK;
}

Test(source, a_callers_reader_is_asked_for_what_lies_inside_only)
{
    unsigned ncalls = 0;
    struct own own = {&ncalls, 600};
    struct source source = {
        .read = read_own, .context = &own, .fd = -1, .size_bytes = 1000, .sector_bytes = 512};
    struct source part = source_part(&source, 512, 1000);
    uint8_t buffer[200];
    size_t got;

    cr_assert_eq(source_read_all(&part, 0, buffer, 10), STATUS_OK);
    cr_assert_eq(buffer[0], 512 & 0x7F);
    cr_assert_eq(source_read(&part, 0, buffer, 100, &got), STATUS_IO);
    cr_assert_eq(ncalls, 2);
    cr_assert_eq(source_read_all(&part, 400, buffer, 200), STATUS_TRUNCATED);
    cr_assert_eq(source_read(&part, 488, buffer, 200, &got), STATUS_OK);
    cr_assert_eq(got, 0);
    cr_assert_eq(ncalls, 2, "nothing outside was asked for");
}
