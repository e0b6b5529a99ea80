/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a restore does not do: see usmt_unheeded.h. */
#include "src/usmt_unheeded.h"

#include "src/planning.h"
#include "src/say.h"

enum { ERROR_NOT_SUPPORTED = 50 };

struct unheeded {
    struct usmt_front *front;
    uint64_t n;
};

static void tell(struct unheeded *u, struct rules_place place, const char *what)
{
    const bool goes_on = usmt_options_has(&u->front->line, USMT_C);
    struct textbuf text = {0};

    u->n++;
    textbuf_shown(&text, place.file);
    textbuf_format(&text, ":%u: %s is not heeded when a store is restored.", place.line, what);
    textbuf_char(&text, '\0');
    if (text.is_short)
        say_no_memory();
    else
        usmt_log_error(&u->front->log, ERROR_NOT_SUPPORTED,
                       goes_on ? USMT_LOG_PASSED : USMT_LOG_STOPPED, text.at);
    textbuf_free(&text);
}

static void tell_config(struct unheeded *u, const struct config *config)
{
    for (const struct config_component *c = config->components; c; c = c->next)
        if (!c->is_taken && !c->is_windows)
            tell(u, c->place, "migrate=\"no\"");
    for (const struct config_error *error = config->errors; error; error = error->next)
        if (error->is_fatal)
            tell(u, error->place, "<fatal>");
    for (const struct config_group *group = config->groups; group; group = group->next)
        tell(u, group->place, "<changeGroup>");
}

static enum usmt_code sum_up(const struct unheeded *u)
{
    const bool goes_on = usmt_options_has(&u->front->line, USMT_C);

    if (u->n == 0)
        return USMT_SUCCESS;
    say("Config.xml says %llu things about a restore that are not done: the log '%s' names each. "
        "All that the store has is restored. %s",
        (unsigned long long)u->n, u->front->log_name,
        goes_on ? "/c goes on without them."
                : "Nothing was written; /c goes on without them, and so does loadstate without "
                  "/config.");
    return goes_on ? USMT_WOULD_HAVE_FAILED : USMT_MIGRATION_STOPPED_NONFATAL;
}

enum usmt_code usmt_unheeded(struct usmt_front *front)
{
    struct unheeded u = {.front = front};
    enum usmt_code code = USMT_SUCCESS;
    struct planning planning;

    planning_start(&front->options, &planning);
    if (!planning_read(&planning, front->options.rules.at, front->options.rules.n))
        code = planning.step == PLANNING_CONFIG ? USMT_UNABLE_TO_READ_CONFIG_FILE
                                                : USMT_UNABLE_GET_SCRIPTFILES;
    else if (planning.rules.notes.nby[RULES_ERROR] > 0) {
        say("The rules have errors in them: 'mftlink rules lint' tells everything about them.");
        code = USMT_INIT_ERROR;
    }
    if (code == USMT_SUCCESS) {
        tell_config(&u, &planning.config);
        code = sum_up(&u);
    }
    planning_end(&planning, code == USMT_SUCCESS);
    return code;
}
