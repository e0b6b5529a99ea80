/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Formats, mounts and fills a volume in a regular file. See ntfsvol.h.
 */
#include "images/ntfsvol.h"

#include "images/imgname.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void make_sparse(struct ntfsvol *v, uint64_t size_bytes)
{
    int fd = open(v->image, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (fd < 0 || ftruncate(fd, (off_t)size_bytes) != 0)
        failure_errno(v->failure, "cannot make %s", v->image);
    if (fd >= 0)
        close(fd);
}

/* The child's half: never returns. mkntfs says a dozen lines about the missing partition table;
 * what counts is its exit code. */
static void exec_mkntfs(const struct ntfsvol *v, const struct ntfsvol_geometry *geometry)
{
    char sector[16], cluster[16];
    const char *argv[] = {
        "mkntfs",        "-q",     "-F", "-f", "-T", "-s", sector, "-c", cluster, "-L",
        geometry->label, v->image, NULL};
    int null = open("/dev/null", O_RDWR);

    snprintf(sector, sizeof(sector), "%u", geometry->sector_bytes);
    snprintf(cluster, sizeof(cluster), "%u", geometry->cluster_bytes);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv("/usr/sbin/mkntfs", (char *const *)argv);
    execvp("mkntfs", (char *const *)argv);
    _exit(127);
}

static void run_mkntfs(struct ntfsvol *v, const struct ntfsvol_geometry *geometry)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        exec_mkntfs(v, geometry);
    if (child < 0 || waitpid(child, &status, 0) != child)
        failure_errno(v->failure, "cannot run mkntfs");
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        failure_set(v->failure, "mkntfs is missing: install ntfs-3g");
    else if (status != 0)
        failure_set(v->failure, "mkntfs refuses sectors of %u and clusters of %u bytes in %s",
                    geometry->sector_bytes, geometry->cluster_bytes, v->image);
}

void ntfsvol_format(struct ntfsvol *v, const struct ntfsvol_geometry *geometry)
{
    if (!failure_any(v->failure))
        make_sparse(v, geometry->size_bytes);
    if (!failure_any(v->failure))
        run_mkntfs(v, geometry);
}

void ntfsvol_mount(struct ntfsvol *v)
{
    if (failure_any(v->failure))
        return;
    ntfs_log_set_handler(ntfs_log_handler_null);
    v->library = ntfs_mount(v->image, NTFS_MNT_NONE);
    if (!v->library) {
        failure_errno(v->failure, "cannot mount %s", v->image);
        return;
    }
    NVolSetCompression(v->library);
    NVolSetShowSysFiles(v->library);
}

void ntfsvol_unmount(struct ntfsvol *v)
{
    if (v->library && ntfs_umount(v->library, FALSE) != 0)
        failure_errno(v->failure, "cannot unmount %s", v->image);
    v->library = NULL;
}

ntfs_inode *ntfsvol_open(struct ntfsvol *v, uint64_t file)
{
    ntfs_inode *inode = NULL;

    if (failure_any(v->failure))
        return NULL;
    inode = ntfs_inode_open(v->library, file);
    if (!inode)
        failure_errno(v->failure, "cannot open record %llu",
                      (unsigned long long)ntfsvol_record(file));
    return inode;
}

void ntfsvol_close(struct ntfsvol *v, ntfs_inode *inode)
{
    if (inode && ntfs_inode_close(inode) != 0)
        failure_errno(v->failure, "cannot write an inode");
}

ntfs_inode *ntfsvol_create(struct ntfsvol *v, ntfs_inode *folder, const uint16_t *name,
                           unsigned nunits, mode_t kind)
{
    const FILE_ATTR_FLAGS flags = folder->flags;
    ntfs_inode *inode;

    /* The library lets new files inherit compression, and offers no other way to a compressed
     * $DATA. */
    if (v->compress)
        folder->flags |= FILE_ATTR_COMPRESSED;
    inode = ntfs_create(folder, cpu_to_le32(v->security_id), name, (u8)nunits, kind);
    folder->flags = flags;
    if (!inode)
        failure_errno(v->failure, "cannot make a file in record %llu",
                      (unsigned long long)folder->mft_no);
    return inode;
}

static uint64_t reference_of(const ntfs_inode *inode)
{
    return (uint64_t)le16_to_cpu(inode->mrec->sequence_number) << NTFSVOL_RECORD_BITS |
           inode->mft_no;
}

