/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of commands that write: see optionapply.h.
 */
#include "src/optionapply.h"

#include <string.h>

/* Less has no room for a single operation. */
#define TXN_MEMORY_MIN ((uint64_t)1 << 20)

static bool take_yes(struct options *options, const char *value)
{
    (void)value;
    return options->yes = true;
}

static bool take_dry_run(struct options *options, const char *value)
{
    (void)value;
    return options->dry_run = true;
}

/* A number of bytes: "512M", "1G", "65536". */
static bool parse_size(const char *value, uint64_t *size_ret)
{
    static const char units[] = "KMGT";
    const char *at = value, *unit;
    uint64_t n = 0;

    for (; *at >= '0' && *at <= '9'; at++) {
        if (n > UINT64_MAX / 10 - 1)
            return false;
        n = 10 * n + (uint64_t)(*at - '0');
    }
    if (at == value)
        return false;
    unit = *at ? strchr(units, *at) : NULL;
    if (*at && (!unit || at[1]))
        return false;
    for (ptrdiff_t i = unit ? unit - units : -1; i >= 0; i--) {
        if (n > UINT64_MAX >> 10)
            return false;
        n <<= 10;
    }
    *size_ret = n;
    return true;
}

static bool take_txn_memory(struct options *options, const char *value)
{
    return parse_size(value, &options->txn_memory) && options->txn_memory >= TXN_MEMORY_MIN;
}

static bool take_reserve(struct options *options, const char *value)
{
    options->has_reserve = true;
    return parse_size(value, &options->reserve);
}

static bool take_store(struct options *options, const char *value)
{
    options->store = value;
    return *value;
}

static bool take_manifest(struct options *options, const char *value)
{
    options->manifest = value;
    return *value;
}

static bool take_log(struct options *options, const char *value)
{
    options->log = value;
    return *value;
}

static bool take_only_copies(struct options *options, const char *value)
{
    if (strcmp(value, "delete") != 0 && strcmp(value, "keep") != 0)
        return false;
    options->only_copies =
        strcmp(value, "delete") == 0 ? REMOVE_DELETE_ONLY_COPIES : REMOVE_KEEP_ONLY_COPIES;
    return true;
}

const struct option_spec optionapply_yes = {
    .name = "yes",
    .letter = 'y',
    .help = "Do it without asking.",
    .take = take_yes,
};

const struct option_spec optionapply_dry_run = {
    .name = "dry-run",
    .letter = 'n',
    .help = "Do everything but write: carry it out in memory and prove it.",
    .take = take_dry_run,
};

const struct option_spec optionapply_txn_memory = {
    .name = "txn-memory",
    .argument = "SIZE",
    .help = "Memory that a batch may take before it is proved and written: 512M, 4G;\n"
            "at least 1M. Default: 1G.",
    .take = take_txn_memory,
};

const struct option_spec optionapply_reserve = {
    .name = "reserve",
    .argument = "SIZE",
    .help = "Space that must stay free on the volume of a store beside what it takes;\n"
            "default: 250M, as USMT has it.",
    .take = take_reserve,
};

const struct option_spec optionapply_store = {
    .name = "store",
    .argument = "PATH",
    .help = "The store, as Windows would name it: 'C:\\migdata'.",
    .take = take_store,
};

const struct option_spec optionapply_manifest = {
    .name = "manifest",
    .argument = "FILE",
    .help = "Read this manifest instead of the one in the store.",
    .take = take_manifest,
};

const struct option_spec optionapply_log = {
    .name = "log",
    .argument = "FILE",
    .help = "The redo log, where it is not the one that this machine knows of.",
    .take = take_log,
};

const struct option_spec optionapply_only_copies = {
    .name = "only-copies",
    .argument = "WHAT",
    .values = "keep delete",
    .help = "What becomes of files whose only names are in the store: keep (they stay,\n"
            "and are listed) or delete. Default: keep.",
    .take = take_only_copies,
};
