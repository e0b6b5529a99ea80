/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where shortcuts lead to: whole ones, cut off ones, and those that nobody can be sure of. */
#include "src/shortcut.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/support/forge.h"

enum {
    HEADER_BYTES = 0x4C,
    ID_LIST = 0x1,
    LINK_INFO = 0x2,
    NAME = 0x4,
    RELATIVE = 0x8,
    UNICODE = 0x80,
    VARIABLES = 0x200,
    INSTALLER = 0x1000,
    NETWORK = 2,
    REMOVABLE = 2,
    FIXED = 3,
    ROOM = 1000,
};

static uint8_t link_bytes[ROOM];
static size_t nbytes, info_at;
static struct arena arena;

static void begin_link(uint32_t flags)
{
    static const uint8_t id[] = {0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};

    memset(link_bytes, 0, sizeof link_bytes);
    forge_put32(link_bytes, HEADER_BYTES);
    memcpy(link_bytes + 4, id, sizeof id);
    forge_put32(link_bytes + 20, flags);
    nbytes = HEADER_BYTES;
    if (flags & ID_LIST) {
        forge_put16(link_bytes + nbytes, 7);
        nbytes += 9;
    }
}

/* BASE and SUFFIX, terminated; in UTF-16 where IS_WIDE. */
static void put_info(const char *base, const char *suffix, bool is_wide)
{
    const uint32_t header = is_wide ? 36 : 28, volume = header, path = volume + 17;
    uint8_t *info = link_bytes + nbytes;
    size_t end = path;

    info_at = nbytes;
    forge_put32(info + 4, header);
    forge_put32(info + 8, 1);
    forge_put32(info + 12, volume);
    forge_put32(info + volume, 17);
    forge_put32(info + volume + 4, FIXED);
    forge_put32(info + 16, (uint32_t)end);
    memcpy(info + end, is_wide ? "?" : base, is_wide ? 2 : strlen(base) + 1);
    end += is_wide ? 2 : strlen(base) + 1;
    forge_put32(info + 24, (uint32_t)end);
    memcpy(info + end, suffix, is_wide ? 0 : strlen(suffix) + 1);
    end += is_wide ? 1 : strlen(suffix) + 1;
    if (is_wide) {
        forge_put32(info + 28, (uint32_t)end);
        end += 2 * forge_utf16(base, info + end) + 2;
        forge_put32(info + 32, (uint32_t)end);
        end += 2 * forge_utf16(suffix, info + end) + 2;
    }
    forge_put32(info, (uint32_t)end);
    nbytes += end;
}

static void put_text(const char *text)
{
    const size_t n = forge_utf16(text, link_bytes + nbytes + 2);

    forge_put16(link_bytes + nbytes, (uint16_t)n);
    nbytes += 2 + 2 * n;
}

/* Of the first N bytes, which are all that there is. */
static enum status read_some(size_t n, struct shortcut *shortcut)
{
    uint8_t *bytes = forge_copy(link_bytes, n);
    enum status status = shortcut_read((struct bytes){bytes, n}, &arena, shortcut);

    free(bytes);
    return status;
}

static void expect_target(const char *target, const char *relative)
{
    struct shortcut shortcut;

    cr_assert_eq(read_some(nbytes, &shortcut), STATUS_OK);
    cr_expect(str_equal(shortcut.target, str_of(target)));
    cr_expect(str_equal(shortcut.relative, str_of(relative)));
}

static void expect_none(enum status status)
{
    struct shortcut shortcut;

    cr_expect_eq(read_some(nbytes, &shortcut), status);
}

static void drop(void)
{
    arena_free(&arena);
}

TestSuite(shortcut, .fini = drop, .timeout = 60);

Test(shortcut, tells_its_target_and_the_way_to_it)
{
    begin_link(ID_LIST | LINK_INFO | NAME | RELATIVE | UNICODE);
    put_info("C:\\Docs\\a.txt", "", false);
    put_text("a text");
    put_text("..\\Docs\\a.txt");
    expect_target("C:\\Docs\\a.txt", "..\\Docs\\a.txt");
}

Test(shortcut, is_read_in_unicode_where_it_has_that)
{
    begin_link(LINK_INFO);
    put_info("C:\\Docs\\", "b.txt", true);
    expect_target("C:\\Docs\\b.txt", "");
}

Test(shortcut, that_is_cut_off_anywhere_is_damaged)
{
    begin_link(ID_LIST | LINK_INFO | NAME | RELATIVE | UNICODE);
    for (int is_wide = 0; is_wide < 2; is_wide++) {
        struct shortcut shortcut;

        begin_link(ID_LIST | LINK_INFO | NAME | RELATIVE | UNICODE);
        put_info("C:\\Docs\\a.txt", "", is_wide);
        put_text("text");
        put_text("..\\a.txt");
        for (size_t n = 0; n < nbytes; n++)
            cr_expect_eq(read_some(n, &shortcut), STATUS_DAMAGED, "%zu", n);
    }
}

Test(shortcut, whose_places_lie_outside_is_damaged)
{
    static const size_t fields[] = {0, 4, 12, 16, 24};
    static const uint32_t values[] = {0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFF0};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        for (size_t j = 0; j < sizeof values / sizeof values[0]; j++) {
            begin_link(LINK_INFO);
            put_info("C:\\a.txt", "", false);
            forge_put32(link_bytes + info_at + fields[i], values[j]);
            expect_none(STATUS_DAMAGED);
        }
}

Test(shortcut, that_leads_to_no_built_in_disk_for_sure_is_none)
{
    static const char *const paths[] = {
        "\\\\server\\share\\a.txt", "C:",         "C:a.txt",      "a.txt",
        "C:\\%USER%\\a.txt",        "C:\\a?.txt", "C:\\\xE4.txt", ""};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        begin_link(LINK_INFO);
        put_info(paths[i], "", false);
        expect_none(STATUS_NOT_FOUND);
    }
    begin_link(LINK_INFO);
    put_info("C:\\a", "b", false);
    expect_none(STATUS_NOT_FOUND);
    begin_link(LINK_INFO);
    put_info("C:\\a.txt", "", false);
    forge_put32(link_bytes + info_at + 8, NETWORK | 1);
    expect_none(STATUS_NOT_FOUND);
    begin_link(LINK_INFO);
    put_info("E:\\a.txt", "", false);
    forge_put32(link_bytes + info_at + 28 + 4, REMOVABLE);
    expect_none(STATUS_NOT_FOUND);
}

Test(shortcut, to_what_windows_looks_for_is_none)
{
    static const uint32_t flags[] = {0, LINK_INFO | VARIABLES, LINK_INFO | INSTALLER};

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        begin_link(flags[i]);
        put_info("C:\\a.txt", "", false);
        expect_none(STATUS_NOT_FOUND);
    }
}

Test(shortcut, of_another_kind_is_damaged)
{
    begin_link(LINK_INFO);
    put_info("C:\\a.txt", "", false);
    link_bytes[4] ^= 1;
    expect_none(STATUS_DAMAGED);
}