static int parse_name(struct ntfsvol *v, const char *name, uint16_t units_ret[IMGNAME_UNITS_MAX])
{
    int nunits = imgname_parse(name, units_ret);

    if (nunits < 0)
        failure_set(v->failure, "a name is empty, too long or no WTF-8: %.100s", name);
    return nunits;
}

/* Writing a file's record out may touch the index of its folder, which must not be opened twice. */
static void close_in_folder(struct ntfsvol *v, ntfs_inode *inode, ntfs_inode *folder)
{
    if (inode && folder && ntfs_inode_close_in_dir(inode, folder) != 0)
        failure_errno(v->failure, "cannot write a file's record");
    else if (inode && !folder)
        ntfsvol_close(v, inode);
    ntfsvol_close(v, folder);
}

static uint64_t create_by_reference(struct ntfsvol *v, uint64_t folder, const char *name,
                                    mode_t kind)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    uint64_t reference = NTFSVOL_NONE;
    int nunits = parse_name(v, name, units);
    ntfs_inode *parent = ntfsvol_open(v, folder);
    ntfs_inode *inode = parent ? ntfsvol_create(v, parent, units, (unsigned)nunits, kind) : NULL;

    if (inode)
        reference = reference_of(inode);
    close_in_folder(v, inode, parent);
    return reference;
}

uint64_t ntfsvol_mkdir(struct ntfsvol *v, uint64_t folder, const char *name)
{
    return create_by_reference(v, folder, name, S_IFDIR);
}

uint64_t ntfsvol_mkfile(struct ntfsvol *v, uint64_t folder, const char *name)
{
    return create_by_reference(v, folder, name, S_IFREG);
}

static uint64_t find(struct ntfsvol *v, uint64_t folder, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = parse_name(v, name, units);
    ntfs_inode *inode = ntfsvol_open(v, folder);
    uint64_t found = inode ? ntfs_inode_lookup_by_name(inode, units, nunits) : NTFSVOL_NONE;

    ntfsvol_close(v, inode);
    return found;
}

uint64_t ntfsvol_mkpath(struct ntfsvol *v, uint64_t folder, const char *path)
{
    char name[3 * IMGNAME_UNITS_MAX + 1];

    while (*path && !failure_any(v->failure)) {
        size_t length = strcspn(path, "/");
        uint64_t found;

        snprintf(name, sizeof(name), "%.*s", (int)length, path);
        found = find(v, folder, name);
        folder = found == NTFSVOL_NONE ? ntfsvol_mkdir(v, folder, name) : found;
        path += length + (path[length] == '/');
    }
    return folder;
}

static void link_open(struct ntfsvol *v, ntfs_inode *inode, ntfs_inode *folder, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = parse_name(v, name, units);

    if (nunits > 0 && ntfs_link(inode, folder, units, (u8)nunits) != 0)
        failure_errno(v->failure, "cannot link %.100s", name);
}

void ntfsvol_link(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name)
{
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_inode *parent = ntfsvol_open(v, folder);

    if (inode && parent)
        link_open(v, inode, parent, name);
    close_in_folder(v, inode, parent);
}

void ntfsvol_link_many(struct ntfsvol *v, uint64_t file, uint64_t folder, unsigned first,
                       unsigned n, unsigned nunits)
{
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_inode *parent = ntfsvol_open(v, folder);
    char name[IMGNAME_UNITS_MAX + 1];

    for (unsigned i = 0; inode && parent && i < n && !failure_any(v->failure); i++) {
        memset(name, '-', sizeof(name));
        snprintf(name, sizeof(name), "%06u", first + i);
        name[6] = '-';
        name[nunits] = '\0';
        link_open(v, inode, parent, name);
    }
    close_in_folder(v, inode, parent);
}

void ntfsvol_delete(struct ntfsvol *v, uint64_t file, uint64_t folder, const char *name)
{
    uint16_t units[IMGNAME_UNITS_MAX];
    int nunits = parse_name(v, name, units);
    ntfs_inode *inode = ntfsvol_open(v, file);
    ntfs_inode *parent = ntfsvol_open(v, folder);

    /* The library closes both, whatever the outcome. */
    if (inode && parent && ntfs_delete(v->library, NULL, inode, parent, units, (u8)nunits) != 0)
        failure_errno(v->failure, "cannot delete %.100s", name);
    else if (!parent)
        ntfsvol_close(v, inode);
}

uint64_t ntfsvol_record(uint64_t reference)
{
    return reference & ((UINT64_C(1) << NTFSVOL_RECORD_BITS) - 1);
}
