/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May the plan be carried out: see applycheck.h. */
#define _GNU_SOURCE /* access */
#include "src/applycheck.h"

#include "mft/pool.h"
#include "planner/applied.h"
#include "planner/check.h"
#include "src/applyrest.h"
#include "src/applyspace.h"
#include "src/backend_posix.h"
#include "src/backendneeds.h"
#include "src/backing.h"
#include "src/carry.h"
#include "src/faults_report.h"
#include "src/mayapply.h"
#include "src/planpath.h"
#include "src/planvolumes.h"
#include "src/say.h"

#include <unistd.h>

enum { FAULTS_SHOWN = 5, CHECK_WORKERS = 4 };

static const struct plan_volume *planned(const struct applyjob *job, uint32_t v)
{
    return &job->file.plan.volumes[v];
}

/* ---- The plan ---- */

static bool check_blocked(const struct applyjob *job)
{
    if (!job->file.plan.is_blocked)
        return true;
    say("The plan '%s' has a refusal that forbids to carry it out at all: 'mftlink show --refusals "
        "%s' names it. Change the rules, Config.xml or --efs, and make the plan again.",
        job->plan_name, job->plan_name);
    return false;
}

static bool check_serial(const struct applyjob *job, uint32_t v)
{
    uint64_t found = job->drives.volumes[job->volumes[v].drive].serial;

    if (found == planned(job, v)->serial)
        return true;
    say("%.*s is another volume than the one that the plan was made for: its serial number is "
        "%08llX-%08llX, and was %08llX-%08llX. Give the right one, or make a plan for this one.",
        (int)planned(job, v)->drive.n, planned(job, v)->drive.at, (unsigned long long)(found >> 32),
        (unsigned long long)(found & UINT32_MAX),
        (unsigned long long)(planned(job, v)->serial >> 32),
        (unsigned long long)(planned(job, v)->serial & UINT32_MAX));
    return false;
}

/* ---- The volumes ---- */

/* The journal and the log must survive what happens to the volume. */
static bool check_place(const struct applyjob *job, const struct target *target)
{
    if (!backing_is_changed_by(target->backing, job->plan_name))
        return true;
    say("The plan '%s' lies on the volume that it changes, and its journal with it: copy it to "
        "another disk and use it there.",
        job->plan_name);
    return false;
}

/* Some of it a mount with ntfs-3g can do; the rest no mount. */
static bool say_features(const char *root, unsigned missing)
{
    const bool can_mount = (missing & ~(unsigned)BACKEND_POSIX_FEATURES) == 0;
    struct textbuf text = {0};

    backendneeds_put(missing, &text);
    textbuf_char(&text, '\0');
    if (text.is_short)
        say_no_memory();
    else
        say("The plan needs what '%s' cannot do as it is mounted: %s. %s", root, text.at,
            can_mount ? "Mount it with ntfs-3g and streams_interface=xattr, or unmount it and give "
                        "its device or image."
                      : "No mount can: unmount it and give its device or image.");
    textbuf_free(&text);
    return false;
}

/* Can what is mounted at ROOT do what is needed? */
static bool check_features(const struct applyjob *job, const char *root, unsigned needs)
{
    struct backend *backend;
    unsigned missing;
    int why = backend_posix_open(root, job->folders, job->file.plan.nfolders, &backend);

    if (why) {
        say("Cannot open '%s': %s.", root, strerror(why));
        return false;
    }
    missing = needs & ~backend->features;
    backend->calls->close(backend);
    return missing == 0 || say_features(root, missing);
}

static bool check_mount(const struct applyjob *job, uint32_t v)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    uint32_t drives[PLAN_VOLUMES_MAX];

    for (uint32_t i = 0; i < job->file.plan.nvolumes; i++)
        drives[i] = job->volumes[i].drive;
    return check_features(
        job, job->drives.sources[volume->drive],
        backendneeds_of(&job->file.plan, volume->ops, volume->nops, &job->machine, drives));
}

