/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes of open logs: see openlog.h. A note is the file SERIAL.open of a folder: the plan's
 * absolute path and a line's end.
 */
#define _GNU_SOURCE /* asprintf, realpath, O_DIRECTORY */

#include "src/openlog.h"

#include "src/putat.h"
#include "src/redo_file.h"
#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MACHINE_FOLDER "/var/lib/mftlink"

enum { FOLDERS_MAX = 2 };

/* ---- Where notes are ---- */

/* Those of the user and of the machine, the one that is written to first; NULL where memory ran out
 * or there is none. The caller frees each. */
static void find_folders(char *folders[FOLDERS_MAX])
{
    const char *state = getenv("MFTLINK_STATE"), *home = getenv("HOME");
    const char *xdg = getenv("XDG_STATE_HOME");
    char **own = &folders[0];

    folders[0] = folders[1] = NULL;
    if (state && *state) {
        folders[0] = strdup(state);
        return;
    }
    if (geteuid() == 0) {
        folders[0] = strdup(MACHINE_FOLDER);
        return;
    }
    if (xdg && *xdg == '/' && asprintf(own, "%s/mftlink", xdg) < 0)
        *own = NULL;
    if (!*own && home && *home == '/' && asprintf(own, "%s/.local/state/mftlink", home) < 0)
        *own = NULL;
    folders[1] = strdup(MACHINE_FOLDER);
}

static void free_folders(char *folders[FOLDERS_MAX])
{
    for (int i = 0; i < FOLDERS_MAX; i++)
        free(folders[i]);
}

/* The note's path; NULL without memory, or where there is no folder. */
static char *note_path(const char *folder, uint64_t serial)
{
    char *path;

    if (!folder || asprintf(&path, "%s/%016" PRIX64 ".open", folder, serial) < 0)
        return NULL;
    return path;
}

static bool make_folders(const char *folder)
{
    char *path = strdup(folder);
    bool is_good = path;

    for (char *at = path; is_good && at; *at = '/') {
        at = strchr(at + 1, '/');
        if (!at)
            break;
        *at = '\0';
        is_good = mkdir(path, 0755) == 0 || errno == EEXIST;
    }
    free(path);
    return is_good && (mkdir(folder, 0755) == 0 || errno == EEXIST);
}

/* ---- Reading ---- */

