/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink scanstate: the command line of USMT's ScanState, for volumes that are not running. It
 * plans and carries out in one go; all of the work is that of plan save, estimate and apply.
 */
#include "planner/remove.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/removing.h"
#include "src/say.h"
#include "src/usmt_genconfig.h"
#include "src/usmt_local.h"
#include "src/usmt_planning.h"
#include "src/usmt_plans.h"
#include "src/usmt_written.h"

static const struct option_spec *const specs[] = {
    &optionlist_drive,     &optionplan_conf,
    &optionapply_dry_run,  &optionapply_txn_memory,
    &optionapply_reserve,  &optionlist_jobs,
    &optionlist_partition, &optionlist_progress,
    &optionlist_help,      NULL,
};

/* ---- /genconfig and /p ---- */

static enum usmt_code genconfig(struct usmt_front *front, struct planning *planning)
{
    enum usmt_code code = usmt_planning_begin(front, 0, planning);

    if (code != USMT_SUCCESS)
        return code;
    return usmt_genconfig(planning, usmt_options_value(&front->line, USMT_GENCONFIG))
               ? USMT_SUCCESS
               : USMT_INVALID_PARAMETERS;
}

static enum usmt_code price(struct usmt_front *front, struct planning *planning)
{
    enum usmt_code code = usmt_planning_begin(front, WANT_ROOM | WANT_SECURITY, planning);

    usmt_progress_put(&front->progress, "PHASE", "Estimating");
    if (code == USMT_SUCCESS)
        code = usmt_planning_make(front, planning);
    if (code != USMT_SUCCESS && code != USMT_WOULD_HAVE_FAILED)
        return code;
    return usmt_written_price(planning, usmt_options_value(&front->line, USMT_P))
               ? code
               : USMT_PREFLIGHT_FILE_CREATION_FAILED;
}

/* ---- /o ---- */

/* The store that is there goes first. Nothing of it is removed where something of it would have to
 * stay. */
static enum usmt_code overwrite(struct usmt_front *front)
{
    const struct options *options = &front->options;
    struct usmt_plans_choice choice;
    enum usmt_code code;
    struct plan plan;

    if (!removing_plan(options, NULL, options->out, &plan)) {
        plan_free(&plan);
        return USMT_UNABLE_DELETE_STORE;
    }
    code = usmt_plans_choose(front, "remove", usmt_plans_serial(front, &plan), &choice);
    if (code == USMT_SUCCESS && plan.nrefusals > 0 && !choice.is_begun) {
        say("The store '%s' that is there cannot be overwritten: %u of its names must stay, such "
            "as files that have no name outside it. 'usmtutils /verify %s' lists them; take them "
            "out with /extract, or name another store.",
            front->store, plan.nrefusals, front->store);
        code = USMT_UNABLE_DELETE_STORE;
    }
    if (code == USMT_SUCCESS)
        code = usmt_plans_run(front, &plan, &choice);
    plan_free(&plan);
    return code;
}

/* ---- The store ---- */

/* Makes the plan, and writes the list of what it takes. Its drives are closed before it is carried
 * out. */
static enum usmt_code plan_store(struct usmt_front *front, struct planning *planning)
{
    enum usmt_code code = usmt_planning_make(front, planning);

    if (code != USMT_SUCCESS && code != USMT_WOULD_HAVE_FAILED)
        return code;
    return usmt_written_list(front, &planning->plan) ? code : USMT_INVALID_PARAMETERS;
}

enum state { NEW, BEGUN, THERE };

/* What is there of such a store? CHOICE_RET: the plan. */
static enum usmt_code look(struct usmt_front *front, const struct planning *planning,
                           struct usmt_plans_choice *choice_ret, enum state *state_ret)
{
    const struct drives *drives = &planning->drives;
    uint32_t drive = machine_drive(&drives->machine, str_of(front->store));
    enum usmt_code code =
        usmt_plans_choose(front, "save", drives->volumes[drive].serial, choice_ret);

    *state_ret = choice_ret->is_begun                              ? BEGUN
                 : usmt_planning_has_store(planning, front->store) ? THERE
                                                                   : NEW;
    return code;
}