/* What is copied to V from other volumes must be seen there whole. */
static bool check_readers(const struct applyjob *job, uint32_t v)
{
    const struct applyjob_volume *to = &job->volumes[v];
    bool is_good = true;

    for (uint32_t i = 0; i < job->file.plan.nvolumes && is_good; i++) {
        const struct applyjob_volume *from = &job->volumes[i];
        unsigned needs;

        if (i == v || !from->is_mounted || !job->rows[from->drive].is_ntfs)
            continue;
        needs = backendneeds_of_reader(&job->file.plan, to->ops, to->nops, i,
                                       job->rows[from->drive].index);
        is_good = needs == 0 || check_features(job, job->drives.sources[from->drive], needs);
    }
    return is_good;
}

static bool check_volume(const struct applyjob *job, uint32_t v)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    const struct target *target = &job->drives.at[volume->drive].target;

    if (!check_serial(job, v))
        return false;
    if (volume->nops == 0)
        return true;
    if (!job->rows[volume->drive].is_ntfs) {
        say("%.*s is no NTFS volume: nothing can be linked there.", (int)planned(job, v)->drive.n,
            planned(job, v)->drive.at);
        return false;
    }
    if (!check_place(job, target))
        return false;
    if (job->options->dry_run && target->inventory)
        return true;
    return check_readers(job, v) &&
           (volume->is_mounted ? check_mount(job, v) : mayapply_volume(target, job->plan_name));
}

/* Two letters for one volume. */
static bool check_apart(const struct applyjob *job)
{
    for (uint32_t i = 0; i < job->file.plan.nvolumes; i++)
        for (uint32_t k = 0; k < i; k++) {
            uint32_t a = job->volumes[k].drive, b = job->volumes[i].drive;

            if (job->rows[a].is_ntfs && job->rows[b].is_ntfs &&
                !mayapply_are_apart(&job->drives.at[a].target, &job->drives.at[b].target))
                return false;
        }
    return true;
}

/* ---- What was done before ---- */

static bool say_undone(const struct applyjob *job, uint32_t v, const struct applied_faults *faults)
{
    const struct plan_op *op = &job->volumes[v].ops[faults->first];
    struct textbuf text = {0};

    planpath_target(&job->file.plan, op, &text);
    textbuf_char(&text, '\0');
    if (text.is_short)
        say_no_memory();
    else
        say("%u operations that the journal '%s' calls done are not found on the volume any more, "
            "the first is %s '%s': something has changed the volume since. 'mftlink undo' takes "
            "back what is still there; then make a new plan.",
            faults->n, job->journal_name, plan_kind_word(op->kind), text.at);
    textbuf_free(&text);
    return false;
}

static bool check_done(const struct applyjob *job, uint32_t v)
{
    const struct applyjob_volume *volume = &job->volumes[v];
    const struct applied_job applied = {
        .plan = &job->file.plan,
        .ops = volume->ops,
        .nops = volume->ndone,
        .machine = &job->machine,
        .drive = volume->drive,
    };
    struct applied_faults faults;

    if (volume->ndone == 0 || volume->is_mounted) /* there, each is looked for as it goes on */
        return true;
    if (applied_check(&applied, &faults) != STATUS_OK) {
        say_no_memory();
        return false;
    }
    return faults.n == 0 || say_undone(job, v, &faults);
}

/* ---- What is left to do ---- */

static bool say_faults(const struct applyjob *job, const struct applyrest_ops *asked,
                       struct check_faults *faults)
{
    struct textbuf text = {0};

