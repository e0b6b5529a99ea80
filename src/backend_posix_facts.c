/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backend_posix_facts.h. */
#define _GNU_SOURCE /* O_PATH */

#include "src/backend_posix_facts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "src/backend_posix_folder.h"
#include "src/folderstat.h"

enum {
    /* What a plan knows of attributes, and what no driver changes when it tells them. */
    COMPARED_ATTRIBUTES = 0x7F27,
    ATTRIBUTE_ENCRYPTED = 0x4000,
    TIMES_BYTES = 32,
    ALIAS_PATH_BYTES = BACKEND_POSIX_DESCRIPTOR_BYTES + BACKEND_POSIX_NAME_BYTES,
};

static const char alias_attribute[] = "system.ntfs_dos_name";

void backend_posix_facts_path(int fd, char *path)
{
    snprintf(path, BACKEND_POSIX_DESCRIPTOR_BYTES, "/proc/self/fd/%d", fd);
}

static void read_ntfs(int fd, struct backend_posix_facts *facts)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    uint8_t attributes[4], times[TIMES_BYTES];

    backend_posix_facts_path(fd, path);
    if (getxattr(path, "system.ntfs_attrib", attributes, sizeof attributes) ==
        (ssize_t)sizeof attributes)
        facts->attributes = bytes_u32(attributes);
    /* In this order: created, modified, accessed, changed. */
    if (getxattr(path, "system.ntfs_times", times, sizeof times) != (ssize_t)sizeof times)
        return;
    facts->created = bytes_u64(times);
    facts->modified = bytes_u64(times + 8);
    facts->accessed = bytes_u64(times + 16);
    facts->changed = bytes_u64(times + 24);
}

int backend_posix_facts_read(const struct backend_posix *p, int fd,
                             struct backend_posix_facts *facts_ret)
{
    struct folderstat stat;
    struct backend_posix_facts facts;

    if (!folderstat_read(fd, "", &stat))
        return errno;
    facts = (struct backend_posix_facts){
        .number = backend_posix_number(stat.file.inode),
        .size = stat.file.size,
        .created = stat.file.times[0],
        .modified = stat.file.times[1],
        .changed = stat.file.times[2],
        .accessed = stat.file.times[3],
        .links = stat.links,
        .is_folder = stat.file.is_folder,
        .is_regular = !stat.file.is_folder && !stat.file.tag,
    };
    if (p->is_ntfs)
        read_ntfs(fd, &facts);
    *facts_ret = facts;
    return 0;
}

/* A time that either side does not know is not compared. */
static bool is_other_time(uint64_t expected, uint64_t found)
{
    return expected != 0 && found != 0 && expected != found;
}

/* The number of links of a file that is not on NTFS counts names that no plan knows; and ntfs3
 * leaves MS-DOS names out. */
static bool is_other_count(const struct backend_posix *p, uint32_t expected, uint32_t found)
{
    return p->is_ntfs && expected != 0 &&
           (p->counts_dos_names ? expected != found : expected < found);
}

/* Is the number in the reference of ITEM one of this file system? */
static bool is_comparable(const struct backend_posix *p, const struct backend_item *item)
{
    return p->is_ntfs || item->reference >> BACKEND_POSIX_RECORD_BITS == 0;
}

int backend_posix_facts_match(const struct backend_posix *p, const struct backend_item *item,
                              const struct backend_posix_facts *facts)
{
    if (item->reference == 0)
        return 0;
    if (is_comparable(p, item) && backend_posix_number(item->reference) != facts->number)
        return ESTALE;
    if (item->is_just_made || facts->is_folder)
        return 0;
    /* Of encrypted data a driver may tell the size with their padding, of links that of their text.
     */
    if (facts->is_regular && !(facts->attributes & ATTRIBUTE_ENCRYPTED) &&
        item->size != facts->size)
        return ESTALE;
    if (is_other_time(item->created, facts->created) ||
        is_other_time(item->modified, facts->modified))
        return ESTALE;
    if (p->is_ntfs && ((item->attributes ^ facts->attributes) & COMPARED_ATTRIBUTES))
        return ESTALE;
    return is_other_count(p, item->links, facts->links) ? ESTALE : 0;
}

