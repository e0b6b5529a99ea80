/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink scan: one pass, a summary, and an inventory.
 */
#include "src/inventory_make.h"
#include "src/optionlist.h"
#include "src/outfile.h"
#include "src/say.h"
#include "src/summary_json.h"
#include "src/summary_text.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_inventory, &optionlist_computer, &optionlist_volume,    &optionlist_list_deleted,
    &optionlist_json,      &optionlist_jobs,     &optionlist_partition, &optionlist_skip_free,
    &optionlist_evidence,  &optionlist_progress, &optionlist_help,      NULL,
};

/* Does what is asked for make sense together? */
static bool makes_sense(const struct options *options)
{
    if (!options->out && (options->computer || options->volume)) {
        say("--computer and --volume are columns of an inventory: give its name with -o. See "
            "'mftlink help scan'.");
        return false;
    }
    if (options->out && strcmp(options->out, "-") == 0) {
        say("An inventory goes to a file, since the summary goes to the standard output: give -o a "
            "name.");
        return false;
    }
    if (outfile_is_packed(options->out)) {
        say("An inventory is compressed within: give -o a name without .zst, such as "
            "inventory.parquet.");
        return false;
    }
    return true;
}

static bool print_summary(const struct survey *survey, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the summary");
    struct summary summary;

    evidence_watch(survey->evidence, &out, NULL);
    summary_of(survey->index, &summary);
    if (options->json)
        summary_json(survey, &summary, &out);
    else
        summary_text(survey, &summary, &out);
    return out_finish(&out);
}

static enum command_exit run(const struct options *options)
{
    unsigned want = options->out            ? inventory_make_want(options)
                    : options->with_deleted ? WANT_DELETED
                                            : 0;
    struct survey survey;
    bool is_good;

    if (!makes_sense(options))
        return COMMAND_USAGE;
    if (!survey_run(options, want, &survey))
        return COMMAND_FAILED;
    is_good =
        (!options->out || inventory_make(&survey, options)) && print_summary(&survey, options);
    return survey_end(&survey, is_good, true);
}

const struct command cmd_scan = {
    .name = "scan",
    .operands = "SOURCE",
    .summary = "read $MFT once, sum up what the volume holds, write an inventory",
    .description =
        "Reads all of $MFT in one pass and sums up: files, folders, names, hard links, bytes\n"
        "as listed and as stored, named streams, reparse points, deleted files, and what is\n"
        "damaged, each with its record number and byte offset. With -o it also writes an\n"
        "inventory: a Parquet table of all names, which DuckDB and others open as it is, and\n"
        "which every command takes as its source.\n",
    .examples = "  mftlink scan disk.img\n"
                "  mftlink scan -o pc17.parquet --computer PC17 /dev/sdb2\n"
                "  mftlink scan --json /dev/sdb2 | jq .users.unique_bytes\n"
                "  mftlink scan --deleted copy-of.mft\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
