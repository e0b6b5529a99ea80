/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers of profiles share: see profilereader.h. */
#include "src/profilereader.h"

#include <stdarg.h>
#include <stdio.h>

#include "src/filedata.h"

/* Adds one row to a growing array of N rows of SIZE bytes; NULL without memory. */
static void *grow(struct profilereader *r, void *rows, uint32_t n, size_t size)
{
    if (n > 0 && (n & (n - 1)) != 0)
        return rows; /* full only at powers of two */
    rows = arena_grow(r->arena, rows, (n ? 2 * (size_t)n : 1) * size);
    r->is_short |= !rows;
    return rows;
}

void profilereader_note(struct profilereader *r, const char *format, ...)
{
    struct profiles *to = r->to;
    struct str *notes = grow(r, to->notes, to->nnotes, sizeof *notes);
    char text[1024], *copy;
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n < 0 || !notes)
        return;
    if ((size_t)n >= sizeof text)
        n = (int)sizeof text - 1;
    to->notes = notes;
    copy = arena_alloc(r->arena, (size_t)n + 1);
    r->is_short |= !copy;
    if (!copy)
        return;
    memcpy(copy, text, (size_t)n);
    notes[to->nnotes++] = (struct str){copy, (size_t)n};
}

struct str profilereader_join(struct profilereader *r, struct str folder, struct str name)
{
    char *path = arena_alloc(r->arena, folder.n + name.n + 2);
    size_t n = folder.n;

    r->is_short |= !path;
    if (!path)
        return name;
    if (n > 0)
        memcpy(path, folder.at, n);
    if (name.n == 0 || name.at[0] != '\\')
        path[n++] = '\\';
    if (name.n > 0)
        memcpy(path + n, name.at, name.n);
    return (struct str){path, n + name.n};
}

static int shown(struct str text)
{
    enum { SHOWN_BYTES_MAX = 300 };

    return text.n < SHOWN_BYTES_MAX ? (int)text.n : SHOWN_BYTES_MAX;
}

static enum status open_hive(const struct profilereader *r, uint32_t file, struct hive **hive_ret)
{
    struct arena arena = {0};
    struct bytes bytes;
    enum status status = filedata_load(r->source->volume, r->source->index, file,
                                       FILEDATA_BYTES_MAX, &arena, &bytes);

    if (status == STATUS_OK)
        status = hive_open(bytes, hive_ret);
    arena_free(&arena);
    return status;
}

static const char *why(enum status status)
{
    switch (status) {
    case STATUS_ENCODED:
        return "is compressed, encrypted or stored elsewhere";
    case STATUS_TOO_LARGE:
        return "is too large for a hive";
    case STATUS_NOT_FOUND:
        return "is no file with data";
    case STATUS_OK:
    case STATUS_NO_MEMORY:
    case STATUS_OPEN:
    case STATUS_IO:
    case STATUS_NOT_NTFS:
    case STATUS_BAD_BOOT:
    case STATUS_NO_MFT:
    case STATUS_TRUNCATED:
    case STATUS_DAMAGED:
        break;
    }
    return status_text(status);
}

struct hive *profilereader_hive(struct profilereader *r, uint32_t file, struct str what)
{
    struct hive *hive = NULL;
    enum status status;

    if (!r->source->volume || file == INDEX_NONE)
        return NULL;
    status = open_hive(r, file, &hive);
    if (status == STATUS_NO_MEMORY)
        r->is_short = true;
    else if (status != STATUS_OK)
        profilereader_note(r, "%.*s %s.", shown(what), what.at, why(status));
    else if (hive_is_dirty(hive))
        profilereader_note(r,
                           "%.*s was being written when Windows stopped: its newest changes may "
                           "lie in its logs, which are not read.",
                           shown(what), what.at);
    return status == STATUS_OK ? hive : NULL;
}

struct str profilereader_text(struct profilereader *r, const struct hive *hive, size_t key,
                              const char *name)
{
    struct str text = {"", 0};

    r->is_short |= hive_text(hive, key, name, r->arena, &text) == STATUS_NO_MEMORY;
    return text;
}

uint64_t profilereader_number(struct profilereader *r, const struct hive *hive, size_t key,
                              const char *name)
{
    uint64_t number = 0;

    r->is_short |= hive_number(hive, key, name, &number) == STATUS_NO_MEMORY;
    return number;
}

bool profilereader_find(struct profilereader *r, const struct hive *hive, const char *path,
                        size_t *key_ret)
{
    enum status status = hive_find(hive, HIVE_ROOT, path, key_ret);

    r->is_short |= status == STATUS_NO_MEMORY;
    return status == STATUS_OK;
}

/* ---- Shell folders ---- */

/* One value of the key as a shell folder. False where it is none. */
static bool read_folder(struct profilereader *r, const struct hive *hive, size_t value,
                        struct variables *variables, struct profile_folder *folder)
{
    struct str text = {"", 0};

    *folder = (struct profile_folder){.file = INDEX_NONE};
    if (hive_value_name(hive, value, r->arena, &folder->name) != STATUS_OK ||
        hive_value_text(hive, value, r->arena, &text) != STATUS_OK || folder->name.n == 0 ||
        text.n == 0)
        return false;
    folder->path = variables_expand(variables, text);
    folder->is_elsewhere = profilefind_is_elsewhere(folder->path, r->to->drive);
    folder->file = profilefind_folder(r->source, folder->path, r->to->drive);
    return true;
}

struct profile_folders profilereader_shell(struct profilereader *r, const struct hive *hive,
                                           const char *path, struct variables *variables)
{
    struct profile_folders folders = {0};
    struct hive_list values = {0};
    size_t key;

    if (!profilereader_find(r, hive, path, &key) ||
        hive_values(hive, key, r->arena, &values) != STATUS_OK)
        return folders;
    folders.at = arena_array(r->arena, values.n + 1, sizeof *folders.at);
    r->is_short |= !folders.at;
    for (size_t i = 0; folders.at && i < values.n; i++)
        if (read_folder(r, hive, values.at[i], variables, &folders.at[folders.n]))
            folders.n++;
    return folders;
}
