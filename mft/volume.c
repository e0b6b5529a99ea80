/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a volume, and reading its records wherever the runs of $MFT put them. */
#include "mft/volume.h"

#include "mft/bootstrap.h"
#include "mft/dump.h"
#include "mft/stream.h"

#include <stdlib.h>

void volume_note(struct volume *v, enum finding_kind kind, uint64_t offset, uint64_t detail)
{
    if (v->nfindings < sizeof v->findings / sizeof v->findings[0])
        v->findings[v->nfindings++] =
            (struct finding){.kind = kind, .offset = offset, .detail = detail};
}

/* Bytes that follow OFFSET of $MFT without a break, and where they lie; 0 where no run holds it. */
static uint64_t locate(const struct volume *v, uint64_t offset, uint64_t *at_ret)
{
    uint32_t cluster = v->geometry.cluster_bytes;
    const struct run *run = runlist_find(&v->mft_runs, offset / cluster);

    if (!run || run->lcn == RUN_HOLE)
        return 0;

    uint64_t into = offset - run->vcn * cluster;
    *at_ret = run->lcn * cluster + into;
    return run->nclusters * cluster - into;
}

uint64_t volume_record_offset(const struct volume *volume, uint64_t number)
{
    uint64_t at;

    if (number > UINT64_MAX / RECORD_BYTES_MAX)
        return UINT64_MAX;
    return locate(volume, number * volume->geometry.record_bytes, &at) ? at : UINT64_MAX;
}

static void mark_gap(struct volume_gaps *gaps, uint64_t first, uint64_t end, uint32_t record_bytes)
{
    gaps->any = true;
    for (uint64_t i = first / record_bytes; i * record_bytes < end; i++)
        gaps->unreadable[i / 64] |= UINT64_C(1) << i % 64;
}

/* Reads N bytes at AT; where that fails, each sector alone, so that a bad one costs no more than
 * its record. */
static void read_piece(const struct volume *v, uint64_t at, uint8_t *buffer, uint64_t first,
                       size_t n, struct volume_gaps *gaps)
{
    size_t got = 0;

    if (source_read(v->source, at, buffer + first, n, &got) == STATUS_OK) {
        if (got < n) {
            memset(buffer + first + got, 0, n - got);
            mark_gap(gaps, first + got, first + n, v->geometry.record_bytes);
        }
        return;
    }
    for (size_t done = 0; done < n;) {
        size_t step = n - done < FIXUP_STRIDE ? n - done : FIXUP_STRIDE;

        if (source_read_all(v->source, at + done, buffer + first + done, step) != STATUS_OK) {
            memset(buffer + first + done, 0, step);
            mark_gap(gaps, first + done, first + done + step, v->geometry.record_bytes);
        }
        done += step;
    }
}

/* Record 0 is the first of the chunk, and its own place is unusable. */
static void take_mirror_record(const struct volume *v, uint8_t *buffer, struct volume_gaps *gaps)
{
    memcpy(buffer, v->mirror_record, v->geometry.record_bytes);
    gaps->unreadable[0] &= ~UINT64_C(1);
}

void volume_read_records(const struct volume *volume, uint64_t first, uint32_t n, uint8_t *buffer,
                         struct volume_gaps *gaps)
{
    uint32_t record_bytes = volume->geometry.record_bytes;
    uint64_t offset = first * record_bytes, all = (uint64_t)n * record_bytes;

    gaps->any = false;
    memset(gaps->unreadable, 0, (n / 64 + 1) * sizeof *gaps->unreadable);
    for (uint64_t done = 0; done < all;) {
        uint64_t at = 0, step = locate(volume, offset + done, &at);
        bool is_mapped = step != 0;

        if (!is_mapped)
            step =
                volume->geometry.cluster_bytes - (offset + done) % volume->geometry.cluster_bytes;
        if (step > all - done)
            step = all - done;
        if (is_mapped) {
            read_piece(volume, at, buffer, done, (size_t)step, gaps);
        } else {
            memset(buffer + done, 0, (size_t)step);
            mark_gap(gaps, done, done + step, record_bytes);
        }
        done += step;
    }
    if (first == RECORD_MFT && n > 0 && volume->mirror_record)
        take_mirror_record(volume, buffer, gaps);
}

enum status volume_read_record(const struct volume *volume, uint64_t number, uint8_t *buffer,
                               enum record_state *state_ret)
{
    uint64_t unreadable[2];
    struct volume_gaps gaps = {.unreadable = unreadable};
    uint32_t at;

    if (number >= volume->nrecords)
        return STATUS_NOT_FOUND;
    volume_read_records(volume, number, 1, buffer, &gaps);
    if (unreadable[0] & 1)
        return STATUS_IO;
    *state_ret = record_fix(buffer, volume->geometry.record_bytes, &at);
    return STATUS_OK;
}

bool volume_bitmap_has(const struct volume *volume, uint64_t number)
{
    if (volume->mft_bitmap.n == 0)
        return true;
    return number / 8 < volume->mft_bitmap.n && volume->mft_bitmap.at[number / 8] >> number % 8 & 1;
}

static enum status load_bitmap(struct volume *v)
{
    struct stream stream;
    size_t n = (size_t)(v->nrecords + 7) / 8, got = 0;
    enum status status = stream_open(v, RECORD_MFT, ATTR_BITMAP, "", &v->arena, &stream);

    if (status == STATUS_NO_MEMORY)
        return status;
    if (status == STATUS_OK) {
        uint8_t *at = arena_alloc(&v->arena, n);

        if (!at)
            return STATUS_NO_MEMORY;
        status = stream_read(&stream, 0, at, n, &got);
        if (status == STATUS_OK && got < n)
            status = STATUS_TRUNCATED; /* of the records behind its end it would say "free" */
        if (status == STATUS_OK)
            v->mft_bitmap = (struct bytes){at, got};
    }
    if (status != STATUS_OK)
        volume_note(v, FINDING_BITMAP_UNREADABLE, 0, 0);
    return STATUS_OK;
}

static void check_length(struct volume *v)
{
    uint64_t claimed = v->geometry.nsectors * v->geometry.sector_bytes;

    if (claimed > v->source->size_bytes)
        volume_note(v, FINDING_VOLUME_TRUNCATED, v->source->size_bytes,
                    claimed - v->source->size_bytes);
}

/* Allocates a volume that reads from SOURCE, and lets MEASURE fill it. */
static enum status open_by(enum status (*measure)(struct volume *), const struct source *source,
                           struct volume **volume_ret)
{
    struct volume *v = calloc(1, sizeof *v);

    if (!v)
        return STATUS_NO_MEMORY;
    v->source = source;

    enum status status = measure(v);
    if (status == STATUS_OK && !v->is_dump) {
        check_length(v);
        status = load_bitmap(v);
    }
    if (status == STATUS_OK)
        *volume_ret = v;
    else
        volume_close(v);
    return status;
}

enum status volume_open(const struct source *source, struct volume **volume_ret)
{
    return open_by(bootstrap, source, volume_ret);
}

enum status volume_open_dump(const struct source *source, struct volume **volume_ret)
{
    return open_by(dump_measure, source, volume_ret);
}

void volume_close(struct volume *volume)
{
    if (!volume)
        return;
    arena_free(&volume->arena);
    free(volume);
}
