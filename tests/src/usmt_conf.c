/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mftlink.conf: lines that name drives, and lines that do not. */
#define _GNU_SOURCE /* mkstemp */
#include "src/usmt_conf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

static bool read_text(const char *text, size_t n, struct options *options, struct arena *arena)
{
    char name[] = "/tmp/mftlink-conf-XXXXXX";
    int fd = mkstemp(name);
    bool is_good;

    cr_assert(fd >= 0 && write(fd, text, n) == (ssize_t)n);
    close(fd);
    *options = (struct options){0};
    is_good = usmt_conf_drives(name, options, arena);
    unlink(name);
    return is_good;
}

Test(usmt_conf, drives_are_read)
{
    static const char text[] = "# a comment\r\n\n C: = /dev/disk by/x=1 \r\nd:2=d.img\nE=e";
    struct arena arena = {0};
    struct options options;

    cr_assert(read_text(text, sizeof text - 1, &options, &arena));
    cr_assert_eq(options.ndrives, 3);
    cr_expect_eq(options.drives[0].letter, 'C');
    cr_expect_str_eq(options.drives[0].source, "/dev/disk by/x=1");
    cr_expect(options.drives[1].letter == 'D' && options.drives[1].partition == 2);
    cr_expect_str_eq(options.drives[2].source, "e");
    arena_free(&arena);
}

Test(usmt_conf, what_is_no_drive_is_refused)
{
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {{"C:", 2}, {"C: =", 4}, {"CD: = x", 7}, {"= x", 3}, {"C: = x\0y", 8}, {"x", 1}};
    struct arena arena = {0};
    struct options options;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_not(read_text(cases[i].text, cases[i].n, &options, &arena), "%s", cases[i].text);
    cr_expect_not(usmt_conf_drives("/no/such/file", &options, &arena));
    arena_free(&arena);
}
