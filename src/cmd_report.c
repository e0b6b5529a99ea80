/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink report: where the space is, and what deleting a folder gives back.
 */
#include "src/optionlist.h"
#include "src/optionreport.h"
#include "src/report_json.h"
#include "src/report_page.h"
#include "src/report_text.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionreport_under,
    &optionreport_top,
    &optionreport_html,
    &optionlist_jobs,
    &optionlist_partition,
    &optionlist_skip_free,
    &optionlist_json,
    &optionlist_evidence,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

static bool print(const struct report *report)
{
    struct out out = out_to(STDOUT_FILENO, "the report");

    evidence_watch(report->survey->evidence, &out, NULL);
    if (report->options->json)
        report_json(report, &out);
    else
        report_text(report, &out);
    return out_finish(&out);
}

static enum command_exit run(const struct options *options)
{
    struct survey survey;
    struct report report;
    bool is_good;

    if (!report_page_is_sound(options))
        return COMMAND_USAGE;
    if (!survey_run(options, report_want(options), &survey))
        return COMMAND_FAILED;
    is_good = report_make(&survey, options, &report);
    if (is_good) {
        is_good = (!options->html || report_page(&report)) && print(&report);
        report_free(&report);
    }
    return survey_end(&survey, is_good, false);
}

const struct command cmd_report = {
    .name = "report",
    .operands = "SOURCE",
    .summary = "show where the space is, and what deleting a folder gives back",
    .description =
        "Shows four sizes of every folder: what its names add up to, what its files are,\n"
        "the clusters that they take, and what deleting the folder really gives back, which\n"
        "is nothing for a file that has a name elsewhere. Shares the space out by extension,\n"
        "owner, age, size, number of names and kind, and holds the clusters of all files\n"
        "against those that the volume marks as used. An inventory answers as its volume.\n"
        "With --html all of it is a page, too, in which one can walk through the folders.\n",
    .examples = "  mftlink report disk.img\n"
                "  mftlink report --under '\\Users\\Ann' --top 30 pc17.parquet\n"
                "  mftlink report --html space.html /dev/sdb2\n"
                "  mftlink report --json /dev/sdb2 | jq .account.unclaimed_bytes\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
