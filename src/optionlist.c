/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every option that a command can have: see optionlist.h.
 */
#include "src/optionlist.h"

#include "mft/pool.h"

/* A whole decimal number from 1 to LIMIT, or 0. */
static uint32_t number(const char *value, uint32_t limit)
{
    uint64_t n = 0;

    for (; *value >= '0' && *value <= '9' && n <= limit; value++)
        n = 10 * n + (uint64_t)(*value - '0');
    return *value || n > limit ? 0 : (uint32_t)n;
}

static bool take_help(struct options *options, const char *value)
{
    (void)value;
    return options->help = true;
}

static bool take_json(struct options *options, const char *value)
{
    (void)value;
    return options->json = true;
}

static bool take_skip_free(struct options *options, const char *value)
{
    (void)value;
    return options->skips_free = true;
}

static bool take_streams(struct options *options, const char *value)
{
    (void)value;
    return options->with_streams = true;
}

static bool take_deleted(struct options *options, const char *value)
{
    (void)value;
    return options->with_deleted = true;
}

static bool take_fn(struct options *options, const char *value)
{
    (void)value;
    return options->with_name_times = true;
}

static bool take_users(struct options *options, const char *value)
{
    (void)value;
    return options->with_users = true;
}

static bool take_jobs(struct options *options, const char *value)
{
    options->jobs = number(value, POOL_WORKERS_MAX);
    return options->jobs > 0;
}

static bool take_partition(struct options *options, const char *value)
{
    options->partition = number(value, UINT32_MAX);
    return options->partition > 0;
}

static bool take_min_links(struct options *options, const char *value)
{
    options->min_links = number(value, UINT32_MAX);
    return options->min_links > 0;
}

static bool take_out(struct options *options, const char *value)
{
    options->out = value;
    return *value;
}

static bool take_under(struct options *options, const char *value)
{
    options->under = value;
    return *value;
}

static bool take_columns(struct options *options, const char *value)
{
    options->columns = value;
    return true; /* the names are known where the columns are */
}

static bool take_computer(struct options *options, const char *value)
{
    options->computer = value;
    return *value;
}

static bool take_volume(struct options *options, const char *value)
{
    options->volume = value;
    return *value;
}

static bool take_evidence(struct options *options, const char *value)
{
    options->evidence = value;
    return *value && strcmp(value, "-") != 0;
}

static bool take_config(struct options *options, const char *value)
{
    options->config = value;
    return *value;
}

static bool take_word(struct options_words *words, const char *value)
{
    if (words->n == OPTIONS_WORDS_MAX)
        return false;
    words->at[words->n++] = value;
    return *value;
}

static bool take_ui(struct options *options, const char *value)
{
    return take_word(&options->ui, value);
}

static bool take_ue(struct options *options, const char *value)
{
    return take_word(&options->ue, value);
}

static bool take_uel(struct options *options, const char *value)
{
    options->uel = value;
    return *value; /* what it means depends on what time it is */
}

static bool take_progress(struct options *options, const char *value)
{
    static const char *const words[] = {"auto", "none", "json"}; /* as enum options_progress */

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(value, words[i]) == 0)
            return options->progress = (enum options_progress)i, true;
    return false;
}

static bool take_format(struct options *options, const char *value)
{
    static const char *const words[] = {"jsonl", "csv", "bodyfile",
                                        "sqlite"}; /* as enum options_format */

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(value, words[i]) == 0)
            return options->format = (enum options_format)(i + 1), true;
    return false;
}

const struct option_spec optionlist_help = {
    "help", 'h', NULL, "Show this help.", take_help,
};

const struct option_spec optionlist_json = {
    "json", 0, NULL, "Print one JSON document in place of text.", take_json,
};

const struct option_spec optionlist_jobs = {
    "jobs", 'j', "N", "Use N threads. Default: one for each processor.", take_jobs,
};

const struct option_spec optionlist_partition = {
    "partition",
    'p',
    "N",
    "Take partition N of a partitioned disk.\n"
    "Default: its only NTFS partition.",
    take_partition,
};

