/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An output file that appears only when it is complete: see outfile.h.
 */
#define _GNU_SOURCE /* asprintf, realpath */

#include "src/outfile.h"

#include "src/doomed.h"
#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct outfile *file, const char *what)
{
    say("Cannot %s '%s': %s%s.", what, file->path, strerror(errno),
        errno == ENOENT ? "; make its folder first" : "");
    free(file->path);
    free(file->temporary);
    return false;
}

static bool open_temporary(struct outfile *file)
{
    int fd = -1;

    for (unsigned try = 0; try < 100 && fd < 0; try++) {
        free(file->temporary);
        if (asprintf(&file->temporary, "%s.%ld-%u.part", file->path, (long)getpid(), try) < 0) {
            file->temporary = NULL;
            errno = ENOMEM;
            break;
        }
        fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    if (fd >= 0 && !doomed_add(file->temporary)) {
        unlink(file->temporary);
        close(fd);
        fd = -1;
    }
    if (fd < 0)
        return fail(file, "create");
    file->out = out_to(fd, file->path);
    return true;
}

static bool open_directly(struct outfile *file)
{
    int fd = open(file->path, O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return fail(file, "open");
    file->out = out_to(fd, file->path);
    return true;
}

static bool is_standard_output(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

/* NEEDS_FILE: nothing but a temporary file will do. */
static bool open_path(const char *path, bool needs_file, struct outfile *file_ret)
{
    struct stat st;
    bool is_there = stat(path, &st) == 0;

    if (is_there && (S_ISBLK(st.st_mode) || S_ISDIR(st.st_mode))) {
        say("'%s' is a %s: give the name of a file to write.", path,
            S_ISDIR(st.st_mode) ? "directory" : "block device, which mftlink never writes to");
        return false;
    }
    if (needs_file && is_there && !S_ISREG(st.st_mode)) {
        say("'%s' is a pipe or a device: a database needs a file.", path);
        return false;
    }
    /* A symbolic link stays one: what it points to is replaced. */
    file_ret->path = is_there ? realpath(path, NULL) : strdup(path);
    if (!file_ret->path) {
        say("Cannot write '%s': %s.", path, strerror(errno));
        return false;
    }
    return is_there && !S_ISREG(st.st_mode) ? open_directly(file_ret) : open_temporary(file_ret);
}

bool outfile_is_packed(const char *path)
{
    size_t n = path ? strlen(path) : 0;

    return n > 4 && strcmp(path + n - 4, ".zst") == 0;
}

bool outfile_open(const char *path, struct outfile *file_ret)
{
    *file_ret = (struct outfile){0};
    if (!is_standard_output(path))
        return open_path(path, false, file_ret);
    file_ret->out = out_to(STDOUT_FILENO, "the output");
    return true;
}

bool outfile_open_path(const char *path, struct outfile *file_ret)
{
    *file_ret = (struct outfile){0};
    if (!is_standard_output(path))
        return open_path(path, true, file_ret);
    say("A database needs a file: name one with --out.");
    return false;
}

/* Makes the name last: the folder's entry is written out too. */
static void sync_folder(const char *path)
{
    char *copy = strdup(path);
    int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(copy);
}

static bool publish(struct outfile *file)
{
    if (fsync(file->out.fd) != 0 || rename(file->temporary, file->path) != 0) {
        say("Cannot finish '%s': %s.", file->path, strerror(errno));
        return false;
    }
    sync_folder(file->path);
    return true;
}

bool outfile_finish(struct outfile *file, bool is_good)
{
    bool is_there;

    if (!is_good)
        file->out.text.n = 0;
    is_there = out_finish(&file->out) && is_good;
    if (file->temporary) {
        is_there = is_there && publish(file);
        if (!is_there)
            unlink(file->temporary);
        doomed_drop(file->temporary);
    }
    if (file->out.watch)
        file->out.watch->is_complete = is_there;
    if (!file->path)
        return is_there;
    close(file->out.fd);
    free(file->temporary);
    free(file->path);
    return is_there;
}
