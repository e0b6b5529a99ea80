/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of locked files, as Windows and people write them. */
#define _GNU_SOURCE /* mkstemp */
#include "src/lockedlist.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

/* Writes N bytes to a file and reads it as a list. */
static bool read_bytes(const void *bytes, size_t n, struct lockedlist *list_ret)
{
    char path[] = "/tmp/mftlink-locked.XXXXXX";
    int fd = mkstemp(path);
    bool is_good;

    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    is_good = lockedlist_read(path, list_ret);
    unlink(path);
    return is_good;
}

static bool read_text(const char *text, struct lockedlist *list_ret)
{
    return read_bytes(text, strlen(text), list_ret);
}

Test(lockedlist, a_line_is_a_path_and_may_say_who_holds_it)
{
    static const struct {
        const char *path;
        bool is_by_system;
    } rows[] = {
        {"C:\\Users\\Ann\\mail.pst", false},
        {"c:\\pagefile.sys", true},
        {"D:\\a b\\Zo\xC3\xAB.doc", false},
        {"C:\\system\\x", false},
        {"C:\\last", true},
    };
    struct lockedlist list;

    cr_assert(read_text("\xEF\xBB\xBF"
                        "C:\\Users\\Ann\\mail.pst\r\n"
                        "# a remark\n\n"
                        "  SYSTEM\t c:\\pagefile.sys \r\n"
                        "application\tD:\\a b\\Zo\xC3\xAB.doc\n"
                        "C:\\system\\x\n"
                        "system\tC:\\last",
                        &list));
    cr_assert_eq(list.n, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_expect(str_equal(list.locks[i].path, str_of(rows[i].path)), "%zu", i);
        cr_expect_eq(list.locks[i].is_by_system, rows[i].is_by_system, "%zu", i);
    }
    lockedlist_free(&list);
}

Test(lockedlist, utf_16_with_its_mark_is_read)
{
    static const char text[] = "C:\\a\r\nC:\\b";
    uint8_t wide[2 + 2 * sizeof text] = {0xFF, 0xFE};
    struct lockedlist list;

    for (size_t i = 0; i + 1 < sizeof text; i++)
        wide[2 + 2 * i] = (uint8_t)text[i];
    cr_assert(read_bytes(wide, 2 * sizeof text, &list));
    cr_assert_eq(list.n, 2);
    cr_expect(str_equal(list.locks[1].path, str_of("C:\\b")));
    lockedlist_free(&list);
}

Test(lockedlist, what_is_no_path_with_a_drive_is_refused)
{
    static const char *const texts[] = {"\\Users\\x\n", "mail.pst", "C:\n", "C:x\\y", "\x01\x02"};
    struct lockedlist list;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_expect_not(read_text(texts[i], &list), "%zu", i);
    cr_expect_not(lockedlist_read("/nowhere/list", &list));
    cr_expect_not(lockedlist_read("/tmp", &list), "a folder");
    cr_assert(read_text("", &list));
    cr_expect_eq(list.n, 0);
    lockedlist_free(&list);
}
