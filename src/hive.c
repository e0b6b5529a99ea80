/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registry hives: see hive.h.
 *
 * The library is asked for single keys and raw values only: its own search for a name stops at the
 * first name that it cannot decode, and its own texts are lost where they hold a lone surrogate.
 */
#define _GNU_SOURCE /* memfd_create */

#include "src/hive.h"

#include <errno.h>
#include <hivex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEADER_BYTES = 4096, SEQUENCE_BEGUN = 4, SEQUENCE_ENDED = 8 };

struct hive {
    hive_h *library;
    bool is_dirty;
};

/* ---- Opening ---- */

static bool write_all(int fd, struct bytes bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.at, bytes.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.at += n;
        bytes.n -= (size_t)n;
    }
    return true;
}

/* Opens what FD holds by the name that it has while it is open. The library has its own descriptor
 * then. */
static enum status open_descriptor(int fd, hive_h **library_ret)
{
    char name[40];
    hive_h *library;

    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    if (access(name, R_OK) != 0)
        return STATUS_IO;
    library = hivex_open(name, 0);
    if (!library)
        return STATUS_DAMAGED;
    *library_ret = library;
    return STATUS_OK;
}

static enum status open_bytes(struct bytes bytes, hive_h **library_ret)
{
    int fd = memfd_create("hive", MFD_CLOEXEC);
    enum status status = STATUS_IO;

    if (fd < 0)
        return STATUS_IO;
    if (write_all(fd, bytes))
        status = open_descriptor(fd, library_ret);
    close(fd);
    return status;
}

enum status hive_open(struct bytes bytes, struct hive **hive_ret)
{
    struct hive *hive;
    enum status status;

    if (bytes.n <= HEADER_BYTES || memcmp(bytes.at, "regf", 4) != 0)
        return STATUS_DAMAGED;
    hive = calloc(1, sizeof *hive);
    if (!hive)
        return STATUS_NO_MEMORY;
    hive->is_dirty = bytes_u32(bytes.at + SEQUENCE_BEGUN) != bytes_u32(bytes.at + SEQUENCE_ENDED);
    status = open_bytes(bytes, &hive->library);
    if (status == STATUS_OK)
        *hive_ret = hive;
    else
        free(hive);
    return status;
}

void hive_close(struct hive *hive)
{
    if (hive)
        hivex_close(hive->library);
    free(hive);
}

bool hive_is_dirty(const struct hive *hive)
{
    return hive->is_dirty;
}

/* ---- Names ---- */

static bool is_called(const char *name, struct str wanted)
{
    return name && text_same_folded(str_of(name), wanted, NULL);
}

static enum status keep_text(char *text, struct arena *arena, struct str *text_ret)
{
    size_t n = text ? strlen(text) : 0;
    char *copy = text ? arena_alloc(arena, n + 1) : NULL;
    enum status status = !text ? STATUS_DAMAGED : !copy ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK) {
        memcpy(copy, text, n + 1);
        *text_ret = (struct str){copy, n};
    }
    free(text);
    return status;
}

/* Takes over a list of the library's, which ends with 0; NULL where there is none to be had. */
static enum status keep_list(size_t *list, struct arena *arena, struct hive_list *list_ret)
{
    size_t n = 0, *copy;

    if (!list)
        return STATUS_DAMAGED;
    while (list[n])
        n++;
    copy = arena_array(arena, n + 1, sizeof *copy);
    if (copy) {
        memcpy(copy, list, n * sizeof *copy);
        *list_ret = (struct hive_list){copy, n};
    }
    free(list);
    return copy ? STATUS_OK : STATUS_NO_MEMORY;
}

static size_t key_of(const struct hive *hive, size_t key)
{
    return key == HIVE_ROOT ? hivex_root(hive->library) : key;
}

enum status hive_keys(const struct hive *hive, size_t key, struct arena *arena,
                      struct hive_list *keys_ret)
{
    return keep_list(hivex_node_children(hive->library, key_of(hive, key)), arena, keys_ret);
}

enum status hive_values(const struct hive *hive, size_t key, struct arena *arena,
                        struct hive_list *values_ret)
{
    return keep_list(hivex_node_values(hive->library, key_of(hive, key)), arena, values_ret);
}

enum status hive_key_name(const struct hive *hive, size_t key, struct arena *arena,
                          struct str *name_ret)
{
    return keep_text(hivex_node_name(hive->library, key_of(hive, key)), arena, name_ret);
}

enum status hive_value_name(const struct hive *hive, size_t value, struct arena *arena,
                            struct str *name_ret)
{
    return keep_text(hivex_value_key(hive->library, value), arena, name_ret);
}

/* ---- Looking up ---- */

