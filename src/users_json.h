/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The users of an offline Windows as JSON: docs/FORMATS.md, "info --json".
 */
#ifndef SRC_USERS_JSON_H
#define SRC_USERS_JSON_H

#include "planner/profiles.h"
#include "src/json.h"

/* Writes the member "users" of the open object; INDEX is the one that PROFILES was filled from. */
void users_json(const struct profiles *profiles, const struct index *index, struct json *json);

#endif
