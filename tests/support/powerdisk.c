/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disk holds when its power fails: see powerdisk.h. */
#define _GNU_SOURCE /* reallocarray */
#include "tests/support/powerdisk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOWHERE UINT32_MAX

static void need(bool is_good, const char *what)
{
    if (is_good)
        return;
    perror(what);
    abort();
}

static void *grow(void *at, size_t n, size_t size)
{
    void *moved = reallocarray(at, n, size);

    need(moved, "memory");
    return moved;
}

static char *copy_text(const char *text)
{
    char *copy = strdup(text);

    need(copy, "memory");
    return copy;
}

/* ---- Files and names ---- */

static uint8_t *read_whole(const char *path, size_t *n_ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint8_t *bytes;

    need(fd >= 0 && fstat(fd, &st) == 0, path);
    bytes = grow(NULL, (size_t)st.st_size + 1, 1);
    for (size_t done = 0; done < (size_t)st.st_size;) {
        ssize_t n = read(fd, bytes + done, (size_t)st.st_size - done);

        need(n > 0, path);
        done += (size_t)n;
    }
    close(fd);
    *n_ret = (size_t)st.st_size;
    return bytes;
}

static uint32_t new_file(struct powerdisk *disk)
{
    disk->files = grow(disk->files, disk->nfiles + 1, sizeof *disk->files);
    disk->files[disk->nfiles] = (struct powerdisk_file){0};
    return disk->nfiles++;
}

static void resize(struct powerdisk_file *file, size_t n)
{
    file->bytes = grow(file->bytes, n + 1, 1);
    if (n > file->n)
        memset(file->bytes + file->n, 0, n - file->n);
    file->n = n;
}

static uint32_t find_name(const struct powerdisk_names *names, const char *path)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (strcmp(names->at[i].path, path) == 0)
            return i;
    return NOWHERE;
}

static void remove_name(struct powerdisk_names *names, const char *path)
{
    uint32_t i = find_name(names, path);

    if (i == NOWHERE)
        return;
    free(names->at[i].path);
    names->at[i] = names->at[--names->n];
}

static void put_name(struct powerdisk_names *names, const char *path, uint32_t file)
{
    remove_name(names, path);
    names->at = grow(names->at, names->n + 1, sizeof *names->at);
    names->at[names->n++] = (struct powerdisk_name){copy_text(path), file};
}

static void free_names(struct powerdisk_names *names)
{
    while (names->n > 0)
        free(names->at[--names->n].path);
    free(names->at);
    *names = (struct powerdisk_names){0};
}

static struct powerdisk_names copy_names(const struct powerdisk_names *names)
{
    struct powerdisk_names copy = {0};

    for (uint32_t i = 0; i < names->n; i++)
        put_name(&copy, names->at[i].path, names->at[i].file);
    return copy;
}

static void do_names(struct powerdisk_names *names, const struct powerdisk_call *call)
{
    uint32_t i;

    if (call->kind == TAPCALLS_CREATE) {
        put_name(names, call->path, call->file);
    } else if (call->kind == TAPCALLS_UNLINK) {
        remove_name(names, call->path);
    } else if (call->kind == TAPCALLS_RENAME) {
        i = find_name(names, call->path);
        need(i != NOWHERE, call->path);
        put_name(names, call->to, names->at[i].file);
        remove_name(names, call->path);
    }
}

/* Every file below FOLDER but the volume. */
static void each_file(const struct powerdisk *disk, const char *folder,
                      void (*see)(struct powerdisk *disk, const char *path), struct powerdisk *to)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char *path;

    need(dir, folder);
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        need(asprintf(&path, "%s/%s", folder, entry->d_name) >= 0, "memory");
        if (entry->d_type == DT_DIR)
            each_file(disk, path, see, to);
        else if (strcmp(path, disk->volume) != 0)
            see(to, path);
        free(path);
    }
    closedir(dir);
}

static void take_file(struct powerdisk *disk, const char *path)
{
    uint32_t number = new_file(disk);
    struct powerdisk_file *file = &disk->files[number];

    file->begin = read_whole(path, &file->nbegin);
    put_name(&disk->begin, path, number);
}

void powerdisk_begin(struct powerdisk *disk, const char *folder, const char *volume)
{
    size_t n;
    int fd = open(volume, O_RDWR | O_CLOEXEC);

    *disk = (struct powerdisk){.folder = copy_text(folder), .volume = copy_text(volume)};
    new_file(disk);
    disk->files[POWERDISK_VOLUME].begin = read_whole(volume, &n);
    disk->files[POWERDISK_VOLUME].nbegin = n;
    disk->nblocks = (n + POWERDISK_BLOCK_BYTES - 1) / POWERDISK_BLOCK_BYTES;
    each_file(disk, folder, take_file, disk);
    disk->now = copy_names(&disk->begin);
    disk->after = grow(NULL, n, 1);
    disk->touched = grow(NULL, disk->nblocks, 1);
    need(fd >= 0, volume);
    disk->disk = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    need(disk->disk != MAP_FAILED, volume);
    close(fd);
}

