/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Raw editing of file records. See edit.h.
 *
 * Fix-ups: the last two bytes of every 512 bytes of a record are kept in the update sequence array
 * and replaced by the update sequence number, which is the array's first entry and goes up by one
 * at every write (0 and 0xFFFF are skipped). The stride is 512 whatever the volume's sectors are.
 */
#include "images/edit.h"

#include "images/ntfs3g.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STRIDE   512
#define MIRRORED 4

static void copy_geometry(struct edit *e, const ntfs_volume *library)
{
    e->sector_bytes = library->sector_size;
    e->cluster_bytes = library->cluster_size;
    e->record_bytes = library->mft_record_size;
    e->nclusters = (uint64_t)library->nr_clusters;
    e->nrecords = (uint64_t)library->mft_na->initialized_size / e->record_bytes;
    e->mirror_offset = (uint64_t)library->mftmirr_lcn * e->cluster_bytes;
}

static void copy_runs(struct edit *e, const runlist_element *rl)
{
    size_t n = 0;

    while (rl[n].length)
        n++;
    e->runs = calloc(n ? n : 1, sizeof(*e->runs));
    if (!e->runs) {
        failure_errno(e->failure, "cannot keep %zu runs of $MFT", n);
        return;
    }
    for (e->nruns = 0; e->nruns < n; e->nruns++)
        e->runs[e->nruns] = (struct edit_run){
            (uint64_t)rl[e->nruns].vcn, (uint64_t)rl[e->nruns].lcn, (uint64_t)rl[e->nruns].length};
}

static void read_layout(struct edit *e)
{
    ntfs_volume *library;

    ntfs_log_set_handler(ntfs_log_handler_null);
    library = ntfs_mount(e->image, NTFS_MNT_RDONLY);
    if (!library || ntfs_attr_map_whole_runlist(library->mft_na) != 0) {
        failure_errno(e->failure, "cannot find $MFT in %s", e->image);
    } else {
        copy_geometry(e, library);
        copy_runs(e, library->mft_na->rl);
    }
    if (library)
        ntfs_umount(library, FALSE);
}

void edit_open(struct edit *e)
{
    e->fd = -1;
    if (failure_any(e->failure))
        return;
    read_layout(e);
    e->fd = open(e->image, O_RDWR | O_CLOEXEC);
    if (e->fd < 0)
        failure_errno(e->failure, "cannot open %s", e->image);
}

void edit_close(struct edit *e)
{
    if (e->fd >= 0 && close(e->fd) != 0)
        failure_errno(e->failure, "cannot write %s", e->image);
    e->fd = -1;
    free(e->runs);
    e->runs = NULL;
    e->nruns = 0;
}

uint64_t edit_offset(struct edit *e, uint64_t number, size_t offset)
{
    const uint64_t at = number * e->record_bytes + offset;

    for (size_t i = 0; i < e->nruns; i++) {
        const uint64_t start = e->runs[i].vcn * e->cluster_bytes;

        if (at >= start && at - start < e->runs[i].nclusters * e->cluster_bytes)
            return e->runs[i].lcn * e->cluster_bytes + at - start;
    }
    failure_set(e->failure, "record %llu is outside $MFT", (unsigned long long)number);
    return 0;
}

void edit_read(struct edit *e, uint64_t offset, void *bytes_ret, size_t nbytes)
{
    if (!failure_any(e->failure) &&
        pread(e->fd, bytes_ret, nbytes, (off_t)offset) != (ssize_t)nbytes)
        failure_errno(e->failure, "cannot read %zu bytes at %llu", nbytes,
                      (unsigned long long)offset);
}

void edit_write(struct edit *e, uint64_t offset, const void *bytes, size_t nbytes)
{
    if (!failure_any(e->failure) && pwrite(e->fd, bytes, nbytes, (off_t)offset) != (ssize_t)nbytes)
        failure_errno(e->failure, "cannot write %zu bytes at %llu", nbytes,
                      (unsigned long long)offset);
}

