/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mounted volume says of a file, and whether that is what an operation expects.
 *
 *   why = backend_posix_facts_source(p, item, &file, &facts);       ESTALE where it is another
 *   ... close(file);
 */
#ifndef SRC_BACKEND_POSIX_FACTS_H
#define SRC_BACKEND_POSIX_FACTS_H

#include "src/backend_posix_base.h"

struct backend_posix_facts {
    uint64_t number;                               /* of its record or inode */
    uint64_t size;                                 /* of a regular file; else 0 */
    uint64_t created, modified, changed, accessed; /* 100 ns ticks since 1601; 0: not known */
    uint32_t attributes;                           /* of NTFS; else 0 */
    uint32_t links;
    bool is_folder, is_regular;
};

/* The bits of attributes that belong to a file and not to how its data lie. */
enum { BACKEND_POSIX_OWN_ATTRIBUTES = 0x3127 };

enum { BACKEND_POSIX_DESCRIPTOR_BYTES = 32, BACKEND_POSIX_ALIAS_BYTES = 64 };

/* "/proc/self/fd/N", by which a descriptor of O_PATH is used. */
void backend_posix_facts_path(int fd, char *path);

/* Of what FD (O_PATH) is. */
int backend_posix_facts_read(const struct backend_posix *p, int fd,
                             struct backend_posix_facts *facts_ret);

/* Is it what ITEM expects of its source? 0 or ESTALE. */
int backend_posix_facts_match(const struct backend_posix *p, const struct backend_item *item,
                              const struct backend_posix_facts *facts);

/* Is it the file that ITEM's reference means, whatever became of it? Where that cannot be told by
 * the number, what ITEM expects of it tells. */
bool backend_posix_facts_is_same(const struct backend_posix *p, const struct backend_item *item,
                                 const struct backend_posix_facts *facts);

/* The source of ITEM, open with O_PATH and held against it. */
int backend_posix_facts_source(struct backend_posix *p, const struct backend_item *item,
                               int *fd_ret, struct backend_posix_facts *facts_ret);

/* What NAME in the folder DIR is: open with O_PATH, and read. */
int backend_posix_facts_open(const struct backend_posix *p, int dir, const char *name, int *fd_ret,
                             struct backend_posix_facts *facts_ret);

/* The same, and closed again. */
int backend_posix_facts_at(const struct backend_posix *p, int dir, const char *name,
                           struct backend_posix_facts *facts_ret);

/* The MS-DOS name beside NAME in DIR, and its bytes; 0: there is none, or it cannot be told. */
size_t backend_posix_facts_alias(const struct backend_posix *p, int dir, const char *name,
                                 char alias_ret[BACKEND_POSIX_ALIAS_BYTES]);

/* NAME in DIR, which has none, gets it; where something is called so, or the driver has no such
 * thing, it does not. */
void backend_posix_facts_give_alias(int dir, const char *name, const char *alias, size_t n);

/* Is one of the names that FD's file has in its folder an MS-DOS one? */
bool backend_posix_facts_has_dos_name(const struct backend_posix *p, int fd);

#endif
