/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches on a volume that is not mounted: see transact.h. */
#define _GNU_SOURCE /* clock_gettime */
#include "src/transact.h"

#include "src/backend_ntfs.h"
#include "src/openlog.h"
#include "src/overlaylog.h"
#include "src/planpath.h"
#include "src/prove.h"
#include "src/redo.h"
#include "src/say.h"
#include "src/transact_memory.h"
#include "src/transact_say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MANIFEST_TIMES = 3, /* what a manifest takes while it is made, by the size it has at most */
    SLACK_MIN_BYTES = 8 << 20,
};

/* A batch under way. */
struct batch {
    struct transact *t;
    uint64_t limit;          /* bytes of blocks */
    struct overlay *overlay; /* that of the batch before, until it begins; NULL: none */
    struct plan plan;        /* its operations alone */
    uint32_t n;              /* operations: at most, then really */
    uint32_t number;         /* from 1 */
    int why;                 /* of what failed */
    uint32_t failed;         /* the operation that did; PLAN_NONE: no single one */
    struct proof proof;
};

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint32_t number_of(const struct transact *t, uint32_t i)
{
    return t->numbers ? t->numbers[i] : i;
}

/* ---- Carrying out ---- */

enum outcome { CARRIED, FULL, FAILED, CANCELLED };

static bool is_cancelled(struct transact *t)
{
    t->was_cancelled = t->was_cancelled || (t->is_cancelled && t->is_cancelled(t->context));
    return t->was_cancelled;
}

static bool is_full(const struct batch *b)
{
    return overlay_failure(b->overlay) == STATUS_TOO_LARGE;
}

/* What stays free for inodes that are still open, so that nothing has to be done twice: what the
 * back-end asks for at most, and more. */
static uint64_t slack_of(uint64_t limit)
{
    uint64_t slack = limit / 16 > SLACK_MIN_BYTES ? limit / 16 : SLACK_MIN_BYTES;

    return slack < limit / 2 ? slack : limit / 2;
}

/* A manifest of many names takes memory while it is made: then it gets a batch of its own. What an
 * earlier batch has touched is taken, whether this one uses it or not. */
static bool is_crowded(const struct batch *b, const struct plan_op *op)
{
    uint64_t left = b->number > 1 ? slack_of(b->limit) : b->limit - overlay_bytes(b->overlay);

    return op->kind == PLAN_MANIFEST && op->expect.size > left / MANIFEST_TIMES;
}

/* As many operations as fit, at most b->n. */
static int carry_all(struct batch *b)
{
    struct transact *t = b->t;
    uint64_t enough = b->limit - slack_of(b->limit);
    uint32_t i;
    int why = 0;

    for (i = 0; i < b->n && !why; i++) {
        uint32_t at = t->ndone + i;

        if (i > 0 && (overlay_bytes(b->overlay) > enough || is_crowded(b, &t->ops[at])))
            break;
        if (is_cancelled(t))
            break;
        why = carry_op(t->carrier, &t->ops[at], number_of(t, at));
        applybar_step(t->bar, "carrying out", at);
    }
    b->n = why ? i - 1 : i;
    b->failed = why ? t->ndone + b->n : PLAN_NONE;
    return why;
}

static enum outcome try_batch(struct batch *b)
{
    struct transact *t = b->t;
    struct backend *backend = NULL;
    int why = backend_ntfs_open(b->overlay, t->folders, t->plan->nfolders, &backend);

    b->failed = PLAN_NONE;
    if (!why) {
        t->carrier->to = backend;
        why = carry_all(b);
        if (!why && !is_full(b) && !t->was_cancelled)
            why = backend->calls->finish(backend);
        backend->calls->close(backend);
        t->carrier->to = NULL;
    }
    b->why = why;
    if (!why && t->was_cancelled)
        return CANCELLED;
    if (is_full(b))
        return FULL;
    if (!why && overlay_failure(b->overlay) != STATUS_OK) {
        b->why = why = EIO; /* the library has not told of a write that failed */
    }
    return why ? FAILED : CARRIED;
}

/* Memory of the batch before, unless a manifest needs it. */
static enum status begin_overlay(struct batch *b)
{
    const struct transact *t = b->t;

