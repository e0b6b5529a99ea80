/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A walk over folders: see folderwalk.h.
 *
 * A folder is read as a whole, its names asked for what they are; then its own folders are entered
 * one after the other. The way back leads through descriptors that are still open, or through "..",
 * and what is found there must be the folder that was left.
 */
#define _GNU_SOURCE /* O_NOATIME */

#include "src/folderwalk.h"

#include "src/folderlinks.h"
#include "src/folderlist.h"
#include "src/folderstat.h"
#include "src/say.h"
#include "src/wtf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
    KEPT_OPEN = 16, /* folders on the way down that stay open */
    NOTES_MAX = 20,
    FIRST_ROWS = 256,
    NAME_UNITS = 255,
};

/* A folder on the way down. */
struct frame {
    uint32_t file;
    uint32_t next, end; /* its names: those from NEXT on are not entered yet */
    int fd;             /* -1: closed, to be found again by ".." */
};

struct walker {
    struct folderwalk *to;
    uint32_t files_capacity, names_capacity, text_capacity, findings_capacity;
    struct frame *frames;
    uint32_t nframes, frames_capacity;
    struct folderlinks links;
    uint64_t device;
    uint64_t nnotes;
    bool is_fat;
    enum status status;
};

/* ---- Tables ---- */

/* The column AT of N rows with room for MORE; NULL, and a status, where it cannot grow. */
static void *grow(struct walker *w, void *at, uint32_t n, uint32_t more, uint32_t *capacity,
                  size_t size)
{
    uint64_t rows = *capacity ? *capacity : FIRST_ROWS;

    while (rows < (uint64_t)n + more)
        rows *= 2;
    if (at && rows == *capacity)
        return at;
    if (rows > UINT32_MAX / 2) {
        w->status = STATUS_TOO_LARGE;
        return NULL;
    }
    at = arena_grow(&w->to->arena, at, rows * size);
    if (at)
        *capacity = (uint32_t)rows;
    else
        w->status = STATUS_NO_MEMORY;
    return at;
}

/* The new file's place; FOLDERLINKS_NONE, and a status. */
static uint32_t add_file(struct walker *w, const struct folderwalk_file *file)
{
    struct folderwalk *to = w->to;
    void *files = grow(w, to->files, to->nfiles, 1, &w->files_capacity, sizeof *to->files);

    if (!files)
        return FOLDERLINKS_NONE;
    to->files = files;
    to->files[to->nfiles] = *file;
    return to->nfiles++;
}

static void add_name(struct walker *w, uint32_t file, uint32_t parent, const char *name)
{
    struct folderwalk *to = w->to;
    uint32_t n = (uint32_t)strlen(name);
    void *names = grow(w, to->names, to->nnames, 1, &w->names_capacity, sizeof *to->names);
    void *text = names ? grow(w, to->text, to->ntext, n, &w->text_capacity, 1) : NULL;

    if (names)
        to->names = names;
    if (!text)
        return;
    to->text = text;
    memcpy(to->text + to->ntext, name, n);
    to->names[to->nnames++] = (struct folderwalk_name){file, parent, to->ntext, n};
    to->ntext += n;
    to->files[file].nnames++;
}

static struct frame *top(const struct walker *w)
{
    return &w->frames[w->nframes - 1];
}

/* ---- What cannot be read ---- */

/* The path of the folder that is being read, from the one where the walk began. */
static void put_path(const struct walker *w, struct textbuf *path)
{
    for (uint32_t i = 0; i + 1 < w->nframes; i++) {
        const struct folderwalk_name *name = &w->to->names[w->frames[i].next - 1];

        textbuf_shown(path, (struct str){w->to->text + name->text, name->n});
        textbuf_char(path, '/');
    }
}