void powerdisk_end(struct powerdisk *disk)
{
    munmap(disk->disk, disk->files[POWERDISK_VOLUME].nbegin);
    for (uint32_t i = 0; i < disk->nfiles; i++) {
        free(disk->files[i].bytes);
        free(disk->files[i].begin);
        free(disk->files[i].pending);
    }
    for (uint32_t i = 0; i < disk->ncalls; i++) {
        free(disk->calls[i].path);
        free(disk->calls[i].to);
        free(disk->calls[i].bytes);
    }
    free_names(&disk->begin);
    free_names(&disk->now);
    free(disk->files);
    free(disk->calls);
    free(disk->pending);
    free(disk->after);
    free(disk->touched);
    free(disk->folder);
    free(disk->volume);
}

/* ---- The record ---- */

static uint32_t file_of(const struct powerdisk *disk, const char *path)
{
    uint32_t i = find_name(&disk->now, path);

    if (strcmp(path, disk->volume) == 0)
        return POWERDISK_VOLUME;
    return i == NOWHERE ? NOWHERE : disk->now.at[i].file;
}

int powerdisk_record(void *context, const struct tapcalls_call *call)
{
    struct powerdisk *disk = context;
    struct powerdisk_call *own;

    if (disk->ncalls == disk->capacity) {
        disk->capacity = disk->capacity ? 2 * disk->capacity : 256;
        disk->calls = grow(disk->calls, disk->capacity, sizeof *disk->calls);
    }
    own = &disk->calls[disk->ncalls];
    *own = (struct powerdisk_call){.kind = call->kind,
                                   .path = copy_text(call->path),
                                   .to = call->to ? copy_text(call->to) : NULL,
                                   .offset = call->offset,
                                   .size = call->size,
                                   .n = call->bytes.n};
    if (call->bytes.n > 0)
        own->bytes = memcpy(grow(NULL, call->bytes.n, 1), call->bytes.at, call->bytes.n);
    own->file = call->kind == TAPCALLS_CREATE ? new_file(disk) : file_of(disk, call->path);
    /* A folder has no file. One that was removed while it is open does not matter any more. */
    need(own->file != NOWHERE || call->kind == TAPCALLS_SYNC, call->path);
    do_names(&disk->now, own);
    disk->ncalls++;
    return TAPCALLS_GO;
}

static void touch(struct powerdisk *disk, uint64_t offset, size_t n)
{
    for (uint64_t b = offset / POWERDISK_BLOCK_BYTES; b * POWERDISK_BLOCK_BYTES < offset + n; b++)
        disk->touched[b] = 1;
}

int powerdisk_watch(void *context, const struct tapcalls_call *call)
{
    struct powerdisk *disk = context;

    if (call->kind == TAPCALLS_WRITE && strcmp(call->path, disk->volume) == 0) {
        touch(disk, call->offset, call->bytes.n);
        disk->nwatched++;
    }
    return TAPCALLS_GO;
}

/* ---- Time ---- */

static void do_bytes(struct powerdisk_file *file, const struct powerdisk_call *call)
{
    if (call->kind == TAPCALLS_CUT)
        resize(file, call->size);
    if (call->kind != TAPCALLS_WRITE)
        return;
    if (call->offset + call->n > file->n)
        resize(file, call->offset + call->n);
    memcpy(file->bytes + call->offset, call->bytes, call->n);
}

/* AFTER becomes the volume at its first sync from call FROM on. */
static void look_ahead(struct powerdisk *disk, uint32_t from)
{
    for (uint32_t i = from; i < disk->ncalls; i++) {
        const struct powerdisk_call *call = &disk->calls[i];

        if (call->file != POWERDISK_VOLUME)
            continue;
        if (call->kind == TAPCALLS_SYNC)
            return;
        need(call->kind == TAPCALLS_WRITE, "a volume is only written to");
        memcpy(disk->after + call->offset, call->bytes, call->n);
    }
}

void powerdisk_rewind(struct powerdisk *disk)
{
    struct powerdisk_file *volume = &disk->files[POWERDISK_VOLUME];

    for (uint32_t i = 0; i < disk->nfiles; i++) {
        struct powerdisk_file *file = &disk->files[i];

        file->npending = 0;
        file->n = 0;
        resize(file, file->begin ? file->nbegin : 0);
        if (file->begin)
            memcpy(file->bytes, file->begin, file->nbegin);
    }
    free_names(&disk->now);
    disk->now = copy_names(&disk->begin);
    disk->npending = disk->at = 0;
    memcpy(disk->after, volume->begin, volume->n);
    look_ahead(disk, 0);
    memset(disk->touched, 1, disk->nblocks);
}