    if (b->overlay && t->ops[t->ndone].kind == PLAN_MANIFEST) {
        overlay_free(b->overlay);
        b->overlay = NULL;
    }
    if (!b->overlay)
        return overlay_new(&t->target->part, b->limit, &b->overlay);
    overlay_forget(b->overlay);
    return STATUS_OK;
}

/* Makes a batch that was too large shorter: it ends before the operation that did not fit, else it
 * loses a quarter. False where one operation alone is too large. */
static bool shorten(struct batch *b)
{
    if (b->failed == PLAN_NONE && b->n > 1)
        b->n -= (b->n + 3) / 4;
    else if (b->failed == PLAN_NONE || b->n == 0)
        return false;
    return true;
}

/* Shorter and shorter, until it fits. */
static enum outcome carry_batch(struct batch *b)
{
    enum outcome outcome;

    if (begin_overlay(b) != STATUS_OK) {
        b->why = ENOMEM;
        b->failed = PLAN_NONE;
        return FAILED;
    }
    while ((outcome = try_batch(b)) == FULL && shorten(b)) {
        carry_forget(b->t->carrier);
        overlay_forget(b->overlay);
    }
    return outcome;
}

/* ---- The proof ---- */

static bool has_copies(const struct batch *b)
{
    for (uint32_t i = 0; i < b->n; i++)
        if (b->t->ops[b->t->ndone + i].kind == PLAN_COPY)
            return true;
    return false;
}

static bool compare_copies(struct batch *b)
{
    struct transact *t = b->t;
    struct backend *reader;
    int why;

    if (!has_copies(b))
        return true;
    why = backend_ntfs_open_source(b->overlay, t->folders, t->plan->nfolders, &reader);
    if (why)
        return transact_say_copy(t, t->ndone, why);
    for (uint32_t i = 0; i < b->n && !why; i++) {
        const struct plan_op *op = &t->ops[t->ndone + i];

        if (op->kind == PLAN_COPY)
            why = carry_compare(t->carrier, reader, op, number_of(t, t->ndone + i));
        if (why)
            transact_say_copy(t, t->ndone + i, why);
    }
    reader->calls->close(reader);
    return !why;
}

static bool prove(struct batch *b)
{
    struct transact *t = b->t;
    struct prove_job job = {
        .overlay = b->overlay,
        .machine = t->machine,
        .drive = t->drive,
        .batch = &b->plan,
        .want = t->want,
        .nworkers = t->nworkers,
    };
    struct volume *before;
    enum status status = volume_open(&t->target->part, &before);
    bool is_good = false;

    applybar_step(t->bar, "proving", t->ndone + b->n);
    b->plan = *t->plan;
    b->plan.ops = (struct plan_op *)&t->ops[t->ndone];
    b->plan.nops = b->n;
    if (status == STATUS_OK) {
        job.before = before;
        status = prove_batch(&job, &b->proof);
        is_good = status == STATUS_OK && b->proof.kind == PROVE_HOLDS;
        if (status == STATUS_OK && !is_good)
            transact_say_proof(t, &job, &b->proof);
        volume_close(before);
    }
    if (status != STATUS_OK)
        transact_say_status(t, status);
    return is_good && compare_copies(b);
}

/* ---- Writing ---- */

static char *redo_path(const struct transact *t)
{
    size_t n = strlen(t->plan_name);
    char *path = malloc(n + sizeof ".redo");

    if (path) {
        memcpy(path, t->plan_name, n);
        memcpy(path + n, ".redo", sizeof ".redo");
    }
    return path;
}

/* Steps 3 and 4 of the log: from here on the batch counts. The blocks are still here: the log is
 * for who comes when they are not. */
static bool carry_out_log(struct batch *b, const char *path, const struct journal_range *range)
{
    struct transact *t = b->t;
    struct redo_place place = {.fd = t->fd, .first_byte = t->target->part.first_byte};
    const struct redo_target target = redo_target_of(&place);
    struct overlaylog log = {b->overlay, 0};
    const struct redo_extents extents = overlaylog_extents(&log);
    const char *why = "";
    enum status status = redo_carry_blocks(&extents, &target, &why);

    if (status == STATUS_OK)
        status = journal_done(t->journal, range, t->carrier->items, t->carrier->nitems);
    if (status == STATUS_OK)
        status = redo_remove(path);
    if (status != STATUS_OK) {
        transact_say_open(t, path, status, why);
        return false;
    }
    openlog_forget(t->plan->volumes[t->volume].serial);
    return true;
}