static void say_note(const struct walker *w, const char *name, const char *why)
{
    enum { SHOWN = 300 };
    struct textbuf path = {0};
    size_t from;

    put_path(w, &path);
    textbuf_shown(&path, *name ? str_of(name) : str_of("."));
    from = path.n > SHOWN ? path.n - SHOWN : 0;
    if (!path.is_short)
        say("%s%.*s %s.", from ? "..." : "", (int)(path.n - from), path.at + from, why);
    textbuf_free(&path);
}

/* NAME in the folder that is being read ("": that itself), said; and a finding of FILE. */
static void note(struct walker *w, uint32_t file, const char *name, enum finding_kind kind,
                 const char *why)
{
    struct folderwalk *to = w->to;
    void *findings =
        grow(w, to->findings, to->nfindings, 1, &w->findings_capacity, sizeof *to->findings);

    if (w->nnotes++ < NOTES_MAX)
        say_note(w, name, why);
    if (!findings)
        return;
    to->findings = findings;
    to->findings[to->nfindings++] = (struct finding){.record = file, .kind = kind};
}

static void note_errno(struct walker *w, uint32_t file, const char *name)
{
    char why[200];

    snprintf(why, sizeof why, "cannot be read: %s", strerror(errno));
    note(w, file, name, FINDING_UNREADABLE, why);
}

/* ---- One name ---- */

static bool is_name(const char *name)
{
    size_t units = wtf8_units(str_of(name));

    return units > 0 && units <= NAME_UNITS;
}

/* The place of the file that STAT is of, which may have been met under another name. */
static uint32_t place_of(struct walker *w, const struct folderstat *stat)
{
    uint32_t file =
        stat->has_links ? folderlinks_find(&w->links, stat->file.inode) : FOLDERLINKS_NONE;

    if (file != FOLDERLINKS_NONE)
        return file;
    file = add_file(w, &stat->file);
    if (file != FOLDERLINKS_NONE && stat->has_links &&
        folderlinks_add(&w->links, &w->to->arena, stat->file.inode, file) != STATUS_OK)
        w->status = STATUS_NO_MEMORY;
    return file;
}

static void take_name(struct walker *w, uint32_t folder, const char *name)
{
    int fd = top(w)->fd;
    struct folderstat stat;
    uint32_t file;

    if (!is_name(name)) {
        note(w, folder, name, FINDING_BAD_NAME, "is left out: its name is no UTF-8");
        return;
    }
    if (!folderstat_read(fd, name, &stat)) {
        note_errno(w, folder, name);
        return;
    }
    if (w->is_fat && !stat.file.tag)
        stat.file.attributes = folderstat_fat_attributes(fd, name, &stat.file);
    stat.file.is_closed = stat.file.is_folder && (stat.is_mount || stat.device != w->device);
    if (stat.file.is_closed && w->nnotes++ < NOTES_MAX)
        say_note(w, name, "is another file system, which is not entered");
    file = place_of(w, &stat);
    if (file != FOLDERLINKS_NONE && w->status == STATUS_OK)
        add_name(w, file, folder, name);
}

/* ---- One folder ---- */

/* Takes all that the folder on top lists. */
static void read_folder(struct walker *w)
{
    uint32_t folder = top(w)->file;
    struct folderlist list = {0};
    struct arena scratch = {0};
    enum status status = folderlist_read(top(w)->fd, &scratch, &list);

    if (status == STATUS_IO)
        note_errno(w, folder, "");
    else if (status != STATUS_OK)
        w->status = status;
    top(w)->next = w->to->nnames;
    for (uint32_t i = 0; i < list.n && w->status == STATUS_OK; i++)
        take_name(w, folder, list.names[i]);
    top(w)->end = w->to->nnames;
    arena_free(&scratch);
}

