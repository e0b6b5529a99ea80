/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of operations, each between two entries of the journal: see mountedapply.h.
 *
 * An error or a wish to stop in the middle of a group ends it there: what it has done is done, and
 * the rest has begun.
 */
#include "src/mountedapply.h"

#include <errno.h>

#include "mft/tables.h"
#include "src/mountedapply_carry.h"
#include "src/mountedapply_names.h"
#include "src/mountedapply_settle.h"
#include "src/mountedapply_words.h"

enum {
    GROUP_MIN = 256, /* from here on a group ends with its folder */
    GROUP_MAX = 512,
    NAMES_OF_OP = 2,
};

/* Operations FIRST to FIRST + N - 1 of the volume. */
struct group {
    uint32_t first, n;
};

static bool has_failed(const struct mountedapply *a)
{
    return a->result->sentence.n > 0;
}

static bool is_cancelled(const struct mountedapply *a)
{
    if (a->job->is_cancelled && a->job->is_cancelled(a->job->context))
        a->result->is_cancelled = true;
    return a->result->is_cancelled;
}

static void show_progress(const struct mountedapply *a, uint32_t ndone)
{
    if (a->job->progress)
        a->job->progress(a->job->context, ndone, a->nops);
}

/* ---- What earlier runs have left ---- */

static bool collect_ops(struct mountedapply *a)
{
    size_t most = a->plan->nops + (size_t)1;

    a->ops = arena_array(&a->arena, most, sizeof *a->ops);
    if (!a->ops)
        return false;
    for (uint32_t op = 0; op < a->plan->nops; op++)
        if (a->plan->folders[a->plan->ops[op].folder].volume == a->job->volume)
            a->ops[a->nops++] = op;
    a->states = arena_array(&a->arena, most, sizeof *a->states);
    a->is_superseded = arena_array(&a->arena, most, sizeof *a->is_superseded);
    a->has_made = arena_array(&a->arena, most, sizeof *a->has_made);
    a->made = arena_array(&a->arena, most, sizeof *a->made);
    a->items = arena_array(&a->arena, most, sizeof *a->items);
    return a->states && a->is_superseded && a->has_made && a->made && a->items;
}

static bool find_op(const struct mountedapply *a, uint32_t op, uint32_t *k_ret)
{
    uint32_t k = tables_lower_bound(a->ops, a->nops, op);

    *k_ret = k;
    return k < a->nops && a->ops[k] == op;
}

static bool take_entry(struct mountedapply *a, const struct journal_entry *entry)
{
    static const enum mountedapply_state states[] = {
        [JOURNAL_INTENT] = MOUNTEDAPPLY_BEGUN,
        [JOURNAL_DONE] = MOUNTEDAPPLY_DONE,
        [JOURNAL_DISCARDED] = MOUNTEDAPPLY_NEW,
    };
    uint32_t k;

    if (entry->range.first > a->nops || entry->range.n > a->nops - entry->range.first)
        return false;
    memset(a->states + entry->range.first, (int)states[entry->kind], entry->range.n);
    if (entry->kind != JOURNAL_DONE)
        return true;
    for (uint32_t i = 0; i < entry->nitems; i++) {
        if (!find_op(a, entry->items[i].op, &k))
            return false;
        a->made[k] = entry->items[i];
        a->has_made[k] = true;
    }
    return true;
}

static void read_journal(struct mountedapply *a)
{
    uint32_t n;
    const struct journal_entry *entries = journal_entries(a->job->journal, &n);
    const struct journal_entry *last = NULL;

    for (uint32_t i = 0; i < n; i++) {
        if (entries[i].range.volume != a->job->volume)
            continue;
        last = &entries[i];
        if (!take_entry(a, last)) {
            mountedapply_words_stop(a,
                                    "The journal tells of operations that this plan does not "
                                    "have. Use the plan that it belongs to.",
                                    0);
            return;
        }
    }
    if (last && last->kind == JOURNAL_INTENT && last->range.batch != 0)
        mountedapply_words_stop(a,
                                "A batch of this plan was being written to the volume while it "
                                "was not mounted. Unmount it and run 'mftlink recover'.",
                                0);
}

