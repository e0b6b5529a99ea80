/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan says beside its rows: where it was made for, and the volumes, users, rules, folders
 * and notes that its rows name by their place. As metadata of the table, those that are lists as
 * tables of their own: docs/FORMATS.md, "Plan".
 */
#ifndef SRC_PLANFILE_PARTS_H
#define SRC_PLANFILE_PARTS_H

#include "planner/plan.h"
#include "src/table/tableread.h"

/* The lists, in their order in the file; a list names only those before it. */
enum planfile_part {
    PLANFILE_VOLUMES,
    PLANFILE_USERS,
    PLANFILE_RULES,
    PLANFILE_FOLDERS,
    PLANFILE_DESCRIPTORS,
    PLANFILE_NOTES,
    PLANFILE_NPARTS,
};

enum { PLANFILE_PART_COLUMNS_MAX = 12 };

struct planfile_part_shape {
    const char *key;   /* of the metadata: "folders" */
    const char *table; /* its own mftlink.table: "plan-folders 1" */
    struct table_column columns[PLANFILE_PART_COLUMNS_MAX];
    uint32_t ncolumns;
};

extern const struct planfile_part_shape planfile_parts[PLANFILE_NPARTS];

/* Bytes of the paths of all folders together: more is not written, and not read. A deep tree in a
 * small file could else fill any memory. */
#define PLANFILE_PATHS_MAX (UINT64_C(1) << 30)

/* Bytes of a security descriptor: two lists, each of 64 KiB at most, and its SIDs. */
enum { PLANFILE_DESCRIPTOR_MAX = 1 << 18 };

/* Makes the metadata of PLAN in ARENA. STATUS_NO_MEMORY; STATUS_TOO_LARGE. */
enum status planfile_parts_put(const struct plan *plan, struct arena *arena,
                               const struct table_meta **meta_ret, size_t *nmeta_ret);

/*
 * Reads the metadata of TABLE to PLAN, which was begun and is whole but for the rows: NOPS and
 * NREFUSALS are set, and add up to the rows of TABLE. Paths of folders are put together. Every
 * number is in its range. STATUS_DAMAGED with *WHY_RET as in tableread.h; STATUS_NO_MEMORY.
 */
enum status planfile_parts_get(const struct tableread *table, struct plan *plan,
                               const char **why_ret);

#endif
