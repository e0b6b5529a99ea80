/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink loadstate: the command line of USMT's LoadState, for volumes that are not running. All of
 * the work is that of plan restore and apply.
 */
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/usmt_local.h"
#include "src/usmt_planning.h"
#include "src/usmt_plans.h"
#include "src/usmt_unheeded.h"

static const struct option_spec *const specs[] = {
    &optionlist_drive,
    &optionplan_conf,
    &optionapply_manifest,
    &optionapply_dry_run,
    &optionapply_txn_memory,
    &optionapply_reserve,
    &optionlist_jobs,
    &optionlist_partition,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

static bool goes_on(enum usmt_code code)
{
    return code == USMT_SUCCESS || code == USMT_WOULD_HAVE_FAILED;
}

/* The drives are closed before the plan is carried out. */
static enum usmt_code restore(struct usmt_front *front)
{
    struct usmt_plans_choice choice;
    struct planning planning;
    struct plan plan;
    enum usmt_code code, made = usmt_planning_restore(front, &planning);

    plan = planning.plan;
    plan_begin(&planning.plan);
    planning_end(&planning, goes_on(made));
    code = made;
    if (goes_on(made))
        code = usmt_plans_choose(front, "restore", usmt_plans_serial(front, &plan), &choice);
    if (goes_on(made) && code == USMT_SUCCESS)
        code = usmt_plans_run(front, &plan, &choice);
    plan_free(&plan);
    return code == USMT_SUCCESS ? made : code;
}

static enum usmt_code run(struct usmt_front *front)
{
    enum usmt_code code, heeded;

    front->options.yes = true; /* LoadState never asks */
    if (!usmt_local_has_right(front))
        return USMT_ERROR_INSUFFICIENT_RIGHTS;
    front->options.out = usmt_front_place(front, "mftlink-loadstate.parquet");
    if (!front->options.out)
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    heeded = usmt_unheeded(front);
    if (!goes_on(heeded))
        return heeded;
    code = restore(front);
    return code == USMT_SUCCESS ? heeded : code;
}

static int front(int nwords, char **words)
{
    return usmt_front_run(&cmd_loadstate, USMT_LOADSTATE, run, nwords, words);
}

static void help(struct textbuf *to)
{
    usmt_options_help(USMT_LOADSTATE, to);
}

const struct command cmd_loadstate = {
    .name = "loadstate",
    .operands = "STORE /hardlink /nocompress",
    .summary = "restore a hard-link store by the command line of USMT's LoadState",
    .description =
        "Takes the options of Microsoft's LoadState, and returns its codes, for a Windows that is\n"
        "not running: plans where everything in the store goes, proves the plan, and carries it\n"
        "out. No data move: each file gets one name more. What is there is never overwritten.\n"
        "Rules of /i say other places, who wins, and what makes way into the store\n"
        "(locationModify, merge, destinationCleanup). What of Config.xml would leave something of\n"
        "the store out is not heeded, and each is told: without /c nothing is written then.\n"
        "STORE, -V, mftlink.conf and the plan's place are as for scanstate. The program acts so,\n"
        "too, when it is called loadstate.\n",
    .examples =
        "  mftlink loadstate 'C:\\migdata' /hardlink /nocompress -V C:=/dev/sdb2\n"
        "  mftlink loadstate 'C:\\migdata' /hardlink /nocompress /i:MigUser.xml /c /l:load.log \\\n"
        "      '/mu:PC17\\ann:anna' -V C:=c.img -V D:=d.img\n",
    .specs = specs,
    .noperands_max = 1,
    .front = front,
    .front_help = help,
};
