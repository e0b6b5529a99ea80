/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that is being carried out: see applyjob.h. */
#define _GNU_SOURCE /* syncfs */
#include "src/applyjob.h"

#include "src/carry.h"
#include "src/planvolumes.h"
#include "src/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Operations by volume ---- */

static uint32_t volume_of(const struct plan *plan, const struct plan_op *op)
{
    return plan->folders[op->folder].volume;
}

/* All operations are on one volume: they stay where they are. */
static bool share_ops(struct applyjob *job)
{
    const struct plan *plan = &job->file.plan;
    uint32_t volume = plan->nops > 0 ? volume_of(plan, &plan->ops[0]) : 0;

    for (uint32_t i = 1; i < plan->nops; i++)
        if (volume_of(plan, &plan->ops[i]) != volume)
            return false;
    if (plan->nops > 0) {
        job->volumes[volume].ops = plan->ops;
        job->volumes[volume].nops = plan->nops;
    }
    return true;
}

static bool part_ops(struct applyjob *job)
{
    const struct plan *plan = &job->file.plan;
    struct plan_op *ops = arena_array(&job->arena, plan->nops, sizeof *ops);
    uint32_t *numbers = arena_array(&job->arena, plan->nops, sizeof *numbers), at = 0;

    if (!ops || !numbers)
        return false;
    for (uint32_t v = 0; v < plan->nvolumes; v++) {
        struct applyjob_volume *volume = &job->volumes[v];

        volume->ops = ops + at;
        volume->numbers = numbers + at;
        for (uint32_t i = 0; i < plan->nops; i++)
            if (volume_of(plan, &plan->ops[i]) == v) {
                ops[at] = plan->ops[i];
                numbers[at++] = i;
                volume->nops++;
            }
    }
    return true;
}

static bool find_volumes(struct applyjob *job)
{
    const struct plan *plan = &job->file.plan;

    job->volumes = arena_array(&job->arena, (size_t)plan->nvolumes + 1, sizeof *job->volumes);
    job->rows = arena_array(&job->arena, job->drives.machine.ndrives, sizeof *job->rows);
    job->folders = carry_folders(plan);
    if (!job->volumes || !job->rows || !job->folders || !(share_ops(job) || part_ops(job))) {
        say_no_memory();
        return false;
    }
    memcpy(job->rows, job->drives.machine.drives, job->drives.machine.ndrives * sizeof *job->rows);
    job->machine = job->drives.machine;
    job->machine.drives = job->rows;
    for (uint32_t i = 0; i < plan->nvolumes; i++) {
        struct applyjob_volume *volume = &job->volumes[i];

        volume->drive = planvolumes_drive(&job->drives, &plan->volumes[i]);
        volume->is_mounted = job->rows[volume->drive].is_ntfs
                                 ? job->drives.at[volume->drive].target.is_mounted
                                 : true;
    }
    return true;
}

/* ---- Mounted volumes ---- */