/* Of several operations with the same name only the last one that has begun can be looked at. */
static bool find_superseded(struct mountedapply *a)
{
    struct mountedapply_names names;
    uint32_t n = a->nops;

    while (n > 0 && a->states[n - 1] == MOUNTEDAPPLY_NEW)
        n--;
    if (!mountedapply_names_begin(&names, n * NAMES_OF_OP))
        return false;
    for (uint32_t k = n; k > 0; k--)
        if (a->states[k - 1] != MOUNTEDAPPLY_NEW) {
            const struct plan_op *op = mountedapply_op(a, k - 1);

            a->is_superseded[k - 1] = !mountedapply_names_add(&names, op->folder, op->name);
            if (op->kind == PLAN_MOVE && op->from_folder != PLAN_NONE)
                mountedapply_names_add(&names, op->from_folder, op->from_name);
        }
    mountedapply_names_free(&names);
    return true;
}

/* ---- The journal of a group ---- */

static bool journal_says(struct mountedapply *a, enum status status)
{
    if (status == STATUS_OK)
        return true;
    mountedapply_words_stop(a, "The journal cannot be written, so that nothing more is done",
                            status == STATUS_NO_MEMORY ? ENOMEM : errno);
    return false;
}

static struct journal_range range_of(const struct mountedapply *a, struct group group)
{
    return (struct journal_range){
        .volume = a->job->volume, .first = group.first, .n = group.n, .batch = 0};
}

static bool write_intent(struct mountedapply *a, struct group group)
{
    const struct journal_range range = range_of(a, group);

    return journal_says(a, journal_intent(a->job->journal, &range, NULL, 0));
}

static bool write_done(struct mountedapply *a, struct group group)
{
    const struct journal_range range = range_of(a, group);
    uint32_t n = 0;

    for (uint32_t k = group.first; k < group.first + group.n; k++)
        if (a->has_made[k])
            a->items[n++] = a->made[k];
    if (!journal_says(a, journal_done(a->job->journal, &range, a->items, n)))
        return false;
    memset(a->states + group.first, MOUNTEDAPPLY_DONE, group.n);
    a->result->ndone += group.n;
    return true;
}

static bool sync_volume(struct mountedapply *a)
{
    int why = a->backend->calls->finish(a->backend);

    if (why)
        mountedapply_words_stop(a,
                                "The volume cannot be synced: what was done may not be on the "
                                "disk. Look at the disk, then run it again",
                                why);
    return why == 0;
}

/* Does the journal say already that GROUP, and no more, begins? */
static bool has_intent(const struct mountedapply *a, struct group group)
{
    const struct journal_entry *open = journal_open_intent(a->job->journal, a->job->volume);

    return open && open->range.first == group.first && open->range.n == group.n;
}

/* The first N operations of GROUP are done, and no more: the journal is told, where it can be. The
 * sentence that says why stays. */
static void end_early(struct mountedapply *a, struct group group, uint32_t n)
{
    const struct group done = {group.first, n}, rest = {group.first + n, group.n - n};
    const struct journal_range range = range_of(a, done), open = range_of(a, rest);

    if (n == 0 || a->backend->calls->finish(a->backend) != 0)
        return;
    if (journal_intent(a->job->journal, &range, NULL, 0) == STATUS_OK && write_done(a, done) &&
        rest.n > 0 && (has_failed(a) || a->states[rest.first] == MOUNTEDAPPLY_BEGUN))
        (void)journal_intent(a->job->journal, &open, NULL, 0);
}

/* ---- Groups ---- */

static bool make(struct mountedapply *a, uint32_t k)
{
    int why = mountedapply_carry(a, k);

    if (why)
        mountedapply_words_fail(a, k, why);
    else
        a->result->nmade++;
    return why == 0;
}

/* An operation that an earlier run has begun. */
static bool settle(struct mountedapply *a, uint32_t k)
{
    enum mountedapply_settle found = MOUNTEDAPPLY_SETTLE_ELSE;
    int why = mountedapply_settle_begun(a, k, &found);

    if (why) {
        mountedapply_words_fail(a, k, why);
        return false;
    }
    switch (found) {
    case MOUNTEDAPPLY_SETTLE_TAKE:
        a->result->ntaken++;
        return true;
    case MOUNTEDAPPLY_SETTLE_MAKE:
        return make(a, k);
    case MOUNTEDAPPLY_SETTLE_ELSE:
        mountedapply_words_other(a, k);
        return false;
    }
    return false;
}

/* Carries a group out that is new or was begun. */
static bool carry_group(struct mountedapply *a, struct group group)
{
    bool is_new = a->states[group.first] == MOUNTEDAPPLY_NEW;

    if (!has_intent(a, group) && !write_intent(a, group))
        return false;
    for (uint32_t i = 0; i < group.n; i++) {
        uint32_t k = group.first + i;

        if (is_cancelled(a) || !(is_new ? make(a, k) : settle(a, k))) {
            end_early(a, group, i);
            return false;
        }
        show_progress(a, k + 1);
    }
    return sync_volume(a) && write_done(a, group);
}

