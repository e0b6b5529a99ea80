/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, and how to take it back: see undoing.h. */
#define _GNU_SOURCE /* lstat */
#include "src/undoing.h"

#include "src/say.h"
#include "src/version.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum state { UNTOUCHED, BEGUN, LOGGED, DONE }; /* LOGGED: begun in a batch of a redo log */

struct folding {
    const struct plan *plan;
    struct undoing *undoing;
    uint32_t *first, *list;  /* operations by their volume, in the plan's order */
    uint8_t *states;         /* of each operation: enum state */
    struct undo_made *found; /* of each operation; a reference of 0: nothing is known */
    bool has_log;
};

/* ---- Operations by their volume ---- */

static enum status begin(struct folding *f)
{
    const struct plan *plan = f->plan;
    struct arena *arena = &f->undoing->arena;
    size_t nops = (size_t)plan->nops + 1;

    f->first = arena_array(arena, (size_t)plan->nvolumes + 2, sizeof *f->first);
    f->list = arena_array(arena, nops, sizeof *f->list);
    f->states = arena_array(arena, nops, sizeof *f->states);
    f->found = arena_array(arena, nops, sizeof *f->found);
    f->undoing->is_done = arena_array(arena, nops, sizeof *f->undoing->is_done);
    f->undoing->is_begun = arena_array(arena, nops, sizeof *f->undoing->is_begun);
    f->undoing->made = arena_array(arena, nops, sizeof *f->undoing->made);
    if (!f->first || !f->list || !f->states || !f->found || !f->undoing->is_done ||
        !f->undoing->is_begun || !f->undoing->made)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < plan->nops; i++)
        f->first[plan->folders[plan->ops[i].folder].volume + 2]++;
    for (uint32_t v = 2; v < plan->nvolumes + 2; v++)
        f->first[v] += f->first[v - 1];
    for (uint32_t i = 0; i < plan->nops; i++)
        f->list[f->first[plan->folders[plan->ops[i].folder].volume + 1]++] = i;
    return STATUS_OK;
}

/* ---- Entries ---- */

static bool is_range(const struct folding *f, const struct journal_range *range)
{
    uint32_t n;

    if (range->volume >= f->plan->nvolumes)
        return false;
    n = f->first[range->volume + 1] - f->first[range->volume];
    return range->first <= n && range->n <= n - range->first;
}

static void set_state(const struct journal_entry *entry, uint8_t *state)
{
    switch (entry->kind) {
    case JOURNAL_INTENT:
        if (*state != DONE)
            *state = entry->range.batch > 0 ? LOGGED : BEGUN;
        break;
    case JOURNAL_DONE:
        *state = DONE;
        break;
    case JOURNAL_DISCARDED:
        if (*state != DONE)
            *state = UNTOUCHED;
        break;
    }
}

static bool take_entry(struct folding *f, const struct journal_entry *entry)
{
    const uint32_t *list = f->list;

    if (!is_range(f, &entry->range))
        return false;
    list += f->first[entry->range.volume] + entry->range.first;
    for (uint32_t i = 0; i < entry->range.n; i++)
        set_state(entry, &f->states[list[i]]);
    for (uint32_t i = 0; i < entry->nitems; i++) {
        const struct journal_item *item = &entry->items[i];

        if (item->op >= f->plan->nops)
            return false;
        f->found[item->op] = (struct undo_made){item->op, item->reference, item->size};
    }
    return true;
}

static enum status end(struct folding *f)
{
    struct undoing *u = f->undoing;

    for (uint32_t i = 0; i < f->plan->nops; i++) {
        if (f->states[i] == LOGGED && !f->has_log)
            f->states[i] = UNTOUCHED;
        if (f->states[i] == LOGGED) {
            u->why = "a batch was begun and neither written nor discarded: run 'mftlink recover' "
                     "first";
            return STATUS_DAMAGED;
        }
        u->is_done[i] = f->states[i] != UNTOUCHED;
        u->is_begun[i] = f->states[i] == BEGUN;
        if (u->is_done[i] && f->found[i].reference != 0)
            u->made[u->nmade++] = f->found[i];
    }
    return STATUS_OK;
}

enum status undoing_fold(const struct plan *plan, const struct journal_entry *entries, uint32_t n,
                         bool has_log, struct undoing *undoing_ret)
{
    struct folding f = {.plan = plan, .undoing = undoing_ret, .has_log = has_log};
    enum status status;

    *undoing_ret = (struct undoing){0};
    status = begin(&f);
    for (uint32_t i = 0; i < n && status == STATUS_OK; i++)
        if (!take_entry(&f, &entries[i])) {
            undoing_ret->why = "it tells of operations that the plan has not";
            status = STATUS_DAMAGED;
        }
    return status == STATUS_OK ? end(&f) : status;
}

