/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of USMT's programs: see usmt_plans.h. */
#include "src/usmt_plans.h"

#include "src/apply.h"
#include "src/applybar.h"
#include "src/onego.h"
#include "src/say.h"

enum { PLANS_MAX = 1000 };

/* ---- Names ---- */

static const char *word_of(const char *command)
{
    if (strcmp(command, "save") == 0)
        return "scanstate";
    return strcmp(command, "restore") == 0 ? "loadstate" : "remove";
}

static const char *name_of(struct usmt_front *front, const char *command, uint64_t serial,
                           unsigned number)
{
    struct textbuf text = {0};
    const char *name = NULL;
    char *at = NULL;

    textbuf_format(&text, "mftlink-%s-%08X%08X", word_of(command), (unsigned)(serial >> 32),
                   (unsigned)serial);
    if (number > 1)
        textbuf_format(&text, "-%u", number);
    textbuf_cstr(&text, ".parquet");
    if (!text.is_short)
        at = arena_alloc(&front->arena, text.n + 1);
    if (at) {
        memcpy(at, text.at, text.n);
        at[text.n] = '\0';
        name = usmt_front_place(front, at);
    } else {
        say_no_memory();
    }
    textbuf_free(&text);
    return name;
}

/* Is what was begun this very thing, and not done? */
static bool is_this(const struct usmt_front *front, const char *command,
                    const struct onego_begun *begun)
{
    const struct plan *plan = &begun->file.plan;

    return !begun->is_finished && str_equal(plan->command, str_of(command)) &&
           text_same_folded(plan->store, str_of(front->store), NULL);
}

enum usmt_code usmt_plans_choose(struct usmt_front *front, const char *command, uint64_t serial,
                                 struct usmt_plans_choice *choice_ret)
{
    for (unsigned number = 1; number <= PLANS_MAX; number++) {
        const char *name = name_of(front, command, serial, number);
        struct onego_begun begun;
        bool is_begun;

        if (!name)
            return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
        if (!onego_is_begun(name)) {
            *choice_ret = (struct usmt_plans_choice){name, false};
            return USMT_SUCCESS;
        }
        if (!onego_load(name, &front->options, &begun))
            return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
        is_begun = is_this(front, command, &begun);
        plan_free(&begun.file.plan);
        if (is_begun) {
            *choice_ret = (struct usmt_plans_choice){name, true};
            return USMT_SUCCESS;
        }
    }
    say("There are a thousand plans for this volume here, with their journals: put those that "
        "nobody needs elsewhere.");
    return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
}

uint64_t usmt_plans_serial(const struct usmt_front *front, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->nvolumes; i++)
        if (text_same_folded(plan->volumes[i].drive, (struct str){front->store, 2}, NULL))
            return plan->volumes[i].serial;
    return plan->nvolumes > 0 ? plan->volumes[0].serial : 0;
}

/* ---- Carrying out ---- */

static enum usmt_code code_of(enum command_exit code, enum apply_step step)
{
    if (command_is_done(code))
        return USMT_SUCCESS;
    if (code != COMMAND_FAILED && code != COMMAND_USAGE)
        return USMT_STATUS_CANCELED; /* by a signal */
    switch (step) {
    case APPLY_CHECK:
        return USMT_FAILED_MIGSTARTUP;
    case APPLY_ASK:
        return USMT_STATUS_CANCELED;
    case APPLY_WRITE:
        return USMT_UNABLE_DOMIGRATION;
    case APPLY_OPEN:
    case APPLY_TELL:
        break;
    }
    return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
}

static void watch(void *context, uint64_t done, uint64_t all)
{
    usmt_progress_percent(context, done, all);
}

static enum usmt_code run_dry(struct usmt_front *front, struct plan *plan, const char *name)
{
    enum command_exit code = onego_run(&front->options, NULL, plan, name, ONEGO_DROP);

    return command_is_done(code) ? USMT_SUCCESS : USMT_FAILED_MIGSTARTUP;
}

enum usmt_code usmt_plans_run(struct usmt_front *front, struct plan *plan,
                              const struct usmt_plans_choice *choice)
{
    enum command_exit code;
    enum apply_step step;

    if (front->options.dry_run)
        return run_dry(front, plan, choice->name);
    if (choice->is_begun)
        say("'%s' was begun before: it goes on.", choice->name);
    else if (!planfile_save(plan, choice->name, front->options.jobs))
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    plan_free(plan);
    usmt_progress_put(&front->progress, "PHASE",
                      front->line.program == USMT_LOADSTATE ? "Applying" : "Saving");
    applybar_watch(watch, &front->progress);
    code = apply_plan_to(&front->options, NULL, choice->name, true, &step);
    applybar_watch(NULL, NULL);
    if (command_is_done(code))
        usmt_progress_percent(&front->progress, 1, 1);
    return code_of(code, step);
}
