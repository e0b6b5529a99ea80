/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan tells beside its operations: see savetables.h. */
#include "planner/savetables.h"

struct savetables {
    const struct saving *saving;
    struct draft *draft;
    uint32_t *rules; /* of the expansion: in the plan, plus one; 0: not used */
    uint32_t *users; /* of the profiles: in the plan, or PLAN_NONE */
};

static enum status write_volumes(struct savetables *w)
{
    struct plan *plan = w->draft->plan;
    enum status status = STATUS_OK;

    plan->volumes =
        arena_array(&plan->arena, w->saving->job->machine->ndrives, sizeof *plan->volumes);
    if (!plan->volumes)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < w->saving->job->machine->ndrives && status == STATUS_OK; i++)
        status = draft_volume(w->draft, &w->saving->job->volumes[i]);
    return status;
}

/* "PC17\Ann", as --ui and --ue know the user; the folder's name where no account is known. */
static enum status write_user(struct savetables *w, const struct profile *profile,
                              struct plan_user *user)
{
    const struct str account = profile->account.n > 0 ? profile->account : profile->name;
    const struct str domain = profile->account.n > 0 ? profile->domain : str_of("");
    size_t n = domain.n > 0 ? domain.n + 1 : 0;
    char *name = arena_alloc(&w->draft->plan->arena, n + account.n + 1);
    enum status status;

    if (!name)
        return STATUS_NO_MEMORY;
    if (n > 0) {
        memcpy(name, domain.at, domain.n);
        name[domain.n] = '\\';
    }
    if (account.n > 0)
        memcpy(name + n, account.at, account.n);
    user->name = (struct str){name, n + account.n};
    status = draft_text(w->draft, profile->sid, &user->sid);
    return status == STATUS_OK ? draft_text(w->draft, profile->path, &user->path) : status;
}

static enum status write_users(struct savetables *w)
{
    const struct machine *machine = w->saving->job->machine;
    const struct profiles *profiles = machine->profiles;
    struct plan *plan = w->draft->plan;
    enum status status = STATUS_OK;

    plan->users = arena_array(&plan->arena, (size_t)profiles->n + 1, sizeof *plan->users);
    if (!plan->users)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < profiles->n && status == STATUS_OK; i++) {
        bool is_chosen = machine->is_chosen && machine->is_chosen[i];

        w->users[i] = is_chosen ? plan->nusers : PLAN_NONE;
        if (is_chosen)
            status = write_user(w, &profiles->at[i], &plan->users[plan->nusers++]);
    }
    return status;
}

static enum status write_notes(struct savetables *w)
{
    const struct profiles *profiles = w->saving->job->machine->profiles;
    struct plan *plan = w->draft->plan;
    enum status status = STATUS_OK;

    plan->notes = arena_array(&plan->arena, (size_t)profiles->nnotes + 1, sizeof *plan->notes);
    if (!plan->notes)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < profiles->nnotes && status == STATUS_OK; i++)
        status = draft_text(w->draft, profiles->notes[i], &plan->notes[plan->nnotes++]);
    return status;
}

static enum status write_rule(struct savetables *w, const struct expand_rule *from,
                              struct plan_rule *to)
{
    const struct expand_scope *scope = &w->saving->job->expansion->scopes[from->scope];
    enum status status = draft_text(w->draft, scope->component->name, &to->component);

    if (status == STATUS_OK)
        status = draft_text(w->draft, from->place.file, &to->file);
    if (status == STATUS_OK)
        status = draft_text(w->draft, from->text, &to->pattern);
    to->line = from->place.line;
    to->user =
        scope->user < w->saving->job->machine->profiles->n ? w->users[scope->user] : PLAN_NONE;
    return status;
}

/* The rules that took something, in the order of the expansion. */
static enum status write_rules(struct savetables *w)
{
    const struct expansion *expansion = w->saving->job->expansion;
    struct plan *plan = w->draft->plan;
    enum status status = STATUS_OK;
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->saving->nrows; i++)
        if (!saving_is_there(w->saving, &w->saving->rows[i]))
            w->rules[w->saving->rows[i].rule] = 1;
    for (uint32_t i = 0; i < expansion->nrules; i++)
        n += w->rules[i];
    plan->rules = arena_array(&plan->arena, (size_t)n + 1, sizeof *plan->rules);
    if (!plan->rules)
        return STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < expansion->nrules && status == STATUS_OK; i++)
        if (w->rules[i] != 0) {
            status = write_rule(w, &expansion->rules[i], &plan->rules[plan->nrules++]);
            w->rules[i] = plan->nrules;
        }
    return status;
}

static enum status write_heads(struct savetables *w)
{
    const struct saving *saving = w->saving;
    struct plan *plan = w->draft->plan;
    enum status status = draft_text(w->draft, str_of("save"), &plan->command);

    return status == STATUS_OK ? draft_text(w->draft, saving->job->store, &plan->store) : status;
}

enum status savetables_write(struct saving *saving, struct draft *draft, const uint32_t **rules_ret)
{
    struct savetables w = {.saving = saving, .draft = draft};
    enum status status;

    w.users =
        arena_array(&saving->arena, (size_t)saving->job->machine->profiles->n + 1, sizeof *w.users);
    w.rules =
        arena_array(&saving->arena, (size_t)saving->job->expansion->nrules + 1, sizeof *w.rules);
    if (!w.users || !w.rules)
        return STATUS_NO_MEMORY;
    status = write_heads(&w);
    if (status == STATUS_OK)
        status = write_volumes(&w);
    if (status == STATUS_OK)
        status = write_users(&w);
    if (status == STATUS_OK)
        status = write_notes(&w);
    if (status == STATUS_OK)
        status = write_rules(&w);
    if (status == STATUS_OK)
        *rules_ret = w.rules;
    return status;
}
