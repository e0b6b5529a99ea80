/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit of a store on the drives of a computer: for `audit`, and for usmtutils /verify.
 *
 *   struct auditing_store auditing;                                must stay where it is
 *   if (auditing_store_begin(options, &drives, &auditing)) ...     or it has said why not
 *       ... auditing.report ...
 *   auditing_store_end(&auditing);                                 in any case
 */
#ifndef SRC_AUDITING_STORE_H
#define SRC_AUDITING_STORE_H

#include "src/audit_report.h"
#include "src/newplaces.h"
#include "src/options.h"

struct auditing_store {
    struct audit_report report; /* summed up */
    struct newplaces places;
    struct arena arena;
};

/* Audits options->store. False also where there is no such store, after it has said which there
 * are. */
bool auditing_store_begin(const struct options *options, const struct drives *drives,
                          struct auditing_store *auditing_ret);

void auditing_store_end(struct auditing_store *auditing);

#endif