/* ---- The plan ---- */

static bool is_of(const struct journal_about *about, const struct planfile *file)
{
    char text[SHA256_DIGITS + 1];

    sha256_text(about->plan_sha256, text);
    return strcmp(text, file->sha256) == 0 && about->nops == file->plan.nops;
}

/* Are the volumes on which something was done those of the plan? */
static bool are_volumes(const struct plan *plan, const struct undoing *undoing,
                        const struct drives *drives)
{
    for (uint32_t i = 0; i < plan->nops; i++) {
        const struct plan_volume *volume =
            &plan->volumes[plan->folders[plan->ops[i].folder].volume];
        uint32_t drive = machine_drive(&drives->machine, volume->drive);
        int n = volume->drive.n < 16 ? (int)volume->drive.n : 16;

        if (!undoing->is_done[i])
            continue;
        if (drive != MACHINE_NONE && drives->volumes[drive].serial == volume->serial)
            continue;
        if (drive == MACHINE_NONE)
            say("Something was done on %.*s: give it with --drive %.*s=SOURCE.", n,
                volume->drive.at, n, volume->drive.at);
        else
            say("%.*s is another volume than the one on which something was done: its serial "
                "number is %08x-%08x, and was %08x-%08x.",
                n, volume->drive.at, (unsigned)(drives->volumes[drive].serial >> 32),
                (unsigned)(drives->volumes[drive].serial & UINT32_MAX),
                (unsigned)(volume->serial >> 32), (unsigned)(volume->serial & UINT32_MAX));
        return false;
    }
    return true;
}

static bool make(const struct undoing *undoing, const struct plan *done,
                 const struct drives *drives, struct plan *plan_ret)
{
    const struct undo_job job = {
        .plan = done,
        .is_done = undoing->is_done,
        .is_begun = undoing->is_begun,
        .made = undoing->made,
        .nmade = undoing->nmade,
        .machine = &drives->machine,
        .volumes = drives->volumes,
    };
    enum status status;

    plan_ret->version = str_of(version_text);
    status = undo_plan(&job, plan_ret);
    if (status == STATUS_TOO_LARGE)
        say("The plan is too large to be taken back at once.");
    else if (status != STATUS_OK)
        say_no_memory();
    return status == STATUS_OK;
}

/* Is there a redo log beside JOURNAL, which is called PLAN.journal? Where nobody can tell, too. */
static bool has_log(const char *journal)
{
    static const char ending[] = ".journal";
    struct textbuf text = {0};
    struct stat st;
    size_t n = strlen(journal);
    bool has;

    textbuf_str(&text, (struct str){journal, n < sizeof ending ? n : n - (sizeof ending - 1)});
    textbuf_cstr(&text, ".redo");
    textbuf_char(&text, '\0');
    has = text.is_short || lstat(text.at, &st) == 0 || errno != ENOENT;
    textbuf_free(&text);
    return has;
}

static bool fold_and_make(const char *name, const struct journal *journal,
                          const struct planfile *file, const struct drives *drives,
                          struct plan *plan_ret)
{
    struct undoing undoing;
    uint32_t n;
    const struct journal_entry *entries = journal_entries(journal, &n);
    enum status status = undoing_fold(&file->plan, entries, n, has_log(name), &undoing);
    bool is_good = false;

    if (status == STATUS_DAMAGED)
        say("The journal '%s' does not say what is to be taken back: %s.", name, undoing.why);
    else if (status != STATUS_OK)
        say_no_memory();
    else
        is_good = are_volumes(&file->plan, &undoing, drives) &&
                  make(&undoing, &file->plan, drives, plan_ret);
    arena_free(&undoing.arena);
    return is_good;
}

bool undoing_plan(const char *journal, const struct planfile *file, const struct drives *drives,
                  struct plan *plan_ret)
{
    struct journal *opened;
    bool is_good = false;

    plan_begin(plan_ret);
    if (!journal_read(journal, &opened))
        return false;
    if (is_of(journal_about(opened), file))
        is_good = fold_and_make(journal, opened, file, drives, plan_ret);
    else
        say("The journal '%s' is that of another plan.", journal);
    journal_close(opened);
    return is_good;
}
