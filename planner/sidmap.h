/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIDs that become others, in security descriptors: owner, group, and the entries of both lists.
 *
 *   status = sidmap_apply(&map, descriptor, &arena, &changed);
 *   if (status == STATUS_OK && changed.n > 0) ... changed is what it becomes ...
 *
 * Pure. docs/RESTORE.md, "Ownership".
 */
#ifndef PLANNER_SIDMAP_H
#define PLANNER_SIDMAP_H

#include "mft/arena.h"
#include "mft/status.h"
#include "mft/text.h"

struct sidmap_pair {
    struct bytes from, to; /* SIDs as on the disk */
    const char *from_text; /* "S-1-5-21-..." */
};

struct sidmap {
    struct sidmap_pair *at;
    uint32_t n;
};

/* No SID that becomes another may be what one becomes: after a first time nobody could tell which
 * of them a file has had. The first pair of which TO is another's FROM; MAP->n. */
uint32_t sidmap_chain(const struct sidmap *map);

/*
 * DESCRIPTOR with all SIDs of MAP replaced: *CHANGED_RET, in ARENA; n == 0 where it has none of
 * them. It is laid out anew: header, lists, owner, group. STATUS_DAMAGED for what is no
 * self-relative descriptor, or goes on behind its lists and SIDs; STATUS_NO_MEMORY.
 */
enum status sidmap_apply(const struct sidmap *map, struct bytes descriptor, struct arena *arena,
                         struct bytes *changed_ret);

#endif
