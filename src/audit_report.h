/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an audit has found on all drives, for whoever shows it: docs/STORE.md, "The audit".
 *
 *   audit_report_sum(&report);                      once the parts are there
 *   audit_report_verdict(&report, &text);           one or two sentences
 *
 * Read-only once summed up.
 */
#ifndef SRC_AUDIT_REPORT_H
#define SRC_AUDIT_REPORT_H

#include "src/drives.h"
#include "src/manifestfind.h"
#include "src/usnjournal.h"

/* The store's part on a drive. */
struct audit_part {
    struct audit_job job;
    struct audit audit; /* is_found is false where the drive has none */
    struct usnjournal journal;
    struct manifestfind found; /* its own manifests */
    struct manifest given;     /* in place of these */
    bool is_given;
    bool is_unread; /* it has manifests that cannot be read */
};

struct audit_report {
    const struct drives *drives;
    struct str store;         /* as it was given, with backslashes */
    struct audit_part *parts; /* of each drive */
    bool lists_all;           /* no finding is left out for people */

    uint64_t rows, files, findings; /* FINDINGS: rows that are not ok */
    uint64_t counts[AUDIT_NKINDS];
    uint64_t only_copies, only_copy_bytes, superseded, unseen, copies, freed_bytes, freed_records;
    bool is_found, is_safe, is_unread;
};

/* Fills what follows LISTS_ALL from the parts. */
void audit_report_sum(struct audit_report *report);

/* Is the store safe to delete, what would be lost, what comes free; without a line's end. */
void audit_report_verdict(const struct audit_report *report, struct textbuf *to);

/* What a kind means, without a full stop. */
const char *audit_report_meaning(enum audit_kind kind);

/* The part that row NO of all drives is of, and its number there. */
const struct audit_part *audit_report_part(const struct audit_report *report, uint64_t no,
                                           uint32_t *row_ret);

#endif
