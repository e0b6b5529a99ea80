/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink undo: take back what a journal says was done.
 */
#define _GNU_SOURCE /* renameat2 */
#include "src/onego.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/say.h"
#include "src/undoing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct option_spec *const specs[] = {
    &optionapply_yes,        &optionapply_dry_run,
    &optionapply_txn_memory, &optionlist_drive,
    &optionlist_partition,   &optionlist_json,
    &optionlist_jobs,        &optionlist_progress,
    &optionlist_help,        NULL,
};

static const char ending[] = ".journal";

/* The plan that JOURNAL lies beside, in TEXT; NULL after it has said that it is none. */
static const char *plan_of(const char *journal, struct textbuf *text)
{
    size_t n = strlen(journal);

    if (n <= sizeof ending - 1 || strcmp(journal + n - (sizeof ending - 1), ending) != 0) {
        say("'%s' is no journal: that of a plan is called like the plan, with %s behind it.",
            journal, ending);
        return NULL;
    }
    textbuf_str(text, (struct str){journal, n - (sizeof ending - 1)});
    textbuf_char(text, '\0');
    if (text->is_short)
        say_no_memory();
    return text->is_short ? NULL : text->at;
}

/* *IS_OVER_RET: nothing is refused, or nothing of it is there any more, as where an earlier run was
 * broken off in its last step. */
static enum command_exit make_and_run(const struct options *options, const char *source,
                                      const struct planfile *file, const char *name,
                                      bool *is_over_ret)
{
    enum command_exit code = COMMAND_FAILED;
    struct drives drives;
    struct plan plan;
    bool is_good;

    if (!drives_open(options, source, UNDOING_WANT, &drives))
        return COMMAND_FAILED;
    plan_begin(&plan);
    is_good = (options->dry_run || drives_allow(&drives, name)) &&
              undoing_plan(options->operands[0], file, &drives, &plan);
    *is_over_ret = plan.nrefusals == 0 || plan.nops == 0;
    if (drives_close(&drives, is_good) != COMMAND_FAILED && is_good)
        code = onego_run(options, source, &plan, name);
    plan_free(&plan);
    return code;
}

static enum command_exit go_on(const struct options *options, const char *source, const char *name,
                               bool *is_over_ret)
{
    struct onego_begun begun;
    enum command_exit code;

    if (!onego_load(name, options, &begun))
        return COMMAND_FAILED;
    code = onego_go_on(options, source, &begun, name);
    *is_over_ret = begun.file.plan.nrefusals == 0;
    plan_free(&begun.file.plan);
    return code;
}

/* All of it is taken back or gone: the plan can be carried out anew, and its journal tells only of
 * the past. */
static bool retire(const char *journal)
{
    struct textbuf name = {0};
    bool is_good;

    textbuf_format(&name, "%s.undone", journal);
    textbuf_char(&name, '\0');
    is_good = !name.is_short && rename(journal, name.at) == 0;
    if (!is_good)
        say("All is taken back, but the journal '%s' cannot be renamed: %s. Remove it before the "
            "plan is carried out again.",
            journal, strerror(errno));
    textbuf_free(&name);
    return is_good;
}

static enum command_exit undo(const struct options *options, const char *source,
                              const char *plan_name, const char *name)
{
    const char *journal = options->operands[0];
    struct planfile file;
    enum command_exit code;
    bool is_over = false;

    if (!planfile_load(plan_name, options->jobs, &file))
        return COMMAND_FAILED;
    if (!options->dry_run && onego_is_begun(name))
        code = go_on(options, source, name, &is_over);
    else
        code = make_and_run(options, source, &file, name, &is_over);
    plan_free(&file.plan);
    if (!command_is_done(code) || options->dry_run)
        return code;
    if (!onego_forget(name) || (is_over && !retire(journal)))
        return COMMAND_FAILED;
    return is_over ? code : COMMAND_FINDINGS;
}

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 1 ? options->operands[1] : NULL;
    struct textbuf plan_name = {0}, name = {0};
    enum command_exit code = COMMAND_FAILED;

    if (!drives_are_chosen(options, source))
        return COMMAND_USAGE;
    if (plan_of(options->operands[0], &plan_name)) {
        textbuf_format(&name, "%s.undo", plan_name.at);
        textbuf_char(&name, '\0');
        if (name.is_short)
            say_no_memory();
        else
            code = undo(options, source, plan_name.at, name.at);
    }
    textbuf_free(&plan_name);
    textbuf_free(&name);
    return code;
}

const struct command cmd_undo = {
    .name = "undo",
    .operands = "JOURNAL [TARGET]",
    .summary = "take back what a plan has done",
    .description =
        "Takes back what the journal beside a plan says was done, in the opposite order, and only\n"
        "where it still is what was made: what has changed since is refused, and listed. Names\n"
        "that were taken away come back to their files; files that were deleted do not.\n"
        "It is a plan like any other: proved before it is written, and where it was interrupted,\n"
        "the same command goes on. When all is taken back the journal is called .undone.\n",
    .examples = "  mftlink undo --dry-run plan.parquet.journal /dev/sdb2\n"
                "  mftlink undo plan.parquet.journal /dev/sdb2\n",
    .specs = specs,
    .noperands_max = 2,
    .run = run,
};
