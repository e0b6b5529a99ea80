/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink show: what a plan does, and what it refuses.
 */
#include "src/command.h"
#include "src/optionlist.h"
#include "src/planfile.h"
#include "src/plantally.h"
#include "src/say.h"
#include "src/show_json.h"
#include "src/show_text.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_ops,  &optionlist_refusals, &optionlist_jobs,
    &optionlist_json, &optionlist_help,     NULL,
};

static bool print(const struct planfile *file, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the plan");
    struct plantally tally;
    bool is_good = plantally_of(&file->plan, &tally) == STATUS_OK;

    if (!is_good)
        say_no_memory();
    else if (options->json)
        show_json(options->operands[0], file, &tally, options, &out);
    else
        show_text(file, &tally, options, &out);
    arena_free(&tally.arena);
    return out_finish(&out) && is_good;
}

static enum command_exit run(const struct options *options)
{
    struct planfile file;
    bool is_good;

    if (!planfile_load(options->operands[0], options->jobs, &file))
        return COMMAND_FAILED;
    is_good = print(&file, options);
    plan_free(&file.plan);
    return is_good ? COMMAND_DONE : COMMAND_FAILED;
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