static void sync_file(struct powerdisk *disk, uint32_t number)
{
    struct powerdisk_file *file = &disk->files[number];

    for (uint32_t i = 0; i < file->npending; i++) {
        const struct powerdisk_call *call = &disk->calls[file->pending[i]];

        do_bytes(file, call);
        if (number == POWERDISK_VOLUME)
            touch(disk, call->offset, call->n);
    }
    file->npending = 0;
    if (number == POWERDISK_VOLUME)
        look_ahead(disk, disk->at + 1);
}

static bool is_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/' && !strchr(path + n + 1, '/');
}

static void sync_folder(struct powerdisk *disk, const char *folder)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < disk->npending; i++)
        if (is_in(disk->calls[disk->pending[i]].path, folder))
            do_names(&disk->now, &disk->calls[disk->pending[i]]);
        else
            disk->pending[left++] = disk->pending[i];
    disk->npending = left;
}

static void make_call(struct powerdisk *disk)
{
    const struct powerdisk_call *call = &disk->calls[disk->at];
    struct powerdisk_file *file = call->file == NOWHERE ? NULL : &disk->files[call->file];

    if (call->kind == TAPCALLS_SYNC && file) {
        sync_file(disk, call->file);
    } else if (call->kind == TAPCALLS_SYNC) {
        sync_folder(disk, call->path);
    } else if (call->kind == TAPCALLS_WRITE || call->kind == TAPCALLS_CUT) {
        if (file->npending == file->capacity) {
            file->capacity = file->capacity ? 2 * file->capacity : 16;
            file->pending = grow(file->pending, file->capacity, sizeof *file->pending);
        }
        file->pending[file->npending++] = disk->at;
    } else {
        disk->pending = grow(disk->pending, disk->npending + 1, sizeof *disk->pending);
        disk->pending[disk->npending++] = disk->at;
    }
}

void powerdisk_go(struct powerdisk *disk, uint32_t cut)
{
    for (; disk->at < cut; disk->at++)
        make_call(disk);
}

/* ---- The cut ---- */

/* By chance one write of three is there, one is not, and one is torn. */
enum fate { THERE, NOT_THERE, TORN };

static enum fate fate_of(enum powerdisk_mode mode, struct chance *chance)
{
    static const enum fate always[] = {[POWERDISK_ALL] = THERE, [POWERDISK_SYNCED] = NOT_THERE};

    return mode == POWERDISK_CHANCE ? (enum fate)chance_below(chance, 3) : always[mode];
}

/* Writes CALL to TO, whole or in sectors, as FATE has it. */
static void write_part(uint8_t *to, const struct powerdisk_call *call, enum fate fate,
                       struct chance *chance)
{
    for (uint64_t at = call->offset, end = call->offset + call->n; at < end;) {
        uint64_t next = (at / POWERDISK_SECTOR_BYTES + 1) * POWERDISK_SECTOR_BYTES;

        next = next < end ? next : end;
        if (fate == THERE || (fate == TORN && chance_below(chance, 2)))
            memcpy(to + at, call->bytes + (at - call->offset), next - at);
        at = next;
    }
}

static uint64_t size_after(const struct powerdisk_call *call, uint64_t size)
{
    uint64_t end = call->offset + call->n;

    if (call->kind == TAPCALLS_CUT)
        return call->size;
    return end > size ? end : size;
}

/* The file as the power left it: its size is what it was after some of the calls, whichever of
 * their bytes are there. */
static uint8_t *lose_file(const struct powerdisk *disk, const struct powerdisk_file *file,
                          enum powerdisk_mode mode, struct chance *chance, uint64_t *n_ret)
{
    uint64_t largest = file->n, n = file->n;
    uint32_t nsized = file->npending;
    uint8_t *bytes;

    if (mode == POWERDISK_SYNCED)
        nsized = 0;
    if (mode == POWERDISK_CHANCE)
        nsized = chance_below(chance, file->npending + 1);
    for (uint32_t i = 0; i < file->npending; i++) {
        uint64_t size = size_after(&disk->calls[file->pending[i]], n);

        n = i < nsized ? size : n;
        largest = size > largest ? size : largest;
    }
    largest = n > largest ? n : largest;
    bytes = memcpy(memset(grow(NULL, largest + 1, 1), 0, largest + 1), file->bytes, file->n);
    for (uint32_t i = 0; i < file->npending; i++) {
        const struct powerdisk_call *call = &disk->calls[file->pending[i]];

        if (call->kind == TAPCALLS_WRITE && call->offset + call->n <= largest)
            write_part(bytes, call, fate_of(mode, chance), chance);
    }
    *n_ret = n;
    return bytes;
}

