/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One operation of a plan, carried out by a back-end; and what it has made, held against its
 * source.
 *
 *   struct carrier carrier = {.plan = plan, .to = backend, .readers = readers, ...};
 *   why = carry_op(&carrier, &op, number);      0 or an errno; made things become carrier.items
 *   why = carry_compare(&carrier, again, ...)   afterwards: is each copy what its source is?
 *   carry_end(&carrier);
 *
 * One thread at a time. Borrows everything it is given.
 */
#ifndef SRC_CARRY_H
#define SRC_CARRY_H

#include "planner/plan.h"
#include "src/backend.h"
#include "src/content.h"
#include "src/journal.h"

struct carrier {
    const struct plan *plan;
    struct backend *to;
    /* For each volume of the plan, who reads what is copied from it; NULL: TO itself. */
    struct backend *const *readers;
    /* The bytes of the manifest that operation NUMBER writes, from what was made so far. Borrowed
     * until the next call. 0 or an errno. */
    int (*manifest)(void *context, uint32_t number, struct bytes *bytes_ret);
    void *context;
    bool has_no_bytes; /* READERS know none: what they would read is not hashed */

    struct journal_item *items; /* what was made, in the order of the operations */
    uint32_t nitems, capacity;
};

/* OP in words of a back-end. How many names the source has is not asked: operations before may have
 * changed it, and the check of the whole plan has counted them. */
struct backend_item carry_item_of(const struct plan *plan, const struct plan_op *op);

/* What is made of CONTENT gets the descriptor that ITEM gives, if it gives one. Returns that of
 * CONTENT itself, which must have it again before it is closed. */
struct bytes carry_give(struct content *content, const struct backend_item *item);

/* Carries out OP, which is operation NUMBER of the plan. */
int carry_op(struct carrier *carrier, const struct plan_op *op, uint32_t number);

/* Opens what OP copies, for who writes without a carrier. 0 or an errno. */
int carry_open(const struct carrier *carrier, const struct plan_op *op,
               struct content **content_ret);

/*
 * Reads the copy that OP, operation NUMBER, has made, through READER, and holds it against its
 * source: streams, their sizes and bytes, attributes, times, descriptor, reparse data. EILSEQ where
 * they differ.
 */
int carry_compare(struct carrier *carrier, struct backend *reader, const struct plan_op *op,
                  uint32_t number);

/* The thing that operation NUMBER has made; NULL. */
const struct journal_item *carry_item(const struct carrier *carrier, uint32_t number);

/* Forgets what was made, so that the next batch can begin. */
void carry_forget(struct carrier *carrier);

void carry_end(struct carrier *carrier);

/* What WHY means for an operation: a clause such as "the name is taken". Borrowed. */
const char *carry_why(int why);

/* The folders of PLAN in words of the back-ends: *FOLDERS_RET, the caller's to free. NULL without
 * memory. */
struct backend_folder *carry_folders(const struct plan *plan);

#endif
