/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * $Volume holds $VOLUME_INFORMATION (8 reserved bytes, major, minor, flags) and $VOLUME_NAME
 * (UTF-16LE, maybe missing); $Bitmap has one bit a cluster; hiberfil.sys begins with "hibr" while
 * Windows sleeps in it.
 */
#include "mft/volumeinfo.h"

#include "mft/directory.h"
#include "mft/logfile.h"
#include "mft/stream.h"

enum {
    INFO_MAJOR = 0x08,
    INFO_MINOR = 0x09,
    INFO_FLAGS = 0x0A,
    INFO_BYTES_MIN = 0x0C,
    LABEL_UNITS_MAX = 128,

    HIBERFILE_BYTES_MIN = 4096,
    COUNT_STEP = 64 * 1024,
};

/* ---- $Volume ---- */

static void read_label(const uint8_t *record, struct volumeinfo *info)
{
    struct attribute a;

    if (attribute_find(record, ATTR_VOLUME_NAME, "", &a) != STATUS_OK || a.is_nonresident)
        return;

    size_t nunits = a.value.n / 2 < LABEL_UNITS_MAX ? a.value.n / 2 : LABEL_UNITS_MAX;
    info->label[text_from_utf16(a.value.at, nunits, info->label)] = '\0';
}

static void read_version(const struct volume *volume, struct volumeinfo *info)
{
    uint8_t record[RECORD_BYTES_MAX];
    enum record_state state;
    struct attribute a;

    if (volume_read_record(volume, RECORD_VOLUME, record, &state) != STATUS_OK ||
        state != RECORD_USED)
        return;
    read_label(record, info);
    if (attribute_find(record, ATTR_VOLUME_INFORMATION, "", &a) != STATUS_OK || a.is_nonresident ||
        a.value.n < INFO_BYTES_MIN)
        return;
    info->has_version = true;
    info->major = a.value.at[INFO_MAJOR];
    info->minor = a.value.at[INFO_MINOR];
    info->flags = bytes_u16(a.value.at + INFO_FLAGS);
}

/* ---- hiberfil.sys ---- */

static enum status judge_hiberfile(const struct volume *volume, uint64_t reference,
                                   enum volumeinfo_hibernation *hibernation_ret)
{
    struct arena arena = {0};
    struct stream stream;
    uint8_t magic[4];
    size_t got = 0;
    enum status status =
        stream_open(volume, reference_record(reference), ATTR_DATA, "", &arena, &stream);

    if (status == STATUS_OK)
        status = stream_read(&stream, 0, magic, sizeof magic, &got);
    if (status == STATUS_OK) {
        if (stream.size_bytes < HIBERFILE_BYTES_MIN)
            *hibernation_ret = VOLUMEINFO_HIBERFILE_SHORT;
        else if (memcmp(magic, "hibr", 4) == 0 || memcmp(magic, "HIBR", 4) == 0)
            *hibernation_ret = VOLUMEINFO_HIBERNATED;
        else
            *hibernation_ret = VOLUMEINFO_NOT_HIBERNATED;
    }
    arena_free(&arena);
    return status;
}

/* The reference of hiberfil.sys in the root. STATUS_NOT_FOUND only where the whole index says so.
 */
static enum status find_hiberfile(const struct volume *volume, uint64_t *reference_ret)
{
    struct directory *directory;
    struct directory_entry entry;
    enum status worst = STATUS_NOT_FOUND;
    enum status status = directory_open(volume, RECORD_ROOT, &directory);

    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_DAMAGED : status;
    while ((status = directory_next(directory, &entry)) != STATUS_NOT_FOUND) {
        if (status != STATUS_OK) {
            worst = status;
        } else if (text_same_folded(str_of(entry.name), str_of("hiberfil.sys"), NULL)) {
            *reference_ret = entry.reference;
            worst = STATUS_OK;
            break;
        }
    }
    directory_close(directory);
    return worst;
}

static enum status read_hibernation(const struct volume *volume, struct volumeinfo *info)
{
    uint64_t reference = 0;
    enum status status = find_hiberfile(volume, &reference);