/* The one of HANDLES, which end with 0 and are freed, that NAME_OF calls WANTED. */
static enum status find_called(const struct hive *hive, size_t *handles,
                               char *(*name_of)(hive_h *, size_t), struct str wanted,
                               size_t *found_ret)
{
    size_t found = 0;

    if (!handles)
        return STATUS_DAMAGED;
    for (size_t i = 0; handles[i] && !found; i++) {
        char *name = name_of(hive->library, handles[i]);

        if (is_called(name, wanted))
            found = handles[i];
        free(name);
    }
    free(handles);
    if (!found)
        return STATUS_NOT_FOUND;
    *found_ret = found;
    return STATUS_OK;
}

static enum status find_key(const struct hive *hive, size_t from, struct str wanted,
                            size_t *key_ret)
{
    return find_called(hive, hivex_node_children(hive->library, from), hivex_node_name, wanted,
                       key_ret);
}

enum status hive_find(const struct hive *hive, size_t from, const char *path, size_t *key_ret)
{
    size_t key = key_of(hive, from);

    while (key && *path) {
        size_t n = strcspn(path, "\\");
        enum status status = find_key(hive, key, (struct str){path, n}, &key);

        if (status != STATUS_OK)
            return status;
        path += n + (path[n] != '\0');
    }
    if (!key)
        return STATUS_DAMAGED; /* not even a root */
    *key_ret = key;
    return STATUS_OK;
}

static enum status find_value(const struct hive *hive, size_t key, const char *wanted,
                              size_t *value_ret)
{
    return find_called(hive, hivex_node_values(hive->library, key_of(hive, key)), hivex_value_key,
                       str_of(wanted), value_ret);
}

/* ---- Values ---- */

static size_t text_units(const uint8_t *utf16le, size_t nbytes)
{
    size_t n = 0;

    while (n < nbytes / 2 && bytes_u16(utf16le + 2 * n) != 0)
        n++;
    return n;
}

static enum status decode_text(const uint8_t *utf16le, size_t nbytes, struct arena *arena,
                               struct str *text_ret)
{
    size_t n = text_units(utf16le, nbytes);
    char *text = arena_alloc(arena, TEXT_BYTES_PER_UNIT_MAX * n + 1);

    if (!text)
        return STATUS_NO_MEMORY;
    *text_ret = (struct str){text, text_from_utf16(utf16le, n, text)};
    return STATUS_OK;
}

enum status hive_value_text(const struct hive *hive, size_t value, struct arena *arena,
                            struct str *text_ret)
{
    enum status status;
    hive_type type;
    size_t n;
    char *raw;

    if (hivex_value_type(hive->library, value, &type, &n) != 0)
        return STATUS_DAMAGED;
    if (type != hive_t_REG_SZ && type != hive_t_REG_EXPAND_SZ)
        return STATUS_NOT_FOUND;
    raw = hivex_value_value(hive->library, value, &type, &n);
    if (!raw)
        return STATUS_DAMAGED;
    status = decode_text((const uint8_t *)raw, n, arena, text_ret);
    free(raw);
    return status;
}

enum status hive_text(const struct hive *hive, size_t key, const char *name, struct arena *arena,
                      struct str *text_ret)
{
    size_t value;
    enum status status = find_value(hive, key, name, &value);

    return status == STATUS_OK ? hive_value_text(hive, value, arena, text_ret) : status;
}

static enum status decode_number(unsigned type, const uint8_t *at, size_t n, uint64_t *number_ret)
{
    if (type == hive_t_REG_DWORD && n >= 4)
        *number_ret = bytes_u32(at);
    else if (type == hive_t_REG_DWORD_BIG_ENDIAN && n >= 4)
        *number_ret = __builtin_bswap32(bytes_u32(at));
    else if (type == hive_t_REG_QWORD && n >= 8)
        *number_ret = bytes_u64(at);
    else
        return STATUS_NOT_FOUND;
    return STATUS_OK;
}

enum status hive_number(const struct hive *hive, size_t key, const char *name, uint64_t *number_ret)
{
    size_t value, n;
    enum status status = find_value(hive, key, name, &value);
    hive_type type;
    char *raw;

    if (status != STATUS_OK)
        return status;
    raw = hivex_value_value(hive->library, value, &type, &n);
    if (!raw)
        return STATUS_DAMAGED;
    status = decode_number(type, (const uint8_t *)raw, n, number_ret);
    free(raw);
    return status;
}

enum status hive_bytes(const struct hive *hive, size_t key, const char *name, struct arena *arena,
                       struct bytes *bytes_ret)
{
    size_t value, n;
    enum status status = find_value(hive, key, name, &value);
    hive_type type;
    uint8_t *copy;
    char *raw;

    if (status != STATUS_OK)
        return status;
    raw = hivex_value_value(hive->library, value, &type, &n);
    if (!raw)
        return STATUS_DAMAGED;
    copy = arena_alloc(arena, n + 1);
    if (copy) {
        memcpy(copy, raw, n);
        *bytes_ret = (struct bytes){copy, n};
    }
    free(raw);
    return copy ? STATUS_OK : STATUS_NO_MEMORY;
}
