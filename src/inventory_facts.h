/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an inventory says beside its rows: the volume as it was, the scan, the findings. As metadata
 * of the table: docs/FORMATS.md, "Inventory".
 */
#ifndef SRC_INVENTORY_FACTS_H
#define SRC_INVENTORY_FACTS_H

#include "mft/index.h"
#include "mft/partition.h"
#include "mft/volumeinfo.h"
#include "src/table/tableread.h"

/* All texts and tables are borrowed. */
struct inventory_facts {
    struct str version;               /* of the program that wrote it */
    struct str computer, volume_name; /* as in the columns */
    struct str source;                /* as it was given */
    uint64_t source_bytes;
    uint64_t scanned;            /* 100 ns ticks since 1601 */
    const struct volume *volume; /* geometry, $MFT's runs and sizes, is_dump */
    const struct volumeinfo *info;
    const struct partition_table *disk; /* NULL: no partitioned disk */
    uint32_t partition;                 /* that was chosen there; 0: none */
    const uint16_t *upcase;             /* TEXT_UPCASE_UNITS; NULL: unknown */
    struct str mft_sha256;              /* n == 0: unknown */
    struct bytes users;                 /* of inventory_users.h; n == 0: unknown */
    bool has_deleted, skipped_free;
};

/* The same with what comes from the index, as a file gives it. */
struct inventory_kept {
    struct inventory_facts facts;
    struct index_counts counts;
    struct finding *findings;
    uint32_t nfindings;
    struct bytes unnamed; /* a table; n == 0: there is none */
};

/*
 * Makes the metadata of FACTS, and of INDEX's counts and findings, in ARENA. UNNAMED is the table
 * of files without names. STATUS_NO_MEMORY.
 */
enum status inventory_facts_put(const struct inventory_facts *facts, const struct index *index,
                                struct bytes unnamed, struct arena *arena,
                                const struct table_meta **meta_ret, size_t *nmeta_ret);

/*
 * Reads the metadata of TABLE, which must live as long as what is returned; the rest is in ARENA.
 * The volume has no source: it cannot be read. STATUS_DAMAGED where something is missing or cannot
 * be: *WHY_RET as in tableread.h; STATUS_NO_MEMORY.
 */
enum status inventory_facts_get(const struct tableread *table, struct arena *arena,
                                struct inventory_kept *kept_ret, const char **why_ret);

#endif
