/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shortcuts: see shortcut.h. Little-endian; behind each other
 *
 *   header      76 bytes: its length, a class identifier, flags at 20
 *   IDList      HAS_ID_LIST: u16 length of what follows
 *   LinkInfo    HAS_LINK_INFO: below
 *   texts       HAS_NAME, HAS_RELATIVE, ...: u16 units, then these (bytes unless IS_UNICODE)
 *   blocks      not looked into
 *
 * LinkInfo: u32 at 0 its length, at 4 that of its header, at 8 flags, at 12 the place of VolumeID,
 * at 16 of the base path, at 24 of what comes behind that; with a header of 36 bytes or more at 28
 * and 32 the same two in UTF-16. VolumeID: u32 at 0 its length, at 4 the kind of the drive.
 */
#include "src/shortcut.h"

enum {
    HEADER_BYTES = 0x4C,
    FLAGS_AT = 20,

    HAS_ID_LIST = 0x1,
    HAS_LINK_INFO = 0x2,
    HAS_NAME = 0x4,
    HAS_RELATIVE = 0x8,
    IS_UNICODE = 0x80,
    FORCE_NO_LINK_INFO = 0x100,
    HAS_VARIABLES = 0x200,
    HAS_INSTALLER = 0x1000,
    IS_PROGRAM_ALIAS = 0x8000,

    INFO_BYTES_MIN = 28,
    INFO_BYTES_UNICODE = 36,
    INFO_HAS_BASE = 0x1,
    INFO_IS_NETWORK = 0x2,

    VOLUME_BYTES_MIN = 16,
    DRIVE_FIXED = 3,
};

static const uint8_t class_id[16] = {0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};

struct reading {
    struct bytes bytes;
    size_t at;
    uint32_t flags;
    struct arena *arena;
};

/* ---- Texts ---- */

/* NUNITS units of UTF-16 at AT. */
static enum status keep_wide(struct arena *arena, const uint8_t *at, size_t nunits,
                             struct str *text_ret)
{
    char *to = arena_alloc(arena, TEXT_BYTES_PER_UNIT_MAX * nunits + 1);

    if (!to)
        return STATUS_NO_MEMORY;
    *text_ret = (struct str){to, text_from_utf16(at, nunits, to)};
    return STATUS_OK;
}

/* N bytes at AT, of a code page that is not known: only ASCII is the same in all. */
static enum status keep_narrow(struct arena *arena, const uint8_t *at, size_t n,
                               struct str *text_ret)
{
    char *to = arena_alloc(arena, n + 1);

    if (!to)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (at[i] >= 0x80)
            return STATUS_NOT_FOUND;
    memcpy(to, at, n);
    *text_ret = (struct str){to, n};
    return STATUS_OK;
}

/* The text at OFF of INFO that ends with a zero. */
static enum status take_ended(struct arena *arena, struct bytes info, uint32_t off, bool is_wide,
                              struct str *text_ret)
{
    const size_t unit = is_wide ? 2 : 1;
    size_t end = off;

    while (bytes_fit(end, unit, info.n) && (info.at[end] != 0 || (is_wide && info.at[end + 1])))
        end += unit;
    if (!bytes_fit(end, unit, info.n))
        return STATUS_DAMAGED;
    return is_wide ? keep_wide(arena, info.at + off, (end - off) / 2, text_ret)
                   : keep_narrow(arena, info.at + off, end - off, text_ret);
}

/* ---- LinkInfo ---- */

/* Is it a disk that is built in? What is taken out, and the network, may come back. */
static enum status check_volume(struct bytes info)
{
    const uint32_t off = bytes_u32(info.at + 12);

    if (!bytes_fit(off, VOLUME_BYTES_MIN, info.n))
        return STATUS_DAMAGED;
    return bytes_u32(info.at + off + 4) == DRIVE_FIXED ? STATUS_OK : STATUS_NOT_FOUND;
}

/* "C:\Docs\a.txt": nothing that a name cannot have, so that it is what it seems to be. */
static bool is_path(struct str path)
{
    if (path.n < 3 || (path.at[0] | 0x20) < 'a' || (path.at[0] | 0x20) > 'z' || path.at[1] != ':' ||
        path.at[2] != '\\')
        return false;
    for (size_t i = 2; i < path.n; i++)
        if ((uint8_t)path.at[i] < 0x20 || strchr("/:*?\"<>|%", path.at[i]))
            return false;
    return true;
}

/* A suffix is joined where it is plain how. */
static enum status join(struct arena *arena, struct str base, struct str suffix,
                        struct str *path_ret)
{
    char *to;

