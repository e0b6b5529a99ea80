/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that only report has: see optionreport.h. */
#include "src/optionreport.h"

#include "src/textscan.h"

static bool take_under(struct options *options, const char *value)
{
    options->under = value;
    return *value;
}

static bool take_top(struct options *options, const char *value)
{
    struct str text = str_of(value);
    uint64_t n;

    if (!textscan_number(&text, UINT32_MAX, &n) || text.n > 0 || n == 0)
        return false;
    options->top = (uint32_t)n;
    return true;
}

static bool take_html(struct options *options, const char *value)
{
    options->html = value;
    return *value;
}

const struct option_spec optionreport_under = {
    .name = "under",
    .argument = "FOLDER",
    .help = "Tell of FOLDER and what is in it. Default: the whole volume.",
    .take = take_under,
};

const struct option_spec optionreport_top = {
    .name = "top",
    .argument = "N",
    .help = "List the N largest folders, extensions and owners, and sum up\n"
            "the others. Default: 10.",
    .take = take_top,
};

const struct option_spec optionreport_html = {
    .name = "html",
    .argument = "FILE",
    .help = "Also write FILE, a page for a browser with all of it: folders\n"
            "as a map to walk through, tables, charts. It needs no network.",
    .take = take_html,
};
