/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log begins with two restart pages, written in turn; the one with the higher LSN counts.
 *
 * Page: "RSTR" ("CHKD" once chkdsk has been at it), fix-ups, 0x10 bytes of a restart page, 0x14
 * bytes of a log page, 0x18 where the restart area lies in it, 0x1A minor and 0x1C major version.
 * Restart area: LSN, number of clients (8), first free client (0xA), first client in use (0xC:
 * 0xFFFF for none), flags (0xE: 2 says that the volume was left clean).
 */
#include "mft/logfile.h"

#include "mft/fixup.h"
#include "mft/stream.h"

enum {
    PAGE_BYTES_MIN = 512,
    PAGE_BYTES_MAX = 65536,
    PAGE_BYTES = 0x10,
    PAGE_AREA_OFF = 0x18,
    PAGE_MINOR = 0x1A,
    PAGE_MAJOR = 0x1C,
    PAGE_HEADER_BYTES = 0x1E,

    AREA_LSN = 0x00,
    AREA_CLIENTS_IN_USE = 0x0C,
    AREA_FLAGS = 0x0E,
    AREA_BYTES_MIN = 0x10,
    AREA_NO_CLIENT = 0xFFFF,
    AREA_VOLUME_IS_CLEAN = 0x0002,

    EMPTY_PROBE_BYTES = 2 * PAGE_BYTES_MAX,
};

struct restart {
    bool is_good;
    uint64_t lsn;
    bool is_clean;
    uint8_t major, minor;
};

static bool is_restart_page(const uint8_t *page)
{
    return memcmp(page, "RSTR", 4) == 0 || memcmp(page, "CHKD", 4) == 0;
}

/* Bytes of the restart page at PAGE; 0 for none that can be. */
static uint32_t page_bytes(const uint8_t *page)
{
    uint32_t n = bytes_u32(page + PAGE_BYTES);

    return is_restart_page(page) && n >= PAGE_BYTES_MIN && n <= PAGE_BYTES_MAX && (n & (n - 1)) == 0
               ? n
               : 0;
}

/* Reads the restart page at AT, of which N bytes are there; undoes its fix-ups. */
static struct restart read_page(uint8_t *at, size_t n)
{
    struct restart r = {0};
    uint32_t size = n >= PAGE_BYTES_MIN ? page_bytes(at) : 0;

    if (size == 0 || size > n || !fixup_undo(at, size))
        return r;

    uint32_t area = bytes_u16(at + PAGE_AREA_OFF);
    if (area < PAGE_HEADER_BYTES || !bytes_fit(area, AREA_BYTES_MIN, size))
        return r;
    r.is_good = true;
    r.lsn = bytes_u64(at + area + AREA_LSN);
    r.is_clean = bytes_u16(at + area + AREA_CLIENTS_IN_USE) == AREA_NO_CLIENT ||
                 (bytes_u16(at + area + AREA_FLAGS) & AREA_VOLUME_IS_CLEAN);
    r.major = at[PAGE_MAJOR];
    r.minor = at[PAGE_MINOR];
    return r;
}

/* The second page follows the first; where the first says nothing of its size, it is looked for. */
static struct restart read_pages(uint8_t *at, size_t n)
{
    uint32_t second = n >= PAGE_BYTES_MIN ? page_bytes(at) : 0;
    uint32_t last = second != 0 ? second : PAGE_BYTES_MAX;
    struct restart best = read_page(at, n);

    for (second = second != 0 ? second : PAGE_BYTES_MIN; second <= last && second < n;
         second *= 2) {
        struct restart other = read_page(at + second, n - second);

        if (other.is_good && (!best.is_good || other.lsn > best.lsn))
            best = other;
    }
    return best;
}

static bool is_empty(const uint8_t *at, size_t n)
{
    return n > 0 && at[0] == 0xFF && memcmp(at, at + 1, n - 1) == 0;
}

/* The log begins with the N bytes at AT. */
static void judge(uint8_t *at, size_t n, struct volumeinfo *info)
{
    if (is_empty(at, n)) {
        info->log = VOLUMEINFO_LOG_EMPTY;
        return;
    }

    struct restart restart = read_pages(at, n);
    if (!restart.is_good) {
        info->log = VOLUMEINFO_LOG_DAMAGED;
        return;
    }
    info->log = restart.is_clean ? VOLUMEINFO_LOG_CLEAN : VOLUMEINFO_LOG_UNCLEAN;
    info->log_major = restart.major;
    info->log_minor = restart.minor;
}

enum status logfile_read(const struct volume *volume, struct volumeinfo *info)
{
    struct arena arena = {0};
    struct stream stream;
    size_t got = 0;
    uint8_t *at = arena_alloc(&arena, EMPTY_PROBE_BYTES);
    enum status status =
        at ? stream_open(volume, RECORD_LOGFILE, ATTR_DATA, "", &arena, &stream) : STATUS_NO_MEMORY;

    info->log = VOLUMEINFO_LOG_UNKNOWN;
    if (status == STATUS_OK)
        status = stream_read(&stream, 0, at, EMPTY_PROBE_BYTES, &got);
    if (status == STATUS_OK)
        judge(at, got, info);
    arena_free(&arena);
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}
