/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals as USMT tells of them: see usmt_refusals.h. */
#include "src/usmt_refusals.h"

#include "src/planpath.h"
#include "src/say.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ERROR_NONE_MAPPED = 1332,
    ERROR_FILE_ENCRYPTED = 6002,
    ERROR_NOT_SUPPORTED = 50,
};

/*
 * Which refusals are no errors:
 * - what nobody wants to take with a file: NTFS's own, folders that lead elsewhere;
 * - what the command line says is to be left out: /efs:skip;
 * - what rules say is to be: IgnoreIrrelevantLinks, DestinationPriority;
 * - what no rule moves out of its way: Windows' own;
 * - a user whose folder is not there: there is nothing of that user;
 * - of a store, what is no part of it.
 */
static bool is_warning(enum plan_reason reason)
{
    return reason == PLAN_IS_SYSTEM || reason == PLAN_FOLDER_REPARSE || reason == PLAN_EFS_SKIP ||
           reason == PLAN_IRRELEVANT_LINK || reason == PLAN_KEPT_THERE ||
           reason == PLAN_PROFILE_UNREADABLE || reason == PLAN_NOT_OURS ||
           reason == PLAN_OF_WINDOWS;
}

/* MIG_FAIL_ON_PROFILE_ERROR=0 passes over users whom no account knows, as with USMT. */
static bool passes_users(void)
{
    const char *value = getenv("MIG_FAIL_ON_PROFILE_ERROR");

    return value && strcmp(value, "0") == 0;
}

uint32_t usmt_refusals_error(enum plan_reason reason)
{
    uint32_t code = plan_reason_code(reason);

    if (is_warning(reason) || (reason == PLAN_PROFILE_ORPHANED && passes_users()))
        return 0;
    if (reason == PLAN_PROFILE_ORPHANED)
        return ERROR_NONE_MAPPED;
    if (reason == PLAN_EFS_ABORT)
        return ERROR_FILE_ENCRYPTED;
    return code ? code : ERROR_NOT_SUPPORTED;
}

/* "C:\dir [file]", as USMT writes a file. */
static void put_encoded(struct str path, struct textbuf *to)
{
    size_t n = path.n;

    while (n > 0 && path.at[n - 1] != '\\')
        n--;
    if (n == 0) {
        textbuf_str(to, path);
        return;
    }
    textbuf_str(to, (struct str){path.at, n > 3 ? n - 1 : n});
    textbuf_cstr(to, " [");
    textbuf_str(to, (struct str){path.at + n, path.n - n});
    textbuf_char(to, ']');
}

static void tell_one(struct usmt_front *front, const struct plan *plan, const struct plan_op *op,
                     enum usmt_log_fate fate)
{
    uint32_t error = usmt_refusals_error(op->reason);
    struct textbuf path = {0}, text = {0};
    char number[16];

    planpath_subject(plan, op, &path);
    textbuf_format(&text, error ? "Read error %u for " : "Left out: ", error);
    put_encoded(textbuf_view(&path), &text);
    textbuf_format(&text, ". %s: %s.", plan_reason_word(op->reason),
                   plan_reason_sentence(op->reason));
    textbuf_char(&text, '\0');
    textbuf_char(&path, '\0');
    if (text.is_short || path.is_short) {
        say_no_memory();
    } else if (error) {
        snprintf(number, sizeof number, "%u", error);
        usmt_log_error(&front->log, error, fate, text.at);
        usmt_progress_pair(&front->progress, "error",
                           front->line.program == USMT_LOADSTATE ? "UnableToApply" : "UnableToOpen",
                           "objectName", path.at);
        usmt_progress_pair(&front->progress, "action", fate == USMT_LOG_PASSED ? "Ignore" : "Abort",
                           "errorCode", number);
        usmt_progress_put(&front->progress, "message", plan_reason_sentence(op->reason));
    } else {
        usmt_log_put(&front->log, USMT_LOG_WARNING, "%s", text.at);
    }
    textbuf_free(&path);
    textbuf_free(&text);
}

/* Are all errors about users who are not there? */
static bool is_of_users(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->nrefusals; i++)
        if (plan->refusals[i].reason != PLAN_NO_USER &&
            usmt_refusals_error(plan->refusals[i].reason) != 0)
            return false;
    return true;
}

static enum usmt_code say_users(const struct usmt_front *front)
{
    say("Users of the store are not on this Windows: the log '%s' names them. Nothing was written; "
        "/mu:OLD\\user:user gives the files of one to another, or to one who is to come, and /c "
        "goes on without them.",
        front->log_name);
    return USMT_ERROR_USE_LAC;
}

static enum usmt_code say_stop(const struct usmt_front *front, uint64_t nerrors, bool is_efs,
                               bool is_fatal)
{
    if (is_efs) {
        say("Gather was aborted because of an EFS file: the log names each. Nothing was written; "
            "/efs:hardlink, copyraw or skip says what is to become of them.");
        return USMT_STATUS_CANCELED;
    }
    if (is_fatal)
        say("ErrorControl of Config.xml calls an error fatal that was met: the log '%s' names it. "
            "Nothing was written.",
            front->log_name);
    else
        say("%llu files or users cannot be taken: the log '%s' names each. Nothing was written; /c "
            "goes on without them.",
            (unsigned long long)nerrors, front->log_name);
    return USMT_MIGRATION_STOPPED_NONFATAL;
}

enum usmt_code usmt_refusals(struct usmt_front *front, const struct plan *plan)
{
    const bool goes_on = usmt_options_has(&front->line, USMT_C);
    uint64_t nerrors = 0;
    bool is_efs = false;

    for (uint32_t i = 0; i < plan->nrefusals; i++) {
        const enum plan_reason reason = plan->refusals[i].reason;

        is_efs |= reason == PLAN_EFS_ABORT;
        nerrors += usmt_refusals_error(reason) != 0;
        tell_one(front, plan, &plan->refusals[i],
                 reason == PLAN_EFS_ABORT || (goes_on && plan->is_blocked) ? USMT_LOG_FATAL
                 : goes_on                                                 ? USMT_LOG_PASSED
                                                                           : USMT_LOG_STOPPED);
    }
    if (front->line.program == USMT_LOADSTATE && nerrors > 0 && !goes_on && is_of_users(plan))
        return say_users(front);
    if (is_efs || plan->is_blocked || (nerrors > 0 && !goes_on))
        return say_stop(front, nerrors, is_efs, plan->is_blocked);
    if (nerrors == 0)
        return USMT_SUCCESS;
    say("%llu files or users cannot be taken, and /c goes on without them: read the log '%s' "
        "before anything of the old system is deleted.",
        (unsigned long long)nerrors, front->log_name);
    return USMT_WOULD_HAVE_FAILED;
}

bool usmt_refusals_stop(const struct usmt_front *front, const struct plan *plan)
{
    if (plan->is_blocked)
        return true;
    for (uint32_t i = 0; i < plan->nrefusals && !usmt_options_has(&front->line, USMT_C); i++)
        if (plan->refusals[i].reason != PLAN_NAME_TAKEN &&
            usmt_refusals_error(plan->refusals[i].reason) != 0)
            return true;
    return false;
}
