/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifests of a store that is audited or restored: those that lie in it, or the one that the
 * command line names.
 *
 *   if (!audit_manifests_read(options, &drives, store, parts)) ...      it has said why
 *   audit_manifests_free(parts, n);                                     in any case
 */
#ifndef SRC_AUDIT_MANIFESTS_H
#define SRC_AUDIT_MANIFESTS_H

#include "src/audit_report.h"
#include "src/options.h"

/* Fills the manifests of PARTS, one for each drive. */
bool audit_manifests_read(const struct options *options, const struct drives *drives,
                          struct str store, struct audit_part *parts);

void audit_manifests_free(struct audit_part *parts, uint32_t n);

#endif
