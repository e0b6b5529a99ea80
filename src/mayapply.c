/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May a volume be written: see mayapply.h.
 */
#define _GNU_SOURCE /* asprintf, realpath, usleep, flock */

#include "src/mayapply.h"

#include "src/inuse.h"
#include "src/openlog.h"
#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Does somebody else use it? ---- */

static bool refuse_use(const struct target *target, const struct inuse *inuse)
{
    const char *name = target->name, *where = inuse->where;

    switch (inuse->kind) {
    case INUSE_MOUNTED:
        say("'%s' is mounted at '%s': its driver would not know what is written, and write over "
            "it. Unmount it: umount '%s'.",
            name, where, where);
        break;
    case INUSE_LOOP:
        say("'%s' is attached as /dev/%s, whose users would not know what is written. Detach it "
            "(losetup -d /dev/%s), or give that device.",
            name, where, where);
        break;
    case INUSE_HELD:
        say("'%s' is used by the device /dev/%s (RAID, LVM, encryption): writing to it would "
            "damage that. Give /dev/%s if the volume is there, or close it first.",
            name, where, where);
        break;
    case INUSE_SWAP:
        say("'%s' is in use as swap space ('%s'). Is it the right device?", name, where);
        break;
    }
    return false;
}

bool mayapply_unused(const struct target *target)
{
    struct mounts mounts = {0};
    struct inuse_system system = inuse_this_system(&mounts);
    struct inuse_place place;
    struct inuse inuse;
    bool is_used;

    if (target->is_mounted) {
        say("'%s' is a folder where the volume is mounted: give its device or image, and unmount "
            "it first.",
            target->name);
        return false;
    }
    if (!mounts_load(&mounts)) {
        say("Cannot read what is mounted: '%s' might be. Is /proc there?", target->name);
        return false;
    }
    if (!inuse_place_of(&system, target->backing, target->part.first_byte, target->part.size_bytes,
                        &place)) {
        say("Cannot look at '%s': %s.", target->backing, strerror(errno));
        mounts_free(&mounts);
        return false;
    }
    is_used = inuse_find(&system, &place, &inuse);
    mounts_free(&mounts);
    return !is_used || refuse_use(target, &inuse);
}

static bool find_place(const struct inuse_system *system, const struct target *target,
                       struct inuse_place *place_ret)
{
    if (inuse_place_of(system, target->backing, target->part.first_byte, target->part.size_bytes,
                       place_ret))
        return true;
    say("Cannot look at '%s': %s.", target->backing, strerror(errno));
    return false;
}

static bool overlap(const struct inuse_place *a, const struct inuse_place *b)
{
    return a->is_file == b->is_file && a->device == b->device && a->inode == b->inode &&
           a->first < b->first + b->nbytes && b->first < a->first + a->nbytes;
}

bool mayapply_are_apart(const struct target *a, const struct target *b)
{
    struct mounts mounts = {0};
    struct inuse_system system = inuse_this_system(&mounts);
    struct inuse_place place_a, place_b;
    bool is_known, are_apart = false;

    if (!mounts_load(&mounts)) {
        say("Cannot read what is mounted. Is /proc there?");
        return false;
    }
    is_known = find_place(&system, a, &place_a) && find_place(&system, b, &place_b);
    mounts_free(&mounts);
    if (is_known)
        are_apart = !overlap(&place_a, &place_b);
    if (is_known && !are_apart)
        say("'%s' and '%s' are the same volume, and what is done by one letter is not known by the "
            "other. Give each volume once, and make the plan so.",
            a->name, b->name);
    return are_apart;
}

/* ---- What the volume says of itself ---- */

