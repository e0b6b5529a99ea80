/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink diff: what changed between two states of a volume.
 */
#include "src/backing.h"
#include "src/diff_json.h"
#include "src/diff_text.h"
#include "src/diffwords.h"
#include "src/optiondiff.h"
#include "src/optionlist.h"
#include "src/outfile.h"
#include "src/say.h"

static const struct option_spec *const specs[] = {
    &optiondiff_only,      &optiondiff_under,    &optiondiff_top,  &optiondiff_out,
    &optiondiff_force,     &optionlist_jobs,     &optionlist_json, &optiondiff_partition,
    &optionlist_skip_free, &optionlist_progress, &optionlist_help, NULL,
};

static bool makes_sense(const struct options *options, unsigned *only_ret)
{
    *only_ret = 0;
    if (options->noperands < 2) {
        say("Say what to compare with '%s': mftlink diff A B.", options->operands[0]);
        return false;
    }
    if (outfile_is_packed(options->out)) {
        say("What differs is not written compressed: give -o a name without .zst.");
        return false;
    }
    return !options->only || diffwords_parse(options->only, only_ret);
}

static bool print(struct diff *diff, const struct options *options)
{
    struct outfile file;
    bool is_good;

    for (int i = 0; i < 2; i++)
        if (!backing_allows(diff->sides[i].survey.target.backing, options->out))
            return false;
    if (!outfile_open(options->out, &file))
        return false;
    is_good = options->json ? diff_json(diff, &file.out) : diff_text(diff, &file.out);
    if (!is_good && !file.out.text.is_short) /* which outfile_finish says */
        say_no_memory();
    return outfile_finish(&file, is_good);
}

static enum command_exit run(const struct options *options)
{
    struct diff diff;
    unsigned only;

    if (!makes_sense(options, &only))
        return COMMAND_USAGE;
    if (!diff_open(options, only, &diff))
        return COMMAND_FAILED;
    return diff_close(&diff, print(&diff, options));
}

const struct command cmd_diff = {
    .name = "diff",
    .operands = "A B",
    .summary = "tell what changed between two states of a volume",
    .description =
        "Compares A (before) with B (after), each a SOURCE or an inventory, file by file: what "
        "was\n"
        "added, removed, renamed or moved, has more or fewer names, has grown or shrunk, whose\n"
        "content probably changed, and what else is another. A file is known by its reference\n"
        "and sequence number, so that a record that was used again is another file. In the end\n"
        "everything is summed up by kind and by folder. Exit code 3: something differs.\n",
    .examples =
        "  mftlink diff monday.parquet /dev/sdb2\n"
        "  mftlink diff --under '\\Users' --only added,grown monday.parquet friday.parquet\n"
        "  mftlink diff --json before.img after.img | jq '.kinds.removed.files'\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
