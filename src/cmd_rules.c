/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink rules lint: are these files of rules what their author means?
 */
#include "src/command.h"
#include "src/optionlist.h"
#include "src/out.h"
#include "src/planning.h"
#include "src/rules_idle.h"
#include "src/rules_lint.h"
#include "src/rules_order.h"
#include "src/rules_report.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_config,
    &optionlist_drive,
    &optionlist_json,
    &optionlist_jobs,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

static bool report(struct rules *rules, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the findings");

    if (options->json)
        rules_report_json(rules, &out.text);
    else
        rules_report_text(rules, &out.text);
    return out_finish(&out);
}

/* What is wrong with the rules by themselves, and, with drives, what they mean there. */
static bool look(struct planning *planning)
{
    struct rules *rules = &planning->rules;
    const struct options *options = planning->options;

    if (!planning_read(planning, (const char *const *)options->operands + 1,
                       options->noperands - 1))
        return false;
    rules_lint(rules, &planning->config);
    rules_order(rules);
    if (options->ndrives > 0 &&
        !(planning_open(planning, NULL, 0) &&
          planning_expand(planning, &planning->drives.machine) && rules_idle(planning)))
        return false;
    if (rules->notes.is_short)
        say_no_memory();
    return !rules->notes.is_short && report(rules, options);
}

static enum command_exit lint(const struct options *options)
{
    struct planning planning;
    enum command_exit code;
    bool has_findings, is_good;

    planning_start(options, &planning);
    is_good = look(&planning);
    has_findings =
        planning.rules.notes.nby[RULES_ERROR] + planning.rules.notes.nby[RULES_WARNING] > 0;
    code = planning_end(&planning, is_good);
    return code == COMMAND_DONE && has_findings ? COMMAND_FINDINGS : code;
}

static enum command_exit run(const struct options *options)
{
    if (strcmp(options->operands[0], "lint") != 0) {
        say("mftlink rules can lint, and not '%s': mftlink rules lint FILE...",
            options->operands[0]);
        return COMMAND_USAGE;
    }
    if (options->noperands == 1 && !options->config) {
        say("Say what to read: mftlink rules lint FILE... See 'mftlink help rules'.");
        return COMMAND_USAGE;
    }
    return lint(options);
}

const struct command cmd_rules = {
    .name = "rules",
    .operands = "lint FILE...",
    .summary = "check files of migration rules (MigXML) and a Config.xml",
    .description =
        "Reads each FILE of rules, and the Config.xml of --config, as a migration would, and\n"
        "tells by file and line what is wrong (error), what has no effect or another one than\n"
        "it seems to have (warning), and what is right but not carried out (remark): settings of\n"
        "the registry, programs to be run. Errors and warnings are findings; remarks alone are\n"
        "none. Where a file cannot be read at all, nothing is printed but the reason. With\n"
        "--drive it also tells which patterns match nothing there, and which variables have no\n"
        "value. The rules that come with mftlink are called builtin:documents and builtin:user.\n",
    .examples =
        "  mftlink rules lint MigDocs.xml ours.xml\n"
        "  mftlink rules lint --config Config.xml *.xml\n"
        "  mftlink rules lint -V C:=disk.img ours.xml\n"
        "  mftlink rules lint --json ours.xml | jq '.notes[] | select(.severity == \"error\")'\n",
    .specs = specs,
    .noperands_max = -1,
    .run = run,
};
