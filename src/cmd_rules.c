/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink rules lint: are these files of rules what their author means?
 */
#include "src/command.h"
#include "src/configxml.h"
#include "src/migxml.h"
#include "src/optionlist.h"
#include "src/out.h"
#include "src/rules_lint.h"
#include "src/rules_report.h"
#include "src/rules_syntax.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_config,
    &optionlist_json,
    &optionlist_help,
    NULL,
};

/* Reads all files, also behind one that cannot be read. */
static bool read_all(const struct options *options, struct rules *rules, struct config *config)
{
    bool is_good = true;

    for (int i = 1; i < options->noperands; i++)
        is_good = migxml_read(rules, options->operands[i]) && is_good;
    if (options->config)
        is_good = configxml_read(config, &rules->notes, options->config) && is_good;
    return is_good;
}

static bool report(struct rules *rules, const struct options *options)
{
    struct out out = out_to(STDOUT_FILENO, "the findings");

    if (options->json)
        rules_report_json(rules, &out.text);
    else
        rules_report_text(rules, &out.text);
    return out_finish(&out);
}

static enum command_exit lint(const struct options *options)
{
    struct config config = {0};
    struct rules rules;
    bool has_findings, is_good;

    rules_begin(&rules);
    is_good = read_all(options, &rules, &config);
    if (is_good) {
        rules_syntax(&rules);
        rules_lint(&rules, &config);
        if (rules.notes.is_short)
            say_no_memory();
        is_good = !rules.notes.is_short && report(&rules, options);
    }
    has_findings = rules.notes.nby[RULES_ERROR] + rules.notes.nby[RULES_WARNING] > 0;
    config_free(&config);
    rules_free(&rules);
    return !is_good ? COMMAND_FAILED : has_findings ? COMMAND_FINDINGS : COMMAND_DONE;
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
    .description = "Reads each FILE of rules, and the Config.xml of --config, as a migration "
                   "would, and tells\n"
                   "by file and line what is wrong (error), what has no effect or another one than "
                   "it seems to\n"
                   "have (warning), and what is right but not carried out (remark): settings of "
                   "the registry,\n"
                   "programs to be run. Errors and warnings are findings; remarks alone are none. "
                   "Where a file\n"
                   "cannot be read at all, nothing is printed but the reason. The rules that come "
                   "with mftlink\n"
                   "are called builtin:documents and builtin:user.\n",
    .examples =
        "  mftlink rules lint MigDocs.xml ours.xml\n"
        "  mftlink rules lint --config Config.xml *.xml\n"
        "  mftlink rules lint --json ours.xml | jq '.notes[] | select(.severity == \"error\")'\n",
    .specs = specs,
    .noperands_max = -1,
    .run = run,
};
