/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on a volume by their paths. See ntfspath.h. */
#include "images/ntfspath.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 2048 };

const char *ntfspath_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

uint64_t ntfspath_find(struct ntfsvol *v, const char *path)
{
    uint64_t reference = NTFSVOL_ROOT;
    ntfs_inode *inode;

    if (failure_any(v->failure))
        return NTFSVOL_NONE;
    if (!*path)
        return reference;
    inode = ntfs_pathname_to_inode(v->library, NULL, path);
    if (!inode) {
        failure_errno(v->failure, "cannot find %.200s", path);
        return NTFSVOL_NONE;
    }
    reference =
        (uint64_t)le16_to_cpu(inode->mrec->sequence_number) << NTFSVOL_RECORD_BITS | inode->mft_no;
    ntfsvol_close(v, inode);
    return reference;
}

uint64_t ntfspath_folder(struct ntfsvol *v, const char *path)
{
    const size_t n = (size_t)(ntfspath_name(path) - path);
    char folder[PATH_BYTES];

    snprintf(folder, sizeof(folder), "%.*s", n ? (int)n - 1 : 0, path);
    return ntfspath_find(v, folder);
}

void ntfspath_move(struct ntfsvol *v, const char *from, const char *to)
{
    uint64_t file = ntfspath_find(v, from), old = ntfspath_folder(v, from);
    uint64_t folder = ntfspath_folder(v, to);

    ntfsvol_link(v, file, folder, ntfspath_name(to));
    ntfsvol_delete(v, file, old, ntfspath_name(from));
}

/* ---- Deleting ---- */

/* The first entry of a folder. */
struct entry {
    struct ntfsvol *v;
    char *name; /* the library's to free; NULL: there is none */
};

/* Keeps the first name that is not that of the folder itself or the one above. */
static int keep_first(void *to, const ntfschar *name, const int nunits, const int kind,
                      const s64 position, const MFT_REF reference, const unsigned type)
{
    struct entry *entry = to;
    const bool is_dots = (nunits == 1 || (nunits == 2 && name[1] == const_cpu_to_le16('.'))) &&
                         name[0] == const_cpu_to_le16('.');

    (void)position, (void)reference, (void)type;
    if (entry->name || is_dots || kind == FILE_NAME_DOS)
        return 0;
    if (ntfs_ucstombs(name, nunits, &entry->name, 0) < 0)
        failure_errno(entry->v->failure, "cannot read a name");
    return 0;
}

/* The name of something in the folder at PATH, to be freed; NULL where it is empty or a file. */
static char *first_in(struct ntfsvol *v, const char *path)
{
    ntfs_inode *folder = ntfsvol_open(v, ntfspath_find(v, path));
    struct entry entry = {v, NULL};
    s64 position = 0;

    if (folder && folder->mrec->flags & MFT_RECORD_IS_DIRECTORY &&
        ntfs_readdir(folder, &position, &entry, keep_first) != 0)
        failure_errno(v->failure, "cannot list %.200s", path);
    ntfsvol_close(v, folder);
    return entry.name;
}

void ntfspath_delete(struct ntfsvol *v, const char *path)
{
    char inner[PATH_BYTES], *name;

    while (!failure_any(v->failure) && (name = first_in(v, path)) != NULL) {
        snprintf(inner, sizeof(inner), "%s/%s", path, name);
        free(name);
        ntfspath_delete(v, inner);
    }
    ntfsvol_delete(v, ntfspath_find(v, path), ntfspath_folder(v, path), ntfspath_name(path));
}
