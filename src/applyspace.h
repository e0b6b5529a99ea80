/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is there room on a volume for what is left of a plan? docs/APPLY.md, "Refused before anything".
 */
#ifndef SRC_APPLYSPACE_H
#define SRC_APPLYSPACE_H

#include "src/applyjob.h"

/* The least that stays free beside what a plan takes, on each volume and for each batch. */
enum { APPLYSPACE_SPARE_CLUSTERS = 64 };

/* Of volume V, whose growth is known: does it leave what must stay free? False: it has said why
 * not. */
bool applyspace_check(const struct applyjob *job, uint32_t v);

#endif