    if (suffix.n > 0 && (base.n == 0 || base.at[base.n - 1] != '\\'))
        return STATUS_NOT_FOUND;
    to = arena_alloc(arena, base.n + suffix.n + 1);
    if (!to)
        return STATUS_NO_MEMORY;
    memcpy(to, base.at, base.n);
    memcpy(to + base.n, suffix.at, suffix.n);
    *path_ret = (struct str){to, base.n + suffix.n};
    return is_path(*path_ret) ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status read_info(struct bytes info, struct arena *arena, struct str *path_ret)
{
    const uint32_t header = bytes_u32(info.at + 4), flags = bytes_u32(info.at + 8);
    const bool is_wide = header >= INFO_BYTES_UNICODE;
    struct str base = {"", 0}, suffix = {"", 0};
    enum status status;

    if (header < INFO_BYTES_MIN || header > info.n)
        return STATUS_DAMAGED;
    if ((flags & (INFO_HAS_BASE | INFO_IS_NETWORK)) != INFO_HAS_BASE)
        return STATUS_NOT_FOUND;
    status = check_volume(info);
    if (status == STATUS_OK)
        status = take_ended(arena, info, bytes_u32(info.at + (is_wide ? 28 : 16)), is_wide, &base);
    if (status == STATUS_OK)
        status =
            take_ended(arena, info, bytes_u32(info.at + (is_wide ? 32 : 24)), is_wide, &suffix);
    return status == STATUS_OK ? join(arena, base, suffix, path_ret) : status;
}

/* ---- Parts ---- */

static bool skip_id_list(struct reading *r)
{
    if (!(r->flags & HAS_ID_LIST))
        return true;
    if (!bytes_fit(r->at, 2, r->bytes.n))
        return false;
    r->at += 2 + (size_t)bytes_u16(r->bytes.at + r->at);
    return r->at <= r->bytes.n;
}

static enum status take_info(struct reading *r, struct str *path_ret)
{
    struct bytes info;

    if (!bytes_fit(r->at, INFO_BYTES_MIN, r->bytes.n))
        return STATUS_DAMAGED;
    info = (struct bytes){r->bytes.at + r->at, bytes_u32(r->bytes.at + r->at)};
    if (info.n < INFO_BYTES_MIN || !bytes_fit(r->at, info.n, r->bytes.n) ||
        (bytes_u32(info.at + 4) >= INFO_BYTES_UNICODE && info.n < INFO_BYTES_UNICODE))
        return STATUS_DAMAGED;
    r->at += info.n;
    return read_info(info, r->arena, path_ret);
}

/* A text with its length in front; kept where TEXT_RET is one. */
static enum status take_counted(struct reading *r, struct str *text_ret)
{
    const bool is_wide = r->flags & IS_UNICODE;
    const uint8_t *at;
    size_t n;

    if (!bytes_fit(r->at, 2, r->bytes.n))
        return STATUS_DAMAGED;
    n = bytes_u16(r->bytes.at + r->at);
    r->at += 2;
    if (!bytes_fit(r->at, is_wide ? 2 * n : n, r->bytes.n))
        return STATUS_DAMAGED;
    at = r->bytes.at + r->at;
    r->at += is_wide ? 2 * n : n;
    if (!text_ret)
        return STATUS_OK;
    return is_wide ? keep_wide(r->arena, at, n, text_ret) : keep_narrow(r->arena, at, n, text_ret);
}

/* The drive, and all that it has to be looked for by, must be told by LinkInfo alone. */
static bool is_plain(uint32_t flags)
{
    return flags & HAS_LINK_INFO &&
           !(flags & (FORCE_NO_LINK_INFO | HAS_VARIABLES | HAS_INSTALLER | IS_PROGRAM_ALIAS));
}

enum status shortcut_read(struct bytes bytes, struct arena *arena, struct shortcut *shortcut_ret)
{
    struct reading r = {.bytes = bytes, .at = HEADER_BYTES, .arena = arena};
    struct shortcut shortcut = {{"", 0}, {"", 0}};
    enum status status;

    if (bytes.n < HEADER_BYTES || bytes_u32(bytes.at) != HEADER_BYTES ||
        memcmp(bytes.at + 4, class_id, sizeof class_id) != 0)
        return STATUS_DAMAGED;
    r.flags = bytes_u32(bytes.at + FLAGS_AT);
    if (!is_plain(r.flags))
        return STATUS_NOT_FOUND;
    if (!skip_id_list(&r))
        return STATUS_DAMAGED;
    status = take_info(&r, &shortcut.target);
    if (status == STATUS_OK && r.flags & HAS_NAME)
        status = take_counted(&r, NULL);
    if (status == STATUS_OK && r.flags & HAS_RELATIVE)
        status = take_counted(&r, &shortcut.relative);
    if (status == STATUS_OK)
        *shortcut_ret = shortcut;
    return status;
}