    info->hibernation = VOLUMEINFO_HIBERNATION_UNKNOWN;
    if (status == STATUS_OK)
        status = judge_hiberfile(volume, reference, &info->hibernation);
    else if (status == STATUS_NOT_FOUND)
        info->hibernation = VOLUMEINFO_NOT_HIBERNATED;
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

/* ---- $Bitmap ---- */

/* Pairs, then nibbles, then bytes are summed side by side; the product adds the bytes up. */
static unsigned count_ones(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

/* Counts the set ones of the first NBITS bits at AT. */
static uint64_t count_bits(const uint8_t *at, uint64_t nbits)
{
    uint64_t n = 0, i = 0;

    for (; i + 64 <= nbits; i += 64)
        n += count_ones(bytes_u64(at + i / 8));
    for (; i + 8 <= nbits; i += 8)
        n += count_ones(at[i / 8]);
    if (i < nbits)
        n += count_ones(at[i / 8] & ((1U << (nbits - i)) - 1));
    return n;
}

static enum status count_used(const struct stream *bitmap, uint8_t *buffer, uint64_t nclusters,
                              uint64_t *used_ret)
{
    uint64_t used = 0;

    for (uint64_t done = 0; done < nclusters; done += 8 * (uint64_t)COUNT_STEP) {
        uint64_t nbits = nclusters - done < 8 * (uint64_t)COUNT_STEP ? nclusters - done
                                                                     : 8 * (uint64_t)COUNT_STEP;
        size_t got = 0;
        enum status status = stream_read(bitmap, done / 8, buffer, COUNT_STEP, &got);

        if (status != STATUS_OK)
            return status;
        if (got < (nbits + 7) / 8)
            return STATUS_DAMAGED;
        used += count_bits(buffer, nbits);
    }
    *used_ret = used;
    return STATUS_OK;
}

static enum status read_space(const struct volume *volume, struct volumeinfo *info)
{
    struct arena arena = {0};
    struct stream bitmap;
    const struct geometry *g = &volume->geometry;
    uint64_t used = 0;
    uint8_t *buffer = arena_alloc(&arena, COUNT_STEP);
    enum status status = buffer ? stream_open(volume, RECORD_BITMAP, ATTR_DATA, "", &arena, &bitmap)
                                : STATUS_NO_MEMORY;

    /* A bitmap longer than the source would be counted for ever, and is made of holes. */
    if (status == STATUS_OK && bitmap.size_bytes > volume->source->size_bytes)
        status = STATUS_DAMAGED;
    if (status == STATUS_OK)
        status = count_used(&bitmap, buffer, g->nclusters, &used);
    if (status == STATUS_OK) {
        info->has_space = true;
        info->used_bytes = used * g->cluster_bytes;
        info->free_bytes = (g->nclusters - used) * g->cluster_bytes;
    }
    arena_free(&arena);
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

/* ---- All of it ---- */

enum status volumeinfo_read(const struct volume *volume, struct volumeinfo *info_ret)
{
    struct volumeinfo info = {.log = VOLUMEINFO_LOG_UNKNOWN,
                              .hibernation = VOLUMEINFO_HIBERNATION_UNKNOWN};
    enum status status = STATUS_OK;

    read_version(volume, &info);
    if (!volume->is_dump) {
        status = logfile_read(volume, &info);
        if (status == STATUS_OK)
            status = read_hibernation(volume, &info);
        if (status == STATUS_OK)
            status = read_space(volume, &info);
    }
    if (status == STATUS_OK)
        *info_ret = info;
    return status;
}

enum status volumeinfo_upcase(const struct volume *volume, struct arena *arena,
                              const uint16_t **upcase_ret)
{
    struct arena scratch = {0};
    struct stream stream;
    struct bytes table;
    uint16_t *upcase = arena_array(arena, TEXT_UPCASE_UNITS, sizeof *upcase);
    enum status status = upcase
                             ? stream_open(volume, RECORD_UPCASE, ATTR_DATA, "", &scratch, &stream)
                             : STATUS_NO_MEMORY;

    if (status == STATUS_OK && stream.size_bytes != TEXT_UPCASE_UNITS * sizeof *upcase)
        status = STATUS_DAMAGED;
    if (status == STATUS_OK)
        status = stream_load(&stream, TEXT_UPCASE_UNITS * sizeof *upcase, &scratch, &table);
    if (status == STATUS_OK) {
        for (size_t i = 0; i < TEXT_UPCASE_UNITS; i++)
            upcase[i] = bytes_u16(table.at + 2 * i);
        *upcase_ret = upcase;
    }
    arena_free(&scratch);
    return status;
}
