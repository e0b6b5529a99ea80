/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * /verify: see usmt_verify.h. The answer in the form of USMT's, for programs that read it, and the
 * verdict of the audit behind it.
 */
#include "src/usmt_verify.h"

#include "src/audit_paths.h"
#include "src/auditing_store.h"
#include "src/out.h"
#include "src/say.h"

#include <strings.h>
#include <unistd.h>

enum what { SUMMARY, ALL, FAILURES, CATALOG };

static enum what what_of(const struct usmt_front *front)
{
    static const char *const words[] = {"summary", "all", "failureonly", "catalog"};
    const char *value = usmt_options_value(&front->line, USMT_VERIFY);

    for (unsigned i = 0; value && i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(value, words[i]) == 0)
            return (enum what)i;
    return SUMMARY;
}

/* Is the file not as the store was made? One that was edited through another of its names is: that
 * is what links are for. */
static bool is_corrupted(const struct audit_row *row)
{
    return row->kind == AUDIT_MISSING || row->kind == AUDIT_DAMAGED ||
           (row->kind == AUDIT_CHANGED && row->fields & AUDIT_REFERENCE);
}

static uint64_t count_corrupted(const struct audit_report *report)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < report->drives->machine.ndrives; i++)
        for (uint32_t k = 0; k < report->parts[i].audit.n; k++)
            n += is_corrupted(&report->parts[i].audit.rows[k]);
    return n;
}

static bool put_rows(const struct audit_report *report, bool is_all, struct out *out)
{
    struct audit_paths paths;

    if (!audit_paths_begin(report, &paths)) {
        say_no_memory();
        return false;
    }
    for (uint64_t no = 0; no < report->rows; no++) {
        uint32_t row;
        const struct audit_part *part = audit_report_part(report, no, &row);
        const struct audit_row *it = &part->audit.rows[row];

        if (!is_all && !is_corrupted(it))
            continue;
        audit_paths_of(&paths, part, it);
        textbuf_shown(&out->text, textbuf_view(&paths.path));
        textbuf_cstr(&out->text, is_corrupted(it) ? "\tCORRUPTED\n" : "\tOK\n");
        if (!out_drain(out))
            break;
    }
    out->text.is_short |= paths.is_short;
    audit_paths_end(&paths);
    return true;
}

static const char *word_of_catalog(const struct audit_report *report)
{
    bool is_there = false;

    for (uint32_t i = 0; i < report->drives->machine.ndrives; i++)
        is_there |= report->parts[i].job.nmanifests > 0;
    return report->is_unread ? "CORRUPTED" : is_there ? "OK" : "NONE";
}

static void put_summary(const struct audit_report *report, uint64_t ncorrupted, struct textbuf *to)
{
    textbuf_cstr(to, "Files OK: ");
    textbuf_commas(to, report->rows - ncorrupted);
    textbuf_cstr(to, "\nFiles corrupted: ");
    textbuf_commas(to, ncorrupted);
    textbuf_format(to, "\nCatalog: %s\n", word_of_catalog(report));
    audit_report_verdict(report, to);
    textbuf_char(to, '\n');
}

static enum usmt_code tell(struct usmt_front *front, const struct audit_report *report)
{
    const enum what what = what_of(front);
    const uint64_t ncorrupted = count_corrupted(report);
    struct out out = out_to(STDOUT_FILENO, "the answer");
    bool is_good = true;

    if (what == ALL || what == FAILURES)
        is_good = put_rows(report, what == ALL, &out);
    if (what == SUMMARY)
        put_summary(report, ncorrupted, &out.text);
    else
        textbuf_format(&out.text, "CATALOG\t%s\n", word_of_catalog(report));
    usmt_log_put(&front->log, USMT_LOG_INFO, "Files OK: %llu, corrupted: %llu, catalog: %s",
                 (unsigned long long)(report->rows - ncorrupted), (unsigned long long)ncorrupted,
                 word_of_catalog(report));
    if (!out_finish(&out) || !is_good)
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (report->is_unread)
        return USMT_ERROR_CORRUPTED_NOTENCRYPTED_STORE;
    return ncorrupted > 0 && what != CATALOG ? USMT_ERROR_CORRUPTED_STORE : USMT_SUCCESS;
}

enum usmt_code usmt_verify(struct usmt_front *front)
{
    struct auditing_store auditing;
    enum usmt_code code = USMT_INVALID_STORE_LOCATION;
    struct drives drives;

    if (!drives_open(&front->options, NULL, WANT_CHILDREN | WANT_TIMES, &drives))
        return USMT_INIT_OPERATING_ENVIRONMENT_FAILED;
    if (auditing_store_begin(&front->options, &drives, &auditing))
        code = tell(front, &auditing.report);
    auditing_store_end(&auditing);
    drives_close(&drives, true);
    return code;
}
