/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink remove: take a hard-link store away.
 */
#include "src/apply.h"
#include "src/onego.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/removing.h"
#include "src/say.h"

static const struct option_spec *const specs[] = {
    &optionapply_store,
    &optionapply_only_copies,
    &optionlist_plan,
    &optionapply_yes,
    &optionapply_dry_run,
    &optionapply_txn_memory,
    &optionlist_drive,
    &optionlist_partition,
    &optionlist_json,
    &optionlist_jobs,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

#define USUAL_PLAN "mftlink-remove.parquet"

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 0 ? options->operands[0] : NULL;
    const char *name = options->out ? options->out : USUAL_PLAN;
    enum command_exit code;
    struct plan plan;

    if (!options->dry_run && onego_is_begun(name)) {
        if (!drives_are_chosen(options, source))
            return COMMAND_USAGE;
        say("'%s' was begun before: it goes on. For another removal name another plan with -o.",
            name);
        return apply_plan(options, source, name);
    }
    if (!removing_is_asked(options, source))
        return COMMAND_USAGE;
    code = COMMAND_FAILED;
    if (removing_plan(options, source, &plan))
        code = onego_run(options, source, &plan, name);
    plan_free(&plan);
    return code;
}

const struct command cmd_remove = {
    .name = "remove",
    .operands = "SOURCE --store PATH",
    .summary = "take a hard-link store away, and no file with it",
    .description =
        "Takes away the names, folders and manifests of a store on all volumes that are given.\n"
        "Each file must keep a name outside the store: one that has none is refused, stays, and\n"
        "is listed, unless --only-copies delete says otherwise. Files keep their attributes, the\n"
        "read-only one too. What is no part of the store is left, and told.\n"
        "It is a plan like any other: proved before it is written, with a journal ('undo').\n"
        "The plan is kept as " USUAL_PLAN " or what -o says; where it was interrupted, the\n"
        "same command goes on.\n",
    .examples = "  mftlink remove --dry-run disk.img --store 'C:\\migdata'\n"
                "  mftlink remove /dev/sdb2 --store 'C:\\migdata' -o removal.parquet\n"
                "  mftlink remove --yes -V C:=/dev/sdb2 -V D:=/dev/sdc1 --store 'C:\\migdata'\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
