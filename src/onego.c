/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans in one go: see onego.h. */
#define _GNU_SOURCE /* mkdtemp, asprintf */
#include "src/onego.h"

#include "src/apply.h"
#include "src/journal.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum command_exit apply(const struct options *options, const char *source, bool is_partial,
                               const char *name, enum onego_keep keep)
{
    const bool is_kept = keep == ONEGO_KEEP && !options->dry_run;
    enum command_exit code = apply_plan(options, source, name, is_kept);

    return code == COMMAND_DONE && is_partial ? COMMAND_FINDINGS : code;
}

/* The plan is read from its file again, and need not be in memory twice. */
static enum command_exit carry_out(const struct options *options, const char *source,
                                   struct plan *plan, const char *name, enum onego_keep keep)
{
    const bool is_partial = plan->nrefusals > 0;

    if (!planfile_save(plan, name, options->jobs))
        return COMMAND_FAILED;
    plan_free(plan);
    return apply(options, source, is_partial, name, keep);
}

static enum command_exit run_dry(const struct options *options, const char *source,
                                 struct plan *plan)
{
    const char *folder = getenv("TMPDIR");
    enum command_exit code = COMMAND_FAILED;
    struct textbuf name = {0};

    textbuf_format(&name, "%s/mftlink-XXXXXX", folder && *folder ? folder : "/tmp");
    textbuf_char(&name, '\0');
    if (name.is_short || !mkdtemp(name.at)) {
        say("Cannot make a folder for the plan of a dry run: %s.",
            name.is_short ? "not enough memory" : strerror(errno));
    } else {
        size_t n = name.n - 1;

        name.n = n;
        textbuf_cstr(&name, "/plan.parquet");
        textbuf_char(&name, '\0');
        if (!name.is_short) {
            code = carry_out(options, source, plan, name.at, ONEGO_DROP);
            unlink(name.at);
        }
        name.at[n] = '\0';
        rmdir(name.at);
    }
    textbuf_free(&name);
    return code;
}

enum command_exit onego_run(const struct options *options, const char *source, struct plan *plan,
                            const char *name, enum onego_keep keep)
{
    return options->dry_run ? run_dry(options, source, plan)
                            : carry_out(options, source, plan, name, keep);
}

/* NAME and ENDING; the caller's to free. NULL after it has said that memory ran out. */
static char *with_ending(const char *name, const char *ending)
{
    char *path;

    if (asprintf(&path, "%s%s", name, ending) >= 0)
        return path;
    say_no_memory();
    return NULL;
}

bool onego_is_begun(const char *name)
{
    char *journal = with_ending(name, ".journal");
    bool is_begun = journal && access(name, F_OK) == 0 && journal_is_begun(journal);

    free(journal);
    return is_begun;
}

/* Are all operations of PLAN done, by the journal NAME? False also after it has said that it cannot
 * be read, which *IS_READ_RET tells. */
static bool is_finished(const struct plan *plan, const char *name, bool *is_read_ret)
{
    const struct journal_entry *entries;
    struct journal *journal;
    uint64_t ndone = 0;
    uint32_t n;

    *is_read_ret = journal_read(name, &journal);
    if (!*is_read_ret)
        return false;
    entries = journal_entries(journal, &n);
    for (uint32_t i = 0; i < n; i++)
        if (entries[i].kind == JOURNAL_DONE)
            ndone += entries[i].range.n;
    journal_close(journal);
    return ndone >= plan->nops;
}

bool onego_load(const char *name, const struct options *options, struct onego_begun *begun_ret)
{
    char *journal = with_ending(name, ".journal");
    bool is_read = false;

    *begun_ret = (struct onego_begun){0};
    if (journal && planfile_load(name, options->jobs, &begun_ret->file)) {
        begun_ret->is_finished = is_finished(&begun_ret->file.plan, journal, &is_read);
        if (!is_read)
            plan_free(&begun_ret->file.plan);
    }
    free(journal);
    return is_read;
}

enum command_exit onego_go_on(const struct options *options, const char *source,
                              const struct onego_begun *begun, const char *name,
                              enum onego_keep keep)
{
    return apply(options, source, begun->file.plan.nrefusals > 0, name, keep);
}

bool onego_forget(const char *name)
{
    char *journal = with_ending(name, ".journal");
    bool is_good = journal && (unlink(journal) == 0 || errno == ENOENT) &&
                   (unlink(name) == 0 || errno == ENOENT);

    if (!is_good && journal)
        say("Cannot remove '%s' and its journal: %s.", name, strerror(errno));
    free(journal);
    return is_good;
}
