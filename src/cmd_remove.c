/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mftlink remove: take a hard-link store away.
 */
#include "src/onego.h"
#include "src/optionapply.h"
#include "src/optionlist.h"
#include "src/removing.h"
#include "src/say.h"

#include <ctype.h>
#include <string.h>

static const struct option_spec *const specs[] = {
    &optionapply_store,
    &optionapply_only_copies,
    &optionlist_plan,
    &optionapply_yes,
    &optionapply_dry_run,
    &optionapply_txn_memory,
    &optionlist_drive,
    &optionlist_partition,
    &optionlist_json,
    &optionlist_jobs,
    &optionlist_progress,
    &optionlist_help,
    NULL,
};

#define USUAL_PLAN "mftlink-remove.parquet"

/* ---- What was begun before ---- */

static size_t end_of(struct str path)
{
    while (path.n > 0 && (path.at[path.n - 1] == '\\' || path.at[path.n - 1] == '/'))
        path.n--;
    return path.n;
}

/* Do A and B name the same store? A is as the plan has it; case is told apart beyond ASCII only. */
static bool is_same_store(struct str a, struct str b)
{
    size_t n = end_of(a);

    if (n != end_of(b))
        return false;
    for (size_t i = 0; i < n; i++) {
        int c = b.at[i] == '/' ? '\\' : tolower((unsigned char)b.at[i]);

        if (tolower((unsigned char)a.at[i]) != c)
            return false;
    }
    return true;
}

/* Is what was begun what is asked for now? */
static bool is_this(const struct options *options, const struct onego_begun *begun,
                    const char *name)
{
    const struct plan *plan = &begun->file.plan;

    if (!str_equal(plan->command, str_of("remove")) ||
        !is_same_store(plan->store, str_of(options->store)))
        say("'%s' is another plan, which was begun before: its journal is needed to go on with it "
            "or to take it back. Name another file for this removal with -o.",
            name);
    else if (begun->is_finished)
        say("'%s' is a removal of this store that is finished; its journal is needed to take it "
            "back. If there is a new store, name another file for its removal with -o.",
            name);
    else
        return true;
    return false;
}

static enum command_exit go_on(const struct options *options, const char *source, const char *name)
{
    enum command_exit code = COMMAND_FAILED;
    struct onego_begun begun;

    if (!onego_load(name, options, &begun))
        return COMMAND_FAILED;
    if (is_this(options, &begun, name)) {
        say("'%s' was begun before: it goes on.", name);
        code = onego_go_on(options, source, &begun, name, ONEGO_KEEP);
    }
    plan_free(&begun.file.plan);
    return code;
}

/* ---- All of it ---- */

static enum command_exit run(const struct options *options)
{
    const char *source = options->noperands > 0 ? options->operands[0] : NULL;
    const char *name = options->out ? options->out : USUAL_PLAN;
    enum command_exit code = COMMAND_FAILED;
    struct plan plan;

    if (!removing_is_asked(options, source))
        return COMMAND_USAGE;
    if (strcmp(name, "-") == 0) {
        say("The plan is kept, so that the removal can go on and be taken back: give -o a name.");
        return COMMAND_USAGE;
    }
    if (!options->dry_run && onego_is_begun(name))
        return go_on(options, source, name);
    if (removing_plan(options, source, options->dry_run ? NULL : name, &plan))
        code = onego_run(options, source, &plan, name, ONEGO_KEEP);
    plan_free(&plan);
    return code;
}

const struct command cmd_remove = {
    .name = "remove",
    .operands = "SOURCE --store PATH",
    .summary = "take a hard-link store away, and no file with it",
    .description =
        "Takes away the names, folders and manifests of a store on all volumes that are given.\n"
        "Each file must keep a name outside the store: one that has none is refused, stays, and\n"
        "is listed, unless --only-copies delete says otherwise. Files keep their attributes, the\n"
        "read-only one too. What is no part of the store is left, and told.\n"
        "It is a plan like any other: proved before it is written, with a journal ('undo').\n"
        "The plan is kept as " USUAL_PLAN " or what -o says; where it was interrupted, the\n"
        "same command goes on.\n",
    .examples = "  mftlink remove --dry-run disk.img --store 'C:\\migdata'\n"
                "  mftlink remove /dev/sdb2 --store 'C:\\migdata' -o removal.parquet\n"
                "  mftlink remove --yes -V C:=/dev/sdb2 -V D:=/dev/sdc1 --store 'C:\\migdata'\n",
    .specs = specs,
    .noperands_max = 1,
    .run = run,
};