static bool is_hibernation_over(const char *name, const struct volumeinfo *info)
{
    switch (info->hibernation) {
    case VOLUMEINFO_NOT_HIBERNATED:
        return true;
    case VOLUMEINFO_HIBERNATED:
        say("Windows on '%s' is hibernated, or was shut down by its fast start-up, and will go on "
            "with what it remembers of the volume. Start Windows and shut it down whole: "
            "shutdown /s /t 0.",
            name);
        return false;
    case VOLUMEINFO_HIBERFILE_SHORT:
        say("'%s' has a hiberfil.sys of less than a page: whether Windows is hibernated cannot be "
            "told. Start Windows and shut it down whole: shutdown /s /t 0.",
            name);
        return false;
    case VOLUMEINFO_HIBERNATION_UNKNOWN:
        break;
    }
    say("Whether Windows on '%s' is hibernated cannot be told: its root folder or hiberfil.sys "
        "cannot be read. Let Windows check the volume: chkdsk /f.",
        name);
    return false;
}

static bool is_log_clean(const char *name, const struct volumeinfo *info)
{
    switch (info->log) {
    case VOLUMEINFO_LOG_EMPTY:
    case VOLUMEINFO_LOG_CLEAN:
        return true;
    case VOLUMEINFO_LOG_UNCLEAN:
        say("The log ($LogFile) of '%s' has changes that are not carried out yet: it was not shut "
            "down or unplugged properly. Connect it to Windows, which carries them out, and eject "
            "it there, or shut Windows down: shutdown /s /t 0. (ntfsfix would throw them away.)",
            name);
        return false;
    case VOLUMEINFO_LOG_DAMAGED:
        say("The log ($LogFile) of '%s' is damaged: whether changes wait in it cannot be told. Let "
            "Windows check the volume: chkdsk /f.",
            name);
        return false;
    case VOLUMEINFO_LOG_UNKNOWN:
        break;
    }
    say("The log ($LogFile) of '%s' cannot be read: whether changes wait in it cannot be told. Let "
        "Windows check the volume: chkdsk /f.",
        name);
    return false;
}

static bool is_sound(const char *name, const struct volumeinfo *info)
{
    if (!info->has_version) {
        say("'%s' does not tell its version of NTFS: its $Volume cannot be read. Let Windows check "
            "the volume: chkdsk /f.",
            name);
        return false;
    }
    if (info->major != 3 || info->minor != 1) {
        say("'%s' is NTFS %u.%u; mftlink writes 3.1 only. Connect it to a Windows from XP on, "
            "which upgrades it, and eject it there.",
            name, info->major, info->minor);
        return false;
    }
    if (!is_hibernation_over(name, info) || !is_log_clean(name, info))
        return false;
    if (info->flags & (VOLUMEINFO_DIRTY | VOLUMEINFO_CHKDSK_UNDERWAY)) {
        say("'%s' is marked as dirty: Windows, or another driver, holds it for damaged. Let "
            "Windows check it: chkdsk /f. (ntfsfix -d takes the mark away without a check.)",
            name);
        return false;
    }
    return true;
}

/* Is there a log of PLAN that counts? It may be that of this volume, which then is half written. */
static bool has_own_log(const struct target *target, const char *plan)
{
    struct stat st;
    char *log = NULL;
    bool is_there = plan && (asprintf(&log, "%s.redo", plan) < 0 || lstat(log, &st) == 0 ||
                             (errno != ENOENT && errno != ENOTDIR));

    if (is_there)
        say("There is an open log, '%s': a batch of this plan was broken off while it was written, "
            "and the volume may hold half of it. Finish that first: mftlink recover '%s'.",
            log ? log : plan, target->name);
    free(log);
    return is_there;
}

/* Has the volume neither a log of PLAN, nor a note of any other plan's? */
static bool is_log_closed(const struct target *target, const char *plan)
{
    char *open = openlog_find(target->volume->geometry.serial);
    char *own = plan ? openlog_name(plan) : NULL;
    bool is_good = !open || (own && strcmp(open, own) == 0);

    if (is_good)
        is_good = !has_own_log(target, plan);
    else
        say("'%s' has an open log of another plan, '%s'. Finish that first: mftlink recover '%s'.",
            target->name, open, target->name);
    free(open);
    free(own);
    return is_good;
}

