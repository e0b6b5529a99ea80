/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifest of a volume, made when its operation comes, and its copy beside the plan.
 *
 *   struct applymanifest m = {.job = &job, .volume = v, .carrier = &carrier};
 *   carrier.manifest = applymanifest_bytes; carrier.context = &m;
 *   ... before the batch with it is written to the volume ...
 *   applymanifest_keep(&m)                  writes PLAN.manifest.C.parquet; it has said why not
 *   applymanifest_end(&m);
 */
#ifndef SRC_APPLYMANIFEST_H
#define SRC_APPLYMANIFEST_H

#include "src/applyjob.h"
#include "src/carry.h"

struct applymanifest {
    const struct applyjob *job;
    uint32_t volume; /* of the plan */
    const struct carrier *carrier;
    /* On a mounted volume all that was made, instead of what the job and the carrier know. */
    const struct journal_item *made;
    uint32_t nmade;
    struct security *security; /* owners; loaded when they are first needed */
    bool has_security;
    struct textbuf bytes; /* of the last one that was made */
    uint32_t number;      /* of its operation */
};

/* For struct carrier: CONTEXT is a struct applymanifest. */
int applymanifest_bytes(void *context, uint32_t number, struct bytes *bytes_ret);

/*
 * Writes the copy beside the plan, if what was made since the last call is in the batch that the
 * carrier has carried out, or on a mounted volume. It is on the disk before the batch counts: who
 * finishes a batch that was broken off need not make it.
 */
bool applymanifest_keep(struct applymanifest *m);

void applymanifest_end(struct applymanifest *m);

#endif
