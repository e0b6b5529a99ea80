/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that are given and taken away: see backend_posix_name.h.
 *
 * A link is made of the descriptor that was looked at, so that what stands under the source's name
 * meanwhile does not matter. To take a name away there is no such call: between the look and the
 * call another program can put another file under the name, or take the file's other names. Who
 * wants to be safe from that does not let others write to the volume.
 */
#define _GNU_SOURCE /* O_PATH, renameat2 */

#include "src/backend_posix_name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "src/backend_posix_facts.h"
#include "src/backend_posix_folder.h"

/* The target of an item, looked up. */
struct place {
    int dir;
    char name[BACKEND_POSIX_NAME_BYTES];
};

static int find_place(struct backend_posix *p, const struct backend_item *item,
                      struct place *place_ret)
{
    int why = backend_posix_folder_name(item->name, place_ret->name);

    return why ? why : backend_posix_folder_find(p, &p->to, item->folder, &place_ret->dir);
}

/* The same where the name is to be made. */
static int find_new_place(struct backend_posix *p, const struct backend_item *item,
                          struct place *place_ret)
{
    int why = backend_posix_folder_new_name(item->name, place_ret->name);

    return why ? why : find_place(p, item, place_ret);
}

/* ---- Giving ---- */

/* libntfs-3g has no limit but that of an attribute list, and calls it ERANGE. */
static int errno_of_link(void)
{
    return errno == ERANGE ? EMLINK : errno;
}

/* Gives what FD is a name more. */
static int link_descriptor(int fd, int dir, const char *name)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];

    if (linkat(fd, "", dir, name, AT_EMPTY_PATH) == 0)
        return 0;
    if (errno != ENOENT && errno != EPERM && errno != EINVAL)
        return errno_of_link();
    /* It takes a capability: without it the way through /proc is left. */
    backend_posix_facts_path(fd, path);
    return linkat(AT_FDCWD, path, dir, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno_of_link();
}

/* ntfs-3g's option hide_dot_files changes attributes of the file by the name that it gets: they
 * become what they were. */
static int restore_attributes(int fd, uint32_t attributes)
{
    char path[BACKEND_POSIX_DESCRIPTOR_BYTES];
    const uint8_t bytes[4] = {(uint8_t)attributes, (uint8_t)(attributes >> 8),
                              (uint8_t)(attributes >> 16), (uint8_t)(attributes >> 24)};

    backend_posix_facts_path(fd, path);
    return setxattr(path, "system.ntfs_attrib", bytes, sizeof bytes, 0) == 0 ? 0 : errno;
}

/* Is NAME what was linked, and that what it was before? */
static int verify(const struct backend_posix *p, int fd, const struct place *place,
                  const struct backend_posix_facts *before)
{
    struct backend_posix_facts now;
    int why = backend_posix_facts_at(p, place->dir, place->name, &now);

    if (why)
        return why;
    if (now.number != before->number || now.size != before->size ||
        now.modified != before->modified)
        return ESTALE;
    return now.attributes == before->attributes ? 0 : restore_attributes(fd, before->attributes);
}

int backend_posix_name_link(struct backend *backend, const struct backend_item *item)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct backend_posix_facts facts;
    struct place place;
    int fd, why = find_new_place(p, item, &place);

    if (!why)
        why = backend_posix_facts_source(p, item, &fd, &facts);
    if (why)
        return why;
    why = facts.is_folder ? EISDIR : link_descriptor(fd, place.dir, place.name);
    if (!why)
        why = verify(p, fd, &place, &facts);
    close(fd);
    return why;
}

/* ---- Moving ---- */

static bool is_not_offered(int why)
{
    return why == EINVAL || why == ENOSYS || why == EOPNOTSUPP;
}

/* A name more, then one less: the file is never without one. */
static int link_and_unlink(const struct backend_posix *p, int from_dir, const char *from, int dir,
                           const char *name)
{
    struct backend_posix_facts facts, now;
    int fd, why = backend_posix_facts_open(p, from_dir, from, &fd, &facts);

    if (why)
        return why;
    why = link_descriptor(fd, dir, name);
    if (!why)
        why = backend_posix_facts_at(p, from_dir, from, &now);
    if (!why && now.number != facts.number)
        why = ESTALE;
    if (!why && unlinkat(from_dir, from, 0) != 0)
        why = errno;
    close(fd);
    return why;
}

int backend_posix_name_rename(const struct backend_posix *p, int from_dir, const char *from,
                              int dir, const char *name)
{
    if (renameat2(from_dir, from, dir, name, RENAME_NOREPLACE) == 0)
        return 0;
    return is_not_offered(errno) ? link_and_unlink(p, from_dir, from, dir, name) : errno;
}

