/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages, one behind the other: see restore.h. */
#include "planner/restore.h"

#include "planner/restore_place.h"

static bool is_separator(char c)
{
    return c == '\\' || c == '/';
}

/* STORE with one backslash before each step. */
static enum status write_store(struct draft *draft, struct str store)
{
    char *at = arena_alloc(&draft->plan->arena, store.n);
    size_t n = 0;

    if (!at)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < store.n; i++)
        if (!is_separator(store.at[i]))
            at[n++] = store.at[i];
        else if (i + 1 < store.n && !is_separator(store.at[i + 1]))
            at[n++] = '\\';
    draft->plan->store = (struct str){at, n};
    return STATUS_OK;
}

static enum status begin(struct comeback *r)
{
    const struct machine *machine = r->machine;
    size_t n = (size_t)machine->ndrives + 1;
    enum status status = STATUS_OK;

    r->made.arena = r->taken.arena = r->counters.arena = &r->arena;
    r->lookups = arena_array(&r->arena, n, sizeof *r->lookups);
    r->marks = arena_array(&r->arena, n, sizeof *r->marks);
    r->places_of = arena_array(&r->arena, n, sizeof *r->places_of);
    r->planned = arena_array(&r->arena, n, sizeof *r->planned);
    r->secures = arena_array(&r->arena, n, sizeof *r->secures);
    r->is_aside = arena_array(&r->arena, n, sizeof *r->is_aside);
    if (!r->secures || !r->is_aside || !r->lookups || !r->marks || !r->places_of || !r->planned)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < machine->ndrives && status == STATUS_OK; i++)
        if (restoring_is_usable(r, i))
            status =
                lookup_begin(&r->lookups[i], machine->drives[i].index, machine->drives[i].upcase);
    return status;
}

static void end(struct comeback *r)
{
    for (uint32_t i = 0; r->lookups && i < r->machine->ndrives; i++)
        lookup_free(&r->lookups[i]);
    arena_free(&r->arena);
}

static enum status run(struct comeback *r, struct plan *plan)
{
    enum status status = restore_marks(r);

    if (status == STATUS_OK)
        status = restore_walk(r);
    if (status == STATUS_OK)
        status = restore_ask(r);
    if (status == STATUS_OK)
        status = restore_route(r);
    if (status == STATUS_OK)
        status = restore_move(r);
    if (status == STATUS_OK)
        status = restore_links(r);
    if (status == STATUS_OK)
        status = restore_clean(r);
    if (status == STATUS_OK)
        status = restore_name(r);
    if (status == STATUS_OK)
        status = restore_owner(r);
    if (status == STATUS_OK)
        status = restore_secure(r);
    return status == STATUS_OK ? restore_write(r, plan) : status;
}

enum status restore_plan(const struct restore_job *job, struct plan *plan_ret, uint32_t *absent_ret)
{
    uint32_t drive = machine_drive(job->machine, job->store);
    struct comeback r = {.job = job, .machine = job->machine};
    struct draft draft = {.plan = plan_ret};
    enum status status;

    if (drive == MACHINE_NONE)
        return STATUS_NOT_FOUND;
    r.path = job->store;
    r.path.at += job->machine->drives[drive].name.n;
    r.path.n -= job->machine->drives[drive].name.n;
    status = draft_text(&draft, str_of("restore"), &plan_ret->command);
    if (status == STATUS_OK)
        status = write_store(&draft, job->store);
    if (status == STATUS_OK)
        status = begin(&r);
    if (status == STATUS_OK)
        status = run(&r, plan_ret);
    if (status == STATUS_OK)
        *absent_ret = r.absent;
    end(&r);
    return status;
}
