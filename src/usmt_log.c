/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logs of USMT's programs: see usmt_log.h. */
#define _GNU_SOURCE /* localtime_r, O_CLOEXEC */
#include "src/usmt_log.h"

#include "src/filetime.h"
#include "src/nowtime.h"
#include "src/say.h"
#include "src/usmt_rules.h"
#include "src/version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LEVEL_COLUMNS = 22, TICKS_PER_MS = 10000 };

/* ---- Lines ---- */

static void write_all(struct usmt_log *log, struct str text)
{
    if (log->verbosity & USMT_DEBUG)
        fwrite(text.at, 1, text.n, stderr);
    while (text.n > 0 && !log->has_failed) {
        ssize_t n = write(log->fd, text.at, text.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            log->has_failed = true;
            say("The log cannot be written on: %s.", strerror(errno));
            return;
        }
        text = (struct str){text.at + n, text.n - (size_t)n};
    }
}

/* The local time; *MS_RET behind its seconds. */
static struct tm now(unsigned *ms_ret)
{
    uint64_t ticks = 0;
    struct tm tm = {0};
    time_t seconds;

    if (!nowtime_get(&ticks))
        ticks = 0;
    seconds = (time_t)filetime_seconds(ticks);
    localtime_r(&seconds, &tm);
    *ms_ret = (unsigned)(ticks / TICKS_PER_MS % 1000);
    return tm;
}

/* One line of TEXT; control characters would be lines of their own. */
static void put_line(struct usmt_log *log, enum usmt_log_level level, struct str text,
                     uint32_t error)
{
    static const char *const words[] = {"Info", "Status", "Warning", "Error"};
    struct textbuf line = {0};
    unsigned ms;
    struct tm tm = now(&ms);
    size_t start;

    textbuf_format(&line, "%04d-%02d-%02d %02d:%02d:%02d, ", tm.tm_year + 1900, tm.tm_mon + 1,
                   tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    start = line.n;
    textbuf_cstr(&line, words[level]);
    textbuf_fill(&line, ' ', LEVEL_COLUMNS - (line.n - start));
    textbuf_cstr(&line, "[0x000000] ");
    textbuf_shown(&line, text);
    if (error)
        textbuf_format(&line, "[gle=0x%08X]", error);
    textbuf_char(&line, '\n');
    if (!line.is_short)
        write_all(log, textbuf_view(&line));
    textbuf_free(&line);
}

static void put_lines(struct usmt_log *log, enum usmt_log_level level, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        put_line(log, level, (struct str){text, n}, 0);
        text += n + (text[n] != '\0');
    }
}

void usmt_log_put(struct usmt_log *log, enum usmt_log_level level, const char *format, ...)
{
    va_list arguments;
    char *text;
    int n;

    if (log->fd < 0)
        return;
    va_start(arguments, format);
    n = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (n < 0)
        return;
    put_lines(log, level, text);
    free(text);
}

static void put_moment(struct usmt_log *log, const char *what)
{
    unsigned ms;
    struct tm tm = now(&ms);

    usmt_log_put(log, USMT_LOG_INFO, "USMT %s at %04d/%02d/%02d:%02d:%02d:%02d.%03u", what,
                 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                 ms);
}

/* ---- Errors ---- */

void usmt_log_error(struct usmt_log *log, uint32_t code, enum usmt_log_fate fate, const char *text)
{
    unsigned i = 0;

    if (log->fd < 0)
        return;
    put_line(log, USMT_LOG_ERROR, str_of(text), code);
    log->nall++;
    while (i < log->nerrors && log->errors[i] != code)
        i++;
    if (i == USMT_LOG_ERRORS_MAX)
        return;
    if (i == log->nerrors) {
        log->errors[i] = code;
        log->firsts[i] = strdup(text);
        log->nerrors++;
    }
    log->counts[i]++;
    if (log->fates[i] < fate)
        log->fates[i] = fate;
}

/* The words are those of USMT, one that is misspelt there too: programs look for them. */
static void put_summary(struct usmt_log *log)
{
    const char rule[] = "-----------------------------------";

    usmt_log_put(log, USMT_LOG_INFO, "%s USMT ERROR SUMMARY %s", rule, rule);
    if (log->nerrors == 0) {
        usmt_log_put(log, USMT_LOG_INFO, "No error in migration process is recorded.");
        return;
    }
    usmt_log_put(log, USMT_LOG_INFO,
                 "* One or more errors were encountered in migration (ordered by first occurence)");
    usmt_log_put(log, USMT_LOG_INFO,
                 "|    Error Code | Caused Abort | Recurrence | First Occurence");
    for (unsigned i = 0; i < log->nerrors; i++) {
        usmt_log_put(log, USMT_LOG_INFO, "| ==> %9u | %12s | %10llu | %s", log->errors[i],
                     log->fates[i] != USMT_LOG_PASSED ? "Yes" : "No",
                     (unsigned long long)log->counts[i], log->firsts[i] ? log->firsts[i] : "");
        if (log->fates[i] == USMT_LOG_STOPPED)
            usmt_log_put(log, USMT_LOG_INFO, "|          Tips | Error %u can be ignored using /c",
                         log->errors[i]);
    }
}

/* ---- Begin and end ---- */

static void hear(void *context, const char *sentence)
{
    struct usmt_log *log = context;

    put_lines(log, USMT_LOG_WARNING, sentence);
}

bool usmt_log_open(const char *path, const char *program, unsigned verbosity,
                   struct usmt_log *log_ret)
{
    *log_ret = (struct usmt_log){.fd = -1, .verbosity = verbosity};
    if (!path)
        return true;
    log_ret->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (log_ret->fd < 0) {
        say("The log '%s' cannot be written: %s.", path, strerror(errno));
        return false;
    }
    say_watch(hear, log_ret);
    usmt_log_put(log_ret, USMT_LOG_INFO, "%s.EXE Version %s (mftlink)", program, version_text);
    put_moment(log_ret, "Started");
    return true;
}

void usmt_log_close(struct usmt_log *log, enum usmt_code code)
{
    if (log->fd < 0)
        return;
    say_watch(NULL, NULL);
    usmt_log_put(log, USMT_LOG_INFO, "Return code: %d (%s)", (int)code, usmt_codes_of(code)->name);
    put_moment(log, "Completed");
    put_summary(log);
    close(log->fd);
    for (unsigned i = 0; i < log->nerrors; i++)
        free(log->firsts[i]);
    log->fd = -1;
}
