/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A planning as scanstate has it: see usmt_planning.h. */
#include "src/usmt_planning.h"

#include "planner/remove.h"
#include "src/planpath.h"
#include "src/removing.h"
#include "src/restoring.h"
#include "src/say.h"
#include "src/usmt_refusals.h"
#include "src/usmt_rules.h"
#include "src/usmt_windows.h"

#include <stdio.h>

/* ---- What failed ---- */

/* Is the first error about the Config.xml that /config names? */
static bool is_config(const struct planning *p)
{
    const struct rules_note *note = p->rules.notes.first;

    while (note && rules_note_severity(note->kind) != RULES_ERROR)
        note = note->next;
    return note && p->options->config && str_equal(note->place.file, str_of(p->options->config));
}

static enum usmt_code code_of(const struct planning *p)
{
    switch (p->step) {
    case PLANNING_READ:
        return USMT_UNABLE_GET_SCRIPTFILES;
    case PLANNING_CONFIG:
        return USMT_UNABLE_TO_READ_CONFIG_FILE;
    case PLANNING_SOUND:
        return is_config(p) ? USMT_UNABLE_TO_READ_CONFIG_FILE : USMT_INIT_ERROR;
    case PLANNING_DRIVES:
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    case PLANNING_USERS:
        return USMT_INIT_ERROR;
    case PLANNING_STORE:
        return USMT_INVALID_STORE_LOCATION;
    case PLANNING_EXPAND:
    case PLANNING_SELECT:
        return USMT_UNABLE_FINDMIGUNITS;
    case PLANNING_PLAN:
        break;
    }
    return USMT_UNABLE_DOMIGRATION;
}

/* ---- What was found ---- */

static void log_drives(struct usmt_front *front, const struct planning *p)
{
    const struct drives *drives = &p->drives;

    for (uint32_t i = 0; i < drives->machine.ndrives; i++) {
        const struct plan_volume *volume = &drives->volumes[i];

        usmt_log_put(&front->log, USMT_LOG_INFO, "%.*s Type: Fixed, %.*s, source: %s",
                     (int)volume->drive.n, volume->drive.at, (int)volume->file_system.n,
                     volume->file_system.at, drives->sources[i]);
    }
}

static void tell_computer(struct usmt_front *front, const struct planning *p)
{
    struct textbuf name = {0};

    textbuf_shown(&name, p->profiles.computer);
    textbuf_char(&name, '\0');
    if (!name.is_short && name.n > 1) {
        usmt_log_put(&front->log, USMT_LOG_INFO, "Computer: %s", name.at);
        usmt_progress_put(&front->progress, "computerName", name.at);
    }
    textbuf_free(&name);
}

static const char *name_of(const struct profile *profile, struct textbuf *to)
{
    to->n = 0;
    if (profile->account.n > 0) {
        textbuf_shown(to, profile->domain);
        textbuf_char(to, '\\');
        textbuf_shown(to, profile->account);
    } else {
        textbuf_shown(to, profile->name.n > 0 ? profile->name : profile->sid);
    }
    textbuf_char(to, '\0');
    return to->is_short ? "?" : to->at;
}

static void log_users(struct usmt_front *front, const struct planning *p)
{
    struct textbuf name = {0};

    for (uint32_t i = 0; i < p->profiles.n; i++) {
        const struct profile *profile = &p->profiles.at[i];
        const char *user = name_of(profile, &name);
        const bool takes_part = p->drives.machine.is_chosen[i];

        usmt_log_put(&front->log, USMT_LOG_INFO, "User: %s, has profile: %s, migrated: %s (%s)",
                     user, profile->folder != INDEX_NONE ? "Yes" : "No", takes_part ? "Yes" : "No",
                     userchoice_phrase(p->why[i]));
        if (p->why[i] != USERCHOICE_SYSTEM)
            usmt_progress_pair(&front->progress, "detectedUser", user, "includedInMigration",
                               takes_part ? "Yes" : "No");
    }
    textbuf_free(&name);
}

static void log_components(struct usmt_front *front, const struct planning *p)
{
    struct textbuf name = {0}, user = {0};

    for (uint32_t i = 0; i < p->expansion.nscopes; i++) {
        const struct expand_scope *scope = &p->expansion.scopes[i];
        const char *whose = scope->user == EXPAND_SYSTEM
                                ? "This Computer"
                                : name_of(&p->profiles.at[scope->user], &user);

        if (!scope->has_include)
            continue;
        name.n = 0;
        textbuf_shown(&name, scope->component->name);
        textbuf_char(&name, '\0');
        if (name.is_short)
            break;
        usmt_progress_pair(&front->progress, "forUser", whose, "detectedComponent", name.at);
        if (front->log.verbosity & USMT_VERBOSE)
            usmt_log_put(&front->log, USMT_LOG_INFO, "Component: %s, for %s", name.at, whose);
    }
    textbuf_free(&name);
    textbuf_free(&user);
}

enum usmt_code usmt_planning_begin(struct usmt_front *front, unsigned want,
                                   struct planning *planning_ret)
{
    struct planning *p = planning_ret;

