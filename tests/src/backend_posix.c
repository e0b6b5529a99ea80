/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of the system as a volume: what is made and taken away, and what never is. */
#define _GNU_SOURCE /* renameat2, SEEK_HOLE, seccomp */

#include "src/backend_posix.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "src/backend_resume.h"
#include "src/content.h"
#include "tests/support/backendbed.h"

static struct backendbed bed;
static uint32_t store;

/* \a.txt with "text" in it, and a folder \store. */
static void begin(void)
{
    backendbed_begin(&bed);
    store = backendbed_folder(&bed, BACKENDBED_ROOT, "store");
    backendbed_mkdir(&bed, "store");
    backendbed_put(&bed, "a.txt", "text");
    backendbed_open(&bed);
}

static void end(void)
{
    backendbed_end(&bed);
}

TestSuite(backend_posix, .init = begin, .fini = end);

static int do_link(const struct backend_item *item)
{
    return bed.backend->calls->link(bed.backend, item);
}

static int link_a(const char *name)
{
    const struct backend_item item = backendbed_item(&bed, store, name, BACKENDBED_ROOT, "a.txt");

    return do_link(&item);
}

/* Copies NAME of the root to \store\TO. */
static int copy(const char *name, const char *to)
{
    const struct backend_item item = backendbed_item(&bed, store, to, BACKENDBED_ROOT, name);
    struct backend_made made = {0};
    struct content *content;
    int why = bed.backend->calls->open_content(bed.backend, &item, &content);

    if (why)
        return why;
    why = bed.backend->calls->copy(bed.backend, &item, content, &made);
    content->calls->close(content);
    if (why == 0) {
        char path[BACKENDBED_PATH_BYTES];

        snprintf(path, sizeof path, "store/%s", to);
        cr_expect_eq(made.reference, backendbed_inode(&bed, path));
    }
    return why;
}

/* ---- Links ---- */

Test(backend_posix, a_link_is_the_same_file)
{
    cr_assert_eq(link_a("b.txt"), 0);
    cr_expect_eq(backendbed_inode(&bed, "store/b.txt"), backendbed_inode(&bed, "a.txt"));
    cr_expect_eq(bed.backend->calls->finish(bed.backend), 0);
}

Test(backend_posix, a_name_that_is_taken_stays_what_it_is)
{
    backendbed_put(&bed, "store/b.txt", "other");
    cr_expect_eq(link_a("b.txt"), EEXIST);
    cr_expect_eq(copy("a.txt", "b.txt"), EEXIST);
    cr_expect(backendbed_holds(&bed, "store/b.txt", "other"));
}

Test(backend_posix, a_source_that_has_changed_is_not_linked)
{
    struct backend_item item = backendbed_item(&bed, store, "b.txt", BACKENDBED_ROOT, "a.txt");
    struct backend_item other = item;

    other.size++;
    cr_expect_eq(do_link(&other), ESTALE);
    other = item;
    other.modified++;
    cr_expect_eq(do_link(&other), ESTALE);
    other = item;
    other.reference++;
    cr_expect_eq(do_link(&other), ESTALE);
    cr_expect_eq(backendbed_links(&bed, "a.txt"), 1);
    other = item;
    other.size++;
    other.is_just_made = true;
    cr_expect_eq(do_link(&other), 0, "only the reference counts");
}

Test(backend_posix, a_source_that_was_replaced_is_not_linked)
{
    const struct backend_item item =
        backendbed_item(&bed, store, "b.txt", BACKENDBED_ROOT, "a.txt");
    char from[BACKENDBED_PATH_BYTES], to[BACKENDBED_PATH_BYTES];

    backendbed_put(&bed, "new.txt", "text");
    backendbed_path(&bed, "new.txt", from);
    backendbed_path(&bed, "a.txt", to);
    cr_assert_eq(rename(from, to), 0);
    cr_expect_eq(do_link(&item), ESTALE);
}

Test(backend_posix, folders_are_not_linked)
{
    const struct backend_item item = backendbed_item(&bed, store, "b", BACKENDBED_ROOT, "store");

    cr_expect_eq(do_link(&item), EISDIR);
}

