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
#include <unistd.h>

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

/* Does PLAN leave nothing of what was done? What is gone already, as where an earlier run was
 * broken off in its last step, needs nobody to take it back. */
static bool is_whole(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->nrefusals; i++)
        if (plan->refusals[i].reason != PLAN_GONE)
            return false;
    return true;
}

static enum command_exit make_and_run(const struct options *options, const char *source,
                                      const struct planfile *file, const char *name,
                                      bool *is_whole_ret)
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
    *is_whole_ret = is_whole(&plan);
    if (drives_close(&drives, is_good) != COMMAND_FAILED && is_good)
        code = onego_run(options, source, &plan, name, ONEGO_DROP);
    plan_free(&plan);
    return code;
}

static enum command_exit go_on(const struct options *options, const char *source, const char *name,
                               bool *is_whole_ret)
{
    struct onego_begun begun;
    enum command_exit code;

    if (!onego_load(name, options, &begun))
        return COMMAND_FAILED;
    code = onego_go_on(options, source, &begun, name, ONEGO_DROP);
    *is_whole_ret = is_whole(&begun.file.plan);
    plan_free(&begun.file.plan);
    return code;
}

/* All of it is taken back: the plan can be carried out anew, and its journal tells only of the
 * past. */
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

static bool is_there(const char *plan_name, const char *journal)
{
    if (access(plan_name, F_OK) == 0 || errno != ENOENT)
        return true;
    say("'%s' is not there, the plan that the journal '%s' is of: only both together tell what is "
        "to be taken back. Put it there again.",
        plan_name, journal);
    return false;
}

static enum command_exit undo(const struct options *options, const char *source,
                              const char *plan_name, const char *name)
{
    const char *journal = options->operands[0];
    struct planfile file;
    enum command_exit code;
    bool is_all = false;

    if (!is_there(plan_name, journal) || !planfile_load(plan_name, options->jobs, &file))
        return COMMAND_FAILED;
    if (!options->dry_run && onego_is_begun(name))
        code = go_on(options, source, name, &is_all);
    else
        code = make_and_run(options, source, &file, name, &is_all);
    plan_free(&file.plan);
    if (!command_is_done(code) || options->dry_run)
        return code;
    if (!onego_forget(name) || (is_all && !retire(journal)))
        return COMMAND_FAILED;
    return is_all ? code : COMMAND_FINDINGS;
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