/* As long as its owner is somebody else, times of access may be told. */
static int open_folder(int dir, const char *name)
{
    enum { FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
    int fd = openat(dir, name, FLAGS | O_NOATIME);

    return fd < 0 && errno == EPERM ? openat(dir, name, FLAGS) : fd;
}

/* Is what FD is open on the folder FILE? */
static bool is_same(const struct walker *w, int fd, uint32_t file)
{
    struct folderstat stat;

    return folderstat_read(fd, "", &stat) && stat.device == w->device &&
           stat.file.inode == w->to->files[file].inode;
}

/* FD, which is of FILE, becomes the top; far above it a descriptor is closed. */
static void push(struct walker *w, int fd, uint32_t file)
{
    void *frames = grow(w, w->frames, w->nframes, 1, &w->frames_capacity, sizeof *w->frames);

    if (!frames) {
        close(fd);
        return;
    }
    w->frames = frames;
    w->frames[w->nframes++] = (struct frame){.file = file, .fd = fd};
    if (w->nframes > KEPT_OPEN && w->frames[w->nframes - KEPT_OPEN - 1].fd >= 0) {
        close(w->frames[w->nframes - KEPT_OPEN - 1].fd);
        w->frames[w->nframes - KEPT_OPEN - 1].fd = -1;
    }
}

/* Leaves the top, and finds the folder above it again. */
static void pop(struct walker *w)
{
    struct frame left = *top(w);

    w->nframes--;
    if (w->nframes > 0 && top(w)->fd < 0 && w->status == STATUS_OK) {
        top(w)->fd = open_folder(left.fd, "..");
        if (top(w)->fd < 0 || !is_same(w, top(w)->fd, top(w)->file))
            w->status = STATUS_IO;
    }
    if (left.fd >= 0)
        close(left.fd);
}

/* Enters the folder that NAME leads to. */
static void enter(struct walker *w, const struct folderwalk_name *name)
{
    char text[4 * NAME_UNITS + 1];
    uint32_t file = name->file;
    int fd;

    memcpy(text, w->to->text + name->text, name->n);
    text[name->n] = '\0';
    fd = open_folder(top(w)->fd, text);
    if (fd < 0) {
        note_errno(w, file, text);
    } else if (!is_same(w, fd, file)) {
        close(fd);
        note(w, file, text, FINDING_UNREADABLE, "was changed while it was read");
    } else {
        push(w, fd, file);
        if (w->status == STATUS_OK)
            read_folder(w);
    }
}

/* ---- All ---- */

static void walk(struct walker *w, int fd)
{
    push(w, fd, 0);
    if (w->status == STATUS_OK)
        read_folder(w);
    while (w->nframes > 0) {
        struct frame *frame = top(w);
        const struct folderwalk_name *name;

        if (frame->next == frame->end || w->status != STATUS_OK) {
            pop(w);
            continue;
        }
        name = &w->to->names[frame->next++];
        if (w->to->files[name->file].is_folder && !w->to->files[name->file].is_closed)
            enter(w, name);
    }
}

static void begin(struct walker *w, int fd)
{
    struct folderstat stat;

    if (!folderstat_read(fd, "", &stat)) {
        w->status = STATUS_OPEN;
        return;
    }
    w->device = stat.device;
    w->is_fat = folderstat_is_fat(fd);
    add_file(w, &stat.file);
}

enum status folderwalk_read(const char *path, struct folderwalk *walk_ret)
{
    struct folderwalk to = {0};
    struct walker w = {.to = &to};
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error;

    if (fd < 0)
        return STATUS_OPEN;
    begin(&w, fd);
    if (w.status == STATUS_OK)
        walk(&w, fd);
    else
        close(fd);
    if (w.nnotes > NOTES_MAX)
        say("%llu more notes like these are left out.", (unsigned long long)(w.nnotes - NOTES_MAX));
    error = errno;
    if (w.status == STATUS_OK)
        *walk_ret = to;
    else
        folderwalk_free(&to);
    errno = error;
    return w.status;
}

void folderwalk_free(struct folderwalk *walk)
{
    arena_free(&walk->arena);
    *walk = (struct folderwalk){0};
}
