/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink usmtutils: the command line of USMT's UsmtUtils, which can also verify and take apart
 * stores of hard links.
 */
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/optionplan.h"
#include "src/out.h"
#include "src/removing.h"
#include "src/say.h"
#include "src/usmt_extract.h"
#include "src/usmt_local.h"
#include "src/usmt_plans.h"
#include "src/usmt_verify.h"

#include <unistd.h>

static const struct option_spec *const specs[] = {
    &optionlist_drive,
    &optionplan_conf,
    &optionapply_only_copies,
    &optionapply_yes,
    &optionapply_dry_run,
    &optionapply_txn_memory,
    &optionlist_jobs,
    &optionlist_partition,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

/* ---- /ec ---- */

static enum usmt_code list_ciphers(void)
{
    struct out out = out_to(STDOUT_FILENO, "the list");

    textbuf_cstr(&out.text,
                 "None: files of a hard-link store are those of the volume, which BitLocker or EFS "
                 "encrypts.\n");
    return out_finish(&out) ? USMT_SUCCESS : USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
}

/* ---- /rd ---- */

static enum usmt_code make(struct usmt_front *front, struct plan *plan_ret)
{
    enum usmt_code code = USMT_SUCCESS;
    struct drives drives;

    plan_begin(plan_ret);
    if (!drives_open(&front->options, NULL, REMOVING_WANT, &drives))
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (!drives_allow(&drives, front->options.out))
        code = USMT_INVALID_PARAMETERS;
    else if (!removing_make(&front->options, &drives, plan_ret))
        code = USMT_INVALID_STORE_LOCATION;
    drives_close(&drives, code == USMT_SUCCESS);
    return code;
}

static enum usmt_code remove_store(struct usmt_front *front)
{
    struct usmt_plans_choice choice;
    uint32_t nrefusals = 0;
    enum usmt_code code;
    struct plan plan;

    if (!usmt_local_has_right(front))
        return USMT_ERROR_INSUFFICIENT_RIGHTS;
    front->options.out = usmt_front_place(front, "mftlink-remove.parquet");
    front->options.yes |= usmt_options_has(&front->line, USMT_Y);
    code = front->options.out ? make(front, &plan) : USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (!front->options.out)
        return code;
    nrefusals = plan.nrefusals;
    if (code == USMT_SUCCESS)
        code = usmt_plans_choose(front, "remove", usmt_plans_serial(front, &plan), &choice);
    if (code == USMT_SUCCESS)
        code = usmt_plans_run(front, &plan, &choice);
    plan_free(&plan);
    if (code != USMT_SUCCESS || nrefusals == 0)
        return code;
    say("%u names of the store stay: 'usmtutils /verify %s' tells of them, and /extract takes them "
        "out.",
        nrefusals, front->store);
    return USMT_UNABLE_DELETE_STORE;
}

/* ---- Which one ---- */

static enum usmt_code run(struct usmt_front *front)
{
    if (usmt_options_has(&front->line, USMT_EC))
        return list_ciphers();
    if (usmt_options_has(&front->line, USMT_RD))
        return remove_store(front);
    if (usmt_options_has(&front->line, USMT_VERIFY))
        return usmt_verify(front);
    return usmt_extract(front);
}

static int front(int nwords, char **words)
{
    return usmt_front_run(&cmd_usmtutils, USMT_UTILS, run, nwords, words);
}

static void help(struct textbuf *to)
{
    usmt_options_help(USMT_UTILS, to);
}

const struct command cmd_usmtutils = {
    .name = "usmtutils",
    .operands = "/rd STORE | /verify STORE | /extract STORE FOLDER | /ec",
    .summary = "remove, verify or take apart a hard-link store by the words of USMT's UsmtUtils",
    .description =
        "Takes the options of Microsoft's UsmtUtils, and returns its codes. /rd removes a store "
        "on\n"
        "every volume that is given, and no file with it: a file that has no name elsewhere stays\n"
        "and is listed (35), unless --only-copies delete says otherwise. /verify tells whether a\n"
        "store is whole, by its manifest, and whether it may go. /extract copies files out of it,\n"
        "named streams beside them as FILE:STREAM, without mounting anything. These two USMT can\n"
        "do with compressed stores only. Volumes are named by -V, or in mftlink.conf.\n",
    .examples = "  mftlink usmtutils /verify 'C:\\migdata' -V C:=/dev/sdb2\n"
                "  mftlink usmtutils /extract 'C:\\migdata' out '/i:*.docx,*.xlsx' -V C:=disk.img\n"
                "  mftlink usmtutils /rd 'C:\\migdata' /y -V C:=/dev/sdb2 -V D:=/dev/sdc1\n",
    .specs = specs,
    .noperands_max = 2,
    .front = front,
    .front_help = help,
};
