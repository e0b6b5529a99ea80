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

/* That no letter is there twice is told where the drives are opened: drives.h. */
static bool take_drive(struct options *options, const char *value)
{
    return options->ndrives < DRIVECHOICE_MAX &&
           drivechoice_parse(value, &options->drives[options->ndrives]) && ++options->ndrives;
}

static bool take_all(struct options *options, const char *value)
{
    (void)value;
    return options->with_all = true;
}

static bool take_ops(struct options *options, const char *value)
{
    (void)value;
    return options->with_ops = true;
}

static bool take_refusals(struct options *options, const char *value)
{
    (void)value;
    return options->with_refusals = true;
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
    .name = "help",
    .letter = 'h',
    .help = "Show this help.",
    .take = take_help,
};

const struct option_spec optionlist_json = {
    .name = "json",
    .help = "Print one JSON document in place of text.",
    .take = take_json,
};

const struct option_spec optionlist_jobs = {
    .name = "jobs",
    .letter = 'j',
    .argument = "N",
    .help = "Use N threads. Default: one for each processor.",
    .take = take_jobs,
};

const struct option_spec optionlist_partition = {
    .name = "partition",
    .letter = 'p',
    .argument = "N",
    .help = "Take partition N of a partitioned disk.\n"
            "Default: its only NTFS partition.",
    .take = take_partition,
};

const struct option_spec optionlist_progress = {
    .name = "progress",
    .argument = "WHEN",
    .values = "auto none json",
    .help = "auto: a bar while the standard error is a terminal (default);\n"
            "none: no bar; json: one JSON object a line on the standard error.",
    .take = take_progress,
};

const struct option_spec optionlist_skip_free = {
    .name = "skip-free",
    .help = "Do not read stretches of $MFT that its bitmap calls free.\n"
            "Deleted files there are not counted.",
    .take = take_skip_free,
};

const struct option_spec optionlist_under = {
    .name = "under",
    .argument = "FOLDER",
    .help = "Only files with a name below FOLDER, in two lists: those whose\n"
            "names all lie there, and those with names outside as well.",
    .take = take_under,
};

const struct option_spec optionlist_min_links = {
    .name = "min-links",
    .argument = "N",
    .help = "Only files with at least N names. Default: 2.",
    .take = take_min_links,
};

const struct option_spec optionlist_format = {
    .name = "format",
    .letter = 'f',
    .argument = "FORMAT",
    .values = "jsonl csv bodyfile sqlite",
    .help = "jsonl (one JSON object a line), csv, bodyfile (for mactime), or\n"
            "sqlite (a database; needs --out). Must be given.",
    .take = take_format,
};

const struct option_spec optionlist_out = {
    .name = "out",
    .letter = 'o',
    .argument = "FILE",
    .help = "Write to FILE, which appears under its name only when it is\n"
            "complete; compressed where the name ends in .zst.\n"
            "Default, or \"-\": the standard output.",
    .take = take_out,
};

const struct option_spec optionlist_columns = {
    .name = "columns",
    .argument = "NAMES",
    .help = "csv, jsonl: only these columns, in this order, with commas\n"
            "between: record,path,size.",
    .take = take_columns,
};

const struct option_spec optionlist_inventory = {
    .name = "out",
    .letter = 'o',
    .argument = "FILE",
    .help = "Write an inventory to FILE: a Parquet table with a row for each name,\n"
            "which every command takes in place of the volume.",
    .take = take_out,
};

const struct option_spec optionlist_plan = {
    .name = "out",
    .letter = 'o',
    .argument = "FILE",
    .help = "Write the plan to FILE, which appears when it is complete.",
    .take = take_out,
};

const struct option_spec optionlist_computer = {
    .name = "computer",
    .argument = "NAME",
    .help = "Call the computer NAME in the inventory, so that those of many\n"
            "computers are one table. Default: as the registry on the volume\n"
            "calls it.",
    .take = take_computer,
};

const struct option_spec optionlist_volume = {
    .name = "volume",
    .argument = "NAME",
    .help = "Call the volume NAME in the inventory. Default: its serial number.",
    .take = take_volume,
};

const struct option_spec optionlist_evidence = {
    .name = "evidence",
    .argument = "FILE",
    .help = "Write to FILE, as JSON, what was read and written: the source,\n"
            "SHA-256 of the bytes of $MFT and of each output, when and how.",
    .take = take_evidence,
};

const struct option_spec optionlist_streams = {
    .name = "streams",
    .help = "Add a row for each named data stream.",
    .take = take_streams,
};

const struct option_spec optionlist_deleted = {
    .name = "deleted",
    .help = "Add rows for deleted files whose records are still there.",
    .take = take_deleted,
};

const struct option_spec optionlist_list_deleted = {
    .name = "deleted",
    .help = "List the deleted files whose records are still there, and add\n"
            "them to the inventory.",
    .take = take_deleted,
};

const struct option_spec optionlist_users = {
    .name = "users",
    .help = "Scan the volume, find its Windows, and tell its version, its\n"
            "computer's name and its users, as the registry has them.",
    .take = take_users,
};

const struct option_spec optionlist_fn = {
    .name = "fn",
    .help = "bodyfile: add a row with the times of each $FILE_NAME;\n"
            "sqlite: fill the table of these times.",
    .take = take_fn,
};

const struct option_spec optionlist_config = {
    .name = "config",
    .argument = "FILE",
    .help = "The Config.xml: which components take part, and what becomes\n"
            "of errors and of locked files.",
    .take = take_config,
};

const struct option_spec optionlist_drive = {
    .name = "drive",
    .letter = 'V',
    .argument = "C:=SOURCE",
    .help = "Take SOURCE for the drive C: (any letter); once for each drive.\n"
            "C:2=DISK takes partition 2 of a partitioned disk. With one drive\n"
            "alone, SOURCE in place of it is C:.",
    .take = take_drive,
};

const struct option_spec optionlist_ops = {
    .name = "ops",
    .help = "List every operation of the plan.",
    .take = take_ops,
};

const struct option_spec optionlist_refusals = {
    .name = "refusals",
    .help = "List everything that the plan refuses.",
    .take = take_refusals,
};

const struct option_spec optionlist_all = {
    .name = "all",
    .help = "List every finding; without it 20 of each kind.",
    .take = take_all,
};

const struct option_spec optionlist_findings = {
    .name = "out",
    .letter = 'o',
    .argument = "FILE",
    .help = "Write what is told of each name to FILE, a Parquet table, which\n"
            "appears when it is complete.",
    .take = take_out,
};