Test(backend_posix, names_that_lead_elsewhere_are_refused)
{
    static const char *const names[] = {"",
                                        ".",
                                        "..",
                                        "../b",
                                        "a/b",
                                        "a\\b",
                                        "a:b",
                                        "/b",
                                        "\xFF",
                                        "a\xC0\xAF",
                                        ".mftlink-0123456789abcdef"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_expect_eq(link_a(names[i]), EINVAL, "'%s'", names[i]);
    cr_expect_eq(link_a("\xED\xA0\x80"), EILSEQ, "a lone surrogate");
    cr_expect_eq(backendbed_links(&bed, "a.txt"), 1);
    cr_expect_eq(link_a(".mftlink-0123456789abcdefg"), 0, "not a name that is kept");
}

/* ---- The way ---- */

/* Plants a link at each step of \one\two\three in turn; neither makes nor takes anything away. */
static void expect_no_way(const char *planted, const char *moved)
{
    uint32_t one = backendbed_folder(&bed, BACKENDBED_ROOT, "one");
    uint32_t two = backendbed_folder(&bed, one, "two"),
             three = backendbed_folder(&bed, two, "three");
    char from[BACKENDBED_PATH_BYTES], to[BACKENDBED_PATH_BYTES];
    struct backend_item item;
    struct backend_made made;

    backendbed_mkdir(&bed, "one");
    backendbed_mkdir(&bed, "one/two");
    backendbed_mkdir(&bed, "one/two/three");
    backendbed_put(&bed, "one/two/three/x", "x");
    item = backendbed_item(&bed, three, "x", BACKENDBED_ROOT, "a.txt");
    backendbed_path(&bed, planted, from);
    backendbed_path(&bed, moved, to);
    cr_assert_eq(rename(from, to), 0);
    cr_assert_eq(symlink(to, from), 0);
    item.name = str_of("y");
    bed.backend->calls->close(bed.backend);
    backendbed_open(&bed);
    cr_expect_neq(bed.backend->calls->link(bed.backend, &item), 0, "%s", planted);
    cr_expect_neq(bed.backend->calls->make_folder(bed.backend, &item, &made), 0);
    cr_expect_neq(bed.backend->calls->write(bed.backend, &item, (struct bytes){0}, &made), 0);
    item = backendbed_doomed(&bed, three, "x");
    cr_expect_neq(bed.backend->calls->delete (bed.backend, &item), 0);
    item = backendbed_item(&bed, store, "x", three, "x");
    cr_expect_neq(bed.backend->calls->link(bed.backend, &item), 0);
    cr_expect_neq(bed.backend->calls->move(bed.backend, &item), 0);
}

Test(backend_posix, a_link_in_the_first_step_is_not_followed)
{
    expect_no_way("one", "elsewhere");
    cr_expect(backendbed_holds(&bed, "elsewhere/two/three/x", "x"));
    cr_expect_eq(backendbed_links(&bed, "elsewhere/two/three"), 2);
}

Test(backend_posix, a_link_in_the_middle_is_not_followed)
{
    expect_no_way("one/two", "elsewhere");
    cr_expect(backendbed_holds(&bed, "elsewhere/three/x", "x"));
}

Test(backend_posix, a_link_in_the_last_step_is_not_followed)
{
    expect_no_way("one/two/three", "elsewhere");
    cr_expect(backendbed_holds(&bed, "elsewhere/x", "x"));
}

Test(backend_posix, a_source_that_is_a_link_is_linked_itself)
{
    struct backend_item item;

    backendbed_symlink(&bed, "/etc/passwd", "sym");
    item = backendbed_item(&bed, store, "sym", BACKENDBED_ROOT, "sym");
    cr_assert_eq(do_link(&item), 0);
    cr_expect_eq(backendbed_inode(&bed, "store/sym"), backendbed_inode(&bed, "sym"));
    cr_expect_eq(copy("sym", "copied"), ENOTSUP);
}

Test(backend_posix, a_folder_of_the_plan_called_dots_leads_nowhere)
{
    struct backend_item item = backendbed_item(&bed, store, "x", BACKENDBED_ROOT, "a.txt");

    item.folder = backendbed_folder(&bed, store, "..");
    bed.backend->calls->close(bed.backend);
    backendbed_open(&bed);
    cr_expect_eq(do_link(&item), EINVAL);
}

/* openat2 is as if the kernel did not have it. */
static void forbid_openat2(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};

    cr_assert_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    cr_assert_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0), 0);
    cr_assert_eq(syscall(SYS_openat2, 0, "", NULL, 0), -1);
    cr_assert_eq(errno, ENOSYS);
}