bool backend_posix_facts_is_same(const struct backend_posix *p, const struct backend_item *item,
                                 const struct backend_posix_facts *facts)
{
    struct backend_item asked = *item;

    asked.is_just_made = is_comparable(p, item);
    return backend_posix_facts_match(p, &asked, facts) == 0;
}

static int open_once(const struct backend_posix *p, int dir, const char *name, int *fd_ret,
                     struct backend_posix_facts *facts_ret)
{
    int fd, why = backend_posix_folder_at(p, dir, name, &fd);

    if (why)
        return why;
    why = backend_posix_facts_read(p, fd, facts_ret);
    if (why)
        close(fd);
    else
        *fd_ret = fd;
    return why;
}

/* What the system remembers of a file that became a reparse point since is wrong, which it says by
 * EIO, and then forgets: it is asked a second time. */
int backend_posix_facts_open(const struct backend_posix *p, int dir, const char *name, int *fd_ret,
                             struct backend_posix_facts *facts_ret)
{
    int why = open_once(p, dir, name, fd_ret, facts_ret);

    return why == EIO ? open_once(p, dir, name, fd_ret, facts_ret) : why;
}

int backend_posix_facts_at(const struct backend_posix *p, int dir, const char *name,
                           struct backend_posix_facts *facts_ret)
{
    int fd, why = backend_posix_facts_open(p, dir, name, &fd, facts_ret);

    if (!why)
        close(fd);
    return why;
}

/* The folder DIR itself, opened once more. */
static int open_again(const struct backend_posix *p, int dir, int *fd_ret,
                      struct backend_posix_facts *facts_ret)
{
    int fd = fcntl(dir, F_DUPFD_CLOEXEC, 0), why;

    if (fd < 0)
        return errno;
    why = backend_posix_facts_read(p, fd, facts_ret);
    if (why)
        close(fd);
    else
        *fd_ret = fd;
    return why;
}

int backend_posix_facts_source(struct backend_posix *p, const struct backend_item *item,
                               int *fd_ret, struct backend_posix_facts *facts_ret)
{
    char name[BACKEND_POSIX_NAME_BYTES];
    bool is_folder_itself = item->from_name.n == 0;
    int fd = -1, dir, why = backend_posix_folder_find(p, &p->from, item->from_folder, &dir);

    if (!why && !is_folder_itself)
        why = backend_posix_folder_name(item->from_name, name);
    if (!why)
        why = is_folder_itself ? open_again(p, dir, &fd, facts_ret)
                               : backend_posix_facts_open(p, dir, name, &fd, facts_ret);
    if (why)
        return why;
    why = backend_posix_facts_match(p, item, facts_ret);
    if (why)
        close(fd);
    else
        *fd_ret = fd;
    return why;
}

static bool write_path(int dir, const char *name, char path[ALIAS_PATH_BYTES])
{
    const int n = snprintf(path, ALIAS_PATH_BYTES, "/proc/self/fd/%d/%s", dir, name);

    return n > 0 && n < ALIAS_PATH_BYTES;
}

size_t backend_posix_facts_alias(const struct backend_posix *p, int dir, const char *name,
                                 char alias_ret[BACKEND_POSIX_ALIAS_BYTES])
{
    char path[ALIAS_PATH_BYTES];
    ssize_t n = -1;

    if (p->counts_dos_names && write_path(dir, name, path))
        n = lgetxattr(path, alias_attribute, alias_ret, BACKEND_POSIX_ALIAS_BYTES);
    return n > 0 ? (size_t)n : 0;
}

void backend_posix_facts_give_alias(int dir, const char *name, const char *alias, size_t n)
{
    char path[ALIAS_PATH_BYTES];

    if (n > 0 && write_path(dir, name, path))
        (void)lsetxattr(path, alias_attribute, alias, n, XATTR_CREATE);
}

/* Where it cannot be told there may be one. */
bool backend_posix_facts_has_dos_name(const struct backend_posix *p, int fd)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];

    backend_posix_facts_path(fd, path);
    if (!p->counts_dos_names || getxattr(path, alias_attribute, NULL, 0) >= 0)
        return p->counts_dos_names;
    return errno != ENODATA;
}
