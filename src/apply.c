/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan carried out: see apply.h. */
#include "src/apply.h"

#include "src/applyask.h"
#include "src/applycheck.h"
#include "src/applyrefused.h"
#include "src/applyvolume.h"
#include "src/say.h"
#include "src/stopping.h"

#include <signal.h>
#include <unistd.h>

struct result {
    uint64_t ndone; /* in this run */
    struct transact_totals totals;
};

/* ---- What was done ---- */

static void put_seconds(const char *label, uint64_t nanoseconds, struct textbuf *to)
{
    textbuf_format(to, "%s %.2f s", label, (double)nanoseconds / 1e9);
}

static void put_text(const struct applyjob *job, const struct result *result, struct textbuf *to)
{
    const struct transact_totals *t = &result->totals;

    if (result->ndone == 0) {
        textbuf_cstr(to, "There is nothing to do.\n");
        return;
    }
    textbuf_commas(to, result->ndone);
    textbuf_cstr(to, result->ndone == 1 ? " operation" : " operations");
    textbuf_cstr(to, !job->options->dry_run ? " carried out.\n"
                     : t->batches > 0
                         ? " would be carried out: all of it was done in memory and proved, "
                           "nothing was written.\n"
                         : " would be carried out: all of it was done on a tree of names, and what "
                           "comes of it is what was predicted; nothing was written.\n");
    if (t->batches == 0)
        return;
    textbuf_cstr(to, "Proved in ");
    textbuf_commas(to, t->batches);
    textbuf_cstr(to, t->batches == 1 ? " batch, " : " batches, ");
    textbuf_size(to, t->dirty_bytes);
    textbuf_cstr(to, job->options->dry_run ? " of blocks: " : " of blocks written: ");
    put_seconds("carrying out", t->carry_ns, to);
    put_seconds(", proof", t->prove_ns, to);
    if (!job->options->dry_run) {
        put_seconds(", log", t->log_ns, to);
        put_seconds(", volume", t->write_ns, to);
        if (job->is_kept)
            textbuf_format(to, ".\nTaken back by: mftlink undo '%s'", job->journal_name);
        else
            textbuf_char(to, '.');
    } else {
        textbuf_char(to, '.');
    }
    textbuf_char(to, '\n');
}

static void put_json(const struct applyjob *job, const struct result *result, struct out *out)
{
    const struct transact_totals *t = &result->totals;
    struct json json = {.to = &out->text};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    json_word(&json, "command", "apply");
    json_text(&json, "plan_command", job->file.plan.command);
    json_text(&json, "store", job->file.plan.store);
    if (job->is_kept)
        json_word(&json, "plan", job->plan_name);
    else
        json_null(&json, "plan");
    json_word(&json, "plan_sha256", job->file.sha256);
    json_bool(&json, "dry_run", job->options->dry_run);
    json_number(&json, "operations", job->file.plan.nops);
    json_number(&json, "carried_out", result->ndone);
    json_number(&json, "left", applyjob_left(job));
    json_number(&json, "refusals", job->file.plan.nrefusals);
    json_number(&json, "batches", t->batches);
    json_number(&json, "block_bytes", t->dirty_bytes);
    if (job->is_kept && !job->options->dry_run)
        json_word(&json, "journal", job->journal_name);
    else
        json_null(&json, "journal");
    applyrefused_json(&job->file.plan, &json, out);
    json_end(&json, '}');
    textbuf_char(&out->text, '\n');
}

static bool tell(const struct applyjob *job, const struct result *result)
{
    struct out out = out_to(STDOUT_FILENO, "the result");

    if (job->options->json)
        put_json(job, result, &out);
    else
        put_text(job, result, &out.text);
    return out_finish(&out);
}

/* ---- Doing it ---- */

static bool carry_out(struct applyjob *job, struct result *result)
{
    uint64_t left = applyjob_left(job);
    struct applybar bar;
    bool is_good;

    stopping_begin();
    is_good = job->options->dry_run || applyjob_begin(job);
    applybar_begin(&bar, left, job->options->progress);
    for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good; v++)
        is_good = applyvolume_run(job, v, &bar, &result->totals);
    applybar_end(&bar);
    stopping_end();
    result->ndone = left - applyjob_left(job);
    return is_good;
}

static bool apply(struct applyjob *job, enum apply_step *step)
{
    struct result result = {0};

    *step = APPLY_CHECK;
    if (!applycheck_job(job))
        return false;
    *step = APPLY_ASK;
    if (!applyask(job))
        return false;
    *step = APPLY_WRITE;
    if (applyjob_left(job) > 0 && !carry_out(job, &result))
        return false;
    *step = APPLY_TELL;
    return tell(job, &result);
}

static enum command_exit code_of_signal(int number)
{
    if (number == SIGHUP)
        return COMMAND_HUNG_UP;
    return number == SIGINT ? COMMAND_INTERRUPTED : COMMAND_TERMINATED;
}

enum command_exit apply_plan_to(const struct options *options, const char *source,
                                const char *plan_name, bool is_kept, enum apply_step *step_ret)
{
    struct applyjob job;
    enum command_exit code;

    *step_ret = APPLY_OPEN;
    if (!drives_are_chosen(options, source))
        return COMMAND_USAGE;
    if (!applyjob_open(options, source, plan_name, &job))
        return COMMAND_FAILED;
    job.is_kept = is_kept;
    code = applyjob_close(&job, apply(&job, step_ret));
    return code == COMMAND_FAILED && job.is_stopped ? code_of_signal(stopping_signal()) : code;
}

enum command_exit apply_plan(const struct options *options, const char *source,
                             const char *plan_name, bool is_kept)
{
    enum apply_step step;

    return apply_plan_to(options, source, plan_name, is_kept, &step);
}
