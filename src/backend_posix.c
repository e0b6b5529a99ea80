/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mount can do is asked of the mount: see backend_posix.h. */
#define _GNU_SOURCE /* O_DIRECTORY, syncfs */

#include "src/backend_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "src/backend_posix_content.h"
#include "src/backend_posix_folder.h"
#include "src/backend_posix_make.h"
#include "src/backend_posix_name.h"
#include "src/backend_posix_values.h"
#include "src/folderstat.h"

/* Those that linux/magic.h does not have. */
enum { NTFS3_MAGIC = 0x7366746E, EXFAT_MAGIC = 0x2011BAB0, NTFS_ROOT = 5 };

/* ---- What it can do ---- */

static bool has_attribute(int root, const char *name)
{
    return fgetxattr(root, name, NULL, 0) >= 0;
}

/* Could the root have the attribute NAME? */
static bool knows_attribute(int root, const char *name)
{
    return fgetxattr(root, name, NULL, 0) >= 0 || errno == ENODATA;
}

static void probe_ntfs(struct backend_posix *p, unsigned *features)
{
    static const char *const security[] = {"system.ntfs_acl", "system.ntfs_security"};

    for (unsigned i = 0; i < 2 && !p->security; i++)
        if (has_attribute(p->root, security[i]))
            p->security = security[i];
    if (p->security)
        *features |= BACKEND_SECURITY;
    *features |= BACKEND_ATTRIBUTES;
    if (has_attribute(p->root, "system.ntfs_times"))
        *features |= BACKEND_TIMES;
    if (knows_attribute(p->root, "system.ntfs_reparse_data"))
        *features |= BACKEND_REPARSE;
    /* For ntfs3 they are extended attributes. */
    p->has_streams = p->counts_dos_names && knows_attribute(p->root, "user.mftlink");
    if (p->has_streams)
        *features |= BACKEND_STREAMS;
}

static int probe(struct backend_posix *p)
{
    unsigned features = 0;
    struct folderstat stat;
    struct statfs fs;

    if (fstatfs(p->root, &fs) != 0 || !folderstat_read(p->root, "", &stat))
        return errno;
    p->device = stat.device;
    if (fs.f_type != MSDOS_SUPER_MAGIC && fs.f_type != EXFAT_MAGIC)
        features |= BACKEND_LINKS | BACKEND_SPARSE;
    p->is_ntfs = stat.file.inode == NTFS_ROOT && has_attribute(p->root, "system.ntfs_attrib");
    p->counts_dos_names = p->is_ntfs && fs.f_type != NTFS3_MAGIC;
    if (p->is_ntfs)
        probe_ntfs(p, &features);
    p->backend.features = features;
    return 0;
}

/* ---- Calls ---- */

/* ntfs-3g writes its device to the disk when one of its folders is synced. */
static int finish(struct backend *backend)
{
    const struct backend_posix *p = backend_posix_of(backend);

    if (fsync(p->root) != 0 && errno != EINVAL)
        return errno;
    return syncfs(p->root) == 0 ? 0 : errno;
}

static void close_all(struct backend *backend)
{
    struct backend_posix *p = backend_posix_of(backend);

    backend_posix_folder_end(p);
    close(p->root);
    free(p);
}

static const struct backend_calls calls = {
    .word = "posix",
    .make_folder = backend_posix_make_folder,
    .link = backend_posix_name_link,
    .open_content = backend_posix_content_open,
    .copy = backend_posix_make_copy,
    .write = backend_posix_make_bytes,
    .move = backend_posix_name_move,
    .unlink = backend_posix_name_unlink,
    .delete = backend_posix_name_delete,
    .remove_folder = backend_posix_name_remove_folder,
    .secure = backend_posix_values_secure,
    .finish = finish,
    .close = close_all,
};

static const struct backend_resume resume = {.look = backend_posix_name_look,
                                             .tidy = backend_posix_make_tidy};

int backend_posix_open(const char *root, const struct backend_folder *folders, uint32_t nfolders,
                       struct backend **backend_ret)
{
    struct backend_posix *p = calloc(1, sizeof *p);
    int why;

    if (!p)
        return ENOMEM;
    p->backend.calls = &calls;
    p->backend.resume = &resume;
    p->folders = folders;
    p->nfolders = nfolders;
    p->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    why = p->root >= 0 ? probe(p) : errno;
    if (why) {
        if (p->root >= 0)
            close(p->root);
        free(p);
        return why;
    }
    backend_posix_folder_begin(p);
    *backend_ret = &p->backend;
    return 0;
}
