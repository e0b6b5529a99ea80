/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of patterns in which the first that matches decides, as Config.xml has them: fileLocked and
 * ErrorControl.
 *
 *   status = policy_add(&policy, pattern, POLICY_ANY_CODE, verdict);      in the order of the file
 *   status = policy_ask(&policy, drive, name, 32, &verdict);
 *   policy_free(&policy);
 *
 * A policy begins as zeros. One thread at a time; pure.
 */
#ifndef PLANNER_POLICY_H
#define PLANNER_POLICY_H

#include "planner/machine.h"
#include "planner/pattern.h"

#define POLICY_ANY_CODE UINT32_MAX /* of a line: it does not ask for the code */
#define POLICY_SILENT   UINT32_MAX /* as a verdict: no line matches */

/* Codes of Win32 for what can be the matter with a file. */
enum policy_code {
    POLICY_SHARING_VIOLATION = 32, /* locked; so are the next two */
    POLICY_LOCK_VIOLATION = 33,
    POLICY_LOCKED = 212,
};

struct policy_line {
    struct pattern pattern;
    uint32_t code, verdict;
};

struct policy {
    struct policy_line *lines;
    uint32_t n, capacity;
    struct path path; /* scratch */
    struct arena arena;
};

/* PATTERN is as written; a node alone means the files below it, too: Microsoft's pages write
 * C:\Users\* where they mean C:\Users\* [*]. One that is no pattern matches nothing.
 * STATUS_NO_MEMORY. */
enum status policy_add(struct policy *policy, struct str pattern, uint32_t code, uint32_t verdict);

/* The verdict of the first line that matches the name row NAME of DRIVE and CODE; the three codes
 * of locked files are one. STATUS_NO_MEMORY. */
enum status policy_ask(struct policy *policy, const struct machine_drive *drive, uint32_t name,
                       uint32_t code, uint32_t *verdict_ret);

void policy_free(struct policy *policy);

#endif
