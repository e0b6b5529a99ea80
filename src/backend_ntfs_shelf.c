/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open inodes: see backend_ntfs_shelf.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_shelf.h"

#include "src/backend_ntfs_name.h"

#include <errno.h>

enum { NONE = 0 };

/* ---- Slots ---- */

static uint16_t *bucket_of(struct backend_ntfs_shelf *shelf, uint64_t record)
{
    return &shelf->buckets[record % BACKEND_NTFS_SHELF_BUCKETS];
}

static uint16_t find(struct backend_ntfs_shelf *shelf, uint64_t record)
{
    uint16_t at = *bucket_of(shelf, record);

    while (at != NONE && shelf->slots[at].inode->mft_no != record)
        at = shelf->slots[at].next;
    return at;
}

static void leave_order(struct backend_ntfs_shelf *shelf, uint16_t at)
{
    struct backend_ntfs_slot *slots = shelf->slots;

    slots[slots[at].newer].older = slots[at].older;
    slots[slots[at].older].newer = slots[at].newer;
}

/* Slot 0 stands between the newest and the oldest. */
static void become_newest(struct backend_ntfs_shelf *shelf, uint16_t at)
{
    struct backend_ntfs_slot *slots = shelf->slots;

    slots[at].newer = NONE;
    slots[at].older = slots[NONE].older;
    slots[slots[at].older].newer = at;
    slots[NONE].older = at;
}

static void put(struct backend_ntfs_shelf *shelf, ntfs_inode *inode)
{
    const uint16_t at = shelf->first_free;
    struct backend_ntfs_slot *slot = &shelf->slots[at];
    uint16_t *bucket = bucket_of(shelf, inode->mft_no);

    shelf->first_free = slot->next;
    *slot = (struct backend_ntfs_slot){.inode = inode, .next = *bucket};
    *bucket = at;
    become_newest(shelf, at);
    shelf->nopen++;
}

static ntfs_inode *take(struct backend_ntfs_shelf *shelf, uint16_t at)
{
    struct backend_ntfs_slot *slot = &shelf->slots[at];
    ntfs_inode *inode = slot->inode;
    uint16_t *link = bucket_of(shelf, inode->mft_no);

    while (*link != at)
        link = &shelf->slots[*link].next;
    *link = slot->next;
    leave_order(shelf, at);
    slot->inode = NULL;
    slot->next = shelf->first_free;
    shelf->first_free = at;
    shelf->nopen--;
    return inode;
}

/* ---- Closing ---- */

/* A folder's entry has no size that could have changed, and its attributes and times stay. */
static int close_folder(void *context, uint64_t reference)
{
    struct backend_ntfs_shelf *shelf = context;
    const uint16_t at = find(shelf, MREF(reference));

    if (at == NONE)
        return 0;
    if (shelf->slots[at].npins > 0)
        return EBUSY;
    backend_ntfs_inode_clear(shelf->slots[at].inode, NI_FileNameDirty);
    return backend_ntfs_inode_close(take(shelf, at));
}

static int close_slot(struct backend_ntfs_shelf *shelf, uint16_t at)
{
    ntfs_inode *inode = take(shelf, at);
    int why = 0;

    if (backend_ntfs_inode_is_folder(inode))
        backend_ntfs_inode_clear(inode, NI_FileNameDirty);
    if (backend_ntfs_inode_is(inode, NI_FileNameDirty))
        why = backend_ntfs_name_parents(inode, close_folder, shelf);
    if (why) {
        backend_ntfs_inode_abandon(inode);
        return why;
    }
    return backend_ntfs_inode_close(inode);
}

int backend_ntfs_shelf_trim(struct backend_ntfs_shelf *shelf)
{
    uint16_t at = shelf->slots[NONE].newer;
    int why = 0;

    while (!why && shelf->nopen > BACKEND_NTFS_SHELF_KEPT && at != NONE) {
        if (shelf->slots[at].npins > 0) {
            at = shelf->slots[at].newer;
            continue;
        }
        why = close_slot(shelf, at);
        at = shelf->slots[NONE].newer; /* others may have been closed with it */
    }
    return why;
}

int backend_ntfs_shelf_end(struct backend_ntfs_shelf *shelf)
{
    int why = 0;

    while (shelf->nopen > 0) {
        const int failure = close_slot(shelf, shelf->slots[NONE].newer);

        why = why ? why : failure;
    }
    return why;
}

void backend_ntfs_shelf_abandon(struct backend_ntfs_shelf *shelf)
{
    while (shelf->nopen > 0)
        backend_ntfs_inode_abandon(take(shelf, shelf->slots[NONE].newer));
}

/* ---- Opening ---- */

void backend_ntfs_shelf_begin(struct backend_ntfs_shelf *shelf, ntfs_volume *volume)
{
    *shelf = (struct backend_ntfs_shelf){.volume = volume};
    for (uint16_t i = BACKEND_NTFS_SHELF_SLOTS; i > NONE; i--) {
        shelf->slots[i].next = shelf->first_free;
        shelf->first_free = i;
    }
}

/* NULL, and why. */
static ntfs_inode *open_record(const struct backend_ntfs_shelf *shelf, uint64_t record,
                               int *why_ret)
{
    const ntfs_volume *volume = shelf->volume;
    const s64 nrecords = volume->mft_na->initialized_size >> volume->mft_record_size_bits;
    ntfs_inode *inode;

    if (record >= (uint64_t)nrecords) {
        *why_ret = ESTALE;
        return NULL;
    }
    errno = 0;
    inode = ntfs_inode_open(shelf->volume, record);
    if (!inode)
        *why_ret = errno == ENOENT ? ESTALE : backend_ntfs_inode_errno();
    return inode;
}

static ntfs_inode *open_new(struct backend_ntfs_shelf *shelf, uint64_t record, int *why_ret)
{
    ntfs_inode *inode;

    if (shelf->first_free == NONE) {
        *why_ret = EMFILE;
        return NULL;
    }
    inode = open_record(shelf, record, why_ret);
    if (inode)
        put(shelf, inode);
    return inode;
}

static ntfs_inode *use(struct backend_ntfs_shelf *shelf, uint16_t at)
{
    leave_order(shelf, at);
    become_newest(shelf, at);
    return shelf->slots[at].inode;
}

int backend_ntfs_shelf_get(struct backend_ntfs_shelf *shelf, uint64_t reference,
                           ntfs_inode **inode_ret)
{
    const uint16_t at = find(shelf, MREF(reference));
    int why = 0;
    ntfs_inode *inode = at != NONE ? use(shelf, at) : open_new(shelf, MREF(reference), &why);

    if (!inode)
        return why;
    if (backend_ntfs_inode_reference(inode) != reference)
        return ESTALE;
    *inode_ret = inode;
    return 0;
}

int backend_ntfs_shelf_add(struct backend_ntfs_shelf *shelf, ntfs_inode *inode)
{
    if (shelf->first_free == NONE)
        return EMFILE;
    put(shelf, inode);
    return 0;
}

int backend_ntfs_shelf_take(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode)
{
    const uint16_t at = find(shelf, inode->mft_no);

    if (shelf->slots[at].npins > 0)
        return EBUSY;
    take(shelf, at);
    return 0;
}

void backend_ntfs_shelf_pin(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode)
{
    shelf->slots[find(shelf, inode->mft_no)].npins++;
}

void backend_ntfs_shelf_unpin(struct backend_ntfs_shelf *shelf, const ntfs_inode *inode)
{
    shelf->slots[find(shelf, inode->mft_no)].npins--;
}
