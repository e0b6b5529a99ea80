/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A registry hive of an offline Windows, read from its bytes: the one door to libhivex.
 *
 *   struct hive *hive;
 *   status = hive_open(bytes, &hive);                      the bytes are not needed any more
 *   status = hive_find(hive, HIVE_ROOT, "Microsoft\\Windows NT\\CurrentVersion", &key);
 *   status = hive_text(hive, key, "ProductName", &arena, &text);
 *   hive_close(hive);
 *
 * A hive may be anything: whatever the library cannot make sense of is STATUS_DAMAGED, for that key
 * or value alone. Names are compared without regard to the case of ASCII letters. Keys and values
 * are numbers that hold while the hive is open; texts live in the caller's arena. One thread at a
 * time. Nothing is left behind: the library wants a file, and gets one in memory that has no name.
 */
#ifndef SRC_HIVE_H
#define SRC_HIVE_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct hive;

enum { HIVE_ROOT = 0 }; /* stands for the root key */

/* Keys or values. */
struct hive_list {
    size_t *at;
    size_t n;
};

/* STATUS_DAMAGED where BYTES are no hive; STATUS_IO (errno), STATUS_NO_MEMORY. */
enum status hive_open(struct bytes bytes, struct hive **hive_ret);

/* NULL is allowed. */
void hive_close(struct hive *hive);

/* Was it left in the middle of a write? Its newest changes may then lie in its log files, which are
 * not read. */
bool hive_is_dirty(const struct hive *hive);

/* The key at PATH (steps with backslashes between; "" for the key itself) below the key FROM.
 * STATUS_NOT_FOUND, STATUS_DAMAGED, STATUS_NO_MEMORY. */
enum status hive_find(const struct hive *hive, size_t from, const char *path, size_t *key_ret);

/* The sub-keys of KEY, or its values, in the order of the hive; in ARENA. */
enum status hive_keys(const struct hive *hive, size_t key, struct arena *arena,
                      struct hive_list *keys_ret);
enum status hive_values(const struct hive *hive, size_t key, struct arena *arena,
                        struct hive_list *values_ret);

enum status hive_key_name(const struct hive *hive, size_t key, struct arena *arena,
                          struct str *name_ret);
enum status hive_value_name(const struct hive *hive, size_t value, struct arena *arena,
                            struct str *name_ret);

/* A REG_SZ or REG_EXPAND_SZ up to its first NUL, as WTF-8. STATUS_NOT_FOUND where it is of another
 * type. */
enum status hive_value_text(const struct hive *hive, size_t value, struct arena *arena,
                            struct str *text_ret);

/* The value NAME of KEY. STATUS_NOT_FOUND where there is none of that name and type: a text as
 * above; a DWORD or QWORD of either byte order; any bytes. */
enum status hive_text(const struct hive *hive, size_t key, const char *name, struct arena *arena,
                      struct str *text_ret);
enum status hive_number(const struct hive *hive, size_t key, const char *name,
                        uint64_t *number_ret);
enum status hive_bytes(const struct hive *hive, size_t key, const char *name, struct arena *arena,
                       struct bytes *bytes_ret);

#endif