/* Is TEXT what openlog_note writes? Nothing in it can command a terminal. */
static bool is_note(const char *text, size_t n)
{
    if (n < 2 || n > PATH_MAX || text[0] != '/' || text[n - 1] != '\n')
        return false;
    for (size_t i = 0; i + 1 < n; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            return false;
    return true;
}

/* The plan that the note in FD names; NULL where it is no note. */
static char *read_note(int fd)
{
    char text[PATH_MAX + 2];
    struct stat st;
    size_t n = 0;
    ssize_t got;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return NULL;
    while (n < sizeof text && (got = read(fd, text + n, sizeof text - n)) > 0)
        n += (size_t)got;
    return is_note(text, n) ? strndup(text, n - 1) : NULL;
}

enum log_kind {
    LOG_CLOSED, /* the plan is there, and no log of it */
    LOG_GONE,   /* nor is the plan: the disk may be elsewhere */
    LOG_UNMADE, /* one that never counted */
    LOG_OPEN,
};

static bool is_there(const char *plan, const char *behind)
{
    char *path = NULL;
    struct stat st;
    bool is;

    /* Without memory, and where one may not look, it may be there. */
    is = asprintf(&path, "%s%s", plan, behind) < 0 || lstat(path, &st) == 0 ||
         (errno != ENOENT && errno != ENOTDIR);
    free(path);
    return is;
}

static enum log_kind look(const char *plan)
{
    if (is_there(plan, ".redo"))
        return LOG_OPEN;
    if (is_there(plan, ".redo.new"))
        return LOG_UNMADE;
    return is_there(plan, "") ? LOG_CLOSED : LOG_GONE;
}

/* The plan of the note for SERIAL in FOLDER; NULL where there is none that counts. */
static char *find_in(const char *folder, uint64_t serial, enum log_kind *kind_ret)
{
    char *path = note_path(folder, serial), *plan = NULL;
    int fd = path ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;

    if (fd >= 0) {
        plan = read_note(fd);
        close(fd);
        if (!plan)
            say("'%s' is no note of mftlink and is passed over. Remove it.", path);
    }
    if (plan)
        *kind_ret = look(plan);
    if (plan && *kind_ret == LOG_CLOSED) {
        unlink(path);
        free(plan);
        plan = NULL;
    }
    free(path);
    return plan;
}

static char *find(uint64_t serial, enum log_kind *kind_ret)
{
    char *folders[FOLDERS_MAX], *plan = NULL;

    find_folders(folders);
    for (int i = 0; i < FOLDERS_MAX && !plan; i++)
        if (folders[i])
            plan = find_in(folders[i], serial, kind_ret);
    free_folders(folders);
    return plan;
}

char *openlog_find(uint64_t serial)
{
    enum log_kind kind;

    return find(serial, &kind);
}

bool openlog_warn(uint64_t serial, const char *name)
{
    enum log_kind kind;
    char *plan = find(serial, &kind);
    bool is_open = plan && kind != LOG_UNMADE;

    if (is_open && kind == LOG_OPEN)
        say("'%s' has an open log, '%s.redo': writing to it was broken off, and what it holds now "
            "may be half of it. Run mftlink recover.",
            name, plan);
    else if (is_open)
        say("'%s' may have an open log, '%s.redo', which is not there now. If it lies on a disk "
            "that is elsewhere, connect that and run mftlink recover.",
            name, plan);
    free(plan);
    return is_open;
}

/* ---- Writing ---- */

char *openlog_name(const char *plan)
{
    char *whole = NULL, *copy = strdup(plan), *folder = NULL;
    const char *slash = strrchr(plan, '/');

    if (copy)
        folder = realpath(dirname(copy), NULL);
    if (!folder || asprintf(&whole, "%s/%s", folder, slash ? slash + 1 : plan) < 0)
        whole = NULL;
    free(copy);
    free(folder);
    return whole;
}

/* Writes the line TEXT to the new file TEMPORARY, and gives it the name PATH. */
static bool put_note(const char *temporary, const char *path, const char *text)
{
    int folder, fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool is_good = fd >= 0;

    if (is_good)
        is_good =
            putat(fd, 0, (struct bytes){(const uint8_t *)text, strlen(text)}) && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    if (!is_good || rename(temporary, path) != 0 ||
        redo_file_open_folder(path, &folder) != STATUS_OK)
        return false;
    is_good = redo_file_sync_folder(folder);
    error = errno;
    close(folder);
    errno = error;
    return is_good;
}

/* The note TEXT for SERIAL in FOLDER. False with errno. */
static bool put_in(const char *folder, uint64_t serial, const char *text)
{
    char *path = NULL, *temporary = NULL;
    bool is_good = make_folders(folder);

    if (is_good)
        path = note_path(folder, serial);
    is_good = path && asprintf(&temporary, "%s.%ld.new", path, (long)getpid()) >= 0 &&
              put_note(temporary, path, text);
    int error = errno;
    if (temporary && !is_good)
        unlink(temporary);
    free(path);
    free(temporary);
    errno = error;
    return is_good;
}

static bool write_note(uint64_t serial, const char *plan)
{
    char *folders[FOLDERS_MAX], *whole = openlog_name(plan), *text = NULL;
    bool is_good = whole && asprintf(&text, "%s\n", whole) >= 0;

    errno = is_good ? errno : ENOENT;
    find_folders(folders);
    if (is_good && !is_note(text, strlen(text))) {
        errno = EINVAL;
        is_good = false;
    }
    if (is_good && !folders[0]) {
        errno = ENOENT;
        is_good = false;
    }
    is_good = is_good && put_in(folders[0], serial, text);
    int error = errno;
    free(whole);
    free(text);
    free_folders(folders);
    errno = error;
    return is_good;
}

bool openlog_note(uint64_t serial, const char *plan)
{
    if (write_note(serial, plan))
        return true;
    say("Cannot note which log is open on the volume: %s. Should this be broken off, name the log "
        "yourself: mftlink recover --log PLAN.redo.",
        strerror(errno));
    return false;
}

/* In a way that lasts: where plan and log go next, a note that came back would have the volume
 * taken for half written. */
static void remove_note(const char *path)
{
    int folder;

    if (unlink(path) != 0 || redo_file_open_folder(path, &folder) != STATUS_OK)
        return;
    redo_file_sync_folder(folder);
    close(folder);
}

void openlog_forget(uint64_t serial)
{
    char *folders[FOLDERS_MAX];

    find_folders(folders);
    for (int i = 0; i < FOLDERS_MAX; i++) {
        char *path = note_path(folders[i], serial);

        if (path)
            remove_note(path);
        free(path);
    }
    free_folders(folders);
}

char *openlog_path(uint64_t serial)
{
    char *folders[FOLDERS_MAX], *path = NULL;
    struct stat st;

    find_folders(folders);
    for (int i = 0; i < FOLDERS_MAX && !path; i++) {
        path = note_path(folders[i], serial);
        if (path && lstat(path, &st) != 0) {
            free(path);
            path = NULL;
        }
    }
    free_folders(folders);
    return path;
}
