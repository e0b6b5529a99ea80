/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An inventory as a source: see inventory.h. */
#include "src/inventory.h"

#include "src/inventory_columns.h"
#include "src/say.h"
#include "src/textscan.h"

#include <errno.h>
#include <stdlib.h>

static bool refuse(const char *name, enum status status, const char *why)
{
    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status == STATUS_IO)
        say("Cannot read '%s': %s.", name, strerror(errno));
    else if (status == STATUS_NOT_FOUND)
        say("'%s' is a Parquet file, but not one that mftlink has written. Only inventories made "
            "by 'mftlink scan -o' can be read.",
            name);
    else if (status == STATUS_DAMAGED || status == STATUS_TRUNCATED)
        say("'%s' is damaged: %s. Scan the volume again, or fetch the file again from where it "
            "came.",
            name, why ? why : "it cannot be read");
    else
        say("Cannot read the inventory '%s': %s.", name, status_text(status));
    return false;
}

/* Is the table an inventory, with the columns of this version? */
static bool is_ours(const char *name, const struct tableread *table)
{
    struct str kind = tableread_meta(table, "mftlink.table"), word;
    uint64_t version;

    if (str_equal(kind, str_of(INVENTORY_TABLE)))
        return true;
    if (textscan_word(&kind, &word) && str_equal(word, str_of("inventory")) &&
        textscan_number(&kind, UINT64_MAX, &version) && kind.n == 0)
        say("'%s' is an inventory of version %llu; this mftlink reads version %s. Scan the volume "
            "again, or read it with the mftlink that wrote it.",
            name, (unsigned long long)version, strchr(INVENTORY_TABLE, ' ') + 1);
    else
        say("'%s' is a table of mftlink, but not an inventory. Make one with 'mftlink scan -o'.",
            name);
    return false;
}

bool inventory_open(const char *name, const struct source *source, struct inventory **inventory_ret)
{
    struct inventory *inventory = calloc(1, sizeof *inventory);
    const char *why = NULL;
    enum status status = STATUS_NO_MEMORY;
    bool is_good;

    if (inventory)
        status = tableread_open(source, &inventory->table, &why);
    if (status != STATUS_OK) {
        free(inventory);
        return refuse(name, status, why);
    }
    inventory->name = name;
    is_good = is_ours(name, inventory->table);
    if (is_good) {
        status = inventory_facts_get(inventory->table, &inventory->arena, &inventory->kept, &why);
        is_good = status == STATUS_OK || refuse(name, status, why);
    }
    if (is_good)
        *inventory_ret = inventory;
    else
        inventory_close(inventory);
    return is_good;
}

void inventory_close(struct inventory *inventory)
{
    if (!inventory)
        return;
    tableread_close(inventory->table);
    arena_free(&inventory->arena);
    free(inventory);
}

bool inventory_check(const struct inventory *inventory)
{
    const struct tableread *table = inventory->table;
    struct tableread_space space = {0};
    const char *why = NULL;
    enum status status = STATUS_OK;

    for (uint32_t group = 0; group < tableread_ngroups(table); group++)
        for (uint32_t i = 0; i < tableread_ncolumns(table) && status == STATUS_OK; i++)
            status = tableread_chunk(table, &space, group, i, NULL, &why);
    tableread_space_free(&space);
    return status == STATUS_OK || refuse(inventory->name, status, why);
}

bool inventory_index(const struct inventory *inventory, unsigned want, unsigned nworkers,
                     struct index **index_ret)
{
    const char *why = NULL;
    enum status status =
        inventory_read(inventory->table, &inventory->kept, want, nworkers, index_ret, &why);

    return status == STATUS_OK || refuse(inventory->name, status, why);
}
