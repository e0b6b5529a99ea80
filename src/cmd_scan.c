/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink scan: one pass and a summary.
 */
#include "src/optionlist.h"
#include "src/summary_json.h"
#include "src/summary_text.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_jobs,      &optionlist_partition, &optionlist_list_deleted,
    &optionlist_skip_free, &optionlist_json,      &optionlist_evidence,
    &optionlist_progress,  &optionlist_help,      NULL,
};

static enum command_exit run(const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the summary");
    struct survey survey;
    struct summary summary;

    if (!survey_run(options, options->with_deleted ? WANT_DELETED : 0, &survey))
        return COMMAND_FAILED;
    evidence_watch(survey.evidence, &out, NULL);
    summary_of(survey.index, &summary);
    if (options->json)
        summary_json(&survey, &summary, &out);
    else
        summary_text(&survey, &summary, &out);
    return survey_end(&survey, out_finish(&out), true);
}

const struct command cmd_scan = {
    .name = "scan",
    .operands = "SOURCE",
    .summary = "read $MFT once and sum up what the volume holds",
    .description =
        "Reads all of $MFT in one pass and sums up: files, folders, names, hard links, bytes\n"
        "as listed and as stored, named streams, reparse points, deleted files, and what is\n"
        "damaged, each with its record number and byte offset.\n",
    .examples = "  mftlink scan disk.img\n"
                "  mftlink scan --json /dev/sdb2 | jq .users.unique_bytes\n"
                "  mftlink scan --deleted copy-of.mft\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
