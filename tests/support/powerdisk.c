/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disk holds when its power fails: see powerdisk.h. */
#define _GNU_SOURCE /* O_CLOEXEC */
#include "tests/support/powerdisk_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint32_t new_file(struct powerdisk *disk)
{
    disk->files = powerdisk_parts_grow(disk->files, disk->nfiles + 1, sizeof *disk->files);
    disk->files[disk->nfiles] = (struct powerdisk_file){0};
    return disk->nfiles++;
}

static void take_file(struct powerdisk *disk, const char *path)
{
    uint32_t number = new_file(disk);
    struct powerdisk_file *file = &disk->files[number];

    file->begin = powerdisk_parts_read_whole(path, &file->nbegin);
    powerdisk_parts_put_name(&disk->begin, path, number);
}

void powerdisk_begin(struct powerdisk *disk, const char *folder, const char *volume)
{
    size_t n;
    int fd = open(volume, O_RDWR | O_CLOEXEC);

    *disk = (struct powerdisk){.folder = powerdisk_parts_copy_text(folder),
                               .volume = powerdisk_parts_copy_text(volume)};
    new_file(disk);
    disk->files[POWERDISK_VOLUME].begin = powerdisk_parts_read_whole(volume, &n);
    disk->files[POWERDISK_VOLUME].nbegin = n;
    disk->nblocks = (n + POWERDISK_BLOCK_BYTES - 1) / POWERDISK_BLOCK_BYTES;
    powerdisk_parts_each_file(disk, folder, take_file, disk);
    disk->now = powerdisk_parts_copy_names(&disk->begin);
    disk->after = powerdisk_parts_grow(NULL, n, 1);
    disk->touched = powerdisk_parts_grow(NULL, disk->nblocks, 1);
    powerdisk_parts_need(fd >= 0, volume);
    disk->disk = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    powerdisk_parts_need(disk->disk != MAP_FAILED, volume);
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
    powerdisk_parts_free_names(&disk->begin);
    powerdisk_parts_free_names(&disk->now);
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
    uint32_t i = powerdisk_parts_find_name(&disk->now, path);

    if (strcmp(path, disk->volume) == 0)
        return POWERDISK_VOLUME;
    return i == POWERDISK_PARTS_NOWHERE ? POWERDISK_PARTS_NOWHERE : disk->now.at[i].file;
}

int powerdisk_record(void *context, const struct tapcalls_call *call)
{
    struct powerdisk *disk = context;
    struct powerdisk_call *own;

    if (disk->ncalls == disk->capacity) {
        disk->capacity = disk->capacity ? 2 * disk->capacity : 256;
        disk->calls = powerdisk_parts_grow(disk->calls, disk->capacity, sizeof *disk->calls);
    }
    own = &disk->calls[disk->ncalls];
    *own = (struct powerdisk_call){.kind = call->kind,
                                   .path = powerdisk_parts_copy_text(call->path),
                                   .to = call->to ? powerdisk_parts_copy_text(call->to) : NULL,
                                   .offset = call->offset,
                                   .size = call->size,
                                   .n = call->bytes.n};
    if (call->bytes.n > 0)
        own->bytes =
            memcpy(powerdisk_parts_grow(NULL, call->bytes.n, 1), call->bytes.at, call->bytes.n);
    own->file = call->kind == TAPCALLS_CREATE ? new_file(disk) : file_of(disk, call->path);
    /* A folder has no file. One that was removed while it is open does not matter any more. */
    powerdisk_parts_need(own->file != POWERDISK_PARTS_NOWHERE || call->kind == TAPCALLS_SYNC,
                         call->path);
    powerdisk_parts_do_names(&disk->now, own);
    disk->ncalls++;
    return TAPCALLS_GO;
}

int powerdisk_watch(void *context, const struct tapcalls_call *call)
{
    struct powerdisk *disk = context;

    if (call->kind == TAPCALLS_WRITE && strcmp(call->path, disk->volume) == 0) {
        powerdisk_parts_touch(disk, call->offset, call->bytes.n);
        disk->nwatched++;
    }
    return TAPCALLS_GO;
}

