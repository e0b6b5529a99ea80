/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The version of a Windows as rules ask for it: "6.1.7601", "10.0.19045".
 *
 *   struct osversion version = osversion_of(machine);
 *   if (osversion_compare(&version, str_of("6.0")) >= 0) ...
 *
 * The registry of Windows 10 and 11 says 6.3, so their builds tell them. Pure.
 */
#ifndef PLANNER_OSVERSION_H
#define PLANNER_OSVERSION_H

#include "planner/machine.h"

enum { OSVERSION_PARTS = 3 };

struct osversion {
    uint32_t parts[OSVERSION_PARTS]; /* major, minor, build */
    bool is_known;                   /* else what its folders suggest: 5.1 or 10.0 */
};

struct osversion osversion_of(const struct machine *machine);

/* Is VERSION older (negative), the same, or newer (positive) than TEXT, "major.minor.build"? Parts
 * that TEXT lacks are 0; what is no number ends it. */
int osversion_compare(const struct osversion *version, struct str text);

/* Does PATTERN, such as "6.1", "6.*" or "*", mean VERSION? Parts that it lacks do not count. */
bool osversion_matches(const struct osversion *version, struct str pattern);

#endif