Test(backend_posix, without_openat2_no_link_is_followed_either)
{
    forbid_openat2();
    expect_no_way("one/two", "elsewhere");
    cr_expect(backendbed_holds(&bed, "elsewhere/three/x", "x"));
    cr_expect_eq(link_a("b.txt"), 0);
    cr_expect_eq(copy("a.txt", "c.txt"), 0);
    cr_expect(backendbed_holds(&bed, "store/c.txt", "text"));
}

Test(backend_posix, folders_are_found_at_any_depth)
{
    enum { DEPTH = 40, NAME = 200 };
    static char names[DEPTH][NAME + 1];
    uint32_t at = BACKENDBED_ROOT;
    struct backend_item item;
    struct backend_made made;

    bed.backend->calls->close(bed.backend);
    for (int i = 0; i < DEPTH; i++) {
        memset(names[i], 'a' + i % 26, NAME);
        at = backendbed_folder(&bed, at, names[i]);
    }
    backendbed_open(&bed);
    for (uint32_t folder = store + 1; folder <= at; folder++) {
        item = (struct backend_item){.folder = bed.folders[folder].parent,
                                     .from_folder = BACKEND_NONE,
                                     .name = bed.folders[folder].name};
        cr_assert_eq(bed.backend->calls->make_folder(bed.backend, &item, &made), 0);
    }
    /* Nothing is open any more: the path has twice the bytes that one call takes. */
    bed.backend->calls->close(bed.backend);
    backendbed_open(&bed);
    item = backendbed_item(&bed, at, "deep", BACKENDBED_ROOT, "a.txt");
    cr_expect_eq(do_link(&item), 0);
    cr_expect_eq(backendbed_links(&bed, "a.txt"), 2);
}

/* ---- A second thread ---- */

/* Swaps a.txt with another file of the same size and time, forever. */
static int swap_files(void)
{
    char a[BACKENDBED_PATH_BYTES], b[BACKENDBED_PATH_BYTES];
    pid_t child = fork();

    if (child != 0)
        return child;
    backendbed_path(&bed, "a.txt", a);
    backendbed_path(&bed, "other", b);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;)
        syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 2 /* RENAME_EXCHANGE */);
}

Test(backend_posix, names_swapped_between_look_and_link_never_link_another_file)
{
    enum { ROUNDS = 3000 };
    struct backend_item item = backendbed_item(&bed, store, "b", BACKENDBED_ROOT, "a.txt");
    uint64_t inode = item.reference;
    int nmade = 0, nstale = 0, child;
    char path[BACKENDBED_PATH_BYTES];

    backendbed_put(&bed, "other", "TEXT");
    item.modified = 0; /* only the number tells them apart */
    item.created = 0;
    backendbed_path(&bed, "store/b", path);
    child = swap_files();
    for (int i = 0; i < ROUNDS; i++) {
        int why = do_link(&item);

        cr_expect(why == 0 || why == ESTALE, "%d", why);
        nmade += why == 0;
        nstale += why == ESTALE;
        cr_expect(why || backendbed_inode(&bed, "store/b") == inode);
        unlink(path);
    }
    kill(child, SIGKILL);
    cr_expect_gt(nmade, 0);
    cr_expect_gt(nstale, 0);
}

/* ---- Copies ---- */

