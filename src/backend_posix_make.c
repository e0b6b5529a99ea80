/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders and files that are made: see backend_posix_make.h.
 *
 * A file is made under a name of its own in the folder where it belongs, ".mftlink-" and a hash of
 * the name that it will have; it gets that name when it is complete and on the disk. Names like
 * these are never made for a plan (backend_posix_folder_new_name), so that one that is there is
 * what a crash has left.
 */
#define _GNU_SOURCE /* O_PATH */

#include "src/backend_posix_make.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/backend_posix_facts.h"
#include "src/backend_posix_folder.h"
#include "src/backend_posix_name.h"
#include "src/backend_posix_values.h"
#include "src/putat.h"

enum {
    PIECE_BYTES = 1 << 20,
    ZEROS_BYTES = 1 << 16, /* so many that are zero are left out of a sparse file */
    FOLDER_MODE = 0700,
    FILE_MODE = 0600,
};

/* Where a file is made. */
struct making {
    struct backend_posix *p;
    int dir, fd;
    char name[BACKEND_POSIX_NAME_BYTES], part[BACKEND_POSIX_PART_BYTES];
};

/* ---- Folders ---- */

/* FD is in the folder DIR. */
static int dress_folder(struct backend_posix *p, const struct backend_item *item, int dir, int fd)
{
    struct backend_posix_facts facts;
    int source, why;

    if (item->from_folder == BACKEND_NONE)
        return backend_posix_values_of_item(p, item, dir, fd);
    why = backend_posix_facts_source(p, item, &source, &facts);
    if (why)
        return why;
    why = facts.is_folder
              ? backend_posix_values_of_folder(p, source, item->is_like_parent ? dir : source, fd)
              : ENOTDIR;
    close(source);
    return why ? why : backend_posix_values_give_security(p, fd, item->given);
}

/* Makes the folder NAME, which is there, what it is to be. */
static int finish_folder(struct backend_posix *p, const struct backend_item *item, int dir,
                         const char *name, struct backend_made *made_ret)
{
    struct backend_posix_facts facts = {0};
    int fd, why = backend_posix_folder_at(p, dir, name, &fd);

    if (why)
        return why;
    why = dress_folder(p, item, dir, fd);
    if (!why)
        why = backend_posix_facts_read(p, fd, &facts);
    if (!why)
        made_ret->reference = facts.number;
    close(fd);
    return why;
}

int backend_posix_make_folder(struct backend *backend, const struct backend_item *item,
                              struct backend_made *made_ret)
{
    struct backend_posix *p = backend_posix_of(backend);
    char name[BACKEND_POSIX_NAME_BYTES];
    int dir, why = backend_posix_folder_new_name(item->name, name);

    if (!why)
        why = backend_posix_folder_find(p, &p->to, item->folder, &dir);
    if (!why && mkdirat(dir, name, FOLDER_MODE) != 0)
        why = errno;
    if (why)
        return why;
    why = finish_folder(p, item, dir, name, made_ret);
    if (why)
        unlinkat(dir, name, AT_REMOVEDIR);
    return why;
}

/* ---- The file that is not complete ---- */

/* Removes what a crash has left under the name of the incomplete file. */
static int remove_part(const struct making *m)
{
    return unlinkat(m->dir, m->part, 0) == 0 || errno == ENOENT ? 0 : errno;
}

static int find_part(struct backend_posix *p, const struct backend_item *item, struct making *m)
{
    int why = backend_posix_folder_new_name(item->name, m->name);

    m->p = p;
    m->fd = -1;
    backend_posix_folder_part(item->name, m->part);
    return why ? why : backend_posix_folder_find(p, &p->to, item->folder, &m->dir);
}