/* ---- Time ---- */

/* AFTER becomes the volume at its first sync from call FROM on. */
static void look_ahead(struct powerdisk *disk, uint32_t from)
{
    for (uint32_t i = from; i < disk->ncalls; i++) {
        const struct powerdisk_call *call = &disk->calls[i];

        if (call->file != POWERDISK_VOLUME)
            continue;
        if (call->kind == TAPCALLS_SYNC)
            return;
        powerdisk_parts_need(call->kind == TAPCALLS_WRITE, "a volume is only written to");
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
        powerdisk_parts_resize(file, file->begin ? file->nbegin : 0);
        if (file->begin)
            memcpy(file->bytes, file->begin, file->nbegin);
    }
    powerdisk_parts_free_names(&disk->now);
    disk->now = powerdisk_parts_copy_names(&disk->begin);
    disk->npending = disk->at = 0;
    memcpy(disk->after, volume->bytes, volume->n);
    look_ahead(disk, 0);
    memset(disk->touched, 1, disk->nblocks);
}

static void sync_file(struct powerdisk *disk, uint32_t number)
{
    struct powerdisk_file *file = &disk->files[number];

    for (uint32_t i = 0; i < file->npending; i++) {
        const struct powerdisk_call *call = &disk->calls[file->pending[i]];

        powerdisk_parts_do_bytes(file, call);
        if (number == POWERDISK_VOLUME)
            powerdisk_parts_touch(disk, call->offset, call->n);
    }
    file->npending = 0;
    if (number == POWERDISK_VOLUME)
        look_ahead(disk, disk->at + 1);
}

static void sync_folder(struct powerdisk *disk, const char *folder)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < disk->npending; i++)
        if (powerdisk_parts_is_in(disk->calls[disk->pending[i]].path, folder))
            powerdisk_parts_do_names(&disk->now, &disk->calls[disk->pending[i]]);
        else
            disk->pending[left++] = disk->pending[i];
    disk->npending = left;
}

static void make_call(struct powerdisk *disk)
{
    const struct powerdisk_call *call = &disk->calls[disk->at];
    struct powerdisk_file *file =
        call->file == POWERDISK_PARTS_NOWHERE ? NULL : &disk->files[call->file];

    if (call->kind == TAPCALLS_SYNC && file) {
        sync_file(disk, call->file);
    } else if (call->kind == TAPCALLS_SYNC) {
        sync_folder(disk, call->path);
    } else if (file && (call->kind == TAPCALLS_WRITE || call->kind == TAPCALLS_CUT)) {
        if (file->npending == file->capacity) {
            file->capacity = file->capacity ? 2 * file->capacity : 16;
            file->pending =
                powerdisk_parts_grow(file->pending, file->capacity, sizeof *file->pending);
        }
        file->pending[file->npending++] = disk->at;
    } else {
        disk->pending =
            powerdisk_parts_grow(disk->pending, disk->npending + 1, sizeof *disk->pending);
        disk->pending[disk->npending++] = disk->at;
    }
}

void powerdisk_go(struct powerdisk *disk, uint32_t cut)
{
    for (; disk->at < cut; disk->at++)
        make_call(disk);
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
    uint8_t *bytes = powerdisk_parts_read_whole(name->path, &n);
    bool is_same;

    copy.bytes = NULL;
    copy.n = 0;
    powerdisk_parts_resize(&copy, copy.nbegin);
    if (copy.begin)
        memcpy(copy.bytes, copy.begin, copy.nbegin);
    for (uint32_t i = 0; i < disk->ncalls; i++)
        if (disk->calls[i].file == name->file)
            powerdisk_parts_do_bytes(&copy, &disk->calls[i]);
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

    powerdisk_parts_each_file(disk, disk->folder, count_file, &counter);
    for (uint32_t i = 0; i < disk->now.n && is_same; i++)
        is_same = is_same_file(disk, &disk->now.at[i]);
    return is_same && counter.at == disk->now.n;
}