/* Bytes from `offset` in a record that surely lie together: clusters are multiples of the stride.
 */
static size_t together(size_t offset, size_t nbytes)
{
    const size_t room = STRIDE - offset % STRIDE;

    return nbytes < room ? nbytes : room;
}

void edit_peek(struct edit *e, uint64_t number, size_t offset, void *bytes_ret, size_t nbytes)
{
    uint8_t *bytes = bytes_ret;

    for (size_t n; nbytes > 0 && !failure_any(e->failure); bytes += n, offset += n, nbytes -= n) {
        n = together(offset, nbytes);
        edit_read(e, edit_offset(e, number, offset), bytes, n);
    }
}

void edit_poke(struct edit *e, uint64_t number, size_t offset, const void *bytes, size_t nbytes)
{
    const uint8_t *from = bytes;

    for (size_t n; nbytes > 0 && !failure_any(e->failure); from += n, offset += n, nbytes -= n) {
        n = together(offset, nbytes);
        edit_write(e, edit_offset(e, number, offset), from, n);
    }
}

void edit_load(struct edit *e, uint64_t number, uint8_t record_ret[EDIT_RECORD_MAX])
{
    const uint8_t *usa;

    memset(record_ret, 0, EDIT_RECORD_MAX);
    edit_peek(e, number, 0, record_ret, e->record_bytes);
    usa = record_ret + edit_get16(record_ret + EDIT_USA_OFS);
    if (memcmp(record_ret, "FILE", 4) != 0 ||
        edit_get16(record_ret + EDIT_USA_COUNT) != e->record_bytes / STRIDE + 1) {
        failure_set(e->failure, "record %llu is no file record", (unsigned long long)number);
        return;
    }
    for (size_t i = 0; i < e->record_bytes / STRIDE; i++)
        memcpy(record_ret + (i + 1) * STRIDE - 2, usa + 2 + 2 * i, 2);
}

void edit_store(struct edit *e, uint64_t number, uint8_t record[EDIT_RECORD_MAX])
{
    uint8_t *usa = record + edit_get16(record + EDIT_USA_OFS);
    const uint16_t usn = edit_get16(usa);

    edit_put16(usa, usn >= 0xFFFE ? 1 : (uint16_t)(usn + 1));
    for (size_t i = 0; i < e->record_bytes / STRIDE; i++) {
        memcpy(usa + 2 + 2 * i, record + (i + 1) * STRIDE - 2, 2);
        memcpy(record + (i + 1) * STRIDE - 2, usa, 2);
    }
    edit_poke(e, number, 0, record, e->record_bytes);
    if (number < MIRRORED)
        edit_write(e, e->mirror_offset + number * e->record_bytes, record, e->record_bytes);
}

uint64_t edit_extension(struct edit *e, uint64_t base, uint64_t number)
{
    uint8_t header[EDIT_BASE + 8] = {0};

    for (; number < e->nrecords && !failure_any(e->failure); number++) {
        edit_peek(e, number, 0, header, sizeof(header));
        if (memcmp(header, "FILE", 4) == 0 && edit_get64(header + EDIT_BASE) != 0 &&
            (edit_get64(header + EDIT_BASE) << 16 >> 16) == base)
            return number;
    }
    return 0;
}

uint16_t edit_get16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

uint32_t edit_get32(const uint8_t *at)
{
    return (uint32_t)edit_get16(at) | (uint32_t)edit_get16(at + 2) << 16;
}

uint64_t edit_get64(const uint8_t *at)
{
    return (uint64_t)edit_get32(at) | (uint64_t)edit_get32(at + 4) << 32;
}

void edit_put16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

void edit_put32(uint8_t *at, uint32_t value)
{
    edit_put16(at, (uint16_t)value);
    edit_put16(at + 2, (uint16_t)(value >> 16));
}

void edit_put64(uint8_t *at, uint64_t value)
{
    edit_put32(at, (uint32_t)value);
    edit_put32(at + 4, (uint32_t)(value >> 32));
}
