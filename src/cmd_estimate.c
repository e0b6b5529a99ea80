/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink estimate: what a hard-link store will cost, and whether a computer can be refreshed in
 * place.
 */
#include "src/estimate_report.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/outfile.h"
#include "src/say.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionplan_rules,     &optionlist_config,   &optionplan_store, &optionplan_ui,
    &optionplan_uel,       &optionplan_ue,       &optionplan_efs,   &optionplan_locked_list,
    &optionplan_usmt_xml,  &optionlist_drive,    &optionlist_json,  &optionlist_jobs,
    &optionlist_partition, &optionlist_progress, &optionlist_help,  NULL,
};

static bool print(const struct estimate_report *report, bool json)
{
    struct out out = out_to(STDOUT_FILENO, "the estimate");

    if (json)
        estimate_report_json(report, &out.text);
    else
        estimate_report_text(report, &out.text);
    return out_finish(&out);
}

static bool write_usmt(const struct estimate_report *report, const char *path)
{
    struct outfile file;

    if (!path)
        return true;
    if (!outfile_open(path, &file))
        return false;
    estimate_report_usmt(report, &file.out.text);
    return outfile_finish(&file, true);
}

static bool report(struct planning *planning, bool *is_ready_ret)
{
    struct readiness readiness = {0};
    struct estimate estimate = {0};
    const struct estimate_report it = {planning, &estimate, &readiness};
    const struct machine *machine = &planning->drives.machine;
    bool is_good = estimate_plan(&planning->plan, machine, &estimate) == STATUS_OK &&
                   readiness_of(&planning->plan, machine, &readiness) == STATUS_OK;

    if (!is_good)
        say_no_memory();
    is_good = is_good && write_usmt(&it, planning->options->usmt_xml) &&
              print(&it, planning->options->json);
    *is_ready_ret = readiness.is_ready && planning->plan.nrefusals == 0;
    readiness_free(&readiness);
    estimate_free(&estimate);
    return is_good;
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 0 ? options->operands[0] : NULL;
    struct planning planning;
    enum command_exit code;
    bool is_good, is_ready = true;

    if (!planning_is_asked(options, source))
        return COMMAND_USAGE;
    is_good = planning_begin(options, source, WANT_ROOM, &planning) && planning_make(&planning) &&
              report(&planning, &is_ready);
    code = planning_end(&planning, is_good);
    return code == COMMAND_DONE && !is_ready ? COMMAND_FINDINGS : code;
}

const struct command cmd_estimate = {
    .name = "estimate",
    .operands = "SOURCE --rules FILE...",
    .summary = "show what a hard-link store would cost, and who is in the way",
    .description =
        "Makes the plan that 'plan save' would write and tells its price: what is linked and\n"
        "copied, by how much $MFT, attribute lists and folders grow, what is free before and\n"
        "afterwards, and what a store of copies would take instead. Then user by user what there\n"
        "is, what of it is taken, and what stands in the way.\n",
    .examples =
        "  mftlink estimate --rules builtin:user disk.img\n"
        "  mftlink estimate -V C:=c.img -V D:=d.img --rules ours.xml --store 'C:\\migdata'\n"
        "  mftlink estimate --rules builtin:documents --json /dev/sdb2 | jq .is_ready\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