/* What the system still holds of a mounted volume goes to the disk before the disk is read. */
static bool sync_source(const char *source)
{
    int fd = open(source, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_good;

    if (fd < 0)
        return true; /* not a folder, or one that opening it properly will tell about */
    is_good = syncfs(fd) == 0;
    if (!is_good)
        say("Cannot bring what the system holds of '%s' to its disk (%s), so that reading the disk "
            "would tell lies about it. Nothing was done.",
            source, strerror(errno));
    close(fd);
    return is_good;
}

static bool sync_sources(const struct options *options, const char *source)
{
    bool is_good = !source || sync_source(source);

    for (int i = 0; i < options->ndrives && is_good; i++)
        is_good = sync_source(options->drives[i].source);
    return is_good;
}

/* ---- The journal ---- */

/* Room for N items more; it doubles, so that many entries cost no more than one. */
static bool reserve_items(struct applyjob *job, struct applyjob_volume *volume, uint32_t n)
{
    uint32_t capacity = volume->items_capacity ? volume->items_capacity : 64;
    struct journal_item *at;

    if (n <= volume->items_capacity - volume->nitems)
        return true;
    while (capacity - volume->nitems < n) {
        if (capacity > UINT32_MAX / 2)
            return false;
        capacity *= 2;
    }
    at = arena_grow(&job->arena, volume->items, capacity * sizeof *at);
    if (!at)
        return false;
    volume->items = at;
    volume->items_capacity = capacity;
    return true;
}

static bool put_items(struct applyjob *job, struct applyjob_volume *volume,
                      const struct journal_item *items, uint32_t n)
{
    if (!reserve_items(job, volume, n))
        return false;
    if (n > 0)
        memcpy(volume->items + volume->nitems, items, n * sizeof *items);
    volume->nitems += n;
    return true;
}

bool applyjob_add(struct applyjob *job, uint32_t volume, uint32_t n,
                  const struct journal_item *items, uint32_t nitems)
{
    job->volumes[volume].ndone += n;
    job->volumes[volume].has_intent = false;
    if (put_items(job, &job->volumes[volume], items, nitems))
        return true;
    say_no_memory();
    return false;
}

static bool say_other_journal(const struct applyjob *job)
{
    say("The journal '%s' tells of operations that the plan '%s' does not have: it belongs to "
        "another plan, or is damaged.",
        job->journal_name, job->plan_name);
    return false;
}

/* Operations of a volume are done in their order: each entry goes on where the last one has ended.
 */
static bool take_entry(struct applyjob *job, const struct journal_entry *entry)
{
    const struct journal_range *range = &entry->range;
    struct applyjob_volume *volume;

    if (range->volume >= job->file.plan.nvolumes)
        return say_other_journal(job);
    volume = &job->volumes[range->volume];
    if (range->first != volume->ndone || range->n > volume->nops - volume->ndone)
        return say_other_journal(job);
    if (range->batch > volume->nbatches)
        volume->nbatches = range->batch;
    volume->has_intent = entry->kind == JOURNAL_INTENT;
    volume->intent = *range;
    return entry->kind != JOURNAL_DONE ||
           applyjob_add(job, range->volume, range->n, entry->items, entry->nitems);
}

static bool take_entries(struct applyjob *job)
{
    const struct journal_entry *entries;
    uint32_t n;

    entries = journal_entries(job->journal, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!take_entry(job, &entries[i]))
            return false;
    return true;
}

static bool open_journal(struct applyjob *job)
{
    struct journal_about about = {.nops = job->file.plan.nops};

    memcpy(about.plan_sha256, job->plan_sha256, sizeof about.plan_sha256);
    return journal_open(job->journal_name, &about, &job->journal);
}

static bool read_journal(struct applyjob *job)
{
    bool is_good;

    if (!journal_is_begun(job->journal_name))
        return true;
    if (!(job->options->dry_run ? journal_read(job->journal_name, &job->journal)
                                : open_journal(job)))
        return false;
    if (memcmp(journal_about(job->journal)->plan_sha256, job->plan_sha256, SHA256_BYTES) != 0)
        return say_other_journal(job);
    is_good = take_entries(job);
    if (job->options->dry_run) {
        journal_close(job->journal);
        job->journal = NULL;
    }
    return is_good;
}

bool applyjob_begin(struct applyjob *job)
{
    return job->journal || open_journal(job);
}

/* ---- The whole ---- */

static uint8_t nibble(char digit)
{
    return (uint8_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static bool name_files(struct applyjob *job)
{
    static const char ending[] = ".journal";
    size_t n = strlen(job->plan_name);

    for (size_t i = 0; i < SHA256_BYTES; i++)
        job->plan_sha256[i] =
            (uint8_t)(nibble(job->file.sha256[2 * i]) << 4 | nibble(job->file.sha256[2 * i + 1]));
    job->journal_name = arena_alloc(&job->arena, n + sizeof ending);
    if (!job->journal_name) {
        say_no_memory();
        return false;
    }
    memcpy(job->journal_name, job->plan_name, n);
    memcpy(job->journal_name + n, ending, sizeof ending);
    return true;
}

/* A batch that was broken off is recover's: what its log makes of the volume is neither here nor
 * there, and a journal that goes on would take the log for one that never counted. */
static bool is_log_closed(const struct applyjob *job, const char *source)
{
    struct textbuf log = {0};
    struct stat st;
    bool is_closed = false;

    textbuf_format(&log, "%s.redo", job->plan_name);
    textbuf_char(&log, '\0');
    if (log.is_short)
        say_no_memory();
    else if (lstat(log.at, &st) == 0)
        say("Writing a batch of '%s' was broken off: its log '%s' is still open, and the volume "
            "may be half written. Finish it first: mftlink recover --log '%s' %s.",
            job->plan_name, log.at, log.at, source ? source : "TARGET");
    else
        is_closed = true;
    textbuf_free(&log);
    return is_closed;
}

static void free_job(struct applyjob *job)
{
    journal_close(job->journal);
    free(job->folders);
    plan_free(&job->file.plan);
    arena_free(&job->arena);
}

bool applyjob_open(const struct options *options, const char *source, const char *plan_name,
                   struct applyjob *job_ret)
{
    struct applyjob *job = job_ret;

    *job = (struct applyjob){
        .options = options,
        .plan_name = plan_name,
        .want = WANT_CHILDREN | WANT_TIMES | WANT_ROOM | WANT_SECURITY | WANT_DOS_NAMES,
    };
    if (!planfile_load(plan_name, options->jobs, &job->file))
        return false;
    if (name_files(job) && is_log_closed(job, source) && sync_sources(options, source) &&
        drives_open(options, source, job->want, &job->drives)) {
        if (planvolumes_are_given(&job->file.plan, &job->drives, plan_name) && find_volumes(job) &&
            read_journal(job))
            return true;
        drives_close(&job->drives, false);
    }
    free_job(job);
    return false;
}

uint64_t applyjob_left(const struct applyjob *job)
{
    uint64_t left = 0;

    for (uint32_t i = 0; i < job->file.plan.nvolumes; i++)
        left += job->volumes[i].nops - job->volumes[i].ndone;
    return left;
}

enum command_exit applyjob_close(struct applyjob *job, bool is_good)
{
    enum command_exit code = drives_close(&job->drives, is_good);

    free_job(job);
    return code;
}