static bool write_log(struct batch *b, const char *path, const struct journal_range *range)
{
    struct transact *t = b->t;
    struct overlaylog log = {b->overlay, 0};
    const struct redo_extents extents = overlaylog_extents(&log);
    struct redo_about about = {
        .serial = t->plan->volumes[t->volume].serial,
        .volume_bytes = t->target->part.size_bytes,
        .batch = range->batch,
    };
    enum status status = journal_intent(t->journal, range, t->carrier->items, t->carrier->nitems);

    memcpy(about.plan_sha256, t->plan_sha256, sizeof about.plan_sha256);
    if (status != STATUS_OK)
        return transact_say_log(t, "the journal", status);
    openlog_note(about.serial, t->plan_name);
    status = overlay_settle(b->overlay, t->nworkers);
    if (status == STATUS_OK)
        status = redo_write(path, &about, &extents, t->nworkers);
    if (status == STATUS_OK)
        return true;
    transact_say_log(t, path, status);
    if (!(status == STATUS_OPEN && errno == EEXIST)) {
        journal_discarded(t->journal, range);
        openlog_forget(about.serial);
    }
    return false;
}

static bool write_batch(struct batch *b)
{
    struct transact *t = b->t;
    const struct journal_range range = {
        .volume = t->volume, .first = t->ndone, .n = b->n, .batch = b->number};
    uint64_t begun = now_ns();
    char *path = redo_path(t);
    bool is_good;

    if (!path) {
        say_no_memory();
        return false;
    }
    applybar_step(t->bar, "logging", t->ndone + b->n);
    is_good = write_log(b, path, &range);
    t->totals.log_ns += now_ns() - begun;
    begun = now_ns();
    if (is_good) {
        applybar_step(t->bar, "writing", t->ndone + b->n);
        is_good = carry_out_log(b, path, &range);
    }
    t->totals.write_ns += now_ns() - begun;
    free(path);
    return is_good;
}

/* ---- The batches ---- */

/* The volume is now what the proof has seen. */
static void take_index(struct batch *b)
{
    struct transact *t = b->t;

    index_free(*t->index);
    *t->index = b->proof.after;
    t->drives[t->drive].index = b->proof.after;
    b->proof.after = NULL;
}

static bool run_batch(struct batch *b)
{
    struct transact *t = b->t;
    uint64_t begun = now_ns();
    enum outcome outcome = carry_batch(b);

    t->totals.carry_ns += now_ns() - begun;
    if (outcome == FULL)
        return transact_say_full(t);
    if (outcome == FAILED)
        return b->failed == PLAN_NONE ? transact_say_batch(t, b->why)
                                      : transact_say_op(t, b->failed, b->why);
    if (outcome == CANCELLED)
        return transact_say_cancelled(t);
    begun = now_ns();
    if (!prove(b))
        return false;
    if (is_cancelled(t))
        return transact_say_cancelled(t);
    t->totals.prove_ns += now_ns() - begun;
    t->totals.dirty_bytes += overlay_bytes(b->overlay);
    t->totals.batches++;
    if (t->fd >= 0 && !(t->may_write(t->context) && write_batch(b)))
        return false;
    take_index(b);
    t->ndone += b->n;
    return t->fd < 0 || t->is_written(t->context, t->carrier);
}

bool transact_run(struct transact *t)
{
    struct batch b = {.t = t, .limit = transact_memory_blocks(t)};
    bool is_good = true, is_short = false;

    while (is_good && !is_short && t->ndone < t->nops) {
        b.n = t->nops - t->ndone;
        b.number = ++t->nbatches;
        is_good = run_batch(&b);
        prove_free(&b.proof);
        carry_forget(t->carrier);
        is_short = is_good && t->fd < 0 && t->ndone < t->nops;
    }
    overlay_free(b.overlay);
    return is_short ? transact_say_dry(t) : is_good;
}
