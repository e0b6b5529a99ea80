/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records first, then folders: see viewlibrary.h. What an inode's attributes say is asked for in
 * viewinode.c.
 */
#include "images/ntfs3g.h"

#include "tests/oracle/viewlibrary.h"

#include "tests/oracle/viewinode.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A folder that was found and waits to be listed. */
struct folder {
    uint64_t record;
    uint16_t sequence;
    const char *path; /* without a last backslash; "" for the root */
};

struct walk {
    ntfs_volume *volume;
    struct view *view;
    struct viewlibrary_losses *losses;
    uint64_t nrecords;
    bool *is_open;   /* for each record: it opened as an inode */
    bool *is_folder; /* it did, and is a folder that is not in the queue yet */
    uint16_t *sequence;
    struct folder *queue;
    size_t nqueue, queue_capacity;
    struct folder now; /* the one that is being listed */
    struct arena arena;
};

/* ---- Records ---- */

static void take_inode(struct walk *walk, uint64_t record)
{
    ntfs_inode *inode = ntfs_inode_open(walk->volume, MK_MREF(record, 0));

    if (!inode) {
        walk->losses->records++;
        return;
    }
    walk->is_open[record] = true;
    walk->is_folder[record] = (inode->mrec->flags & MFT_RECORD_IS_DIRECTORY) != 0;
    walk->sequence[record] = le16_to_cpu(inode->mrec->sequence_number);
    viewinode_fill(inode, walk->view);
    cr_assert_eq(ntfs_inode_close(inode), 0);
}

static void take_records(struct walk *walk)
{
    MFT_RECORD *record = NULL;

    for (uint64_t number = 0; number < walk->nrecords; number++)
        if (ntfs_file_record_read(walk->volume, MK_MREF(number, 0), &record, NULL) == 0 &&
            (record->flags & MFT_RECORD_IN_USE) && record->base_mft_record == 0)
            take_inode(walk, number);
    free(record);
}

/* ---- Folders ---- */

static void *room(struct walk *walk, size_t n)
{
    void *at = arena_alloc(&walk->arena, n);

    cr_assert_not_null(at);
    return at;
}

static void enqueue(struct walk *walk, struct folder folder)
{
    if (walk->nqueue == walk->queue_capacity) {
        walk->queue_capacity = 2 * walk->queue_capacity + 64;
        walk->queue =
            arena_grow(&walk->arena, walk->queue, walk->queue_capacity * sizeof(*walk->queue));
        cr_assert_not_null(walk->queue);
    }
    walk->queue[walk->nqueue++] = folder;
}

static const char *join(struct walk *walk, const ntfschar *name, int nunits)
{
    char *text = viewinode_text(name, nunits);
    const size_t length = strlen(walk->now.path), n = strlen(text);
    char *path = room(walk, length + 1 + n + 1);

    memcpy(path, walk->now.path, length);
    path[length] = '\\';
    memcpy(path + length + 1, text, n + 1);
    free(text);
    return path;
}

static int take_entry(void *context, const ntfschar *name, const int nunits, const int name_space,
                      const s64 position, const MFT_REF reference, const unsigned type)
{
    struct walk *walk = context;
    const uint64_t record = MREF(reference);
    const char *path;

    (void)type;
    /* The first two are "." and "..", which lie in no index. */
    if (position < 2 || name_space == FILE_NAME_DOS)
        return 0;
    if (record >= walk->nrecords || !walk->is_open[record]) {
        walk->losses->dangling++;
        return 0;
    }
    path = join(walk, name, nunits);
    view_add(walk->view, VIEW_NAMES, path,
             (const uint64_t[VIEW_NAME_COLUMNS]){
                 record, MSEQNO(reference), (uint64_t)walk->now.sequence << 48 | walk->now.record,
                 (uint64_t)(name_space > FILE_NAME_WIN32_AND_DOS ? FILE_NAME_POSIX : name_space)});
    if (walk->is_folder[record]) {
        walk->is_folder[record] = false;
        enqueue(walk, (struct folder){record, walk->sequence[record], path});
    }
    return 0;
}

static void list_folder(struct walk *walk)
{
    ntfs_inode *inode = ntfs_inode_open(walk->volume, MK_MREF(walk->now.record, 0));
    s64 position = 0;

    cr_assert_not_null(inode);
    if (ntfs_readdir(inode, &position, walk, take_entry) != 0)
        walk->losses->folders++;
    cr_assert_eq(ntfs_inode_close(inode), 0);
}

static void take_folders(struct walk *walk)
{
    if (!walk->is_folder[FILE_root])
        return;
    walk->is_folder[FILE_root] = false;
    enqueue(walk, (struct folder){FILE_root, walk->sequence[FILE_root], ""});
    for (size_t i = 0; i < walk->nqueue; i++) {
        walk->now = walk->queue[i];
        list_folder(walk);
    }
}

/* ---- The volume ---- */

static ntfs_volume *mount_image(const char *image)
{
    ntfs_volume *volume;

    ntfs_log_set_handler(ntfs_log_handler_null);
    volume = ntfs_mount(image, NTFS_MNT_RDONLY);
    if (volume) {
        cr_assert_eq(ntfs_set_shown_files(volume, TRUE, TRUE, FALSE), 0);
        ntfs_open_secure(volume);
    }
    return volume;
}

bool viewlibrary_fill(const char *image, struct view *view, struct viewlibrary_losses *losses_ret)
{
    struct walk walk = {.view = view, .losses = losses_ret};

    *losses_ret = (struct viewlibrary_losses){0};
    walk.volume = mount_image(image);
    if (!walk.volume)
        return false;
    for (unsigned id = 0; id < VIEW_PATHS; id++)
        view_know(view, (enum view_table_id)id, UINT32_MAX);
    walk.nrecords = (uint64_t)walk.volume->mft_na->initialized_size / walk.volume->mft_record_size;
    walk.is_open = room(&walk, walk.nrecords * sizeof(*walk.is_open) + 1);
    walk.is_folder = room(&walk, walk.nrecords * sizeof(*walk.is_folder) + 1);
    walk.sequence = room(&walk, walk.nrecords * sizeof(*walk.sequence) + 1);
    take_records(&walk);
    take_folders(&walk);
    cr_assert_eq(ntfs_umount(walk.volume, FALSE), 0, "libntfs-3g cannot unmount %s", image);
    arena_free(&walk.arena);
    return true;
}
