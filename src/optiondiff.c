/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that only diff has: see optiondiff.h. */
#include "src/optiondiff.h"

#include "src/textscan.h"

static bool take_number(const char *value, uint32_t *number_ret)
{
    struct str text = str_of(value);
    uint64_t n;

    if (!textscan_number(&text, UINT32_MAX, &n) || text.n > 0 || n == 0)
        return false;
    *number_ret = (uint32_t)n;
    return true;
}

static bool take_only(struct options *options, const char *value)
{
    options->only = value;
    return true; /* the words are known where the kinds are */
}

static bool take_under(struct options *options, const char *value)
{
    options->under = value;
    return *value;
}

static bool take_top(struct options *options, const char *value)
{
    return take_number(value, &options->top);
}

static bool take_partition(struct options *options, const char *value)
{
    return take_number(value, &options->partition);
}

static bool take_out(struct options *options, const char *value)
{
    options->out = value;
    return *value;
}

static bool take_force(struct options *options, const char *value)
{
    (void)value;
    return options->force = true;
}

const struct option_spec optiondiff_only = {
    .name = "only",
    .argument = "KINDS",
    .help = "Only what has one of these kinds, with commas between: added,\n"
            "removed, unreadable, renamed, moved, links, grown, shrunk,\n"
            "content, streams, attributes, owner, permissions, times.",
    .take = take_only,
};

const struct option_spec optiondiff_under = {
    .name = "under",
    .argument = "FOLDER",
    .help = "Only what has a name in FOLDER, before or after.\n"
            "Default: the whole volume.",
    .take = take_under,
};

const struct option_spec optiondiff_top = {
    .name = "top",
    .argument = "N",
    .help = "Sum up the N folders that changed most, and the others as one.\n"
            "Default: 10.",
    .take = take_top,
};

const struct option_spec optiondiff_out = {
    .name = "out",
    .letter = 'o',
    .argument = "FILE",
    .help = "Write to FILE, which appears under its name only when it is\n"
            "complete. Default, or \"-\": the standard output.",
    .take = take_out,
};

const struct option_spec optiondiff_force = {
    .name = "force",
    .help = "Compare two volumes that are not the same one.",
    .take = take_force,
};

const struct option_spec optiondiff_partition = {
    .name = "partition",
    .letter = 'p',
    .argument = "N",
    .help = "Take partition N of whichever is a partitioned disk.\n"
            "Default: its only NTFS partition.",
    .take = take_partition,
};
