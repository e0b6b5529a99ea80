/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink plan save: which files a hard-link store would take, as a plan.
 */
#include "planner/check.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/planfile.h"
#include "src/planning.h"
#include "src/say.h"
#include "src/show.h"

static const struct option_spec *const specs[] = {
    &optionplan_store,       &optionplan_rules,    &optionlist_config, &optionlist_plan,
    &optionplan_ui,          &optionplan_uel,      &optionplan_ue,     &optionplan_efs,
    &optionplan_locked_list, &optionlist_drive,    &optionlist_json,   &optionlist_jobs,
    &optionlist_partition,   &optionlist_progress, &optionlist_help,   NULL,
};

/* A plan that does not hold is a bug of the planner: nothing is written, and it says where. */
static bool prove(const struct planning *planning)
{
    struct check_faults faults;
    bool is_good;

    if (check_plan(&planning->plan, &planning->drives.machine, &faults) != STATUS_OK) {
        say_no_memory();
        return false;
    }
    is_good = faults.n == 0;
    if (!is_good)
        say("The plan that was made does not hold (operation %u: %s), so that it is not written. "
            "That is a mistake in mftlink: please report it.",
            faults.at[0].op + 1, check_kind_word(faults.at[0].kind));
    check_free(&faults);
    return is_good;
}

/* Writes the plan, and reads it again to sum it up: what cannot be read is no plan. */
static bool write(const struct planning *planning)
{
    const struct options *options = planning->options;

    return planfile_save(&planning->plan, options->out, options->jobs) &&
           (strcmp(options->out, "-") == 0 || show_plan(options->out, options));
}

static bool is_asked(const struct options *options, const char *source)
{
    if (options->noperands == 0 || strcmp(options->operands[0], "save") != 0) {
        say("mftlink plan can save: mftlink plan save SOURCE --store PATH --rules FILE... -o PLAN");
        return false;
    }
    if (!options->store) {
        say("Say where the store is to be: --store 'C:\\migdata'.");
        return false;
    }
    if (!options->out) {
        say("Say where the plan is to be written: -o plan.parquet.");
        return false;
    }
    return planning_is_asked(options, source);
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 1 ? options->operands[1] : NULL;
    struct planning planning;
    enum command_exit code;
    bool is_good, has_refusals;

    if (!is_asked(options, source))
        return COMMAND_USAGE;
    is_good = planning_begin(options, source, 0, &planning) && planning_make(&planning) &&
              prove(&planning) && write(&planning);
    has_refusals = planning.plan.nrefusals > 0;
    code = planning_end(&planning, is_good);
    return code == COMMAND_DONE && has_refusals ? COMMAND_FINDINGS : code;
}

const struct command cmd_plan = {
    .name = "plan",
    .operands = "save SOURCE --store PATH --rules FILE... -o PLAN",
    .summary = "plan a hard-link store: what is linked, copied or refused",
    .description =
        "Selects by rules what a migration takes, decides for each file whether it is linked,\n"
        "copied or refused, proves the plan on what was scanned, and writes it to PLAN, a table\n"
        "that 'show' prints, 'check' holds against a volume, and DuckDB opens. Nothing is\n"
        "changed on any volume. The same input gives the same bytes.\n",
    .examples =
        "  mftlink plan save disk.img --store 'C:\\migdata' --rules builtin:user -o plan.parquet\n"
        "  mftlink plan save -V C:=c.img -V D:=d.img --store 'C:\\migdata' \\\n"
        "      --rules MigDocs.xml ours.xml --config Config.xml --ui 'CONTOSO\\*' -o "
        "plan.parquet\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
