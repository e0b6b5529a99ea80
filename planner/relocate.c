/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of locationModify as paths: see relocate.h. */
#include "planner/relocate.h"

#include "planner/plan.h"
#include "planner/wellknown.h"

struct relocating {
    const struct relocate_job *job;
    struct relocations *to;
    struct environment old, now; /* of the computers */
    struct environment old_user, now_user;
    uint32_t user; /* of these two; EXPAND_SYSTEM: none yet */
    struct arena scratch;
    enum status status;
};

static void keep_failure(struct relocating *r, enum status status)
{
    if (r->status == STATUS_OK)
        r->status = status;
}

/* ---- Variables ---- */

static bool has_heir(const struct relocating *r, uint32_t user)
{
    return user != EXPAND_SYSTEM && r->job->heirs && r->job->heirs[user].path.n > 0;
}

/* Rules of one user stand side by side mostly. */
static void turn_to(struct relocating *r, uint32_t user)
{
    if (user == EXPAND_SYSTEM || user == r->user)
        return;
    r->user = user;
    r->old_user = (struct environment){.outer = &r->old, .arena = &r->scratch};
    r->now_user = (struct environment){.outer = &r->now, .arena = &r->scratch};
    wellknown_user(r->job->old, &r->job->old->profiles->at[user], &r->old_user);
    if (has_heir(r, user))
        wellknown_user(r->job->now, &r->job->heirs[user], &r->now_user);
    keep_failure(r, r->old_user.status);
    keep_failure(r, r->now_user.status);
}

static const struct environment *variables(struct relocating *r, uint32_t user, bool is_target)
{
    turn_to(r, user);
    if (is_target && r->job->heirs)
        return has_heir(r, user) ? &r->now_user : &r->now;
    return user == EXPAND_SYSTEM ? &r->old : &r->old_user;
}

/* ---- Locations ---- */

/* TEXT up to END, a bracket or nothing, without its escapes; *AT moves behind it. False where there
 * is a star in it. */
static bool take_part(struct relocating *r, struct str text, size_t *at, char end,
                      struct str *part_ret)
{
    char *to = arena_alloc(&r->to->arena, text.n + 1);
    size_t n = 0, kept = 0;

    if (!to) {
        keep_failure(r, STATUS_NO_MEMORY);
        return false;
    }
    while (*at < text.n && text_is_blank((uint8_t)text.at[*at]))
        ++*at;
    for (; *at < text.n && text.at[*at] != end; ++*at) {
        bool is_escaped = text.at[*at] == '^' && *at + 1 < text.n;

        if (text.at[*at] == '*')
            return false;
        *at += is_escaped;
        to[n++] = text.at[*at];
        if (is_escaped || !text_is_blank((uint8_t)text.at[*at]))
            kept = n;
    }
    *part_ret = (struct str){to, kept};
    return true;
}

static bool is_path(struct str path)
{
    return path.n >= 2 && path.at[1] == ':' && (path.at[0] | 0x20) >= 'a' &&
           (path.at[0] | 0x20) <= 'z' && (path.n == 2 || path.at[2] == '\\' || path.at[2] == '/');
}

/* "C:\Folder [name]": a path, and a name or none. */
static bool take_location(struct relocating *r, struct str text, struct str *path_ret,
                          struct str *leaf_ret)
{
    size_t at = 0;

    *leaf_ret = str_of("");
    if (!take_part(r, text, &at, '[', path_ret) || !is_path(*path_ret))
        return false;
    if (at == text.n)
        return true;
    at++;
    if (!take_part(r, text, &at, ']', leaf_ret) || at == text.n)
        return false;
    for (at++; at < text.n; at++)
        if (!text_is_blank((uint8_t)text.at[at]))
            return false;
    return leaf_ret->n == 0 || plan_is_name(*leaf_ret);
}

/* ---- One rule ---- */

enum meaning { A_PATH, NOTHING, NOT_HERE /* nobody takes the user's folders over */ };

static enum meaning read_argument(struct relocating *r, const struct expand_rule *rule,
                                  uint32_t argument, bool is_target, struct str *path_ret,
                                  struct str *leaf_ret)
{
    const struct rules_call *call = rule->rule->call;
    uint32_t user = r->job->expansion->scopes[rule->scope].user;
    const struct environment *env = variables(r, user, is_target);
    struct environment_expanded expanded = {0};

    if (argument >= call->narguments || !call->arguments[argument].at)
        return NOTHING;
    keep_failure(r, environment_expand(env, call->arguments[argument], &r->scratch, &expanded));
    if (r->status != STATUS_OK)
        return NOTHING;
    if (expanded.texts.n == 0 && expanded.why == ENVIRONMENT_OTHER_TURN && is_target &&
        user != EXPAND_SYSTEM && !has_heir(r, user))
        return NOT_HERE;
    return expanded.texts.n == 1 && take_location(r, expanded.texts.at[0], path_ret, leaf_ret)
               ? A_PATH
               : NOTHING;
}

static void note_wrong(struct relocating *r, const struct expand_rule *rule, uint32_t argument)
{
    const struct rules_call *call = rule->rule->call;

    if (r->to->wrong)
        return;
    r->to->wrong = rule;
    r->to->argument = call && argument < call->narguments && call->arguments[argument].at
                          ? call->arguments[argument]
                          : str_of("");
}

static void add(struct relocating *r, uint32_t no)
{
    const struct expand_rule *rule = &r->job->expansion->rules[no];
    struct relocation move = {.rule = no};
    enum meaning meaning = A_PATH;
    uint32_t target = 0;

    if (!rule->rule->call || rule->rule->call->helper->place != HELPER_IN_LOCATION_MODIFY)
        return; /* it has no effect, which its file was told */
    move.kind = rule->rule->call->helper->id;
    if (move.kind == HELPER_RELATIVE_MOVE) {
        meaning = read_argument(r, rule, 0, false, &move.source, &move.leaf);
        target = meaning == A_PATH;
    }
    if (meaning == A_PATH)
        meaning = read_argument(r, rule, target, true, &move.target, &move.leaf);
    if (meaning == A_PATH)
        r->to->at[r->to->n++] = move;
    else if (meaning == NOTHING)
        note_wrong(r, rule, target);
}

enum status relocate_find(const struct relocate_job *job, struct relocations *moves_ret)
{
    struct relocations moves = {0};
    struct relocating r = {.job = job, .to = &moves, .user = EXPAND_SYSTEM};

    r.old.arena = r.now.arena = &r.scratch;
    wellknown_computer(job->old, &r.old);
    wellknown_computer(job->now, &r.now);
    keep_failure(&r, r.old.status);
    keep_failure(&r, r.now.status);
    moves.at = arena_array(&moves.arena, (size_t)job->expansion->nrules + 1, sizeof *moves.at);
    if (!moves.at)
        keep_failure(&r, STATUS_NO_MEMORY);
    for (uint32_t i = 0; i < job->expansion->nrules && r.status == STATUS_OK; i++)
        if (job->expansion->rules[i].rule->kind == RULES_LOCATION_MODIFY)
            add(&r, i);
    arena_free(&r.scratch);
    if (r.status == STATUS_OK)
        *moves_ret = moves;
    else
        arena_free(&moves.arena);
    return r.status;
}

void relocate_free(struct relocations *moves)
{
    arena_free(&moves->arena);
    *moves = (struct relocations){0};
}
