/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which source was read, for evidence.h.
 */
#ifndef SRC_EVIDENCE_SOURCE_H
#define SRC_EVIDENCE_SOURCE_H

#include "src/json.h"
#include "src/target.h"

/* Writes the members "source", "partition" and "volume" of the open object. False without memory.
 */
bool evidence_source_put(const struct target *target, struct json *json);

#endif
