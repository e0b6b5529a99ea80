/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and names of a disk: see powerdisk_parts.h. */
#define _GNU_SOURCE /* reallocarray, asprintf */
#include "tests/support/powerdisk_parts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void powerdisk_parts_need(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    abort();
}

void *powerdisk_parts_grow(void *at, size_t n, size_t size)
{
    void *moved = reallocarray(at, n, size);

    powerdisk_parts_need(moved, "memory");
    return moved;
}

char *powerdisk_parts_copy_text(const char *text)
{
    char *copy = strdup(text);

    powerdisk_parts_need(copy, "memory");
    return copy;
}

/* ---- Files and names ---- */

uint8_t *powerdisk_parts_read_whole(const char *path, size_t *n_ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint8_t *bytes;

    powerdisk_parts_need(fd >= 0 && fstat(fd, &st) == 0, path);
    bytes = powerdisk_parts_grow(NULL, (size_t)st.st_size + 1, 1);
    for (size_t done = 0; done < (size_t)st.st_size;) {
        ssize_t n = read(fd, bytes + done, (size_t)st.st_size - done);

        powerdisk_parts_need(n > 0, path);
        done += (size_t)n;
    }
    close(fd);
    *n_ret = (size_t)st.st_size;
    return bytes;
}

void powerdisk_parts_resize(struct powerdisk_file *file, size_t n)
{
    file->bytes = powerdisk_parts_grow(file->bytes, n + 1, 1);
    if (n > file->n)
        memset(file->bytes + file->n, 0, n - file->n);
    file->n = n;
}

uint32_t powerdisk_parts_find_name(const struct powerdisk_names *names, const char *path)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (strcmp(names->at[i].path, path) == 0)
            return i;
    return POWERDISK_PARTS_NOWHERE;
}

static void remove_name(struct powerdisk_names *names, const char *path)
{
    uint32_t i = powerdisk_parts_find_name(names, path);

    if (i == POWERDISK_PARTS_NOWHERE || !names->at)
        return;
    free(names->at[i].path);
    names->at[i] = names->at[--names->n];
}

void powerdisk_parts_put_name(struct powerdisk_names *names, const char *path, uint32_t file)
{
    remove_name(names, path);
    names->at = powerdisk_parts_grow(names->at, names->n + 1, sizeof *names->at);
    names->at[names->n++] = (struct powerdisk_name){powerdisk_parts_copy_text(path), file};
}

void powerdisk_parts_free_names(struct powerdisk_names *names)
{
    while (names->n > 0)
        free(names->at[--names->n].path);
    free(names->at);
    *names = (struct powerdisk_names){0};
}

struct powerdisk_names powerdisk_parts_copy_names(const struct powerdisk_names *names)
{
    struct powerdisk_names copy = {0};

    for (uint32_t i = 0; i < names->n; i++)
        powerdisk_parts_put_name(&copy, names->at[i].path, names->at[i].file);
    return copy;
}

void powerdisk_parts_do_names(struct powerdisk_names *names, const struct powerdisk_call *call)
{
    uint32_t i;

    if (call->kind == TAPCALLS_CREATE) {
        powerdisk_parts_put_name(names, call->path, call->file);
    } else if (call->kind == TAPCALLS_UNLINK) {
        remove_name(names, call->path);
    } else if (call->kind == TAPCALLS_RENAME) {
        i = powerdisk_parts_find_name(names, call->path);
        powerdisk_parts_need(i != POWERDISK_PARTS_NOWHERE, call->path);
        powerdisk_parts_put_name(names, call->to, names->at[i].file);
        remove_name(names, call->path);
    }
}

void powerdisk_parts_each_file(const struct powerdisk *disk, const char *folder,
                               void (*see)(struct powerdisk *disk, const char *path),
                               struct powerdisk *to)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char *path;

    powerdisk_parts_need(dir, folder);
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        powerdisk_parts_need(asprintf(&path, "%s/%s", folder, entry->d_name) >= 0, "memory");
        if (entry->d_type == DT_DIR)
            powerdisk_parts_each_file(disk, path, see, to);
        else if (strcmp(path, disk->volume) != 0)
            see(to, path);
        free(path);
    }
    closedir(dir);
}

/* ---- Calls ---- */

void powerdisk_parts_do_bytes(struct powerdisk_file *file, const struct powerdisk_call *call)
{
    if (call->kind == TAPCALLS_CUT)
        powerdisk_parts_resize(file, call->size);
    if (call->kind != TAPCALLS_WRITE)
        return;
    if (call->offset + call->n > file->n)
        powerdisk_parts_resize(file, call->offset + call->n);
    memcpy(file->bytes + call->offset, call->bytes, call->n);
}

void powerdisk_parts_touch(struct powerdisk *disk, uint64_t offset, size_t n)
{
    for (uint64_t b = offset / POWERDISK_BLOCK_BYTES; b * POWERDISK_BLOCK_BYTES < offset + n; b++)
        disk->touched[b] = 1;
}

bool powerdisk_parts_is_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/' && !strchr(path + n + 1, '/');
}
