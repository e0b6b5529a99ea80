/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink show: what a plan does, and what it refuses.
 */
#include "src/command.h"
#include "src/optionlist.h"
#include "src/show.h"

static const struct option_spec *const specs[] = {
    &optionlist_ops,  &optionlist_refusals, &optionlist_jobs,
    &optionlist_json, &optionlist_help,     NULL,
};

static enum command_exit run(const struct options *options)
{
    return show_plan(options->operands[0], options) ? COMMAND_DONE : COMMAND_FAILED;
}

const struct command cmd_show = {
    .name = "show",
    .operands = "PLAN",
    .summary = "show what a plan does, for whom, and what it refuses and why",
    .description =
        "Shows a plan that mftlink has made: the volumes it was made for, its operations summed\n"
        "up by kind, user, component and folder, and what it refuses, with the reason and the\n"
        "first paths. No volume is needed. That a plan refuses something is no failure.\n",
    .examples = "  mftlink show plan.parquet\n"
                "  mftlink show --refusals plan.parquet\n"
                "  mftlink show --ops plan.parquet | less\n"
                "  mftlink show --json plan.parquet | jq .totals\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
