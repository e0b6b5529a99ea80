/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What files of a volume that ntfs-3g has mounted keep when they are copied, moved, taken away. */
#define _GNU_SOURCE /* setxattr, usleep */

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "src/backend_posix.h"
#include "src/backend_resume.h"
#include "src/content.h"
#include "tests/oracle/growthvolume.h"
#include "tests/oracle/toolrun.h"

enum { VOLUME_BYTES = 16 << 20, PATH_BYTES = 256 };

static char *image;
static char mount[64];
static pid_t driver;
static struct backend *backend;

enum { ROOT, STORE, JUNCTION, NFOLDERS };

static struct backend_folder folders[NFOLDERS];

static bool is_mounted(void)
{
    uint8_t attributes[4];

    return getxattr(mount, "system.ntfs_attrib", attributes, sizeof attributes) == 4;
}

/* False where nothing can be mounted. */
static bool begin(const char *name)
{
    const struct growthvolume_shape shape = {VOLUME_BYTES, 4096, 512};

    if (access("/dev/fuse", R_OK | W_OK) != 0 || geteuid() != 0 || !toolrun_exists("ntfs-3g")) {
        cr_skip_test("mounting takes root, /dev/fuse and ntfs-3g");
        return false;
    }
    image = toolrun_built(name);
    growthvolume_format(image, &shape);
    snprintf(mount, sizeof mount, "/tmp/mftlink-mount-XXXXXX");
    cr_assert(mkdtemp(mount));
    driver = fork();
    if (driver == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (freopen("/dev/null", "w", stderr))
            execlp("ntfs-3g", "ntfs-3g", "-o", "no_detach", image, mount, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 1000 && !is_mounted(); i++)
        usleep(10000);
    cr_assert(is_mounted());
    folders[ROOT] = (struct backend_folder){.parent = BACKEND_NONE};
    folders[STORE] = (struct backend_folder){ROOT, str_of("store")};
    folders[JUNCTION] = (struct backend_folder){ROOT, str_of("junction")};
    cr_assert_eq(backend_posix_open(mount, folders, NFOLDERS, &backend), 0);
    return true;
}

static void end(void)
{
    backend->calls->close(backend);
    toolrun_do((const char *const[]){"umount", mount, NULL});
    cr_assert_eq(waitpid(driver, NULL, 0), driver);
    rmdir(mount);
    unlink(image);
    free(image);
}

/* ---- Files ---- */

static const char *path_of(const char *name)
{
    static char path[4][PATH_BYTES];
    static unsigned next;
    char *at = path[next++ % 4];

    snprintf(at, PATH_BYTES, "%s/%s", mount, name);
    return at;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");

    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void make_store(void)
{
    const struct backend_item item = {
        .folder = ROOT, .from_folder = BACKEND_NONE, .name = str_of("store"), .attributes = 0x2006};
    struct backend_made made;
    uint8_t attributes[4];
    struct stat st;

    cr_assert_eq(backend->calls->make_folder(backend, &item, &made), 0);
    cr_assert_eq(stat(path_of("store"), &st), 0);
    cr_expect_eq(made.reference, st.st_ino);
    cr_assert_eq(getxattr(path_of("store"), "system.ntfs_attrib", attributes, 4), 4);
    cr_expect_eq(bytes_u32(attributes) & 0x2007, 0x2006, "%x", bytes_u32(attributes));
}

/* What is expected of NAME in the root is what it is. */
static struct backend_item item_of(const char *name, const char *from)
{
    struct backend_item item = {
        .folder = ROOT, .from_folder = ROOT, .name = str_of(from), .from_name = str_of(from)};
    struct backend_seen seen;

    cr_assert_eq(backend->resume->look(backend, &item, &seen), 0);
    item.folder = STORE;
    item.name = str_of(name);
    item.reference = seen.reference;
    item.size = seen.size;
    item.created = seen.created;
    item.modified = seen.modified;
    item.attributes = seen.attributes;
    return item;
}

static int copy(const struct backend_item *item)
{
    struct backend_made made;
    struct content *content;
    int why = backend->calls->open_content(backend, item, &content);

    if (why)
        return why;
    why = backend->calls->copy(backend, item, content, &made);
    content->calls->close(content);
    return why;
}

static void expect_same_attribute(const char *a, const char *b, const char *name, size_t n)
{
    uint8_t x[4096] = {0}, y[4096] = {0};
    ssize_t nx = getxattr(path_of(a), name, x, sizeof x),
            ny = getxattr(path_of(b), name, y, sizeof y);

    cr_expect_eq(nx, ny, "%s", name);
    cr_expect_gt(nx, 0, "%s", name);
    cr_expect_eq(memcmp(x, y, n ? n : sizeof x), 0, "%s", name);
}

/* ---- Tests ---- */

Test(mountedfiles, a_copy_keeps_streams_security_attributes_and_times)
{
    static const uint8_t attributes[4] = {0x23, 0x10}; /* archive, hidden, read-only; offline */
    static const uint8_t times[24] = {1, 2, 3,    4, 5, 6, 0xD0, 1, 2, 2, 3,    4,
                                      5, 6, 0xD1, 1, 3, 2, 3,    4, 5, 6, 0xD2, 1};
    struct backend_item item;

    if (!begin("mountedcopy.img"))
        return;
    make_store();
    put("a.txt", "text");
    cr_assert_eq(setxattr(path_of("a.txt"), "user.Zone.Identifier", "[ZoneTransfer]", 14, 0), 0);
    cr_assert_eq(setxattr(path_of("a.txt"), "user.empty", "", 0, 0), 0);
    cr_assert_eq(chmod(path_of("a.txt"), 0644), 0);
    cr_assert_eq(setxattr(path_of("a.txt"), "system.ntfs_attrib", attributes, 4, 0), 0);
    cr_assert_eq(setxattr(path_of("a.txt"), "system.ntfs_times", times, sizeof times, 0), 0);
    item = item_of("b.txt", "a.txt");
    cr_assert_eq(copy(&item), 0);
    expect_same_attribute("a.txt", "store/b.txt", "user.Zone.Identifier", 0);
    cr_expect_eq(getxattr(path_of("store/b.txt"), "user.empty", NULL, 0), 0);
    expect_same_attribute("a.txt", "store/b.txt", "system.ntfs_acl", 0);
    expect_same_attribute("a.txt", "store/b.txt", "system.ntfs_attrib", 0);
    expect_same_attribute("a.txt", "store/b.txt", "system.ntfs_times", sizeof times);
    cr_expect_eq(copy(&item), EEXIST);
    end();
}

/* A name surrogate that the driver shows as a link. */
static const uint8_t junction[] = {3,    0, 0,    0xA0, 34,  0, 0,   0, 0,    0, 18,  0, 20,  0,
                                   0,    0, '\\', 0,    '?', 0, '?', 0, '\\', 0, 'C', 0, ':', 0,
                                   '\\', 0, 'd',  0,    0,   0, 0,   0, 0,    0, 0,   0, 0,   0};

/* A relative symbolic link to "d". */
static const uint8_t link_data[] = {0x0C, 0, 0, 0xA0, 16, 0, 0, 0, 2,   0, 2,   0,
                                    0,    0, 2, 0,    1,  0, 0, 0, 'd', 0, 'd', 0};

Test(mountedfiles, a_junction_is_not_followed_and_a_link_is_copied_itself)
{
    struct backend_item item;
    uint8_t found[64];
    int why;

    if (!begin("mountedjunction.img"))
        return;
    make_store();
    put("a.txt", "text");
    cr_assert_eq(mkdir(path_of("d"), 0777), 0);
    cr_assert_eq(mkdir(path_of("junction"), 0777), 0);
    cr_assert_eq(
        setxattr(path_of("junction"), "system.ntfs_reparse_data", junction, sizeof junction, 0), 0);
    item = item_of("b", "a.txt");
    item.folder = JUNCTION;
    usleep(1200000); /* so long the system remembers a folder */
    why = backend->calls->link(backend, &item);
    cr_expect(why == ENOTDIR || why == ELOOP, "%d", why);
    cr_expect_eq(access(path_of("d/b"), F_OK), -1);
    put("link", "");
    cr_assert_eq(
        setxattr(path_of("link"), "system.ntfs_reparse_data", link_data, sizeof link_data, 0), 0);
    item = item_of("link", "link");
    cr_assert_eq(copy(&item), 0);
    cr_assert_eq(lgetxattr(path_of("store/link"), "system.ntfs_reparse_data", found, sizeof found),
                 (ssize_t)sizeof link_data);
    cr_expect_eq(memcmp(found, link_data, sizeof link_data), 0);
    end();
}

Test(mountedfiles, a_move_gives_a_name_and_takes_one)
{
    struct backend_item item;
    struct stat before, after;

    if (!begin("mountedmove.img"))
        return;
    make_store();
    put("a.txt", "text");
    put("other", "other");
    item = item_of("b.txt", "a.txt");
    cr_assert_eq(stat(path_of("a.txt"), &before), 0);
    cr_assert_eq(backend->calls->move(backend, &item), 0);
    cr_assert_eq(stat(path_of("store/b.txt"), &after), 0);
    cr_expect_eq(after.st_ino, before.st_ino);
    cr_expect_eq(after.st_nlink, 1);
    cr_expect_eq(access(path_of("a.txt"), F_OK), -1);
    item = item_of("b.txt", "other");
    cr_expect_eq(backend->calls->move(backend, &item), EEXIST);
    end();
}

Test(mountedfiles, a_name_and_its_dos_name_are_one_name)
{
    struct backend_item item;
    struct stat st;

    if (!begin("mounteddos.img"))
        return;
    make_store();
    put("a long name.txt", "text");
    cr_assert_eq(
        setxattr(path_of("a long name.txt"), "system.ntfs_dos_name", "ALONGN~1.TXT", 12, 0), 0);
    cr_assert_eq(stat(path_of("a long name.txt"), &st), 0);
    cr_assert_eq(st.st_nlink, 2, "the driver counts it");
    item = item_of("b", "a long name.txt");
    item.folder = ROOT;
    item.name = item.from_name;
    cr_expect_eq(backend->calls->unlink(backend, &item), EMLINK, "it would be the last one");
    item = item_of("b", "a long name.txt");
    cr_assert_eq(backend->calls->link(backend, &item), 0);
    item.folder = ROOT;
    item.name = item.from_name;
    cr_expect_eq(backend->calls->delete (backend, &item), ESTALE);
    cr_expect_eq(backend->calls->unlink(backend, &item), 0);
    cr_assert_eq(stat(path_of("store/b"), &st), 0);
    cr_expect_eq(st.st_nlink, 1);
    end();
}

Test(mountedfiles, a_dos_name_moves_with_its_long_name)
{
    char alias[16] = "";
    struct backend_item item;
    struct stat st;

    if (!begin("mounteddosmove.img"))
        return;
    make_store();
    put("a long name.txt", "text");
    put("another.txt", "text");
    cr_assert_eq(
        setxattr(path_of("a long name.txt"), "system.ntfs_dos_name", "ALONGN~1.TXT", 12, 0), 0);
    item = item_of("a new name.txt", "a long name.txt");
    cr_assert_eq(backend->calls->move(backend, &item), 0);
    cr_expect_eq(getxattr(path_of("store/a new name.txt"), "system.ntfs_dos_name", alias, 16), 12);
    cr_expect_str_eq(alias, "ALONGN~1.TXT");
    cr_assert_eq(stat(path_of("store/a new name.txt"), &st), 0);
    cr_expect_eq(st.st_nlink, 2, "the driver counts it");
    cr_expect_eq(access(path_of("ALONGN~1.TXT"), F_OK), -1);
    item = item_of("other.txt", "another.txt");
    cr_assert_eq(backend->calls->move(backend, &item), 0);
    cr_expect_lt(getxattr(path_of("store/other.txt"), "system.ntfs_dos_name", alias, 16), 0);
    end();
}

Test(mountedfiles, a_source_with_other_attributes_or_times_is_not_linked)
{
    struct backend_item item, other;

    if (!begin("mounteddrift.img"))
        return;
    make_store();
    put("a.txt", "text");
    item = other = item_of("b", "a.txt");
    other.attributes ^= 2;
    cr_expect_eq(backend->calls->link(backend, &other), ESTALE);
    other = item;
    other.created++;
    cr_expect_eq(backend->calls->link(backend, &other), ESTALE);
    other = item;
    other.modified++;
    cr_expect_eq(backend->calls->link(backend, &other), ESTALE);
    other = item;
    other.reference++;
    cr_expect_eq(backend->calls->link(backend, &other), ESTALE);
    other = item;
    other.links = 2;
    cr_expect_eq(backend->calls->link(backend, &other), ESTALE);
    item.links = 1;
    item.reference |= UINT64_C(7) << 48; /* which no mounted volume tells */
    cr_expect_eq(backend->calls->link(backend, &item), 0);
    end();
}
