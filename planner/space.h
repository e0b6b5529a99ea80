/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the space of a volume is: four sizes of every folder. docs/REPORT.md defines them.
 *
 *   status = space_of(index, &space);
 *   for (uint32_t node = 0; node < space.n; node++) ... space.folder[node], space.sizes[node] ...
 *   space_free(&space);
 *
 * A node is a folder in use, or one of two that are no folders: everything, and what no folder
 * leads to. Users' files count, the file system's own do not. Linear in names and files but for
 * sorting within folders. Sums stay at UINT64_MAX where a hostile volume exceeds it. Pure;
 * read-only once made.
 */
#ifndef PLANNER_SPACE_H
#define PLANNER_SPACE_H

#include "mft/index.h"

enum {
    SPACE_ALL = 0,     /* the node of everything: above the root and SPACE_ORPHANS */
    SPACE_ORPHANS = 1, /* names that no folder leads to, and files without names */
};

/* Sizes in bytes. */
struct space_sizes {
    uint64_t naive;     /* every name's size */
    uint64_t unique;    /* sizes of the files whose first name by path order is here */
    uint64_t allocated; /* their clusters, named streams included */
    uint64_t freed;     /* clusters of the files whose names are all here */
    uint64_t names;     /* of files */
    uint64_t files;     /* with their first name here */
    uint64_t freed_files;
    uint64_t folders; /* below; those that are counted, without the node itself */
};

struct space {
    const struct index *index;
    uint32_t n;                /* nodes */
    uint32_t *folder;          /* of each node: its row; INDEX_NONE of the first two */
    uint32_t *parent;          /* of each node: a node; SPACE_ALL of SPACE_ALL */
    uint32_t *enter;           /* of each node: its place in path order */
    uint32_t *leave;           /* the place behind the last node in it */
    uint32_t *order;           /* nodes by place */
    struct space_sizes *sizes; /* of each node, with all that is in it */
    uint32_t *node;            /* of each file row: the node of a folder in use; else INDEX_NONE */
    uint32_t *home;      /* of each file row: its first name by path order; INDEX_NONE: has none */
    uint32_t *common;    /* of each file row: the deepest node that all its names are in */
    uint64_t *allocated; /* of each file row: clusters, named streams included, in bytes */
    struct arena arena;
};

/* STATUS_NO_MEMORY. The index must live as long. */
enum status space_of(const struct index *index, struct space *space_ret);

void space_free(struct space *space);

/* Does FILE (row) count: in use, and no file of the file system? */
static inline bool space_counts(const struct space *space, uint32_t file)
{
    return (space->index->files.flags[file] & (FILE_IN_USE | FILE_SYSTEM)) == FILE_IN_USE;
}

/* Is NODE the node SCOPE, or in it? */
static inline bool space_is_in(const struct space *space, uint32_t node, uint32_t scope)
{
    return space->enter[node] >= space->enter[scope] && space->enter[node] < space->leave[scope];
}

/* The node that NAME (row) is directly in. */
uint32_t space_of_name(const struct space *space, uint32_t name);

/* The node that FILE's first name is directly in: SPACE_ORPHANS where it has none. A folder's own
 * node. */
uint32_t space_home(const struct space *space, uint32_t file);

/*
 * Adds to SIZES what the name NAME of FILE (INDEX_NONE: the file has none) gives the node SCOPE:
 * nothing, the name's size, or all that the file has there, if it is the file's first name. False
 * where the name is not there.
 */
bool space_add(const struct space *space, uint32_t scope, uint32_t file, uint32_t name,
               struct space_sizes *sizes);

/* A + B, or UINT64_MAX. */
static inline uint64_t space_sum(uint64_t a, uint64_t b)
{
    return b <= UINT64_MAX - a ? a + b : UINT64_MAX;
}

/* Adds MORE to SIZES. */
void space_plus(struct space_sizes *sizes, const struct space_sizes *more);

#endif
