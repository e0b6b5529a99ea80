/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink links: the names of files that have several, in the form of the HardLink Scanner.
 */
#include "src/linkreport.h"
#include "src/optionlist.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_under,     &optionlist_min_links,
    &optionlist_jobs,      &optionlist_partition,
    &optionlist_skip_free, &optionlist_json,
    &optionlist_evidence,  &optionlist_progress,
    &optionlist_help,      NULL,
};

static enum command_exit run(const struct options *options)
{
    struct linkreport report = {.options = options, .out = out_to(STDOUT_FILENO, "the breakdown")};
    bool has_paths = options->noperands > 1, is_good;
    unsigned want = has_paths || options->under ? WANT_CHILDREN : 0;
    struct survey survey;

    if (has_paths && (options->under || options->min_links)) {
        say("--under and --min-links choose files; with PATH the files are chosen already.");
        return COMMAND_USAGE;
    }
    if (!survey_run(options, want, &survey))
        return COMMAND_FAILED;
    report.survey = &survey;
    evidence_watch(survey.evidence, &report.out, NULL);
    is_good = linkreport_begin(&report) && (has_paths        ? linkreport_paths(&report)
                                            : options->under ? linkreport_under(&report)
                                                             : linkreport_all(&report));
    return survey_end(&survey, linkreport_end(&report, is_good), false);
}

const struct command cmd_links = {
    .name = "links",
    .operands = "SOURCE [PATH]...",
    .summary = "show the hard links of files, every name of each",
    .description =
        "Shows a file with all its names, as the HardLink Scanner does: with PATH that file,\n"
        "without every file that has two or more names. PATH is a path on the volume, with\n"
        "backslashes or slashes and with or without a drive letter.\n",
    .examples = "  mftlink links disk.img 'C:\\Users\\Ann\\report.docx'\n"
                "  mftlink links --under /Store disk.img\n"
                "  mftlink links --min-links 10 --json /dev/sdb2\n",
    .specs = specs,
    .noperands_max = -1,
    .run = run,
};
