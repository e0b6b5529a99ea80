/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder as the power has left it: see powerdisk.h. */
#define _GNU_SOURCE /* strndup */
#include "tests/support/powerdisk_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    bytes = memcpy(memset(powerdisk_parts_grow(NULL, largest + 1, 1), 0, largest + 1), file->bytes,
                   file->n);
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

    powerdisk_parts_need(fd >= 0 && write(fd, bytes, n) == (ssize_t)n, name->path);
    close(fd);
    free(bytes);
}

static void unlink_file(struct powerdisk *disk, const char *path)
{
    (void)disk;
    powerdisk_parts_need(unlink(path) == 0, path);
}

/* Of each folder's calls those up to some point. */
static struct powerdisk_names lose_names(const struct powerdisk *disk, enum powerdisk_mode mode,
                                         struct chance *chance)
{
    struct powerdisk_names names = powerdisk_parts_copy_names(&disk->now);
    bool *is_done = powerdisk_parts_grow(NULL, disk->npending + 1, sizeof *is_done);

    memset(is_done, 0, disk->npending + 1);
    for (uint32_t i = 0; i < disk->npending && mode != POWERDISK_SYNCED; i++) {
        const char *path = disk->calls[disk->pending[i]].path;
        char *folder = strndup(path, (size_t)(strrchr(path, '/') - path));
        bool is_over = false;

        powerdisk_parts_need(folder, "memory");
        for (uint32_t j = i; j < disk->npending; j++)
            if (!is_done[j] && powerdisk_parts_is_in(disk->calls[disk->pending[j]].path, folder)) {
                is_done[j] = true;
                is_over = is_over || (mode == POWERDISK_CHANCE && chance_below(chance, 3) == 0);
                if (!is_over)
                    powerdisk_parts_do_names(&names, &disk->calls[disk->pending[j]]);
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
        powerdisk_parts_touch(disk, call->offset, call->n);
    }
}

void powerdisk_put(struct powerdisk *disk, enum powerdisk_mode mode, struct chance *chance)
{
    struct powerdisk_names names = lose_names(disk, mode, chance);

    powerdisk_parts_each_file(disk, disk->folder, unlink_file, disk);
    for (uint32_t i = 0; i < names.n; i++)
        put_file(disk, &names.at[i], mode, chance);
    powerdisk_parts_free_names(&names);
    put_volume(disk, mode, chance);
}
