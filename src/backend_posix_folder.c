/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From folders of a plan to descriptors: see backend_posix_folder.h. */
#define _GNU_SOURCE /* O_PATH, syscall */

#include "src/backend_posix_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "planner/plan.h"
#include "src/folderstat.h"
#include "src/wtf8.h"

enum { PART_DIGITS = 16 };
#define PART_PREFIX ".mftlink-"

/* ---- Names ---- */

int backend_posix_folder_name(struct str name, char *out)
{
    if (!plan_is_name(name))
        return EINVAL;
    if (!wtf8_is_utf8(name))
        return EILSEQ;
    if (name.n >= BACKEND_POSIX_NAME_BYTES)
        return ENAMETOOLONG;
    memcpy(out, name.at, name.n);
    out[name.n] = '\0';
    return 0;
}

/* FNV-1a: two names of a folder that are made at a time are one behind the other. */
static uint64_t hash(struct str name)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT64_C(0x100000001B3);
    return hash;
}

void backend_posix_folder_part(struct str name, char *out)
{
    snprintf(out, BACKEND_POSIX_PART_BYTES, PART_PREFIX "%016" PRIx64, hash(name));
}

static bool is_part(struct str name)
{
    size_t nprefix = sizeof PART_PREFIX - 1;

    if (name.n != nprefix + PART_DIGITS || memcmp(name.at, PART_PREFIX, nprefix) != 0)
        return false;
    for (size_t i = nprefix; i < name.n; i++)
        if (name.at[i] == '\0' || !strchr("0123456789abcdefABCDEF", name.at[i]))
            return false;
    return true;
}

int backend_posix_folder_new_name(struct str name, char *out)
{
    return is_part(name) ? EINVAL : backend_posix_folder_name(name, out);
}

/* ---- Steps ---- */

