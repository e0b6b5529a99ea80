/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bareloop: names given and taken by libntfs-3g alone, with nothing around it: what applying is
 * measured by.
 *
 *   bareloop IMAGE LIST
 *
 * Carries out the lines of LIST, in their order, on the volume in IMAGE, through the library's own
 * device, unmounts and syncs the image. Fields of a line end with tabs. Folders have numbers: the
 * root has 0, the others count from 1 as their lines come.
 *
 *   mkdir   FOLDER NAME             makes a folder, which stays open
 *   folder  FOLDER NAME             looks for one that is there
 *   link    FOLDER NAME RECORD      gives a file a name
 *   unlink  FOLDER NAME RECORD      takes a name away
 *   rmdir   FOLDER NAME             removes a folder
 *
 * ntfs_delete closes the folder as well as the file; the library's cache of inodes, which the
 * ntfs-3g driver has too, spares it to read the folder anew, and is there where LIST takes names
 * away only. No check of what the library does, no log, no way back. Exit status: 0, or 1 after a
 * sentence.
 */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "images/ntfs3g.h"

#include <ntfs-3g/cache.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct folder {
    ntfs_inode *inode; /* NULL: it is opened when it is needed */
    MFT_REF record;
};

struct loop {
    ntfs_volume *volume;
    struct folder *folders;
    size_t nfolders, capacity;
    ntfs_inode *file; /* of the last link */
};

/* A line of the list. */
struct action {
    char *verb, *name;
    size_t folder;
    MFT_REF record;
    ntfschar *units;
    u8 nunits;
};

static void die(const char *what)
{
    fprintf(stderr, "bareloop: cannot %s: %s\n", what, strerror(errno));
    exit(1);
}

/* ---- Folders ---- */

static struct folder *add_folder(struct loop *l)
{
    if (l->nfolders == l->capacity) {
        l->capacity = l->capacity ? 2 * l->capacity : 64;
        l->folders = realloc(l->folders, l->capacity * sizeof(*l->folders));
        if (!l->folders)
            die("remember folders");
    }
    return &l->folders[l->nfolders++];
}

static ntfs_inode *open_record(struct loop *l, MFT_REF record)
{
    ntfs_inode *inode = ntfs_inode_open(l->volume, record);

    if (!inode)
        die("open a record");
    return inode;
}

static ntfs_inode *folder_of(struct loop *l, const struct action *a)
{
    if (a->folder >= l->nfolders) {
        errno = EINVAL;
        die("find a folder of the list");
    }
    return l->folders[a->folder].inode ? l->folders[a->folder].inode
                                       : open_record(l, l->folders[a->folder].record);
}

/* Without writing sizes that have changed into the folders of all names: the library would open
 * those a second time for it, and find them as they are on the volume. */
static int close_inode(ntfs_inode *inode)
{
    inode->state &= ~(1UL << NI_FileNameDirty);
    return ntfs_inode_close(inode);
}

static void close_file(struct loop *l)
{
    if (l->file && close_inode(l->file) != 0)
        die("close a file");
    l->file = NULL;
}

static void close_folders(struct loop *l)
{
    for (size_t i = l->nfolders; i-- > 0;)
        if (l->folders[i].inode && close_inode(l->folders[i].inode) != 0)
            die("close a folder");
}

/* ---- Actions ---- */

static void make_folder(struct loop *l, const struct action *a)
{
    ntfs_inode *inode =
        ntfs_create(folder_of(l, a), const_cpu_to_le32(0), a->units, a->nunits, S_IFDIR);

    if (!inode)
        die("make a folder");
    *add_folder(l) = (struct folder){inode, inode->mft_no};
}

static MFT_REF look_up(struct loop *l, const struct action *a)
{
    ntfs_inode *folder = folder_of(l, a);
    const u64 reference = ntfs_inode_lookup_by_name(folder, a->units, a->nunits);

    if (reference == (u64)-1)
        die("find a folder on the volume");
    if (!l->folders[a->folder].inode && ntfs_inode_close(folder) != 0)
        die("close a folder");
    return MREF(reference);
}

static void find_folder(struct loop *l, const struct action *a)
{
    const MFT_REF record = look_up(l, a);

    *add_folder(l) = (struct folder){NULL, record};
}

static void give_name(struct loop *l, const struct action *a)
{
    if (!l->file || l->file->mft_no != a->record) {
        close_file(l);
        l->file = open_record(l, a->record);
    }
    if (ntfs_link(l->file, folder_of(l, a), a->units, a->nunits) != 0)
        die("give a name");
}

static void take_name(struct loop *l, const struct action *a, MFT_REF record)
{
    if (ntfs_delete(l->volume, NULL, open_record(l, record), folder_of(l, a), a->units,
                    a->nunits) != 0)
        die("take a name away");
}

static void act(struct loop *l, const struct action *a)
{
    if (strcmp(a->verb, "link") == 0)
        give_name(l, a);
    else if (strcmp(a->verb, "unlink") == 0)
        take_name(l, a, a->record);
    else if (strcmp(a->verb, "mkdir") == 0)
        make_folder(l, a);
    else if (strcmp(a->verb, "folder") == 0)
        find_folder(l, a);
    else if (strcmp(a->verb, "rmdir") == 0)
        take_name(l, a, look_up(l, a));
    else
        die("understand the list");
}

/* ---- The list ---- */

static struct action read_action(char *line)
{
    struct action a = {.verb = strsep(&line, "\t")};
    char *folder = strsep(&line, "\t"), *record;
    int n;

    a.name = strsep(&line, "\t");
    record = strsep(&line, "\t");
    if (!a.name)
        die("understand a line of the list");
    a.folder = strtoull(folder, NULL, 10);
    a.record = record ? strtoull(record, NULL, 10) : 0;
    n = ntfs_mbstoucs(a.name, &a.units);
    if (n <= 0 || n > NTFS_MAX_NAME_LEN)
        die("convert a name");
    a.nunits = (u8)n;
    return a;
}

/* With the root open, unless names are only taken away. */
static void begin(struct loop *l, const struct action *first)
{
    struct folder *root = add_folder(l);

    *root = (struct folder){.record = FILE_root};
    if (strcmp(first->verb, "mkdir") == 0)
        root->inode = open_record(l, FILE_root);
    else
        ntfs_create_lru_caches(l->volume);
}

static void run(struct loop *l, FILE *list)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    while ((n = getline(&line, &room, list)) > 0) {
        struct action a;

        line[n - 1] = '\0';
        a = read_action(line);
        if (l->nfolders == 0)
            begin(l, &a);
        act(l, &a);
        free(a.units);
    }
    free(line);
    close_file(l);
    close_folders(l);
    free(l->folders);
}

static void sync_image(const char *name)
{
    int fd = open(name, O_RDWR | O_CLOEXEC);

    if (fd < 0 || fsync(fd) != 0 || close(fd) != 0)
        die("sync the image");
}

int main(int argc, char **argv)
{
    struct loop loop = {0};
    FILE *list = argc == 3 ? fopen(argv[2], "re") : NULL;

    setlocale(LC_ALL, "");
    if (!list)
        die("open the list; usage: bareloop IMAGE LIST");
    ntfs_log_set_handler(ntfs_log_handler_null);
    loop.volume = ntfs_mount(argv[1], 0);
    if (!loop.volume)
        die("mount the volume");
    run(&loop, list);
    fclose(list);
    if (ntfs_umount(loop.volume, FALSE) != 0)
        die("unmount the volume");
    sync_image(argv[1]);
    return 0;
}