    usmt_progress_put(&front->progress, "PHASE", "Initializing");
    if (!planning_begin(&front->options, NULL, want, p))
        return code_of(p);
    if (!usmt_windows_is_named(&front->line, p))
        return USMT_INIT_ERROR;
    tell_computer(front, p);
    usmt_progress_put(&front->progress, "PHASE", "Scanning");
    log_drives(front, p);
    log_users(front, p);
    log_components(front, p);
    return USMT_SUCCESS;
}

/* ---- The plan ---- */

static void log_operations(struct usmt_front *front, const struct plan *plan)
{
    struct textbuf text = {0};

    for (uint32_t i = 0; i < plan->nops && front->log.verbosity & USMT_OBJECTS; i++) {
        const struct plan_op *op = &plan->ops[i];

        text.n = 0;
        planpath_subject(plan, op, &text);
        textbuf_char(&text, '\0');
        if (!text.is_short)
            usmt_log_put(&front->log, USMT_LOG_INFO, "Object: %s %s", plan_kind_word(op->kind),
                         text.at);
    }
    textbuf_free(&text);
}

static void log_notes(struct usmt_front *front, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->nnotes; i++)
        usmt_log_put(&front->log, USMT_LOG_WARNING, "%.*s", (int)plan->notes[i].n,
                     plan->notes[i].at);
}

static void tell_size(struct usmt_front *front, const struct plan *plan)
{
    uint64_t bytes = 0;
    char number[32];

    for (uint32_t i = 0; i < plan->nops; i++)
        if ((plan->ops[i].kind == PLAN_LINK || plan->ops[i].kind == PLAN_COPY) &&
            plan->ops[i].expect.size <= UINT64_MAX - bytes)
            bytes += plan->ops[i].expect.size;
    snprintf(number, sizeof number, "%llu", (unsigned long long)(bytes >> 20));
    usmt_progress_put(&front->progress, "totalSizeInMBToTransfer", number);
}

static enum usmt_code tell_plan(struct usmt_front *front, struct planning *p)
{
    log_notes(front, &p->plan);
    log_operations(front, &p->plan);
    tell_size(front, &p->plan);
    return usmt_refusals(front, &p->plan);
}

/* The computer first, as USMT has it, then each user of whom anything may be taken. */
static void tell_collecting(struct usmt_front *front, const struct planning *p)
{
    struct textbuf name = {0};

    usmt_progress_put(&front->progress, "collectingUser", "This Computer");
    for (uint32_t i = 0; i < p->profiles.n; i++)
        if (p->drives.machine.is_chosen[i])
            usmt_progress_put(&front->progress, "collectingUser",
                              name_of(&p->profiles.at[i], &name));
    textbuf_free(&name);
}

enum usmt_code usmt_planning_make(struct usmt_front *front, struct planning *p)
{
    usmt_progress_put(&front->progress, "PHASE", "Collecting");
    tell_collecting(front, p);
    return planning_make(p) ? tell_plan(front, p) : code_of(p);
}

/* ---- Of a restore ---- */

static enum usmt_code code_of_restore(const struct planning *p)
{
    if (p->step == PLANNING_STORE)
        return USMT_ERROR_CORRUPTED_NOTENCRYPTED_STORE;
    return p->step == PLANNING_EXPAND ? USMT_INVALID_PARAMETERS : code_of(p);
}

enum usmt_code usmt_planning_restore(struct usmt_front *front, struct planning *planning_ret)
{
    struct planning *p = planning_ret;

    usmt_progress_put(&front->progress, "PHASE", "Initializing");
    planning_start(&front->options, p);
    if ((front->options.rules.n > 0 && !planning_rules(p)) || !planning_open(p, NULL, 0))
        return code_of(p);
    tell_computer(front, p);
    log_drives(front, p);
    log_users(front, p);
    if (!usmt_planning_has_store(p, front->store)) {
        removing_say_none(&front->options, &p->drives.machine);
        return USMT_INVALID_STORE_LOCATION;
    }
    usmt_progress_put(&front->progress, "PHASE", "Collecting");
    return restoring_make(p) ? tell_plan(front, p) : code_of_restore(p);
}

/* ---- Of a store that is in the way ---- */

enum usmt_code usmt_planning_try(struct usmt_front *front, struct planning *p)
{
    if (!planning_make(p))
        return code_of(p);
    return usmt_refusals_stop(front, &p->plan) ? usmt_refusals(front, &p->plan) : USMT_SUCCESS;
}

/* ---- Is it there? ---- */

bool usmt_planning_has_store(const struct planning *p, const char *store)
{
    const struct machine *machine = &p->drives.machine;

    for (uint32_t i = 0; i < machine->ndrives; i++) {
        const struct machine_drive *drive = &machine->drives[i];
        struct str path = {store + 2, strlen(store + 2)};
        uint32_t name;

        if (drive->is_ntfs &&
            path_find(drive->index, path, drive->upcase, &name, NULL) == STATUS_OK &&
            remove_is_store(drive, drive->index->names.file[name]))
            return true;
    }
    return false;
}
