/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans made by hand, as planner/save makes them, for tests of what is done with one.
 *
 *   struct storeplan maker;
 *   storeplan_begin(&maker, &(struct plan_volume){.drive = str_of("C:"), .cluster_bytes = 4096,
 * ...}); uint32_t store = storeplan_folder(&maker, PLAN_NONE, str_of("migdata"), true);
 *   storeplan_op(&maker, PLAN_LINK, store, str_of("a.txt"), reference, 17);
 *   storeplan_save(&maker, &index, row of a folder, STOREPLAN_TWO_ROUNDS);   or all of it
 *   ... maker.plan ...
 *   plan_free(&maker.plan);
 *
 * Texts are borrowed. Without memory it aborts.
 */
#ifndef TESTS_SUPPORT_STOREPLAN_H
#define TESTS_SUPPORT_STOREPLAN_H

#include "mft/index.h"
#include "planner/plan.h"

/* In which order the names of a folder come: those of which the number, modulo 7 or 2, has its bit
 * set come in a first round. */
enum storeplan_order {
    STOREPLAN_IN_ORDER,
    STOREPLAN_HALVES,     /* of two names the first */
    STOREPLAN_TWO_ROUNDS, /* of seven names the first, third, fifth and seventh */
};

struct storeplan {
    struct plan plan;
    uint32_t folders_capacity, ops_capacity;
};

/* A plan for one volume and a store on it. */
void storeplan_begin(struct storeplan *maker, const struct plan_volume *volume);

/* A further volume; its number. */
uint32_t storeplan_volume(struct storeplan *maker, const struct plan_volume *volume);

/* The folder NAME in PARENT, with a MKDIR for it where IS_MADE; PLAN_NONE and "": a volume's root.
 * Returns its number. */
uint32_t storeplan_folder(struct storeplan *maker, uint32_t parent, struct str name, bool is_made);

/* Adds an operation, which is returned: KIND, in FOLDER, for the file of REFERENCE. */
struct plan_op *storeplan_op(struct storeplan *maker, enum plan_kind kind, uint32_t folder,
                             struct str name, uint64_t reference, uint64_t size);

/*
 * \migdata\USMT\File\C$ and in it all that is in the folder of row TOP of INDEX (WANT_CHILDREN):
 * first the folders, then a link for each name, folder by folder.
 */
void storeplan_save(struct storeplan *maker, const struct index *index, uint32_t top,
                    enum storeplan_order order);

#endif