static enum usmt_code may_overwrite(const struct usmt_front *front)
{
    if (usmt_options_has(&front->line, USMT_O) && !front->options.dry_run)
        return USMT_SUCCESS;
    if (front->options.dry_run)
        say("There is a store '%s' already, and a dry run removes nothing: 'usmtutils /rd %s "
            "--dry-run' tries that.",
            front->store, front->store);
    else
        say("There is a store '%s' already: /o removes it first, or name another one.",
            front->store);
    return USMT_INVALID_STORE_LOCATION;
}

static enum usmt_code save(struct usmt_front *front)
{
    struct usmt_plans_choice choice = {NULL, false};
    enum state state = NEW;
    struct planning planning;
    struct plan plan;
    enum usmt_code made = USMT_SUCCESS, code = usmt_planning_begin(front, 0, &planning);

    plan_begin(&plan);
    if (code == USMT_SUCCESS)
        code = look(front, &planning, &choice, &state);
    if (code == USMT_SUCCESS && state == THERE)
        code = may_overwrite(front);
    if (code == USMT_SUCCESS && state == THERE)
        code = usmt_planning_try(front, &planning);
    if (code == USMT_SUCCESS && state == THERE) {
        planning_end(&planning, true);
        code = overwrite(front);
        if (code != USMT_SUCCESS)
            return code;
        code = usmt_planning_begin(front, 0, &planning);
    }
    if (code == USMT_SUCCESS && state != BEGUN)
        made = plan_store(front, &planning);
    if (code == USMT_SUCCESS && (made == USMT_SUCCESS || made == USMT_WOULD_HAVE_FAILED)) {
        plan = planning.plan;
        plan_begin(&planning.plan);
    } else if (code == USMT_SUCCESS) {
        code = made;
    }
    planning_end(&planning, code == USMT_SUCCESS);
    if (code == USMT_SUCCESS)
        code = usmt_plans_run(front, &plan, &choice);
    plan_free(&plan);
    return code == USMT_SUCCESS ? made : code;
}

static enum usmt_code run(struct usmt_front *front)
{
    struct planning planning;
    enum usmt_code code;

    front->options.yes = true; /* ScanState never asks */
    if (usmt_options_has(&front->line, USMT_LOCALONLY))
        usmt_local_only(front);
    if (!usmt_local_has_right(front))
        return USMT_ERROR_INSUFFICIENT_RIGHTS;
    if (usmt_options_has(&front->line, USMT_GENCONFIG)) {
        code = genconfig(front, &planning);
    } else if (usmt_options_has(&front->line, USMT_P)) {
        code = price(front, &planning);
    } else {
        front->options.out = usmt_front_place(front, "mftlink-scanstate.parquet");
        return front->options.out ? save(front) : USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    }
    planning_end(&planning, code == USMT_SUCCESS || code == USMT_WOULD_HAVE_FAILED);
    return code;
}

static int front(int nwords, char **words)
{
    return usmt_front_run(&cmd_scanstate, USMT_SCANSTATE, run, nwords, words);
}

static void help(struct textbuf *to)
{
    usmt_options_help(USMT_SCANSTATE, to);
}

const struct command cmd_scanstate = {
    .name = "scanstate",
    .operands = "STORE /hardlink /nocompress /i:FILE...",
    .summary = "make a hard-link store by the command line of USMT's ScanState",
    .description =
        "Takes the options of Microsoft's ScanState, and returns its codes, for a Windows that is\n"
        "not running: plans a store, proves the plan, and carries it out. STORE is a path as that\n"
        "Windows has it; -V says where its drives are, or a file mftlink.conf with lines\n"
        "'C: = SOURCE'. The plan and its journal are kept in USMT_WORKING_DIR, or here: the same\n"
        "command goes on where it was interrupted, and 'mftlink undo' takes back.\n"
        "The program acts so, too, when it is called scanstate.\n",
    .examples =
        "  mftlink scanstate 'C:\\migdata' /hardlink /nocompress /i:builtin:user /c -V "
        "C:=/dev/sdb2\n"
        "  mftlink scanstate 'C:\\migdata' /hardlink /nocompress /i:MigDocs.xml /i:MigApp.xml \\\n"
        "      /config:Config.xml /o /efs:hardlink /v:5 /l:scan.log -V C:=c.img -V D:=d.img\n"
        "  mftlink scanstate 'C:\\migdata' /p:sizes.xml /i:builtin:documents -V C:=disk.img\n",
    .specs = specs,
    .noperands_max = 1,
    .front = front,
    .front_help = help,
};
