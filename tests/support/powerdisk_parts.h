/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What powerdisk*.c do with files, names and calls; for them alone. What fails, aborts. */
#ifndef TESTS_SUPPORT_POWERDISK_PARTS_H
#define TESTS_SUPPORT_POWERDISK_PARTS_H

#include "tests/support/powerdisk.h"

#include <stdbool.h>

#define POWERDISK_PARTS_NOWHERE UINT32_MAX

/* Aborts with WHAT and errno where something is not as it must be. */
void powerdisk_parts_need(bool is_good, const char *what);

void *powerdisk_parts_grow(void *at, size_t n, size_t size);
char *powerdisk_parts_copy_text(const char *text);
uint8_t *powerdisk_parts_read_whole(const char *path, size_t *n_ret);

/* FILE gets N bytes, zeros behind those that it had. */
void powerdisk_parts_resize(struct powerdisk_file *file, size_t n);

/* Number of the name; POWERDISK_PARTS_NOWHERE. */
uint32_t powerdisk_parts_find_name(const struct powerdisk_names *names, const char *path);
void powerdisk_parts_put_name(struct powerdisk_names *names, const char *path, uint32_t file);
void powerdisk_parts_free_names(struct powerdisk_names *names);
struct powerdisk_names powerdisk_parts_copy_names(const struct powerdisk_names *names);

/* What CALL does to names; to the bytes of its file. */
void powerdisk_parts_do_names(struct powerdisk_names *names, const struct powerdisk_call *call);
void powerdisk_parts_do_bytes(struct powerdisk_file *file, const struct powerdisk_call *call);

/* Shows each file below FOLDER, but the volume of DISK, to SEE, which gets TO. */
void powerdisk_parts_each_file(const struct powerdisk *disk, const char *folder,
                               void (*see)(struct powerdisk *to, const char *path),
                               struct powerdisk *to);

/* N bytes of the volume at OFFSET may not be what was synced. */
void powerdisk_parts_touch(struct powerdisk *disk, uint64_t offset, size_t n);

/* Is PATH a name in FOLDER itself? */
bool powerdisk_parts_is_in(const char *path, const char *folder);

#endif
