/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan on one of its volumes: see applyvolume.h. */
#include "src/applyvolume.h"

#include "src/applymanifest.h"
#include "src/backend_ntfs.h"
#include "src/backend_posix.h"
#include "src/mayapply.h"
#include "src/modelapply.h"
#include "src/mountedapply.h"
#include "src/optionapply.h"
#include "src/overlay.h"
#include "src/say.h"
#include "src/stopping.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is open while a volume is at work. */
struct work {
    struct applyjob *job;
    uint32_t volume;
    struct carrier carrier;
    struct applymanifest manifest;
    struct backend **readers; /* of each volume of the plan; NULL */
    struct applybar *bar;
    struct overlay **overlays; /* under those of volumes that are not mounted */
};

/* ---- Where copies come from ---- */

static bool open_reader(struct work *w, uint32_t v)
{
    const struct applyjob *job = w->job;
    uint32_t drive = job->volumes[v].drive, n = job->file.plan.nfolders;
    const struct target *target = &job->drives.at[drive].target;
    const char *root = job->drives.sources[drive];
    int why;

    if (job->volumes[v].is_mounted) {
        why = backend_posix_open(root, job->folders, n, &w->readers[v]);
    } else if (overlay_new(&target->part, 0, &w->overlays[v]) != STATUS_OK) {
        why = ENOMEM;
    } else {
        why = backend_ntfs_open_source(w->overlays[v], job->folders, n, &w->readers[v]);
    }
    if (why)
        say("Cannot read what is to be copied from '%s': %s.", root, strerror(why));
    return !why;
}

/* Volumes other than this one that something is copied from. */
static bool open_readers(struct work *w)
{
    const struct applyjob_volume *volume = &w->job->volumes[w->volume];
    const struct plan *plan = &w->job->file.plan;

    w->readers = calloc(plan->nvolumes, sizeof(struct backend *));
    w->overlays = calloc(plan->nvolumes, sizeof(struct overlay *));
    if (!w->readers || !w->overlays) {
        say_no_memory();
        return false;
    }
    for (uint32_t i = volume->ndone; i < volume->nops; i++) {
        const struct plan_op *op = &volume->ops[i];
        uint32_t from;

        if (op->kind != PLAN_COPY)
            continue;
        from = plan->folders[op->from_folder].volume;
        if (from != w->volume && !w->readers[from] && !open_reader(w, from))
            return false;
    }
    return true;
}

static void end_work(struct work *w)
{
    for (uint32_t v = 0; v < w->job->file.plan.nvolumes && w->readers && w->overlays; v++) {
        if (w->readers[v])
            w->readers[v]->calls->close(w->readers[v]);
        overlay_free(w->overlays[v]);
    }
    free(w->readers);
    free(w->overlays);
    carry_end(&w->carrier);
    applymanifest_end(&w->manifest);
}

static bool begin_work(struct work *w, struct applyjob *job, uint32_t v)
{
    *w = (struct work){.job = job, .volume = v};
    w->manifest = (struct applymanifest){.job = job, .volume = v, .carrier = &w->carrier};
    w->carrier = (struct carrier){
        .plan = &job->file.plan, .manifest = applymanifest_bytes, .context = &w->manifest};
    if (!open_readers(w)) {
        end_work(w);
        return false;
    }
    w->carrier.readers = w->readers;
    return true;
}

static bool is_cancelled(void *context)
{
    (void)context;
    return stopping_signal() != 0;
}

/* ---- A volume that is not mounted ---- */

/* A batch is proved and is about to be written. */
static bool may_write(void *context)
{
    struct work *w = context;

    return applymanifest_keep(&w->manifest);
}

/* A batch is on the volume. */
static bool is_written(void *context, const struct carrier *carrier)
{
    struct work *w = context;

    return applyjob_add(w->job, w->volume, 0, carrier->items, carrier->nitems);
}

/* A dry run may take more memory than a batch: all of it stays there. */
static uint64_t memory_of(const struct options *options)
{
    uint64_t half = (uint64_t)sysconf(_SC_PHYS_PAGES) / 2 * (uint64_t)sysconf(_SC_PAGESIZE);

    if (options->txn_memory > 0)
        return options->txn_memory;
    return options->dry_run && half > OPTIONAPPLY_TXN_MEMORY ? half : OPTIONAPPLY_TXN_MEMORY;
}

static void add_totals(struct transact_totals *to, const struct transact_totals *from)
{
    to->batches += from->batches;
    to->dirty_bytes += from->dirty_bytes;
    to->carry_ns += from->carry_ns;
    to->prove_ns += from->prove_ns;
    to->log_ns += from->log_ns;
    to->write_ns += from->write_ns;
}

/* What an earlier run has begun and not written is done anew. */
static bool discard_intent(struct applyjob *job, uint32_t v)
{
    struct applyjob_volume *volume = &job->volumes[v];

    if (!volume->has_intent || !job->journal)
        return true;
    if (journal_discarded(job->journal, &volume->intent) != STATUS_OK) {
        say("Cannot write the journal '%s': %s. Nothing was done.", job->journal_name,
            strerror(errno));
        return false;
    }
    volume->has_intent = false;
    return true;
}

