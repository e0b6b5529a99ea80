/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans that restore a store: see restoring.h. */
#include "src/restoring.h"

#include "planner/restore.h"
#include "src/audit_manifests.h"
#include "src/newplaces.h"
#include "src/planning_notes.h"
#include "src/removing.h"
#include "src/restoring_cleanup.h"
#include "src/restoring_links.h"
#include "src/restoring_rules.h"
#include "src/restoring_sids.h"
#include "src/restoring_versions.h"
#include "src/say.h"
#include "src/version.h"

#include <stdio.h>
#include <string.h>

struct restoring_with {
    struct planning *planning;
    struct oldwindows old;
    struct audit_part *audit; /* of each drive: its manifests */
    struct restore_part *parts;
    struct knownfolders folders;
    struct relocations moves;
    struct sidmap sids;
    const struct linktargets *links;
    struct expansion cleanup;
    struct fileversions versions;
    uint32_t absent;
};

bool restoring_is_asked(const struct options *options, const char *source)
{
    if (!options->store) {
        say("Say which store is to be restored: --store 'C:\\migdata'.");
        return false;
    }
    return drives_are_chosen(options, source);
}

/* ---- Manifests ---- */

/* By the layout alone what is not the store's would be restored, too, and copies linked. */
static bool read_manifests(struct restoring_with *w)
{
    const struct drives *drives = &w->planning->drives;
    const struct options *options = w->planning->options;
    size_t n = (size_t)drives->machine.ndrives + 1;

    w->audit = arena_array(&w->planning->arena, n, sizeof *w->audit);
    w->parts = arena_array(&w->planning->arena, n, sizeof *w->parts);
    if (!w->audit || !w->parts)
        return say_no_memory(), false;
    if (!audit_manifests_read(options, drives, str_of(options->store), w->audit))
        return false;
    for (uint32_t i = 0; i < drives->machine.ndrives; i++) {
        const struct audit_part *from = &w->audit[i];

        if (from->is_unread) {
            say("Nothing is restored from a store whose manifests cannot be read.");
            return false;
        }
        w->parts[i] = from->is_given ? (struct restore_part){&from->given, 1}
                                     : (struct restore_part){from->found.manifests, from->found.n};
    }
    return true;
}

/* ---- Notes ---- */

static bool note(struct plan *plan, const char *format, const char *what)
{
    struct textbuf text = {0};

    textbuf_format(&text, format, what);
    return planning_notes_add(plan, &text);
}

static bool note_absent(const struct restoring_with *w, struct plan *plan)
{
    char drives[4 * 26 + 1];
    size_t n = 0;

    for (unsigned i = 0; i < 26; i++)
        if (w->absent >> i & 1)
            n += (size_t)snprintf(drives + n, sizeof drives - n, "%s%c:", n ? ", " : "", 'A' + i);
    return note(plan,
                "What was on %s, which was not given, goes to the drive of Windows: give it with "
                "--drive if it is still there.",
                drives);
}

static bool write_notes(const struct restoring_with *w, struct plan *plan)
{
    const struct profiles *now = w->planning->drives.machine.profiles;
    bool is_good = true;

    if (now->windows == INDEX_NONE && now->n == 0)
        is_good =
            note(plan, "%s", "There is no Windows on what was given: all goes to its old place.");
    else if (!w->old.is_moved)
        is_good = note(plan, "%s",
                       "There is no \\Windows.old: the store's own folders tell whose files they "
                       "were, and folders that were redirected are not known.");
    if (is_good && w->absent)
        is_good = note_absent(w, plan);
    return is_good;
}

/* ---- The plan ---- */

/* Again, as long as there are versions that the plan has to know and nobody has looked at: a second
 * time mostly, since what comes and what is there are asked for together. */
static enum status draw(struct restoring_with *w, const struct restore_job *job, bool *is_good_ret)
{
    enum { ROUNDS_MAX = 8 };
    struct planning *p = w->planning;
    bool is_more = true;
    enum status status = STATUS_OK;

    *is_good_ret = true;
    for (int round = 0; round < ROUNDS_MAX && is_more && *is_good_ret; round++) {
        plan_free(&p->plan);
        p->plan.version = str_of(version_text);
        status = restore_plan(job, &p->plan, &w->absent);
        if (status != STATUS_OK)
            return status;
        *is_good_ret = restoring_versions_read(p, &w->versions, &is_more);
    }
    return status;
}

static bool make(struct restoring_with *w)
{
    struct planning *p = w->planning;
    bool is_good;
    const struct restore_job job = {
        .machine = &p->drives.machine,
        .volumes = p->drives.volumes,
        .parts = w->parts,
        .store = str_of(p->options->store),
        .folders = &w->folders,
        .expansion = &p->expansion,
        .moves = &w->moves,
        .sids = &w->sids,
        .links = w->links,
        .cleanup = w->cleanup.nrules > 0 ? &w->cleanup : NULL,
        .versions = &w->versions,
    };
    enum status status = draw(w, &job, &is_good);

    if (!is_good)
        return false;
    if (status == STATUS_NOT_FOUND)
        removing_say_none(p->options, &p->drives.machine);
    else if (status == STATUS_TOO_LARGE)
        say("The plan would have more operations than a plan can have.");
    else if (status != STATUS_OK || !write_notes(w, &p->plan) || !restoring_rules_note(p) ||
             !restoring_cleanup_note(p, &w->cleanup) || !restoring_versions_note(p, &w->versions) ||
             !restoring_sids_note(p, &w->sids))
        say_no_memory();
    else
        return true;
    return false;
}

bool restoring_make(struct planning *planning)
{
    struct restoring_with w = {.planning = planning};
    bool is_good = oldwindows_find(&planning->drives, &planning->drives.machine,
                                   str_of(planning->options->store), &w.old);

    planning->step = PLANNING_STORE;
    is_good = is_good && read_manifests(&w);
    planning->step = is_good ? PLANNING_EXPAND : planning->step;
    is_good = is_good &&
              newplaces_match(&w.old, &planning->drives.machine, planning->options, &w.folders) &&
              restoring_sids_find(planning, &w.old, &w.folders, &w.sids) &&
              restoring_rules_mean(planning, &w.old, &w.folders, &w.moves) &&
              restoring_links_find(planning, &w.links) &&
              restoring_cleanup_mean(planning, &w.old, &w.folders, &w.cleanup) &&
              restoring_versions_begin(planning, &w.versions);
    planning->step = is_good ? PLANNING_PLAN : planning->step;
    is_good = is_good && make(&w);

    fileversions_free(&w.versions);
    expand_free(&w.cleanup);
    relocate_free(&w.moves);
    knownfolders_free(&w.folders);
    if (w.audit)
        audit_manifests_free(w.audit, planning->drives.machine.ndrives);
    oldwindows_free(&w.old);
    return is_good;
}
