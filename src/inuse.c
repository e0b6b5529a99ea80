/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Uses of a volume's bytes: see inuse.h. What the kernel tells of block devices in /sys:
 *
 *   dev/block/8:17/                 a device: partition, start, size (in 512 bytes), holders/
 *   dev/block/8:17/../dev           its disk
 *   dev/block/7:0/loop/             backing_file, offset, sizelimit
 *   class/block/NAME/dev            all of them
 */
#define _GNU_SOURCE /* asprintf, makedev */

#include "src/inuse.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

enum { SECTOR_BYTES = 512, LEVELS_MAX = 8 };

struct inuse_system inuse_this_system(const struct mounts *mounts)
{
    return (struct inuse_system){"/sys", "/proc/swaps", mounts};
}

/* ---- What /sys says ---- */

/* The first line of a file of the device; false where there is none. */
static bool read_line(const struct inuse_system *system, const char *folder, const char *name,
                      char *line, int n)
{
    char *path = NULL;
    FILE *file =
        asprintf(&path, "%s/%s/%s", system->sys, folder, name) < 0 ? NULL : fopen(path, "re");
    bool is_there = file && fgets(line, n, file);

    if (file)
        fclose(file);
    free(path);
    if (is_there)
        line[strcspn(line, "\n")] = '\0';
    return is_there;
}

static uint64_t read_number(const struct inuse_system *system, const char *folder, const char *name)
{
    char line[32];

    return read_line(system, folder, name, line, sizeof line) ? strtoull(line, NULL, 10) : 0;
}

/* "8:17" */
static bool parse_device(const char *text, dev_t *device_ret)
{
    char *colon, *end;
    unsigned long major = strtoul(text, &colon, 10), minor;

    if (colon == text || *colon != ':')
        return false;
    minor = strtoul(colon + 1, &end, 10);
    if (end == colon + 1 || *end || major > UINT32_MAX || minor > UINT32_MAX)
        return false;
    *device_ret = makedev((unsigned)major, (unsigned)minor);
    return true;
}

static void folder_of(dev_t device, char folder[64])
{
    snprintf(folder, 64, "dev/block/%u:%u", major(device), minor(device));
}

/* The disk that the partition DEVICE is a part of; 0: it is no partition. */
static dev_t disk_of(const struct inuse_system *system, dev_t device)
{
    char folder[64], line[32];
    dev_t disk = 0;

    folder_of(device, folder);
    if (read_number(system, folder, "partition") == 0 ||
        !read_line(system, folder, "../dev", line, sizeof line) || !parse_device(line, &disk))
        return 0;
    return disk;
}

/* ---- Places ---- */

/* At most LIMIT bytes; 0: no limit is known. */
static void narrow(struct inuse_place *place, uint64_t limit)
{
    uint64_t left = limit > place->first ? limit - place->first : 0;

    if (limit > 0 && place->nbytes > left)
        place->nbytes = left;
}

/* Moves PLACE, bytes of a loop device, into its file. False where it is none. */
static bool enter_loop(const struct inuse_system *system, const char *folder,
                       struct inuse_place *place)
{
    char path[INUSE_WHERE_BYTES];
    struct stat st;

    if (!read_line(system, folder, "loop/backing_file", path, sizeof path) || stat(path, &st) != 0)
        return false;
    narrow(place, read_number(system, folder, "loop/sizelimit"));
    place->first += read_number(system, folder, "loop/offset");
    place->is_file = S_ISREG(st.st_mode);
    place->device = place->is_file ? st.st_dev : st.st_rdev;
    place->inode = place->is_file ? st.st_ino : 0;
    return true;
}

/* One step from PLACE, bytes of a device, to what that is a part of. False where there is none. */
static bool enter(const struct inuse_system *system, struct inuse_place *place)
{
    dev_t disk = disk_of(system, place->device);
    char folder[64];

    folder_of(place->device, folder);
    narrow(place, read_number(system, folder, "size") * SECTOR_BYTES);
    if (!disk)
        return enter_loop(system, folder, place);
    place->first += read_number(system, folder, "start") * SECTOR_BYTES;
    place->device = disk;
    return true;
}

struct inuse_place inuse_device_place(const struct inuse_system *system, dev_t device,
                                      uint64_t first_byte, uint64_t nbytes)
{
    struct inuse_place place = {
        .device = device,
        .first = first_byte,
        .nbytes = nbytes,
        .own = device,
        .own_disk = disk_of(system, device),
    };

    for (int level = 0; level < LEVELS_MAX && !place.is_file && enter(system, &place);)
        level++;
    return place;
}

static struct inuse_place place_of_stat(const struct inuse_system *system, const struct stat *st,
                                        uint64_t first_byte, uint64_t nbytes)
{
    if (S_ISBLK(st->st_mode))
        return inuse_device_place(system, st->st_rdev, first_byte, nbytes);
    return (struct inuse_place){
        .is_file = true,
        .device = st->st_dev,
        .inode = st->st_ino,
        .first = first_byte,
        .nbytes = nbytes,
    };
}