Test(backend_posix, a_copy_has_the_bytes_and_the_times)
{
    struct stat from, to;
    char path[BACKENDBED_PATH_BYTES];

    cr_assert_eq(copy("a.txt", "c.txt"), 0);
    cr_expect(backendbed_holds(&bed, "store/c.txt", "text"));
    cr_expect_neq(backendbed_inode(&bed, "store/c.txt"), backendbed_inode(&bed, "a.txt"));
    backendbed_path(&bed, "a.txt", path);
    cr_assert_eq(stat(path, &from), 0);
    backendbed_path(&bed, "store/c.txt", path);
    cr_assert_eq(stat(path, &to), 0);
    cr_expect_eq(to.st_mtim.tv_sec, from.st_mtim.tv_sec);
    cr_expect_eq(to.st_mtim.tv_nsec / 100, from.st_mtim.tv_nsec / 100);
    cr_expect_eq(backendbed_links(&bed, "store/c.txt"), 1, "no other name is left");
}

Test(backend_posix, holes_stay_holes)
{
    enum { HOLE = 64 << 20 };
    char path[BACKENDBED_PATH_BYTES];
    struct stat st;
    int fd;

    backendbed_path(&bed, "holes", path);
    fd = open(path, O_RDWR | O_CREAT, 0666);
    cr_assert_eq(pwrite(fd, "x", 1, HOLE), 1);
    cr_assert_eq(ftruncate(fd, 2 * HOLE), 0);
    close(fd);
    cr_assert_eq(copy("holes", "holes"), 0);
    backendbed_path(&bed, "store/holes", path);
    cr_assert_eq(stat(path, &st), 0);
    cr_expect_eq(st.st_size, 2 * HOLE);
    cr_expect_lt(st.st_blocks, 1024);
    fd = open(path, O_RDONLY);
    cr_expect_eq(lseek(fd, 0, SEEK_DATA), HOLE);
    close(fd);
}

Test(backend_posix, what_a_crash_left_of_a_copy_is_removed)
{
    char part[BACKENDBED_PATH_BYTES] = "";
    struct backend_item item = backendbed_item(&bed, store, "c.txt", BACKENDBED_ROOT, "a.txt");

    /* FNV-1a of "c.txt" */
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const char *at = "c.txt"; *at; at++)
        hash = (hash ^ (uint8_t)*at) * UINT64_C(0x100000001B3);
    snprintf(part, sizeof part, "store/.mftlink-%016llx", (unsigned long long)hash);
    backendbed_put(&bed, part, "half");
    cr_expect_eq(bed.backend->resume->tidy(bed.backend, &item), 0);
    cr_expect_eq(backendbed_inode(&bed, part), 0);
    cr_expect_eq(bed.backend->resume->tidy(bed.backend, &item), 0, "nothing is left");
    backendbed_put(&bed, part, "half");
    cr_expect_eq(copy("a.txt", "c.txt"), 0);
    cr_expect_eq(backendbed_inode(&bed, part), 0);
    cr_expect(backendbed_holds(&bed, "store/c.txt", "text"));
}

Test(backend_posix, bytes_are_written_under_a_free_name)
{
    const struct backend_item item = {
        .folder = store, .from_folder = BACKEND_NONE, .name = str_of("m")};
    const struct bytes bytes = {(const uint8_t *)"manifest", 8};
    struct backend_made made = {0};

    cr_assert_eq(bed.backend->calls->write(bed.backend, &item, bytes, &made), 0);
    cr_expect(backendbed_holds(&bed, "store/m", "manifest"));
    cr_expect_eq(made.reference, backendbed_inode(&bed, "store/m"));
    cr_expect_eq(bed.backend->calls->write(bed.backend, &item, bytes, &made), EEXIST);
}

Test(backend_posix, a_pipe_is_not_opened)
{
    struct backend_item item;
    struct content *content;
    char path[BACKENDBED_PATH_BYTES];

    backendbed_path(&bed, "pipe", path);
    cr_assert_eq(mkfifo(path, 0666), 0);
    item = backendbed_item(&bed, store, "pipe", BACKENDBED_ROOT, "pipe");
    cr_expect_eq(bed.backend->calls->open_content(bed.backend, &item, &content), ENOTSUP);
}

/* ---- Moving and taking away ---- */

