/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans in one go: see onego.h. */
#define _GNU_SOURCE /* mkdtemp, asprintf */
#include "src/onego.h"

#include "src/apply.h"
#include "src/planfile.h"
#include "src/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum command_exit carry_out(const struct options *options, const char *source,
                                   const struct plan *plan, const char *name)
{
    enum command_exit code;

    if (!planfile_save(plan, name, options->jobs))
        return COMMAND_FAILED;
    code = apply_plan(options, source, name);
    return code == COMMAND_DONE && plan->nrefusals > 0 ? COMMAND_FINDINGS : code;
}

static enum command_exit run_dry(const struct options *options, const char *source,
                                 const struct plan *plan)
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
            code = carry_out(options, source, plan, name.at);
            unlink(name.at);
        }
        name.at[n] = '\0';
        rmdir(name.at);
    }
    textbuf_free(&name);
    return code;
}

enum command_exit onego_run(const struct options *options, const char *source,
                            const struct plan *plan, const char *name)
{
    return options->dry_run ? run_dry(options, source, plan)
                            : carry_out(options, source, plan, name);
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
    bool is_begun = journal && access(name, F_OK) == 0 && access(journal, F_OK) == 0;

    free(journal);
    return is_begun;
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
