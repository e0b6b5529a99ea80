/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manifest of a volume, made when its operation comes, and its copy beside the plan.
 *
 *   struct applymanifest m = {.job = &job, .volume = v, .carrier = &carrier};
 *   carrier.manifest = applymanifest_bytes; carrier.context = &m;
 *   ... when the batch with it is on the volume ...
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
    struct bytes bytes; /* of the last one that was made */
    struct arena arena;
};

/* For struct carrier: CONTEXT is a struct applymanifest. */
int applymanifest_bytes(void *context, uint32_t number, struct bytes *bytes_ret);

/* Writes the copy beside the plan, if one was made. */
bool applymanifest_keep(struct applymanifest *m);

void applymanifest_end(struct applymanifest *m);

#endif