/* An operation that an earlier run has done. *IS_MADE_RET: it had to be done again. */
static bool verify(struct mountedapply *a, uint32_t k, bool *is_made_ret)
{
    enum mountedapply_settle found = MOUNTEDAPPLY_SETTLE_TAKE;
    int why = a->is_superseded[k] ? 0 : mountedapply_settle_done(a, k, &found);
    bool takes_away = plan_takes_away(mountedapply_op(a, k)->kind);

    if (why) {
        mountedapply_words_fail(a, k, why);
        return false;
    }
    if (found == MOUNTEDAPPLY_SETTLE_ELSE && !takes_away) {
        mountedapply_words_other(a, k);
        return false;
    }
    if (found == MOUNTEDAPPLY_SETTLE_ELSE)
        mountedapply_words_left(a, k);
    if (found != MOUNTEDAPPLY_SETTLE_MAKE) {
        a->result->nverified++;
        return true;
    }
    mountedapply_words_again(a, k);
    a->result->nagain++;
    *is_made_ret = true;
    return make(a, k);
}

static bool verify_group(struct mountedapply *a, struct group group)
{
    bool is_made = false;

    for (uint32_t k = group.first; k < group.first + group.n; k++) {
        if (is_cancelled(a) || !verify(a, k, &is_made))
            return false;
        show_progress(a, k + 1);
    }
    a->result->ndone += group.n;
    return !is_made || sync_volume(a);
}

/* Does operation K of a new group belong to the next one? A manifest stands alone: what it tells of
 * is on the disk then. */
static bool begins_group(const struct mountedapply *a, struct group group, uint32_t k,
                         struct mountedapply_names *names)
{
    const struct plan_op *op = mountedapply_op(a, k), *last = mountedapply_op(a, k - 1);

    return group.n == GROUP_MAX || (group.n >= GROUP_MIN && op->folder != last->folder) ||
           op->kind == PLAN_MANIFEST || last->kind == PLAN_MANIFEST ||
           !mountedapply_names_add_op(names, op);
}

/* The operations from FIRST on that go together: all that were begun, or as many new ones as make a
 * group. No name is in it twice, so that each operation of it can be looked at later. */
static struct group next_group(const struct mountedapply *a, uint32_t first,
                               struct mountedapply_names *names)
{
    struct group group = {first, 1};
    uint8_t state = a->states[first];

    mountedapply_names_clear(names);
    mountedapply_names_add_op(names, mountedapply_op(a, first));
    for (uint32_t k = first + 1; k < a->nops && a->states[k] == state; k++, group.n++)
        if (state == MOUNTEDAPPLY_NEW && begins_group(a, group, k, names))
            break;
    return group;
}

static void run_groups(struct mountedapply *a)
{
    struct mountedapply_names names;
    bool goes_on = true;

    if (!mountedapply_names_begin(&names, GROUP_MAX * NAMES_OF_OP)) {
        mountedapply_words_stop(a, "Memory ran out", ENOMEM);
        return;
    }
    for (uint32_t first = 0; first < a->nops && goes_on;) {
        struct group group = next_group(a, first, &names);

        goes_on =
            a->states[first] == MOUNTEDAPPLY_DONE ? verify_group(a, group) : carry_group(a, group);
        first += group.n;
    }
    mountedapply_names_free(&names);
    a->result->is_done = goes_on;
}

void mountedapply_run(const struct mountedapply_job *job, struct mountedapply_result *result_ret)
{
    struct mountedapply_result result = {.op = PLAN_NONE};
    struct mountedapply a = {
        .job = job, .plan = job->plan, .backend = job->backend, .result = &result};

    if (!collect_ops(&a))
        mountedapply_words_stop(&a, "Memory ran out", ENOMEM);
    if (!has_failed(&a))
        read_journal(&a);
    if (!has_failed(&a) && !find_superseded(&a))
        mountedapply_words_stop(&a, "Memory ran out", ENOMEM);
    if (!has_failed(&a))
        run_groups(&a);
    arena_free(&a.arena);
    *result_ret = result;
}

void mountedapply_free(struct mountedapply_result *result)
{
    textbuf_free(&result->sentence);
    *result = (struct mountedapply_result){.op = PLAN_NONE};
}
