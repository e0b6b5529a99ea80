/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink apply: carry a plan out.
 */
#include "src/apply.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/say.h"

static const struct option_spec *const specs[] = {
    &optionapply_yes,
    &optionapply_dry_run,
    &optionapply_txn_memory,
    &optionapply_reserve,
    &optionlist_drive,
    &optionlist_partition,
    &optionlist_json,
    &optionlist_jobs,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

static enum command_exit run(const struct options *options)
{
    return apply_plan(options, options->noperands > 1 ? options->operands[1] : NULL,
                      options->operands[0], true);
}

const struct command cmd_apply = {
    .name = "apply",
    .operands = "PLAN [TARGET]",
    .summary = "carry a plan out, proved before it is written",
    .description =
        "Carries the operations of PLAN out on its volumes. Before anything it asks whether the\n"
        "plan still holds, whether the volumes may be written, and whether there is space; then\n"
        "it says what it will do, and asks.\n"
        "On a volume that is not mounted, each batch is carried out in memory, read again and\n"
        "compared with what must come of it, and only then written, through a log that outlives\n"
        "a crash ('mftlink recover'). On a mounted volume (a folder) it goes through the system,\n"
        "in groups, with a journal. The same command goes on where it was interrupted; the\n"
        "journal beside the plan lets 'mftlink undo' take everything back.\n",
    .examples = "  mftlink apply --dry-run plan.parquet /dev/sdb2\n"
                "  mftlink apply plan.parquet /dev/sdb2\n"
                "  mftlink apply --yes -V C:=/dev/sdb2 -V D:=/mnt/d plan.parquet\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
