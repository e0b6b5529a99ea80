/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See provebreak.h. */
#include "tests/oracle/provebreak.h"

#include "mft/fixup.h"
#include "mft/path.h"
#include "mft/stream.h"

#include <criterion/criterion.h>

/* The volume as it is after the batch, for the caller to close. */
static struct volume *open_after(const struct provebed *bed, struct source *through)
{
    struct volume *volume;

    *through = overlay_source(bed->overlay);
    cr_assert_eq(volume_open(through, &volume), STATUS_OK);
    return volume;
}

/* Fix-ups as whoever writes a block makes them. */
static void seal(uint8_t *block, uint32_t nbytes)
{
    uint8_t *array = block + bytes_u16(block + RECORD_USA_OFF);
    uint16_t number = bytes_u16(array);

    number = number >= UINT16_MAX - 1 ? 1 : (uint16_t)(number + 1);
    array[0] = (uint8_t)number;
    array[1] = (uint8_t)(number >> 8);
    for (uint32_t i = 0; i < nbytes / FIXUP_STRIDE; i++) {
        uint8_t *tail = block + (i + 1) * (size_t)FIXUP_STRIDE - 2;

        memcpy(array + 2 * (i + (size_t)1), tail, 2);
        memcpy(tail, array, 2);
    }
}

void provebreak_load(const struct provebed *bed, uint64_t record, uint8_t *bytes)
{
    struct source through;
    struct volume *volume = open_after(bed, &through);
    enum record_state state;

    cr_assert_eq(volume_read_record(volume, record, bytes, &state), STATUS_OK);
    cr_assert(state == RECORD_USED || state == RECORD_FREE);
    volume_close(volume);
}

void provebreak_store(const struct provebed *bed, uint64_t record, uint8_t *bytes)
{
    struct source through;
    struct volume *volume = open_after(bed, &through);
    const uint32_t record_bytes = volume->geometry.record_bytes;

    seal(bytes, record_bytes);
    cr_assert_eq(
        overlay_write(bed->overlay, volume_record_offset(volume, record), bytes, record_bytes),
        STATUS_OK);
    volume_close(volume);
}

struct attribute provebreak_find(const uint8_t *record, uint32_t type, unsigned i)
{
    struct attribute a;

    attribute_first(record, &a);
    do
        cr_assert_eq(attribute_next(&a), STATUS_OK, "no attribute of type %x", type);
    while (a.type != type || i-- > 0);
    return a;
}

/* A list does not list itself. */
static void open_stream(const struct volume *volume, uint64_t number, uint32_t type,
                        const char *name, struct arena *arena, struct stream *stream_ret)
{
    uint8_t record[RECORD_BYTES_MAX];
    enum record_state state;
    struct attribute a;

    if (type != ATTR_LIST) {
        cr_assert_eq(stream_open(volume, number, type, name, arena, stream_ret), STATUS_OK);
        return;
    }
    cr_assert_eq(volume_read_record(volume, number, record, &state), STATUS_OK);
    a = provebreak_find(record, type, 0);
    cr_assert_eq(stream_open_attribute(volume, &a, arena, stream_ret), STATUS_OK);
}

uint64_t provebreak_place(const struct provebed *bed, uint64_t record, uint32_t type,
                          const char *name, uint64_t at)
{
    struct source through;
    struct volume *volume = open_after(bed, &through);
    const uint32_t cluster = volume->geometry.cluster_bytes;
    struct arena arena = {0};
    struct stream stream;
    const struct run *run;
    uint64_t offset;

    open_stream(volume, record, type, name, &arena, &stream);
    cr_assert_not(stream.is_resident);
    run = runlist_find(&stream.runs, at / cluster);
    cr_assert(run && run->lcn != RUN_HOLE);
    offset = (run->lcn + (at / cluster - run->vcn)) * cluster + at % cluster;
    arena_free(&arena);
    volume_close(volume);
    return offset;
}

uint64_t provebreak_load_block(const struct provebed *bed, uint64_t folder, uint8_t *bytes)
{
    const uint64_t offset = provebreak_place(bed, folder, ATTR_INDEX_ALLOCATION, "$I30", 0);

    cr_assert_eq(overlay_read(bed->overlay, offset, bytes, bed->volume->geometry.index_bytes),
                 STATUS_OK);
    cr_assert(fixup_undo(bytes, bed->volume->geometry.index_bytes));
    return offset;
}

void provebreak_store_block(const struct provebed *bed, uint64_t offset, uint8_t *bytes)
{
    seal(bytes, bed->volume->geometry.index_bytes);
    cr_assert_eq(overlay_write(bed->overlay, offset, bytes, bed->volume->geometry.index_bytes),
                 STATUS_OK);
}

void provebreak_flip(const struct provebed *bed, uint64_t offset, uint8_t mask)
{
    uint8_t byte;

    cr_assert_eq(overlay_read(bed->overlay, offset, &byte, 1), STATUS_OK);
    byte ^= mask;
    cr_assert_eq(overlay_write(bed->overlay, offset, &byte, 1), STATUS_OK);
}

uint64_t provebreak_record(const struct provebed *bed, const char *path)
{
    const struct scan_options options = {.want = WANT_CHILDREN, .nworkers = 1};
    struct source through;
    struct volume *volume = open_after(bed, &through);
    struct index *index;
    uint64_t record;
    uint32_t name;

    cr_assert_eq(scan_run(volume, &options, &index), STATUS_OK);
    cr_assert_eq(path_find(index, str_of(path), NULL, &name, NULL), STATUS_OK, "%s", path);
    record = index->files.record[index->names.file[name]];
    index_free(index);
    volume_close(volume);
    return record;
}
