/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of any file system as an index: trees that are made here, deep, linked, unreadable. */
#define _GNU_SOURCE /* mkdtemp, mkfifoat */

#include "src/folderindex.h"

#include "mft/path.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOBODY = 65534, ALL = WANT_TIMES | WANT_CHILDREN | WANT_NAME_TIMES | WANT_SECURITY };

static char folder[64];
static int root = -1;
static struct index *rows;

static void begin(void)
{
    snprintf(folder, sizeof folder, "%s/mftlink-folder.XXXXXX",
             getenv("TMPDIR") && strlen(getenv("TMPDIR")) < 30 ? getenv("TMPDIR") : "/tmp");
    cr_assert(mkdtemp(folder));
    cr_assert_eq(chmod(folder, 0755), 0);
    root = open(folder, O_RDONLY | O_DIRECTORY);
    cr_assert_geq(root, 0);
}

static void end(void)
{
    char command[200];

    index_free(rows);
    close(root);
    if (geteuid() != getuid())
        cr_assert_eq(seteuid(getuid()), 0);
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(folderindex, .init = begin, .fini = end, .timeout = 60);

static void put(const char *name, const char *content)
{
    int fd = openat(root, name, O_WRONLY | O_CREAT | O_EXCL, 0644);

    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    close(fd);
}

static void make(const char *name)
{
    cr_assert_eq(mkdirat(root, name, 0755), 0);
}

static void read_all(void)
{
    cr_assert(folderindex_read(folder, ALL, &rows));
}

static uint32_t file_at(const char *path)
{
    uint32_t name;

    cr_assert_eq(path_find(rows, str_of(path), NULL, &name, NULL), STATUS_OK, "%s", path);
    return rows->names.file[name];
}

static unsigned count_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    unsigned n = 0;

    cr_assert(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

Test(folderindex, files_and_folders_have_what_the_system_says)
{
    const struct timespec times[] = {{1700000000, 500}, {1600000000, 123456700}};
    const uint64_t ticks = (UINT64_C(1600000000) + 11644473600) * 10000000 + 1234567;
    uint32_t file;

    make("Users");
    put("Users/a.txt", "hello");
    put("Users/.hidden", "");
    cr_assert_eq(utimensat(root, "Users/a.txt", times, 0), 0);
    cr_assert_eq(fchmodat(root, "Users/a.txt", 0444, 0), 0);
    read_all();
    cr_assert_eq(rows->files.n, 4);
    cr_assert_eq(rows->names.n, 4);
    cr_assert_eq(rows->nfindings, 0);
    cr_expect_eq(rows->files.record[0], RECORD_ROOT);
    file = file_at("\\Users\\a.txt");
    cr_expect_eq(rows->files.size[file], 5);
    cr_expect_eq(rows->files.flags[file], FILE_IN_USE | FILE_HAS_DATA);
    cr_expect_eq(rows->files.times[4 * file + 1], ticks);
    cr_expect_eq(rows->files.attributes[file], 1, "read-only");
    cr_expect_eq(rows->files.header_links[file], 1);
    cr_expect_eq(rows->files.sequence[file], 1);
    cr_expect_eq(rows->files.attributes[file_at("\\Users\\.hidden")], 0, "not hidden");
    cr_expect_eq(rows->files.flags[file_at("\\Users")], FILE_IN_USE | FILE_DIRECTORY);
    cr_expect_eq(rows->files.size[file_at("\\Users")], 0);
    cr_expect_eq(file_at("\\"), 0);
}

Test(folderindex, names_of_one_file_are_one_group)
{
    uint32_t file;

    make("a");
    make("b");
    put("b/one", "12345678");
    put("b/other", "1");
    cr_assert_eq(linkat(root, "b/one", root, "a/two", 0), 0);
    cr_assert_eq(linkat(root, "b/one", root, "three", 0), 0);
    read_all();
    cr_assert_eq(rows->files.n, 5);
    cr_assert_eq(rows->names.n, 7);
    file = file_at("\\a\\two");
    cr_expect_eq(file_at("\\b\\one"), file);
    cr_expect_eq(file_at("\\three"), file);
    cr_expect_neq(file_at("\\b\\other"), file);
    cr_expect_eq(index_links(rows, file), 3);
    cr_expect_eq(rows->files.header_links[file], 3);
    cr_expect_eq(rows->files.size[file], 8);
}

Test(folderindex, links_pipes_and_sockets_are_reparse_points)
{
    make("real");
    put("real/x", "1");
    cr_assert_eq(symlinkat(".", root, "loop"), 0);
    cr_assert_eq(symlinkat("/nowhere", root, "broken"), 0);
    cr_assert_eq(symlinkat("real", root, "other"), 0);
    cr_assert_eq(mkfifoat(root, "pipe", 0600), 0);
    read_all();
    cr_assert_eq(rows->files.n, 7, "nothing is followed");
    cr_expect_eq(index_reparse_tag(rows, file_at("\\loop")), 0xA000000C);
    cr_expect_eq(index_reparse_tag(rows, file_at("\\broken")), 0xA000000C);
    cr_expect_eq(index_reparse_tag(rows, file_at("\\other")), 0xA000000C);
    cr_expect_eq(index_reparse_tag(rows, file_at("\\pipe")), 0x80000024);
    cr_expect_eq(index_reparse_tag(rows, file_at("\\real\\x")), 0);
    cr_expect_eq(rows->files.attributes[file_at("\\loop")], FILE_ATTRIBUTE_REPARSE_POINT);
    cr_expect_not(rows->files.flags[file_at("\\loop")] & (FILE_DIRECTORY | FILE_HAS_DATA));
}

/* Records follow the names, not the order in which a file system lists them. */
Test(folderindex, the_order_is_that_of_the_names)
{
    char name[16];
    uint32_t last = 0;

    for (unsigned i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "%03u", i * 333 % 500);
        put(name, "");
    }
    read_all();
    for (unsigned i = 0; i < 500; i++) {
        uint32_t record;

        snprintf(name, sizeof name, "\\%03u", i);
        record = rows->files.record[file_at(name)];
        cr_assert_eq(record, i == 0 ? (uint32_t)RECORD_FIRST_USER : last + 1);
        last = record;
    }
}

static void make_deep(unsigned depth)
{
    int at = dup(root);

    for (unsigned i = 0; i < depth; i++) {
        int below;

        cr_assert_eq(mkdirat(at, "down", 0755), 0);
        cr_assert_eq(mkdirat(at, "zz", 0755), 0, "one more to come back to");
        below = openat(at, "down", O_RDONLY | O_DIRECTORY);
        cr_assert_geq(below, 0);
        close(at);
        at = below;
    }
    close(at);
}

Test(folderindex, three_thousand_levels_need_few_descriptors)
{
    enum { DEPTH = 3000 };
    const struct rlimit few = {48, 48};
    struct path path = {0};
    unsigned before;

    make_deep(DEPTH);
    before = count_descriptors();
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
    read_all();
    cr_expect_eq(count_descriptors(), before);
    cr_assert_eq(rows->nfindings, 0);
    cr_assert_eq(rows->files.n, 2 * DEPTH + 1);
    for (uint32_t file = 0; file < rows->files.n; file++)
        cr_assert_not(rows->files.flags[file] & FILE_CUT_OFF);
    cr_assert_eq(path_of_file(rows, rows->files.n - 1, &path), STATUS_OK);
    cr_expect(path.n > 3 && memcmp(path.at + path.n - 3, "\\zz", 3) == 0);
    path_free(&path);
}

/* Nobody's privileges are enough to read a folder that is closed to all. */
Test(folderindex, what_cannot_be_read_is_a_finding_and_costs_itself_alone)
{
    make("closed");
    put("closed/x", "1");
    make("blind");
    put("blind/y", "1");
    make("open");
    put("open/z", "1");
    cr_assert_eq(fchmodat(root, "closed", 0, 0), 0);
    cr_assert_eq(fchmodat(root, "blind", 0444, 0), 0);
    if (getuid() == 0)
        cr_assert_eq(seteuid(NOBODY), 0);
    read_all();
    cr_assert_eq(rows->nfindings, 2);
    cr_expect_eq(rows->findings[0].kind, FINDING_UNREADABLE);
    cr_expect(rows->files.flags[file_at("\\closed")] & FILE_FINDING);
    cr_expect(rows->files.flags[file_at("\\blind")] & FILE_FINDING, "lists names, and no more");
    cr_expect_not(rows->files.flags[file_at("\\open")] & FILE_FINDING);
    cr_expect_eq(rows->files.size[file_at("\\open\\z")], 1);
    cr_expect_eq(rows->files.n, 5);
}

Test(folderindex, a_name_that_is_no_utf8_is_refused)
{
    put("good\u00eb\U0001F600", "1");
    put("bad\xFF", "1");
    put("cut\xE6\x97", "1");
    read_all();
    cr_assert_eq(rows->files.n, 2);
    cr_assert_eq(rows->nfindings, 2);
    cr_expect_eq(rows->findings[0].kind, FINDING_BAD_NAME);
    cr_expect_eq(rows->findings[0].record, RECORD_ROOT);
    cr_expect_eq(file_at("\\good\u00eb\U0001F600"), 1);
}

Test(folderindex, other_file_systems_below_are_not_entered)
{
    uint32_t proc;

    if (!folderindex_read("/dev", ALL, &rows))
        cr_skip_test("/dev cannot be read here");
    if (access("/dev/shm", X_OK) != 0 || access("/dev/pts", X_OK) != 0)
        cr_skip_test("nothing is mounted below /dev");
    proc = file_at("\\pts");
    cr_expect(rows->files.flags[proc] & FILE_DIRECTORY);
    cr_expect_eq(rows->first_child[proc], rows->first_child[proc + 1]);
    cr_expect_eq(index_reparse_tag(rows, file_at("\\null")), 0x80000025);
}

Test(folderindex, what_is_no_folder_is_said)
{
    char path[100];

    put("file", "1");
    snprintf(path, sizeof path, "%s/file", folder);
    cr_expect_not(folderindex_read(path, ALL, &rows));
    snprintf(path, sizeof path, "%s/nothing", folder);
    cr_expect_not(folderindex_read(path, ALL, &rows));
    cr_expect_null(rows);
}

Test(folderindex, an_empty_folder_is_a_root)
{
    read_all();
    cr_expect_eq(rows->files.n, 1);
    cr_expect_eq(rows->files.record[0], RECORD_ROOT);
    cr_expect_eq(rows->first_child[0], rows->first_child[1]);
    cr_expect_eq(rows->nrecords, RECORD_FIRST_USER + 1);
}
