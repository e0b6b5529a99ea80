/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The security descriptors of a volume, by the numbers that files name them by.
 *
 *   struct bytes descriptor = descriptors_find(drive->descriptors, index->files.security_id[file]);
 *   if (descriptor.n == 0) ...       it is not known
 *
 * Values that src/descriptorlist.h fills. Read-only.
 */
#ifndef PLANNER_DESCRIPTORS_H
#define PLANNER_DESCRIPTORS_H

#include "mft/arena.h"
#include "mft/text.h"

struct descriptor {
    uint32_t id;
    struct bytes bytes; /* self-relative */
};

struct descriptors {
    struct descriptor *at; /* ascending by id, each once */
    uint32_t n;
    struct arena arena;
};

/* n == 0 where there is none; DESCRIPTORS may be NULL. Borrowed. */
struct bytes descriptors_find(const struct descriptors *descriptors, uint32_t id);

/* Its place in AT, or that of the next one. */
uint32_t descriptors_place(const struct descriptors *descriptors, uint32_t id);

/* The same bytes? */
bool descriptors_same(struct bytes a, struct bytes b);

#endif
