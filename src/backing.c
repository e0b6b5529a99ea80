/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which file or device to open: see backing.h.
 */
#define _GNU_SOURCE /* realpath */

#include "src/backing.h"

#include "src/mounts.h"
#include "src/say.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The source of MOUNT as a path, NULL after saying why there is none. */
static char *open_mount(const char *name, const struct mount *mount)
{
    struct stat st;

    if (!mounts_may_be_ntfs(mount)) {
        say("'%s' is where a file system of type %s is mounted, not NTFS. Give an NTFS volume's "
            "device, image or mount point.",
            name, mount->type);
        return NULL;
    }
    if (mount->source[0] != '/' || stat(mount->source, &st) != 0) {
        say("'%s' is a mount of type %s from '%s', which is no device or file here. Give the "
            "volume's device or image itself.",
            name, mount->type, mount->source);
        return NULL;
    }
    say("'%s' is mounted: reading %s, without what its driver has not written there yet.", name,
        mount->source);
    return strdup(mount->source);
}

static void refuse_directory(const char *name, const char *path, const struct mounts *mounts)
{
    const struct mount *mount = mounts_holding(mounts, path);

    if (mount && mounts_may_be_ntfs(mount))
        say("'%s' is a folder on the volume that is mounted at '%s'. Give '%s', or its device %s.",
            name, mount->point, mount->point, mount->source);
    else
        say("'%s' is a directory on the %s file system at '%s', not the mount point of an NTFS "
            "volume. Give a volume's device, image or mount point.",
            name, mount ? mount->type : "unknown", mount ? mount->point : "/");
}

static char *find_mounted(const char *name)
{
    struct mounts mounts = {0};
    char *path = realpath(name, NULL), *backing = NULL;
    const struct mount *mount;

    if (!path || !mounts_load(&mounts)) {
        say("'%s' is a directory, and what is mounted there cannot be found out: %s.", name,
            strerror(errno));
        free(path);
        return NULL;
    }
    mount = mounts_at(&mounts, path);
    if (mount)
        backing = open_mount(name, mount);
    else
        refuse_directory(name, path, &mounts);
    mounts_free(&mounts);
    free(path);
    return backing;
}

bool backing_is_folder(const char *name, char **type_ret)
{
    struct mounts mounts = {0};
    const struct mount *mount = NULL;
    struct stat st;
    char *path = NULL, *type = NULL;

    if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
        path = realpath(name, NULL);
    if (path && mounts_load(&mounts))
        mount = mounts_holding(&mounts, path);
    if (mount && !mounts_may_be_ntfs(mount))
        type = strdup(mount->type);
    mounts_free(&mounts);
    free(path);
    if (type)
        *type_ret = type;
    return type;
}

char *backing_find(const char *name, bool *is_mounted_ret)
{
    struct stat st;

    *is_mounted_ret = false;
    if (stat(name, &st) != 0) {
        if (errno == ENOENT)
            say("'%s' does not exist. Give an image, a device, a mount point or an inventory.",
                name);
        else
            say("Cannot look at '%s': %s.", name, strerror(errno));
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) {
        *is_mounted_ret = true;
        return find_mounted(name);
    }
    if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode)) {
        say("'%s' is a %s. mftlink reads files and block devices.", name,
            S_ISCHR(st.st_mode)    ? "character device"
            : S_ISFIFO(st.st_mode) ? "pipe"
                                   : "socket");
        return NULL;
    }
    return strdup(name);
}

static bool is_same(const char *a, const char *b)
{
    struct stat sa, sb;

    if (stat(a, &sa) != 0 || stat(b, &sb) != 0)
        return false;
    if (S_ISBLK(sa.st_mode) && S_ISBLK(sb.st_mode))
        return sa.st_rdev == sb.st_rdev;
    return sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

bool backing_is_changed_by(const char *backing, const char *path)
{
    struct mounts mounts = {0};
    const struct mount *mount;
    char *copy, *folder;
    bool is_changed;

    if (is_same(backing, path))
        return true;
    copy = strdup(path);
    folder = copy ? realpath(dirname(copy), NULL) : NULL;
    free(copy);
    mount = folder && mounts_load(&mounts) ? mounts_holding(&mounts, folder) : NULL;
    is_changed = mount && is_same(backing, mount->source);
    mounts_free(&mounts);
    free(folder);
    return is_changed;
}

bool backing_allows(const char *backing, const char *path)
{
    if (!path || !backing_is_changed_by(backing, path))
        return true;
    say("Writing '%s' would change the source that is being read. Write it elsewhere.", path);
    return false;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static char *folder_of(const char *path)
{
    char *copy = strdup(path), *folder = copy ? realpath(dirname(copy), NULL) : NULL;

    free(copy);
    return folder;
}

bool backing_is_same(const char *a, const char *b)
{
    char *folder_a, *folder_b;
    bool is_there_twice;

    if (is_same(a, b))
        return true;
    folder_a = folder_of(a);
    folder_b = folder_of(b);
    is_there_twice = folder_a && folder_b && strcmp(folder_a, folder_b) == 0 &&
                     strcmp(last_name(a), last_name(b)) == 0;
    free(folder_a);
    free(folder_b);
    return is_there_twice;
}