bool inuse_place_of(const struct inuse_system *system, const char *path, uint64_t first_byte,
                    uint64_t nbytes, struct inuse_place *place_ret)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return false;
    *place_ret = place_of_stat(system, &st, first_byte, nbytes);
    return true;
}

static bool overlap(const struct inuse_place *a, const struct inuse_place *b)
{
    if (a->is_file != b->is_file || a->device != b->device || a->inode != b->inode)
        return false;
    return a->first <= b->first ? b->first - a->first < a->nbytes : a->first - b->first < b->nbytes;
}

/* ---- Uses ---- */

static bool note(enum inuse_kind kind, const char *where, struct inuse *inuse_ret)
{
    inuse_ret->kind = kind;
    snprintf(inuse_ret->where, sizeof inuse_ret->where, "%s", where);
    return true;
}

/* Is the file or device PATH one with PLACE? */
static bool is_path_there(const struct inuse_system *system, const struct inuse_place *place,
                          const char *path)
{
    struct inuse_place other;
    struct stat st;

    if (path[0] != '/' || stat(path, &st) != 0 || (!S_ISBLK(st.st_mode) && !S_ISREG(st.st_mode)))
        return false;
    other = place_of_stat(system, &st, 0, UINT64_MAX);
    return overlap(place, &other);
}

static bool find_mount(const struct inuse_system *system, const struct inuse_place *place,
                       struct inuse *inuse_ret)
{
    for (size_t i = 0; i < system->mounts->n; i++) {
        const struct mount *mount = &system->mounts->at[i];
        struct inuse_place other;
        dev_t device;

        /* What lies on no device has one without a major number. */
        if (parse_device(mount->device, &device) && major(device) > 0) {
            other = inuse_device_place(system, device, 0, UINT64_MAX);
            if (overlap(place, &other))
                return note(INUSE_MOUNTED, mount->point, inuse_ret);
        }
        if (is_path_there(system, place, mount->source))
            return note(INUSE_MOUNTED, mount->point, inuse_ret);
    }
    return false;
}

/* Calls IS_IT for the names in a folder of /sys until it says so. */
static bool any_name(const struct inuse_system *system, const char *folder,
                     bool (*is_it)(void *context, const char *name), void *context)
{
    char *path = NULL;
    DIR *names = asprintf(&path, "%s/%s", system->sys, folder) < 0 ? NULL : opendir(path);
    struct dirent *entry;
    bool is_found = false;

    while (names && !is_found && (entry = readdir(names)))
        is_found = entry->d_name[0] != '.' && is_it(context, entry->d_name);
    if (names)
        closedir(names);
    free(path);
    return is_found;
}

struct search {
    const struct inuse_system *system;
    const struct inuse_place *place;
    struct inuse *inuse_ret;
};

static bool is_holder(void *context, const char *name)
{
    return note(INUSE_HELD, name, context);
}

/* Is the block device NAME one with the place, and attached to it or held by another? */
static bool is_device_there(void *context, const char *name)
{
    const struct search *search = context;
    const struct inuse_place *place = search->place;
    struct inuse_place other;
    char *class = NULL, line[32], folder[64], holders[80];
    bool is_known;
    dev_t device = 0;

    is_known = asprintf(&class, "class/block/%s", name) >= 0 &&
               read_line(search->system, class, "dev", line, sizeof line) &&
               parse_device(line, &device);
    free(class);
    if (!is_known)
        return false;
    other = inuse_device_place(search->system, device, 0, UINT64_MAX);
    if (!overlap(place, &other))
        return false;
    folder_of(device, folder);
    if (device != place->own && device != place->own_disk && !other.own_disk &&
        read_line(search->system, folder, "loop/offset", line, sizeof line))
        return note(INUSE_LOOP, name, search->inuse_ret);
    snprintf(holders, sizeof holders, "%s/holders", folder);
    return any_name(search->system, holders, is_holder, search->inuse_ret);
}

/* Lines behind the first begin with a path, in which spaces are \040. */
static bool find_swap(const struct inuse_system *system, const struct inuse_place *place,
                      struct inuse *inuse_ret)
{
    FILE *file = fopen(system->swaps, "re");
    char *line = NULL;
    size_t capacity = 0;
    bool is_found = false;

    while (file && !is_found && getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, " \t\n")] = '\0';
        mounts_unescape(line);
        is_found = is_path_there(system, place, line) && note(INUSE_SWAP, line, inuse_ret);
    }
    if (file)
        fclose(file);
    free(line);
    return is_found;
}

bool inuse_find(const struct inuse_system *system, const struct inuse_place *place,
                struct inuse *inuse_ret)
{
    struct search search = {system, place, inuse_ret};

    return find_mount(system, place, inuse_ret) ||
           any_name(system, "class/block", is_device_there, &search) ||
           find_swap(system, place, inuse_ret);
}
