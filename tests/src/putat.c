/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create, F_ADD_SEALS */
#include "src/putat.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

TestSuite(putat, .timeout = 30);

Test(putat, all_bytes_are_where_they_belong)
{
    int fd = memfd_create("putat", 0);
    char back[8] = "";

    cr_assert(putat(fd, 5, (struct bytes){(const uint8_t *)"abc", 3}));
    cr_assert_eq(pread(fd, back, sizeof back, 0), 8);
    cr_expect_arr_eq(back, "\0\0\0\0\0abc", 8);
    close(fd);
}

Test(putat, nothing_is_nothing)
{
    cr_expect(putat(-1, 0, (struct bytes){NULL, 0}));
}

/* The first write is short, the next one fails. */
Test(putat, a_file_that_cannot_grow_is_told)
{
    const struct rlimit limit = {4096, 4096};
    uint8_t bytes[8192];
    int fd = memfd_create("putat", 0);

    memset(bytes, 7, sizeof bytes);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_expect_not(putat(fd, 0, (struct bytes){bytes, sizeof bytes}));
    cr_expect_eq(errno, EFBIG);
    close(fd);
}

Test(putat, a_full_device_is_told)
{
    int fd = open("/dev/full", O_WRONLY);

    if (fd < 0)
        cr_skip_test("no /dev/full");
    cr_expect_not(putat(fd, 0, (struct bytes){(const uint8_t *)"a", 1}));
    cr_expect_eq(errno, ENOSPC);
    close(fd);
}
