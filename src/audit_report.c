/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit summed up: see audit_report.h. */
#include "src/audit_report.h"

static const char *const meanings[AUDIT_NKINDS] = {
    [AUDIT_OK] = "the original is still the same file, or a copy's original is like it",
    [AUDIT_LOST_CONNECTION] = "the original path is another file now, as after saving anew",
    [AUDIT_ONLY_COPY] = "nothing is at the original path, and no name is outside the store",
    [AUDIT_ORIGINAL_MOVED] = "the file has its name outside the store elsewhere now",
    [AUDIT_ORIGINAL_DELETED] = "the original path is gone",
    [AUDIT_CHANGED] = "size, times, streams or attributes are not what they were",
    [AUDIT_EXTRA] = "it is in the store, but the store was not made with it",
    [AUDIT_CLEANED] = "a restore has moved it into the store, as rules said",
    [AUDIT_MISSING] = "the manifest has it, and the store has not",
    [AUDIT_DAMAGED] = "the scan has findings about the file, so that its names tell nothing sure",
};

const char *audit_report_meaning(enum audit_kind kind)
{
    return meanings[kind];
}

static void add_part(struct audit_report *report, const struct audit_part *part)
{
    const struct audit *audit = &part->audit;

    report->rows += audit->n;
    report->files += audit->files;
    for (unsigned kind = 0; kind < AUDIT_NKINDS; kind++)
        report->counts[kind] += audit->counts[kind];
    report->only_copies += audit->only_copies;
    report->only_copy_bytes += audit->only_copy_bytes;
    report->superseded += audit->superseded;
    report->unseen += audit->unseen;
    report->copies += audit->copies;
    report->freed_bytes += audit->freed_bytes;
    report->freed_records += audit->freed_records;
    report->is_found |= audit->is_found;
    report->is_safe &= audit->is_safe || !audit->is_found;
    report->is_unread |= part->is_unread && audit->is_found;
}

void audit_report_sum(struct audit_report *report)
{
    report->is_safe = true;
    for (uint32_t i = 0; i < report->drives->machine.ndrives; i++)
        add_part(report, &report->parts[i]);
    report->is_safe &= report->is_found;
    report->findings = report->rows - report->counts[AUDIT_OK];
}

const struct audit_part *audit_report_part(const struct audit_report *report, uint64_t no,
                                           uint32_t *row_ret)
{
    const struct audit_part *part = report->parts;

    for (; no >= part->audit.n; part++)
        no -= part->audit.n;
    *row_ret = (uint32_t)no;
    return part;
}

/* ---- The verdict ---- */

static void put_count(struct textbuf *to, uint64_t n, const char *one, const char *many)
{
    textbuf_commas(to, n);
    textbuf_char(to, ' ');
    textbuf_cstr(to, n == 1 ? one : many);
}

static void put_size(struct textbuf *to, uint64_t nbytes)
{
    textbuf_commas(to, nbytes);
    textbuf_size_unit(to, nbytes);
}

static void put_safe(const struct audit_report *report, struct textbuf *to)
{
    textbuf_cstr(to, "Safe to delete: no file has its only name in the store");
    if (report->copies > 0) {
        textbuf_cstr(to, ", but for ");
        put_count(to, report->copies, "copy, whose original has", "copies, whose originals have");
        textbuf_cstr(to, " the same size and the same time of the last change (bytes were not "
                         "compared)");
    }
    textbuf_char(to, '.');
}

static void put_lost(const struct audit_report *report, struct textbuf *to)
{
    textbuf_cstr(to, ": ");
    put_count(to, report->only_copies, "file (", "files (");
    put_size(to, report->only_copy_bytes);
    textbuf_cstr(to, ") would be lost");
    if (report->superseded > 0) {
        textbuf_cstr(to, "; of these ");
        textbuf_commas(to, report->superseded);
        textbuf_cstr(to, report->superseded == 1 ? " has" : " have");
        textbuf_cstr(to, " another file at the original path now");
    }
}

static void put_unsafe(const struct audit_report *report, struct textbuf *to)
{
    textbuf_cstr(to, "Not safe to delete");
    if (report->only_copies > 0)
        put_lost(report, to);
    if (report->counts[AUDIT_DAMAGED] > 0) {
        textbuf_cstr(to, report->only_copies > 0 ? "; " : ": ");
        put_count(to, report->counts[AUDIT_DAMAGED], "entry is of a damaged file",
                  "entries are of damaged files");
    }
    textbuf_char(to, '.');
    if (report->unseen > 0) {
        textbuf_char(to, ' ');
        put_count(to, report->unseen,
                  "copy has its original on a drive that was not given: give it with --drive, too.",
                  "copies have their originals on drives that were not given: give them with "
                  "--drive, too.");
    }
}

void audit_report_verdict(const struct audit_report *report, struct textbuf *to)
{
    if (report->is_safe)
        put_safe(report, to);
    else
        put_unsafe(report, to);
    textbuf_cstr(to, " Deleting it frees ");
    put_size(to, report->freed_bytes);
    textbuf_cstr(to, " of clusters and ");
    put_count(to, report->freed_records, "record of $MFT.", "records of $MFT.");
}
