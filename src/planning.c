/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a command line to a plan: see planning.h. */
#include "src/planning.h"

#include "src/backing.h"
#include "src/configxml.h"
#include "src/migxml.h"
#include "src/planning_notes.h"
#include "src/planning_old.h"
#include "src/planning_users.h"
#include "src/rules_syntax.h"
#include "src/say.h"
#include "src/version.h"

static const char usual_store[] = "C:\\migdata";

bool planning_is_asked(const struct options *options, const char *source)
{
    if (!drives_are_chosen(options, source))
        return false;
    if (options->rules.n > 0)
        return true;
    say("Say what to take: --rules FILE..., or --rules builtin:user. 'mftlink help rules' tells "
        "about rules.");
    return false;
}

/* ---- Rules ---- */

static void say_errors(const struct rules_notes *notes)
{
    enum { SOME = 20 };
    size_t n = 0;

    for (const struct rules_note *note = notes->first; note && n < SOME; note = note->next)
        if (rules_note_severity(note->kind) == RULES_ERROR) {
            say("%.*s:%u: %.*s", (int)note->place.file.n, note->place.file.at, note->place.line,
                (int)note->text.n, note->text.at);
            n++;
        }
}

/* Rules with an error in them mean something that nobody knows: no plan is made of them. */
static bool is_sound(const struct rules_notes *notes)
{
    if (notes->is_short) {
        say_no_memory();
        return false;
    }
    if (notes->nby[RULES_ERROR] == 0)
        return true;
    say_errors(notes);
    say("Nothing is planned by rules with errors in them. 'mftlink rules lint' tells everything "
        "about them.");
    return false;
}

bool planning_read(struct planning *p, const char *const *files, int n)
{
    bool is_good = true;

    /* Also behind one that cannot be read: all mistakes are told at once. */
    for (int i = 0; i < n; i++)
        is_good = migxml_read(&p->rules, files[i]) && is_good;
    if (p->options->config && !configxml_read(&p->config, &p->rules.notes, p->options->config)) {
        p->step = is_good ? PLANNING_CONFIG : PLANNING_READ;
        is_good = false;
    }
    rules_syntax(&p->rules);
    return is_good;
}

bool planning_expand(struct planning *p, const struct machine *machine)
{
    const struct expand_job job = {&p->rules, &p->config, machine};
    enum status status = expand(&job, &p->expansion);

    if (status == STATUS_NO_MEMORY)
        say_no_memory();
    else if (status != STATUS_OK)
        say("The rules mean more patterns than can be weighed (16 million): take some out.");
    return status == STATUS_OK;
}

bool planning_mean(struct planning *p, const struct machine *machine)
{
    return planning_expand(p, machine) && is_sound(&p->expansion.notes);
}

/* ---- Beginning ---- */

static bool read_locked_list(struct planning *p)
{
    return !p->options->locked_list || lockedlist_read(p->options->locked_list, &p->locked);
}

/* The store is the user's word where there is one; else the usual place on the drive of Windows. */
static bool choose_store(struct planning *p)
{
    const struct machine *machine = &p->drives.machine;
    struct str drive = machine->drives[machine->system].name;
    const char *why;

    if (p->options->store) {
        p->store = str_of(p->options->store);
    } else {
        char *path = arena_alloc(&p->arena, sizeof usual_store);

        if (!path)
            return say_no_memory(), false;
        memcpy(path, usual_store, sizeof usual_store);
        path[0] = drive.at[0];
        p->store = str_of(path);
    }
    why = save_refuses_store(machine, p->store);
    if (why)
        say("The store '%.*s' %s.", (int)p->store.n, p->store.at, why);
    return !why && planning_old_allows_store(p);
}

void planning_start(const struct options *options, struct planning *planning_ret)
{
    *planning_ret = (struct planning){.options = options, .store = str_of("")};
    rules_begin(&planning_ret->rules);
    plan_begin(&planning_ret->plan);
}

/* Is PATH (NULL: none) the file INPUT, which is read? Then it has said so. */
static bool is_input(const char *path, const char *input)
{
    if (!path || !input || strcmp(path, "-") == 0 || !backing_is_same(path, input))
        return false;
    say("Writing '%s' would overwrite what is read. Write it elsewhere.", path);
    return true;
}

static bool inputs_stay(const struct options *o)
{
    const char *const inputs[] = {o->config, o->locked_list};

    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        if (is_input(o->out, inputs[i]) || is_input(o->usmt_xml, inputs[i]))
            return false;
    for (int i = 0; i < o->rules.n; i++)
        if (is_input(o->out, o->rules.at[i]) || is_input(o->usmt_xml, o->rules.at[i]))
            return false;
    return true;
}