static bool run_unmounted(struct work *w, int fd, struct applybar *bar,
                          struct transact_totals *totals)
{
    struct applyjob *job = w->job;
    struct applyjob_volume *volume = &job->volumes[w->volume];
    struct transact t = {
        .target = &job->drives.at[volume->drive].target,
        .fd = fd,
        .plan_name = job->plan_name,
        .plan_sha256 = job->plan_sha256,
        .plan = &job->file.plan,
        .volume = w->volume,
        .ops = volume->ops,
        .numbers = volume->numbers,
        .nops = volume->nops,
        .ndone = volume->ndone,
        .nbatches = volume->nbatches,
        .drives = job->rows,
        .machine = &job->machine,
        .drive = volume->drive,
        .index = &job->drives.at[volume->drive].index,
        .folders = job->folders,
        .carrier = &w->carrier,
        .journal = job->journal,
        .bar = bar,
        .memory_bytes = memory_of(job->options),
        .want = job->want,
        .nworkers = job->options->jobs,
        .may_write = may_write,
        .is_written = is_written,
        .is_cancelled = is_cancelled,
        .context = w,
    };
    bool is_good = transact_run(&t);

    job->is_stopped = t.was_cancelled;
    volume->ndone = t.ndone;
    add_totals(totals, &t.totals);
    return is_good;
}

/* What may be written is asked again behind the lock: the person took time to answer, and the
 * volume may have been mounted meanwhile. */
static bool run_target(struct work *w, struct applybar *bar, struct transact_totals *totals)
{
    struct applyjob *job = w->job;
    const struct target *target = &job->drives.at[job->volumes[w->volume].drive].target;
    int fd = -1;
    bool is_good;

    if (job->options->dry_run)
        return run_unmounted(w, -1, bar, totals);
    if (!mayapply_open(target, &fd))
        return false;
    is_good = mayapply_volume(target, job->plan_name) && discard_intent(job, w->volume) &&
              run_unmounted(w, fd, bar, totals);
    close(fd);
    return is_good;
}

/* ---- A mounted volume ---- */

static int open_content(void *context, uint32_t op, struct content **content_ret)
{
    struct work *w = context;

    return carry_open(&w->carrier, &w->job->file.plan.ops[op], content_ret);
}

static int make_manifest(void *context, uint32_t op, const struct journal_item *made,
                         uint32_t nmade, struct bytes *bytes_ret)
{
    struct work *w = context;
    int why;

    w->manifest.made = made;
    w->manifest.nmade = nmade;
    why = applymanifest_bytes(&w->manifest, op, bytes_ret);
    return why || applymanifest_keep(&w->manifest) ? why : EIO;
}

static void show_progress(void *context, uint32_t ndone, uint32_t nops)
{
    struct work *w = context;

    (void)nops;
    applybar_step(w->bar, "carrying out", ndone);
}

static void tell(void *context, const char *sentence)
{
    (void)context;
    say("%s", sentence);
}

static void say_stopped(const struct mountedapply_result *result, const struct applyjob *job)
{
    say("Stopped, as asked: %u operations on this volume are done and in the journal '%s'. The "
        "same command goes on there; 'mftlink undo' takes them back.",
        result->ndone, job->journal_name);
}

static bool run_mounted(struct work *w)
{
    struct applyjob *job = w->job;
    struct applyjob_volume *volume = &job->volumes[w->volume];
    struct mountedapply_job mounted = {
        .plan = &job->file.plan,
        .volume = w->volume,
        .journal = job->journal,
        .content = open_content,
        .manifest = make_manifest,
        .progress = show_progress,
        .is_cancelled = is_cancelled,
        .tell = tell,
        .context = w,
    };
    struct mountedapply_result result;
    const char *root = job->drives.sources[volume->drive];
    int why = backend_posix_open(root, job->folders, job->file.plan.nfolders, &mounted.backend);
    bool is_done;

    if (why) {
        say("Cannot open '%s': %s. Nothing was done.", root, strerror(why));
        return false;
    }
    mountedapply_run(&mounted, &result);
    is_done = result.is_done;
    volume->ndone = result.ndone;
    job->is_stopped = !is_done && result.is_cancelled;
    if (!is_done && result.sentence.at)
        say("%s", result.sentence.at);
    else if (job->is_stopped)
        say_stopped(&result, job);
    mountedapply_free(&result);
    mounted.backend->calls->close(mounted.backend);
    return is_done;
}

/* ---- A dry run where nothing can be written in memory ---- */

static bool run_model(struct work *w)
{
    struct applyjob *job = w->job;
    struct applyjob_volume *volume = &job->volumes[w->volume];
    uint32_t drives[PLAN_VOLUMES_MAX];
    struct modelapply_job model;

    for (uint32_t i = 0; i < job->file.plan.nvolumes; i++)
        drives[i] = job->volumes[i].drive;
    model = (struct modelapply_job){
        .plan = &job->file.plan,
        .volume = w->volume,
        .ops = volume->ops + volume->ndone,
        .numbers = volume->numbers ? volume->numbers + volume->ndone : NULL,
        .nops = volume->nops - volume->ndone,
        .first = volume->ndone,
        .machine = &job->machine,
        .drives = drives,
        .folders = job->folders,
        .carrier = &w->carrier,
        .bar = w->bar,
    };
    if (!modelapply_run(&model))
        return false;
    volume->ndone = volume->nops;
    return true;
}

static bool run(struct work *w, struct transact_totals *totals)
{
    const struct applyjob_volume *volume = &w->job->volumes[w->volume];
    const struct target *target = &w->job->drives.at[volume->drive].target;

    if (w->job->options->dry_run && (volume->is_mounted || target->inventory))
        return run_model(w);
    return volume->is_mounted ? run_mounted(w) : run_target(w, w->bar, totals);
}

bool applyvolume_run(struct applyjob *job, uint32_t volume, struct applybar *bar,
                     struct transact_totals *totals)
{
    struct work w;
    bool is_good;

    if (job->volumes[volume].ndone == job->volumes[volume].nops)
        return true;
    if (!begin_work(&w, job, volume))
        return false;
    w.bar = bar;
    is_good = run(&w, totals);
    end_work(&w);
    return is_good;
}
