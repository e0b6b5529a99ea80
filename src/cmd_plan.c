/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink plan: what is to be done to volumes, as a plan. Which plans there are, a table tells.
 */
#include "planner/check.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/planfile.h"
#include "src/planning.h"
#include "src/removing.h"
#include "src/restoring.h"
#include "src/say.h"
#include "src/show.h"

static const struct option_spec *const specs[] = {
    &optionplan_store,        &optionplan_rules,     &optionlist_config,
    &optionlist_plan,         &optionplan_ui,        &optionplan_uel,
    &optionplan_ue,           &optionplan_efs,       &optionplan_locked_list,
    &optionapply_only_copies, &optionplan_user_map,  &optionplan_domain_map,
    &optionplan_sid_map,      &optionapply_manifest, &optionlist_drive,
    &optionlist_json,         &optionlist_jobs,      &optionlist_partition,
    &optionlist_progress,     &optionlist_help,      NULL,
};

/* ---- What all plans have in common ---- */

/* A plan that does not hold is a bug of the planner: nothing is written, and it says where. */
static bool prove(const struct plan *plan, const struct machine *machine)
{
    struct check_faults faults;
    bool is_good;

    if (check_plan(plan, machine, &faults) != STATUS_OK) {
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
static bool write(const struct plan *plan, const struct options *options)
{
    return planfile_save(plan, options->out, options->jobs) &&
           (strcmp(options->out, "-") == 0 || show_plan(options->out, options));
}

static enum command_exit exit_of(enum command_exit code, uint32_t nrefusals)
{
    return code == COMMAND_DONE && nrefusals > 0 ? COMMAND_FINDINGS : code;
}

static bool is_of_no_restore(const struct options *options)
{
    if (options->user_map.n == 0 && options->domain_map.n == 0 && options->sid_map.n == 0 &&
        !options->manifest)
        return true;
    say("--user-map, --domain-map, --sid-map and --manifest are about a store that is restored: "
        "mftlink plan restore.");
    return false;
}

static bool is_of_no_save(const struct options *options)
{
    if (options->rules.n == 0 && !options->config && options->ui.n == 0 && options->ue.n == 0 &&
        !options->uel && options->efs == SAVE_EFS_ABORT && !options->locked_list)
        return true;
    say("A store goes as a whole: --rules, --config, --ui, --ue, --uel, --efs and --locked-list "
        "are about what a new one takes.");
    return false;
}

/* ---- Of a new store ---- */

static bool is_save_asked(const struct options *options, const char *source)
{
    if (!is_of_no_restore(options))
        return false;
    if (options->only_copies != REMOVE_KEEP_ONLY_COPIES) {
        say("--only-copies is about a store that goes: mftlink plan remove.");
        return false;
    }
    if (!options->store) {
        say("Say where the store is to be: --store 'C:\\migdata'.");
        return false;
    }
    return planning_is_asked(options, source);
}

static enum command_exit run_save(const struct options *options, const char *source)
{
    struct planning planning;
    uint32_t nrefusals;
    bool is_good = planning_begin(options, source, 0, &planning) && planning_make(&planning) &&
                   prove(&planning.plan, &planning.drives.machine) &&
                   write(&planning.plan, options);

    nrefusals = planning.plan.nrefusals;
    return exit_of(planning_end(&planning, is_good), nrefusals);
}

/* ---- Of a store that goes ---- */

static bool is_remove_asked(const struct options *options, const char *source)
{
    return is_of_no_restore(options) && is_of_no_save(options) &&
           removing_is_asked(options, source);
}

static enum command_exit run_remove(const struct options *options, const char *source)
{
    struct drives drives;
    struct plan plan;
    uint32_t nrefusals;
    bool is_good;

    if (!drives_open(options, source, REMOVING_WANT, &drives))
        return COMMAND_FAILED;
    plan_begin(&plan);
    is_good = drives_allow(&drives, options->out) && removing_make(options, &drives, &plan) &&
              prove(&plan, &drives.machine) && write(&plan, options);
    nrefusals = plan.nrefusals;
    plan_free(&plan);
    return exit_of(drives_close(&drives, is_good), nrefusals);
}

/* ---- Of a store that is restored ---- */

static bool is_restore_asked(const struct options *options, const char *source)
{
    if (options->only_copies != REMOVE_KEEP_ONLY_COPIES) {
        say("--only-copies is about a store that goes: mftlink plan remove.");
        return false;
    }
    if (options->ui.n > 0 || options->ue.n > 0 || options->uel || options->efs != SAVE_EFS_ABORT ||
        options->locked_list) {
        say("A store is restored as a whole: --ui, --ue, --uel, --efs and --locked-list are about "
            "what a new one takes.");
        return false;
    }
    if (options->config && options->rules.n == 0) {
        say("--config chooses among the components of rules: say which with --rules FILE...");
        return false;
    }
    return restoring_is_asked(options, source);
}

static enum command_exit run_restore(const struct options *options, const char *source)
{
    struct planning planning;
    uint32_t nrefusals;
    bool is_good;

    planning_start(options, &planning);
    is_good = planning_rules(&planning) && planning_open(&planning, source, 0) &&
              restoring_make(&planning) && prove(&planning.plan, &planning.drives.machine) &&
              write(&planning.plan, options);
    nrefusals = planning.plan.nrefusals;
    return exit_of(planning_end(&planning, is_good), nrefusals);
}

/* ---- Which one ---- */

static const struct planner {
    const char *word;
    bool (*is_asked)(const struct options *options, const char *source);
    enum command_exit (*run)(const struct options *options, const char *source);
} planners[] = {
    {"save", is_save_asked, run_save},
    {"remove", is_remove_asked, run_remove},
    {"restore", is_restore_asked, run_restore},
};

static const struct planner *find_planner(const char *word)
{
    for (size_t i = 0; word && i < sizeof planners / sizeof planners[0]; i++)
        if (strcmp(word, planners[i].word) == 0)
            return &planners[i];
    return NULL;
}

static enum command_exit run(const struct options *options)
{
    const struct planner *planner =
        find_planner(options->noperands > 0 ? options->operands[0] : NULL);
    const char *source = options->noperands > 1 ? options->operands[1] : NULL;

    if (!planner) {
        say("mftlink plan can save, restore and remove: mftlink plan save SOURCE --store PATH "
            "--rules FILE... -o PLAN, or mftlink plan restore SOURCE --store PATH -o PLAN, or the "
            "same with remove.");
        return COMMAND_USAGE;
    }
    if (!planner->is_asked(options, source))
        return COMMAND_USAGE;
    if (!options->out) {
        say("Say where the plan is to be written: -o plan.parquet.");
        return COMMAND_USAGE;
    }
    return planner->run(options, source);
}

const struct command cmd_plan = {
    .name = "plan",
    .operands = "save|restore|remove SOURCE --store PATH [--rules FILE...] -o PLAN",
    .summary = "plan a store, that it is restored, or that it goes",
    .description =
        "save selects by rules what a migration takes and decides for each file whether it is\n"
        "linked, copied or refused. restore puts what a store has where the new Windows looks for\n"
        "it, as further links to the same files: documents of the old Windows, which lies in\n"
        "\\Windows.old, become those of the same user in the new one; rules say other places\n"
        "(locationModify), who wins where a name is taken (merge), and what makes way\n"
        "(destinationCleanup). remove takes a store away, on every drive that has it: names,\n"
        "folders and manifests; a file that has no name outside it stays and is listed, unless\n"
        "--only-copies delete says otherwise, and so does what is no part of the store. The plan\n"
        "is proved on what was scanned, and written to PLAN, a table that 'show' prints, 'check'\n"
        "holds against a volume, and DuckDB opens. Nothing is changed on any volume. The same\n"
        "input gives the same bytes.\n",
    .examples =
        "  mftlink plan save disk.img --store 'C:\\migdata' --rules builtin:user -o plan.parquet\n"
        "  mftlink plan save -V C:=c.img -V D:=d.img --store 'C:\\migdata' \\\n"
        "      --rules MigDocs.xml ours.xml --config Config.xml --ui 'CONTOSO\\*' -o "
        "plan.parquet\n"
        "  mftlink plan restore disk.img --store 'C:\\migdata' --user-map John=JohnDoe -o "
        "restore.parquet\n"
        "  mftlink plan remove disk.img --store 'C:\\migdata' -o remove.parquet\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
