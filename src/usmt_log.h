/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of USMT's programs, in the form that tools which read such logs know:
 *
 *     2024-02-29 10:00:00, Info                  [0x000000] USMT Started at 2024/02/29:10:00:00.000
 *
 *   if (!usmt_log_open("scan.log", "SCANSTATE", 5, &log)) ...      it has said why
 *   usmt_log_put(&log, USMT_LOG_INFO, "Drives: %u", n);
 *   usmt_log_error(&log, 32, USMT_LOG_PASSED, "Read error 32 for C:\\dir [file]");
 *   usmt_log_close(&log, code);                                    with the error summary
 *
 * What is there before stays: a log grows. Times are those of the local clock. What say.h says is
 * written to the log that is open, too. One log at a time, main thread.
 */
#ifndef SRC_USMT_LOG_H
#define SRC_USMT_LOG_H

#include "src/textbuf.h"
#include "src/usmt_codes.h"

enum usmt_log_level { USMT_LOG_INFO, USMT_LOG_STATUS, USMT_LOG_WARNING, USMT_LOG_ERROR };

/* What an error did. */
enum usmt_log_fate {
    USMT_LOG_PASSED,  /* it was passed over, as /c says */
    USMT_LOG_STOPPED, /* it has stopped the run, and would not with /c */
    USMT_LOG_FATAL,   /* it has stopped it in any case */
};

enum { USMT_LOG_ERRORS_MAX = 64 /* codes that are told apart */ };

struct usmt_log {
    int fd;             /* -1: there is no log */
    unsigned verbosity; /* enum usmt_verbosity */
    uint32_t errors[USMT_LOG_ERRORS_MAX];
    uint64_t counts[USMT_LOG_ERRORS_MAX];
    enum usmt_log_fate fates[USMT_LOG_ERRORS_MAX]; /* the worst */
    char *firsts[USMT_LOG_ERRORS_MAX];             /* the first occurrence */
    unsigned nerrors;
    uint64_t nall;
    bool has_failed; /* it could not be written on: said once */
};

/* PATH NULL: there is no log, and all goes nowhere. PROGRAM: "SCANSTATE". */
bool usmt_log_open(const char *path, const char *program, unsigned verbosity,
                   struct usmt_log *log_ret);

/* Writes one line, as printf. */
void usmt_log_put(struct usmt_log *log, enum usmt_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Writes TEXT, a message about the error CODE of Win32, and counts it for the summary. */
void usmt_log_error(struct usmt_log *log, uint32_t code, enum usmt_log_fate fate, const char *text);

/* Writes the error summary and the code, and closes it. */
void usmt_log_close(struct usmt_log *log, enum usmt_code code);

#endif
