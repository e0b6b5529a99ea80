/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan while it is written: its arrays grow, its texts are copied into its arena.
 *
 *   struct draft draft = {.plan = &plan};
 *   status = draft_folder(&draft, PLAN_NONE, volume, str_of(""), false, &root);
 *   status = draft_folder(&draft, root, volume, str_of("Users"), false, &users);
 *   op = draft_op(&draft);          NULL without memory
 *
 * A folder's path begins with its parent's: where the one is made directly behind the other, both
 * are one text, so that a chain of folders costs no more than its longest path.
 */
#ifndef PLANNER_DRAFT_H
#define PLANNER_DRAFT_H

#include "mft/index.h"
#include "planner/plan.h"

/* Where the next text of one kind goes. */
struct draft_texts {
    char *at;
    size_t n, capacity;
};

struct draft {
    struct plan *plan;
    struct draft_texts names, paths;
    uint32_t folders_capacity, ops_capacity, refusals_capacity;
};

/* A copy of TEXT. STATUS_NO_MEMORY. */
enum status draft_text(struct draft *draft, struct str text, struct str *text_ret);

/* A row for the folder NAME in PARENT; PLAN_NONE and any name for the root.
 * STATUS_NO_MEMORY. */
enum status draft_folder(struct draft *draft, uint32_t parent, uint32_t volume, struct str name,
                         bool is_made, uint32_t *folder_ret);

/* One more operation, or refusal, zeroed; NULL without memory. Gone when the next one is made. */
struct plan_op *draft_op(struct draft *draft);
struct plan_op *draft_refusal(struct draft *draft);

/* A row for the volume FROM, copied, on which no operation is yet. There must be room in
 * plan->volumes. STATUS_NO_MEMORY. */
enum status draft_volume(struct draft *draft, const struct plan_volume *from);

/* What FILE is now, as an operation on it may expect; INDEX has its times (WANT_TIMES). */
struct plan_expect draft_expect(const struct index *index, uint32_t file);

/* The same of a folder that goes, with all that brings it back (WANT_SECURITY, where there is). */
struct plan_expect draft_expect_folder(const struct index *index, uint32_t file);

#endif