static int open_beneath(int dir, const char *path, uint64_t flags, int *fd_ret)
{
    const struct open_how how = {
        .flags = flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    long fd = syscall(SYS_openat2, dir, path, &how, sizeof how);

    if (fd < 0)
        return errno;
    *fd_ret = (int)fd;
    return 0;
}

/* One step without openat2: the descriptor tells where it has led. */
static int open_step(const struct backend_posix *p, int dir, const char *name, int flags,
                     int *fd_ret)
{
    int fd = openat(dir, name, flags);
    struct folderstat stat;
    int why = 0;

    if (fd < 0)
        return errno;
    if (!folderstat_read(fd, "", &stat))
        why = errno;
    else if (stat.device != p->device || stat.is_mount)
        why = EXDEV;
    if (why)
        close(fd);
    else
        *fd_ret = fd;
    return why;
}

int backend_posix_folder_at(const struct backend_posix *p, int dir, const char *name, int *fd_ret)
{
    const int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;

    return p->has_openat2 ? open_beneath(dir, name, (uint64_t)flags, fd_ret)
                          : open_step(p, dir, name, flags, fd_ret);
}

/* The folder PATH, which has several steps only with openat2. */
static int open_folder(const struct backend_posix *p, int dir, const char *path, int *fd_ret)
{
    const int flags = O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC;

    return p->has_openat2 ? open_beneath(dir, path, (uint64_t)flags, fd_ret)
                          : open_step(p, dir, path, flags, fd_ret);
}

/* ---- Folders that stay open ---- */

static void clear(struct backend_posix_kept *kept, uint32_t slot)
{
    if (kept->slots[slot].fd >= 0)
        close(kept->slots[slot].fd);
    kept->slots[slot].fd = -1;
}

static int find_kept(const struct backend_posix_kept *kept, uint32_t folder)
{
    uint32_t slot = folder % BACKEND_POSIX_KEPT;

    return kept->slots[slot].folder == folder ? kept->slots[slot].fd : -1;
}

static void keep(struct backend_posix_kept *kept, uint32_t folder, int fd)
{
    uint32_t slot = folder % BACKEND_POSIX_KEPT;

    clear(kept, slot);
    kept->slots[slot].folder = folder;
    kept->slots[slot].fd = fd;
}

static void begin_kept(struct backend_posix_kept *kept)
{
    for (uint32_t slot = 0; slot < BACKEND_POSIX_KEPT; slot++)
        kept->slots[slot].fd = -1;
}

void backend_posix_folder_begin(struct backend_posix *p)
{
    int fd = -1;

    begin_kept(&p->to);
    begin_kept(&p->from);
    /* A sandbox may forbid what it does not know. */
    p->has_openat2 = open_beneath(p->root, ".", O_PATH | O_CLOEXEC, &fd) == 0;
    if (p->has_openat2)
        close(fd);
}

void backend_posix_folder_end(struct backend_posix *p)
{
    for (uint32_t slot = 0; slot < BACKEND_POSIX_KEPT; slot++) {
        clear(&p->to, slot);
        clear(&p->from, slot);
    }
}

static void forget(const struct backend_posix *p, struct backend_posix_kept *kept, uint32_t folder,
                   struct str name)
{
    for (uint32_t slot = 0; slot < BACKEND_POSIX_KEPT; slot++) {
        const struct backend_folder *it = &p->folders[kept->slots[slot].folder];

        if (kept->slots[slot].fd >= 0 && it->parent == folder && str_equal(it->name, name))
            clear(kept, slot);
    }
}

void backend_posix_folder_forget(struct backend_posix *p, uint32_t folder, struct str name)
{
    forget(p, &p->to, folder, name);
    forget(p, &p->from, folder, name);
}

/* ---- The way down ---- */

/* Appends NAME to the N bytes of PATH; the new length, or 0 where it does not fit. */
static size_t add_step(char *path, size_t n, const char *name)
{
    size_t more = strlen(name);

    if (n + (n > 0) + more + 1 > PATH_MAX)
        return 0;
    if (n > 0)
        path[n++] = '/';
    memcpy(path + n, name, more + 1);
    return n + more;
}

/* As many of the N folders of WAY, which are below each other, as one path can have. */
static int walk_some(const struct backend_posix *p, int dir, const uint32_t *way, uint32_t n,
                     uint32_t *taken_ret, int *fd_ret)
{
    char path[PATH_MAX] = "", name[BACKEND_POSIX_NAME_BYTES];
    uint32_t taken = 0, most = p->has_openat2 ? n : 1;
    size_t length = 0;
    int why = 0;

    for (; taken < most; taken++) {
        size_t longer;

        why = backend_posix_folder_name(p->folders[way[taken]].name, name);
        longer = why ? 0 : add_step(path, length, name);
        if (longer == 0)
            break;
        length = longer;
    }
    if (why)
        return why;
    *taken_ret = taken;
    return open_folder(p, dir, path, fd_ret);
}

static int walk(const struct backend_posix *p, int from, const uint32_t *way, uint32_t n,
                int *fd_ret)
{
    int fd = from;

    for (uint32_t at = 0, taken = 0; at < n; at += taken) {
        int next = -1, why = walk_some(p, fd, way + at, n - at, &taken, &next);

        if (fd != from)
            close(fd);
        if (why)
            return why;
        fd = next;
    }
    *fd_ret = fd;
    return 0;
}

/* How many steps FOLDER is below the nearest open one, which is *FROM_RET. */
static uint32_t steps_below(const struct backend_posix *p, const struct backend_posix_kept *kept,
                            uint32_t folder, int *from_ret)
{
    uint32_t n = 0;

    for (; p->folders[folder].parent != BACKEND_NONE; folder = p->folders[folder].parent, n++) {
        *from_ret = find_kept(kept, folder);
        if (*from_ret >= 0)
            return n;
    }
    *from_ret = p->root;
    return n;
}

int backend_posix_folder_find(struct backend_posix *p, struct backend_posix_kept *kept,
                              uint32_t folder, int *fd_ret)
{
    uint32_t n, *way;
    int from = p->root, fd, why;

    if (folder >= p->nfolders)
        return EINVAL;
    n = steps_below(p, kept, folder, &from);
    if (n == 0) {
        *fd_ret = from;
        return 0;
    }
    way = malloc(n * sizeof *way);
    if (!way)
        return ENOMEM;
    for (uint32_t i = n, at = folder; i > 0; i--, at = p->folders[at].parent)
        way[i - 1] = at;
    why = walk(p, from, way, n, &fd);
    free(way);
    if (why)
        return why;
    keep(kept, folder, fd);
    *fd_ret = fd;
    return 0;
}