static bool at(struct planning *p, enum planning_step step)
{
    p->step = step;
    return true;
}

bool planning_open(struct planning *p, const char *source, unsigned want)
{
    want |= WANT_CHILDREN | WANT_TIMES | WANT_SECURITY; /* owners are told in manifests */
    p->is_open = at(p, PLANNING_DRIVES) && drives_open(p->options, source, want, &p->drives);
    return p->is_open && drives_allow(&p->drives, p->options->out) &&
           drives_allow(&p->drives, p->options->usmt_xml) && at(p, PLANNING_USERS) &&
           planning_old_take(p) && planning_users(p) && planning_old_is_found(p);
}

bool planning_rules(struct planning *p)
{
    return inputs_stay(p->options) && planning_read(p, p->options->rules.at, p->options->rules.n) &&
           at(p, PLANNING_SOUND) && is_sound(&p->rules.notes);
}

bool planning_begin(const struct options *options, const char *source, unsigned want,
                    struct planning *planning_ret)
{
    struct planning *p = planning_ret;

    planning_start(options, p);
    return planning_rules(p) && read_locked_list(p) && planning_open(p, source, want) &&
           at(p, PLANNING_STORE) && choose_store(p) && at(p, PLANNING_EXPAND) &&
           planning_mean(p, &p->drives.machine);
}

/* ---- The plan ---- */

static bool select_all(struct planning *p)
{
    const struct machine *machine = &p->drives.machine;
    enum status status = STATUS_OK;

    p->selections = arena_array(&p->arena, machine->ndrives, sizeof *p->selections);
    if (!p->selections)
        return say_no_memory(), false;
    for (uint32_t i = 0; i < machine->ndrives && status == STATUS_OK; i++) {
        status = select_names(&p->expansion, machine, i, &p->selections[i]);
        if (status == STATUS_NO_MEMORY)
            say_no_memory();
        else if (status != STATUS_OK)
            say("Nothing can be selected on %.*s: %s.", (int)machine->drives[i].name.n,
                machine->drives[i].name.at,
                status == STATUS_NOT_FOUND ? "its root folder is not there" : status_text(status));
    }
    return status == STATUS_OK;
}

/* The users who are errors: nobody is left out in silence. */
static const struct save_left_out *left_out(struct planning *p, uint32_t *n_ret)
{
    struct save_left_out *rows = arena_array(&p->arena, (size_t)p->profiles.n + 1, sizeof *rows);
    uint32_t n = 0;

    for (uint32_t i = 0; rows && i < p->profiles.n; i++)
        if (p->why[i] == USERCHOICE_ORPHANED)
            rows[n++] = (struct save_left_out){i, PLAN_PROFILE_ORPHANED};
        else if (p->why[i] == USERCHOICE_UNUSABLE)
            rows[n++] = (struct save_left_out){i, PLAN_PROFILE_UNREADABLE};
    *n_ret = n;
    return rows;
}

static enum status plan_all(struct planning *p)
{
    struct save_job job = {
        .machine = &p->drives.machine,
        .volumes = p->drives.volumes,
        .expansion = &p->expansion,
        .selections = p->selections,
        .config = &p->config,
        .store = p->store,
        .locks = p->locked.locks,
        .nlocks = p->locked.n,
        .efs = p->options->efs,
    };

    job.left_out = left_out(p, &job.nleft_out);
    p->plan.version = str_of(version_text);
    return job.left_out ? save_plan(&job, &p->plan) : STATUS_NO_MEMORY;
}

bool planning_make(struct planning *p)
{
    enum status status;

    p->step = PLANNING_SELECT;
    if (!select_all(p))
        return false;
    p->step = PLANNING_PLAN;
    status = plan_all(p);
    if (status == STATUS_TOO_LARGE)
        say("The plan would have more operations than a plan can have (4 billion).");
    else if (status != STATUS_OK || !planning_notes(p))
        say_no_memory();
    else
        return planning_old_end(p), true;
    return false;
}

enum command_exit planning_end(struct planning *p, bool is_good)
{
    enum command_exit code = is_good ? COMMAND_DONE : COMMAND_FAILED;

    if (p->is_open)
        code = drives_close(&p->drives, is_good);
    plan_free(&p->plan);
    for (uint32_t i = 0; p->selections && i < p->drives.machine.ndrives; i++)
        select_free(&p->selections[i]);
    expand_free(&p->expansion);
    lockedlist_free(&p->locked);
    config_free(&p->config);
    rules_free(&p->rules);
    profiles_free(&p->profiles);
    unmoved_free(&p->unmoved);
    arena_free(&p->arena);
    return code;
}