static int begin(struct backend_posix *p, const struct backend_item *item, struct making *m)
{
    struct backend_posix_facts facts;
    int why = find_part(p, item, m);

    if (!why && backend_posix_facts_at(p, m->dir, m->name, &facts) == 0)
        why = EEXIST;
    if (!why)
        why = remove_part(m);
    if (why)
        return why;
    m->fd = openat(m->dir, m->part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    return m->fd >= 0 ? 0 : errno;
}

/* The complete file gets its name: that its number stays says that it is the same file. */
static int appear(struct making *m, const struct content *content, uint64_t number)
{
    struct backend_posix *p = m->p;
    struct backend_posix_facts facts;
    int fd, why = backend_posix_name_rename(p, m->dir, m->part, m->dir, m->name);

    if (!why)
        why = backend_posix_facts_open(p, m->dir, m->name, &fd, &facts);
    if (why)
        return why;
    if (facts.number != number)
        why = ESTALE;
    if (!why && facts.is_regular && content)
        why = backend_posix_values_give_times(p, fd, content);
    close(fd);
    return why;
}

/* Completes the file whose data are written; or removes it. */
static int complete(struct making *m, const struct content *content, struct backend_made *made_ret)
{
    struct backend_posix_facts facts;
    int why = backend_posix_facts_read(m->p, m->fd, &facts);

    if (!why && fsync(m->fd) != 0)
        why = errno;
    if (!why && content)
        why = backend_posix_values_give_reparse(m->fd, content);
    close(m->fd);
    m->fd = -1;
    if (!why)
        why = appear(m, content, facts.number);
    if (!why)
        made_ret->reference = facts.number;
    return why;
}

static void give_up(struct making *m)
{
    if (m->fd >= 0)
        close(m->fd);
    remove_part(m);
}

/* ---- Data ---- */

static bool is_zero(const uint8_t *at, size_t n)
{
    return n == 0 || (at[0] == 0 && memcmp(at, at + 1, n - 1) == 0);
}

/* Where a file is sparse, but its file system does not tell where, zeros are taken for holes. */
static int write_piece(int fd, uint64_t offset, const uint8_t *from, size_t n, bool is_sparse)
{
    int why = 0;

    for (size_t at = 0, more; at < n && !why; at += more) {
        more = !is_sparse ? n : n - at < ZEROS_BYTES ? n - at : ZEROS_BYTES;
        if (!is_sparse || !is_zero(from + at, more))
            why = putat(fd, offset + at, (struct bytes){from + at, more}) ? 0 : errno;
    }
    return why;
}

static int copy_stretch(int fd, struct content *content, uint64_t from, uint64_t n, uint8_t *buffer)
{
    bool is_sparse = content->streams[0].flags & CONTENT_SPARSE;
    int why = 0;

    for (uint64_t at = 0; at < n && !why; at += PIECE_BYTES) {
        size_t piece = n - at < PIECE_BYTES ? (size_t)(n - at) : PIECE_BYTES;

        why = content->calls->read(content, 0, from + at, buffer, piece);
        if (!why)
            why = write_piece(fd, from + at, buffer, piece, is_sparse);
    }
    return why;
}

static int copy_data(int fd, struct content *content)
{
    uint64_t size = content->streams[0].size, at = 0, n;
    uint8_t *buffer = malloc(PIECE_BYTES);
    int why = buffer ? 0 : ENOMEM;

    while (!why && at < size) {
        why = content->calls->data(content, 0, &at, &n);
        if (why || n == 0)
            break;
        why = copy_stretch(fd, content, at, n, buffer);
        at += n;
    }
    free(buffer);
    if (!why && ftruncate(fd, (off_t)size) != 0)
        why = errno;
    return why;
}

/* ---- Calls ---- */

int backend_posix_make_copy(struct backend *backend, const struct backend_item *item,
                            struct content *content, struct backend_made *made_ret)
{
    struct backend_posix *p = backend_posix_of(backend);
    struct making m;
    int why = backend_posix_values_may_have(p, content);

    if (!why)
        why = begin(p, item, &m);
    if (why)
        return why;
    why = copy_data(m.fd, content);
    if (!why)
        why = backend_posix_values_give(p, m.fd, content);
    if (!why)
        why = complete(&m, content, made_ret);
    if (why)
        give_up(&m);
    return why;
}

int backend_posix_make_bytes(struct backend *backend, const struct backend_item *item,
                             struct bytes bytes, struct backend_made *made_ret)
{
    struct making m;
    int why = begin(backend_posix_of(backend), item, &m);

    if (why)
        return why;
    why = putat(m.fd, 0, bytes) ? 0 : errno;
    if (!why)
        why = complete(&m, NULL, made_ret);
    if (why)
        give_up(&m);
    return why;
}

int backend_posix_make_tidy(struct backend *backend, const struct backend_item *item)
{
    struct making m;
    int why = find_part(backend_posix_of(backend), item, &m);

    if (why)
        return why == ENOENT ? 0 : why;
    return remove_part(&m);
}