Test(backend_posix, a_move_replaces_nothing)
{
    struct backend_item item = backendbed_item(&bed, store, "b", BACKENDBED_ROOT, "a.txt");
    uint64_t inode = item.reference;

    backendbed_put(&bed, "store/b", "other");
    cr_expect_eq(bed.backend->calls->move(bed.backend, &item), EEXIST);
    cr_expect(backendbed_holds(&bed, "store/b", "other"));
    item.name = str_of("c");
    cr_expect_eq(bed.backend->calls->move(bed.backend, &item), 0);
    cr_expect_eq(backendbed_inode(&bed, "store/c"), inode);
    cr_expect_eq(backendbed_inode(&bed, "a.txt"), 0);
}

Test(backend_posix, the_last_name_is_never_unlinked)
{
    struct backend_item item = backendbed_doomed(&bed, BACKENDBED_ROOT, "a.txt");

    cr_expect_eq(bed.backend->calls->unlink(bed.backend, &item), EMLINK);
    cr_expect(backendbed_holds(&bed, "a.txt", "text"));
    cr_assert_eq(link_a("b"), 0);
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), ESTALE, "it has another one");
    cr_expect_eq(bed.backend->calls->unlink(bed.backend, &item), 0);
    cr_expect_eq(backendbed_inode(&bed, "a.txt"), 0);
    item = backendbed_doomed(&bed, store, "b");
    item.size++;
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), ESTALE);
    item.size--;
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), 0);
    cr_expect_eq(bed.backend->calls->delete (bed.backend, &item), ENOENT);
}

Test(backend_posix, only_an_empty_folder_is_removed)
{
    struct backend_item item = backendbed_doomed(&bed, BACKENDBED_ROOT, "store");

    cr_assert_eq(link_a("b"), 0);
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), ENOTEMPTY);
    cr_expect_eq(bed.backend->calls->unlink(bed.backend, &item), EISDIR);
    item = backendbed_doomed(&bed, store, "b");
    cr_assert_eq(bed.backend->calls->unlink(bed.backend, &item), 0);
    item = backendbed_doomed(&bed, BACKENDBED_ROOT, "store");
    item.reference++;
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), ESTALE);
    item.reference--;
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), 0);
    item = backendbed_doomed(&bed, BACKENDBED_ROOT, "a.txt");
    cr_expect_eq(bed.backend->calls->remove_folder(bed.backend, &item), ENOTDIR);
}

Test(backend_posix, a_folder_that_was_removed_and_made_again_is_found)
{
    struct backend_item folder = backendbed_doomed(&bed, BACKENDBED_ROOT, "store");
    struct backend_made made;

    cr_assert_eq(link_a("b"), 0);
    cr_assert_eq(bed.backend->calls->unlink(
                     bed.backend, &(struct backend_item){.folder = store, .name = str_of("b")}),
                 0);
    cr_assert_eq(bed.backend->calls->remove_folder(bed.backend, &folder), 0);
    cr_expect_eq(link_a("b"), ENOENT);
    cr_assert_eq(bed.backend->calls->make_folder(bed.backend, &folder, &made), 0);
    cr_expect_eq(made.reference, backendbed_inode(&bed, "store"));
    cr_expect_eq(link_a("b"), 0);
    cr_expect_eq(bed.backend->calls->make_folder(bed.backend, &folder, &made), EEXIST);
}

Test(backend_posix, a_look_tells_what_is_there)
{
    struct backend_item item = backendbed_item(&bed, store, "b", BACKENDBED_ROOT, "a.txt");
    struct backend_seen seen;

    cr_expect_eq(bed.backend->resume->look(bed.backend, &item, &seen), ENOENT);
    cr_assert_eq(do_link(&item), 0);
    cr_assert_eq(bed.backend->resume->look(bed.backend, &item, &seen), 0);
    cr_expect(seen.is_expected && !seen.is_folder);
    cr_expect_eq(seen.size, 4);
    item.reference++;
    cr_assert_eq(bed.backend->resume->look(bed.backend, &item, &seen), 0);
    cr_expect_not(seen.is_expected);
}
