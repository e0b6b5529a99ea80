/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink check: does a plan still hold on its volumes?
 */
#include "src/command.h"
#include "src/faults_report.h"
#include "src/optionlist.h"
#include "src/planvolumes.h"
#include "src/say.h"

#include <stdlib.h>
#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_drive,
    &optionlist_partition,
    &optionlist_jobs,
    &optionlist_json,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

/* Which volumes are others than those of the plan: written to VOLUMES, which has room. */
static uint32_t compare_volumes(const struct plan *plan, const struct drives *drives,
                                struct faults_volume *volumes)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        uint32_t drive = planvolumes_drive(drives, &plan->volumes[i]);

        if (drive != MACHINE_NONE && drives->volumes[drive].serial != plan->volumes[i].serial)
            volumes[n++] = (struct faults_volume){i, drives->volumes[drive].serial};
    }
    return n;
}

static bool print(const struct faults_report *report, bool json)
{
    struct out out = out_to(STDOUT_FILENO, "the faults");

    if (json)
        faults_report_json(report, &out);
    else
        faults_report_text(report, &out);
    return out_finish(&out);
}

/* *HOLDS_RET: has no fault been found? False after it has said what failed. */
static bool check(const struct options *options, const struct planfile *file,
                  const struct drives *drives, bool *holds_ret)
{
    const struct plan *plan = &file->plan;
    struct faults_volume *volumes = calloc(plan->nvolumes + (size_t)1, sizeof *volumes);
    struct faults_report report = {.name = options->operands[0], .file = file, .volumes = volumes};
    enum status status = volumes ? STATUS_OK : STATUS_NO_MEMORY;
    bool is_good = false;

    if (status == STATUS_OK)
        report.nvolumes = compare_volumes(plan, drives, volumes);
    if (status == STATUS_OK && report.nvolumes == 0)
        status = check_plan(plan, &drives->machine, &report.faults);
    if (status == STATUS_OK) {
        *holds_ret = report.nvolumes == 0 && report.faults.n == 0;
        is_good = print(&report, options->json);
        check_free(&report.faults);
    } else {
        say_no_memory();
    }
    free(volumes);
    return is_good;
}

static enum command_exit check_file(const struct options *options, const char *source,
                                    const struct planfile *file)
{
    struct drives drives;
    enum command_exit code;
    bool holds = true, is_good;

    if (!drives_open(options, source, WANT_CHILDREN | WANT_TIMES | WANT_SECURITY, &drives))
        return COMMAND_FAILED;
    is_good = planvolumes_are_given(&file->plan, &drives, options->operands[0]) &&
              check(options, file, &drives, &holds);
    code = drives_close(&drives, is_good);
    return code == COMMAND_DONE && !holds ? COMMAND_FINDINGS : code;
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 1 ? options->operands[1] : NULL;
    struct planfile file;
    enum command_exit code;

    if (!drives_are_chosen(options, source))
        return COMMAND_USAGE;
    if (!planfile_load(options->operands[0], options->jobs, &file))
        return COMMAND_FAILED;
    code = check_file(options, source, &file);
    plan_free(&file.plan);
    return code;
}

const struct command cmd_check = {
    .name = "check",
    .operands = "PLAN [SOURCE]",
    .summary = "tell whether a plan can still be carried out on its volumes",
    .description =
        "Scans the volumes of a plan and holds each operation against what is there at that\n"
        "point: folders, names that are free, sources that are still the same files, with the\n"
        "size, times, attributes and links that they had. Every operation for which that is not\n"
        "so is named, with the field, what was expected and what is found. A volume with another\n"
        "serial number is another volume. Nothing is changed.\n",
    .examples = "  mftlink check plan.parquet /dev/sdb2\n"
                "  mftlink check -V C:=/dev/sdb2 -V D:=/dev/sdc1 plan.parquet\n"
                "  mftlink check --json plan.parquet disk.img | jq '.faults[].path'\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