static void put_file(const struct powerdisk *disk, const struct powerdisk_name *name,
                     enum powerdisk_mode mode, struct chance *chance)
{
    uint64_t n;
    uint8_t *bytes = lose_file(disk, &disk->files[name->file], mode, chance, &n);
    int fd = open(name->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    need(fd >= 0 && write(fd, bytes, n) == (ssize_t)n, name->path);
    close(fd);
    free(bytes);
}

static void unlink_file(struct powerdisk *disk, const char *path)
{
    (void)disk;
    need(unlink(path) == 0, path);
}

/* Of each folder's calls those up to some point. */
static struct powerdisk_names lose_names(const struct powerdisk *disk, enum powerdisk_mode mode,
                                         struct chance *chance)
{
    struct powerdisk_names names = copy_names(&disk->now);
    bool *is_done = grow(NULL, disk->npending + 1, sizeof *is_done);

    memset(is_done, 0, disk->npending + 1);
    for (uint32_t i = 0; i < disk->npending && mode != POWERDISK_SYNCED; i++) {
        const char *path = disk->calls[disk->pending[i]].path;
        char *folder = strndup(path, (size_t)(strrchr(path, '/') - path));
        bool is_over = false;

        need(folder, "memory");
        for (uint32_t j = i; j < disk->npending; j++)
            if (!is_done[j] && is_in(disk->calls[disk->pending[j]].path, folder)) {
                is_done[j] = true;
                is_over = is_over || (mode == POWERDISK_CHANCE && chance_below(chance, 3) == 0);
                if (!is_over)
                    do_names(&names, &disk->calls[disk->pending[j]]);
            }
        free(folder);
    }
    free(is_done);
    return names;
}

static void put_volume(struct powerdisk *disk, enum powerdisk_mode mode, struct chance *chance)
{
    const struct powerdisk_file *file = &disk->files[POWERDISK_VOLUME];

    for (size_t b = 0; b < disk->nblocks; b++) {
        size_t at = b * POWERDISK_BLOCK_BYTES, n = file->n - at;

        if (disk->touched[b])
            memcpy(disk->disk + at, file->bytes + at,
                   n < POWERDISK_BLOCK_BYTES ? n : POWERDISK_BLOCK_BYTES);
    }
    memset(disk->touched, 0, disk->nblocks);
    for (uint32_t i = 0; i < file->npending; i++) {
        const struct powerdisk_call *call = &disk->calls[file->pending[i]];

        write_part(disk->disk, call, fate_of(mode, chance), chance);
        touch(disk, call->offset, call->n);
    }
}

void powerdisk_put(struct powerdisk *disk, enum powerdisk_mode mode, struct chance *chance)
{
    struct powerdisk_names names = lose_names(disk, mode, chance);

    each_file(disk, disk->folder, unlink_file, disk);
    for (uint32_t i = 0; i < names.n; i++)
        put_file(disk, &names.at[i], mode, chance);
    free_names(&names);
    put_volume(disk, mode, chance);
}

/* ---- Comparing ---- */

bool powerdisk_is_before(const struct powerdisk *disk)
{
    const struct powerdisk_file *file = &disk->files[POWERDISK_VOLUME];

    return memcmp(disk->disk, file->bytes, file->n) == 0;
}

bool powerdisk_is_after(const struct powerdisk *disk)
{
    return memcmp(disk->disk, disk->after, disk->files[POWERDISK_VOLUME].n) == 0;
}

static bool is_same_file(const struct powerdisk *disk, const struct powerdisk_name *name)
{
    struct powerdisk_file copy = disk->files[name->file];
    size_t n;
    uint8_t *bytes = read_whole(name->path, &n);
    bool is_same;

    copy.bytes = NULL;
    copy.n = 0;
    resize(&copy, copy.nbegin);
    if (copy.begin)
        memcpy(copy.bytes, copy.begin, copy.nbegin);
    for (uint32_t i = 0; i < disk->ncalls; i++)
        if (disk->calls[i].file == name->file)
            do_bytes(&copy, &disk->calls[i]);
    is_same = n == copy.n && memcmp(bytes, copy.bytes, n) == 0;
    free(copy.bytes);
    free(bytes);
    return is_same;
}

static void count_file(struct powerdisk *disk, const char *path)
{
    (void)path;
    disk->at++;
}

bool powerdisk_is_faithful(const struct powerdisk *disk)
{
    struct powerdisk counter = {0};
    const struct powerdisk_name volume = {disk->volume, POWERDISK_VOLUME};
    bool is_same = is_same_file(disk, &volume);

    each_file(disk, disk->folder, count_file, &counter);
    for (uint32_t i = 0; i < disk->now.n && is_same; i++)
        is_same = is_same_file(disk, &disk->now.at[i]);
    return is_same && counter.at == disk->now.n;
}