/* What was moved is what was looked at, else it goes back. Its MS-DOS name, which a driver drops,
 * comes along. */
static int move(struct backend_posix *p, const struct backend_item *item, const struct place *place,
                const struct backend_posix_facts *facts)
{
    char from[BACKEND_POSIX_NAME_BYTES], alias[BACKEND_POSIX_ALIAS_BYTES];
    struct backend_posix_facts now = {0};
    int from_dir, why = backend_posix_folder_name(item->from_name, from);
    size_t nalias = 0;

    if (!why)
        why = backend_posix_folder_find(p, &p->from, item->from_folder, &from_dir);
    if (!why) {
        nalias = backend_posix_facts_alias(p, from_dir, from, alias);
        why = backend_posix_name_rename(p, from_dir, from, place->dir, place->name);
    }
    if (!why)
        why = backend_posix_facts_at(p, place->dir, place->name, &now);
    if (!why && now.number == facts->number)
        backend_posix_facts_give_alias(place->dir, place->name, alias, nalias);
    if (why || now.number == facts->number)
        return why;
    why = backend_posix_name_rename(p, place->dir, place->name, from_dir, from);
    return why ? why : ESTALE;
}

int backend_posix_name_move(struct backend *backend, const struct backend_item *item)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct backend_posix_facts facts;
    struct place place;
    int fd, why = find_new_place(p, item, &place);

    if (!why)
        why = backend_posix_facts_source(p, item, &fd, &facts);
    if (why)
        return why;
    close(fd);
    return facts.is_folder ? EISDIR : move(p, item, &place, &facts);
}

/* ---- Taking away ---- */

/* The name that is to go, open and held against ITEM. */
static int find_doomed(struct backend_posix *p, const struct backend_item *item,
                       struct place *place_ret, int *fd_ret, struct backend_posix_facts *facts_ret)
{
    int why = find_place(p, item, place_ret);

    if (!why)
        why = backend_posix_facts_open(p, place_ret->dir, place_ret->name, fd_ret, facts_ret);
    if (why)
        return why;
    why = backend_posix_facts_match(p, item, facts_ret);
    if (why)
        close(*fd_ret);
    return why;
}

/* Takes the name of a file away; IS_LAST: its only one. With a name goes the MS-DOS one beside it.
 */
static int take_name(struct backend_posix *p, const struct backend_item *item, bool is_last)
{
    struct backend_posix_facts facts;
    struct place place;
    uint32_t goes;
    int fd, why = find_doomed(p, item, &place, &fd, &facts);

    if (why)
        return why;
    goes = backend_posix_facts_has_dos_name(p, fd) ? 2 : 1;
    if (facts.is_folder)
        why = EISDIR;
    else if (is_last && facts.links > goes)
        why = ESTALE;
    else if (!is_last && facts.links <= goes)
        why = EMLINK;
    else if (unlinkat(place.dir, place.name, 0) != 0)
        why = errno;
    close(fd);
    return why;
}

int backend_posix_name_unlink(struct backend *backend, const struct backend_item *item)
{
    return take_name(backend_posix_of(backend), item, false);
}

int backend_posix_name_delete(struct backend *backend, const struct backend_item *item)
{
    return take_name(backend_posix_of(backend), item, true);
}

int backend_posix_name_remove_folder(struct backend *backend, const struct backend_item *item)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct backend_posix_facts facts;
    struct place place;
    int fd, why = find_doomed(p, item, &place, &fd, &facts);

    if (why)
        return why;
    close(fd);
    if (!facts.is_folder)
        return ENOTDIR;
    backend_posix_folder_forget(p, item->folder, item->name);
    if (unlinkat(place.dir, place.name, AT_REMOVEDIR) == 0)
        return 0;
    return errno == EEXIST ? ENOTEMPTY : errno;
}

/* ---- Looking ---- */

int backend_posix_name_look(struct backend *backend, const struct backend_item *item,
                            struct backend_seen *seen_ret)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct backend_posix_facts facts;
    struct place place;
    int why = find_place(p, item, &place);

    if (!why)
        why = backend_posix_facts_at(p, place.dir, place.name, &facts);
    if (why)
        return why;
    *seen_ret = (struct backend_seen){
        .reference = facts.number,
        .size = facts.size,
        .created = facts.created,
        .modified = facts.modified,
        .attributes = facts.attributes,
        .is_folder = facts.is_folder,
        .is_expected = backend_posix_facts_is_same(p, item, &facts),
    };
    return 0;
}
