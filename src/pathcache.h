/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths of many names, fast: the paths of folders are kept, in a bounded table, so that most names
 * need one copy and no walk.
 *
 *   struct pathcache *cache;
 *   if (!pathcache_make(index, &cache)) ... no memory
 *   pathcache_path(cache, name, &path)             the same text as path_of_name
 *   pathcache_free(cache);
 *
 * A cache is used by one thread at a time and borrows the index.
 */
#ifndef SRC_PATHCACHE_H
#define SRC_PATHCACHE_H

#include "mft/path.h"

struct pathcache;

/* False without memory. */
bool pathcache_make(const struct index *index, struct pathcache **cache_ret);

void pathcache_free(struct pathcache *cache);

/* The path of the name row NAME, in the cache's own memory until the next call. STATUS_NO_MEMORY.
 */
enum status pathcache_path(struct pathcache *cache, uint32_t name, struct str *path_ret);

#endif