const struct option_spec optionlist_progress = {
    "progress",
    0,
    "WHEN",
    "auto: a bar while the standard error is a terminal (default);\n"
    "none: no bar; json: one JSON object a line on the standard error.",
    take_progress,
};

const struct option_spec optionlist_skip_free = {
    "skip-free",
    0,
    NULL,
    "Do not read stretches of $MFT that its bitmap calls free.\n"
    "Deleted files there are not counted.",
    take_skip_free,
};

const struct option_spec optionlist_under = {
    "under",
    0,
    "FOLDER",
    "Only files with a name below FOLDER, in two lists: those whose\n"
    "names all lie there, and those with names outside as well.",
    take_under,
};

const struct option_spec optionlist_min_links = {
    "min-links", 0, "N", "Only files with at least N names. Default: 2.", take_min_links,
};

const struct option_spec optionlist_format = {
    "format",
    'f',
    "FORMAT",
    "jsonl (one JSON object a line), csv, bodyfile (for mactime), or\n"
    "sqlite (a database; needs --out). Must be given.",
    take_format,
};

const struct option_spec optionlist_out = {
    "out",
    'o',
    "FILE",
    "Write to FILE, which appears under its name only when it is\n"
    "complete; compressed where the name ends in .zst.\n"
    "Default, or \"-\": the standard output.",
    take_out,
};

const struct option_spec optionlist_columns = {
    "columns",
    0,
    "NAMES",
    "csv, jsonl: only these columns, in this order, with commas\n"
    "between: record,path,size.",
    take_columns,
};

const struct option_spec optionlist_inventory = {
    "out",
    'o',
    "FILE",
    "Write an inventory to FILE: a Parquet table with a row for each name,\n"
    "which every command takes in place of the volume.",
    take_out,
};

const struct option_spec optionlist_computer = {
    "computer",
    0,
    "NAME",
    "Call the computer NAME in the inventory, so that those of many\n"
    "computers are one table. Default: as the registry on the volume\n"
    "calls it.",
    take_computer,
};

const struct option_spec optionlist_volume = {
    "volume",    0, "NAME", "Call the volume NAME in the inventory. Default: its serial number.",
    take_volume,
};

const struct option_spec optionlist_evidence = {
    "evidence",
    0,
    "FILE",
    "Write to FILE, as JSON, what was read and written: the source,\n"
    "SHA-256 of the bytes of $MFT and of each output, when and how.",
    take_evidence,
};

const struct option_spec optionlist_streams = {
    "streams", 0, NULL, "Add a row for each named data stream.", take_streams,
};

const struct option_spec optionlist_deleted = {
    "deleted", 0, NULL, "Add rows for deleted files whose records are still there.", take_deleted,
};

const struct option_spec optionlist_list_deleted = {
    "deleted",
    0,
    NULL,
    "List the deleted files whose records are still there, and add\n"
    "them to the inventory.",
    take_deleted,
};

const struct option_spec optionlist_users = {
    "users",
    0,
    NULL,
    "Scan the volume, find its Windows, and tell its version, its\n"
    "computer's name and its users, as the registry has them.",
    take_users,
};

const struct option_spec optionlist_fn = {
    "fn",
    0,
    NULL,
    "bodyfile: add a row with the times of each $FILE_NAME;\n"
    "sqlite: fill the table of these times.",
    take_fn,
};

const struct option_spec optionlist_config = {
    "config",
    0,
    "FILE",
    "The Config.xml: which components take part, and what becomes\n"
    "of errors and of locked files.",
    take_config,
};

const struct option_spec optionlist_ui = {
    "ui",
    0,
    "USER",
    "USER takes part, whatever --uel and --ue say: DOMAIN\\user, a user\n"
    "alone, or a SID, with * for any text. At most 256 times.",
    take_ui,
};

const struct option_spec optionlist_ue = {
    "ue",
    0,
    "USER",
    "USER does not take part, unless --ui or --uel takes it. At most\n"
    "256 times.",
    take_ue,
};

const struct option_spec optionlist_uel = {
    "uel",
    0,
    "SINCE",
    "Only users whose NTUSER.DAT was modified since then take part: a\n"
    "number of days before now, or YYYY/MM/DD.",
    take_uel,
};