static bool is_by_backup(const struct target *target)
{
    for (uint32_t i = 0; i < target->volume->nfindings; i++)
        if (target->volume->findings[i].kind == FINDING_BOOT_FROM_BACKUP)
            return true;
    return false;
}

static bool is_volume(const struct target *target)
{
    if (target->inventory) {
        say("'%s' is an inventory: what was on a volume, not the volume. Give its device or image.",
            target->name);
        return false;
    }
    if (target->volume->is_dump) {
        say("'%s' is a bare $MFT: there is no volume in it to write. Give the volume's device or "
            "image.",
            target->name);
        return false;
    }
    if (is_by_backup(target)) {
        say("The boot sector of '%s' is damaged; it was read by the backup at its end. Repair that "
            "first, for example with testdisk.",
            target->name);
        return false;
    }
    return true;
}

bool mayapply_volume(const struct target *target, const char *plan)
{
    struct volumeinfo info;

    return is_volume(target) && mayapply_unused(target) && target_info(target, &info) &&
           is_sound(target->name, &info) && is_log_closed(target, plan);
}

/* ---- Opening for writing ---- */

/* Why OPEN or a lock failed with errno. */
static bool refuse_open(const struct target *target, bool is_device)
{
    const char *name = target->backing;

    if (errno == EBUSY && target->chosen)
        say("'%s' is in use, perhaps another of its partitions. Unmount that, or give the device "
            "of partition %u itself.",
            name, target->chosen->number);
    else if (errno == EBUSY)
        say("'%s' is in use: mounted, or part of a RAID, an LVM or another device. Release it "
            "first.",
            name);
    else if (errno == EROFS)
        say("'%s' lies on a file system that is read-only. Remount it writable, or copy the image "
            "elsewhere.",
            name);
    else if (errno == EACCES && is_device && access(name, W_OK) == 0)
        say("'%s' is write-protected: look for a switch on it, or ask blockdev --getro.", name);
    else if (errno == EACCES || errno == EPERM)
        say("Cannot open '%s' for writing: %s. Run mftlink as root, or as a user who may write it.",
            name, strerror(errno));
    else
        say("Cannot open '%s' for writing: %s.", name, strerror(errno));
    return false;
}

/* Others who look at a device for a moment, as udev does, hold the lock for that long. */
static bool lock(int fd, bool is_device)
{
    enum { TRIES = 20, PAUSE_US = 100000 };
    int tries = is_device ? TRIES : 1;

    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK || --tries == 0)
            return false;
        usleep(PAUSE_US);
    }
    return true;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_rdev == b->st_rdev;
}

/* Is FD what the target was read from, may it be written, and is it ours now? */
static bool take(const struct target *target, int fd, bool is_device)
{
    struct stat now, before;
    int is_protected = 0;

    if (fstat(fd, &now) != 0 || fstat(target->source.fd, &before) != 0 || !is_same(&now, &before)) {
        say("'%s' became another file while it was read. Try again.", target->backing);
        return false;
    }
    if (is_device && ioctl(fd, BLKROGET, &is_protected) == 0 && is_protected) {
        errno = EACCES;
        return refuse_open(target, is_device);
    }
    if (lock(fd, is_device))
        return true;
    if (errno == EWOULDBLOCK)
        say("Another process is at work with '%s'. Wait until it has ended.", target->backing);
    else
        say("Cannot lock '%s': %s. Copy the image to a file system that has locks.",
            target->backing, strerror(errno));
    return false;
}

bool mayapply_open(const struct target *target, int *fd_ret)
{
    struct stat st;
    bool is_device = stat(target->backing, &st) == 0 && S_ISBLK(st.st_mode);
    int fd = open(target->backing, O_RDWR | O_CLOEXEC | (is_device ? O_EXCL : 0));

    if (fd < 0)
        return refuse_open(target, is_device);
    if (take(target, fd, is_device)) {
        *fd_ret = fd;
        return true;
    }
    close(fd);
    return false;
}