    for (uint32_t i = 0; i < faults->n && asked->numbers; i++)
        if (faults->at[i].op != PLAN_NONE)
            faults->at[i].op = asked->numbers[faults->at[i].op];
    faults_report_first(&job->file.plan, faults, FAULTS_SHOWN, &text);
    textbuf_char(&text, '\0');
    if (!text.is_short)
        say("The plan '%s' does not hold on the volume any more, so that nothing of it is carried "
            "out:\n%s'mftlink check' tells all; make the plan again.",
            job->plan_name, text.at);
    else
        say_no_memory();
    textbuf_free(&text);
    return false;
}

/* A name more or less of a file whose header is wrong makes it worse. */
static bool check_counts(const struct applyjob *job, const struct plan *left)
{
    struct textbuf text = {0};

    for (uint32_t i = 0; i < left->nops; i++) {
        const struct plan_op *op = &left->ops[i];
        uint32_t v = job->file.plan.folders[op->folder].volume, n, file;
        const struct index *index = job->rows[job->volumes[v].drive].index;
        const struct finding *findings;

        if (index->nfindings == 0 || op->expect.reference == 0 || op->kind == PLAN_MKDIR)
            continue;
        file = index_find_reference(index, op->expect.reference);
        if (file == INDEX_NONE || !(index->files.flags[file] & FILE_FINDING))
            continue;
        findings = index_findings(index, index->files.record[file], &n);
        if (!findings || n == 0)
            continue;
        planpath_subject(&job->file.plan, op, &text);
        textbuf_char(&text, '\0');
        say("'%s' is damaged (%s), and what the plan does with it could make it worse. Let Windows "
            "repair the volume (chkdsk /f), and make the plan again.",
            text.is_short ? "" : text.at, finding_meaning(findings[0].kind));
        textbuf_free(&text);
        return false;
    }
    return true;
}

/* ---- All of it ---- */

/* Drift, and what each volume will grow by, are asked side by side. */
struct questions {
    struct applyjob *job;
    struct applyrest rest;
    struct check_faults faults;
};

static enum status ask(void *context, unsigned worker, unsigned slot, uint64_t task)
{
    struct questions *q = context;
    const struct machine *machine = &q->job->machine;
    struct applyjob_volume *volume = &q->job->volumes[task];

    (void)worker;
    (void)slot;
    if (task == q->job->file.plan.nvolumes)
        return check_begun(&q->rest.asked.plan, q->rest.asked.is_begun, machine, &q->faults);
    return growth_of(&q->rest.left.plan, machine, volume->drive, &volume->growth);
}

static enum status ask_all(struct questions *q)
{
    const struct pool_job job = {q, q->job->file.plan.nvolumes + (uint64_t)1, ask, NULL};
    unsigned nworkers = pool_workers(q->job->options->jobs);
    struct pool *pool;
    enum status status;

    status = pool_start(&job, nworkers < CHECK_WORKERS ? nworkers : CHECK_WORKERS, &pool);
    return status == STATUS_OK ? pool_finish(pool) : status;
}

static bool check_answers(struct questions *q)
{
    bool is_good = q->faults.n == 0 || say_faults(q->job, &q->rest.asked, &q->faults);

    is_good = is_good && check_counts(q->job, &q->rest.left.plan);
    for (uint32_t v = 0; v < q->job->file.plan.nvolumes && is_good; v++)
        is_good = applyspace_check(q->job, v);
    return is_good;
}

static bool check_left(struct applyjob *job)
{
    struct questions q = {.job = job};
    bool is_good = applyrest_of(job, &q.rest);

    if (is_good && ask_all(&q) == STATUS_OK) {
        is_good = check_answers(&q);
    } else {
        say_no_memory();
        is_good = false;
    }
    check_free(&q.faults);
    applyrest_free(&q.rest);
    return is_good;
}

bool applycheck_job(struct applyjob *job)
{
    bool is_good = check_blocked(job) && check_apart(job);

    for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good; v++)
        is_good = check_volume(job, v);
    for (uint32_t v = 0; v < job->file.plan.nvolumes && is_good; v++)
        is_good = check_done(job, v);
    return is_good && check_left(job);
}
