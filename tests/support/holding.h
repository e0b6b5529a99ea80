/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A computer made by hand, for tests of the planner: drives with folders and files, users, rules
 * that are expanded already.
 *
 *   struct holding holding;
 *   holding_begin(&holding, 2, 1000);                        C: and D:, of 1000 names each
 *   holding_add(&holding, 0, "\\Users\\Ann\\a.txt");         with all folders on the way
 *   holding_add(&holding, 0, "\\Users\\Ann\\Desktop\\");     a folder
 *   holding_link(&holding, 0, "\\Users\\b.txt");             one more name of the last file
 *   holding_rule(&holding, RULES_INCLUDE, 0, "C:\\Users\\* [*]");
 *   holding_finish(&holding);
 *   holding_save(&holding, &plan);                           the plan of the store C:\store
 *   holding_free(&holding);
 *
 * A file's size, times and attributes can be changed in holding.groves[i].index.files until the
 * plan is made. It must stay where it is. Without memory it aborts, and what fails aborts with a
 * sentence.
 */
#ifndef TESTS_SUPPORT_HOLDING_H
#define TESTS_SUPPORT_HOLDING_H

#include "planner/save.h"
#include "tests/support/grove.h"

enum { HOLDING_DRIVES = 4, HOLDING_RULES = 64, HOLDING_SCOPES = 4, HOLDING_USERS = 4 };

struct holding {
    struct grove groves[HOLDING_DRIVES];
    struct machine_drive drives[HOLDING_DRIVES];
    struct plan_volume volumes[HOLDING_DRIVES];
    struct finding findings[HOLDING_DRIVES][8];
    struct profiles profiles;
    struct profile users[HOLDING_USERS];
    bool is_chosen[HOLDING_USERS];
    struct machine machine;
    struct rules_component component;
    struct rule rules[HOLDING_RULES];
    struct expand_rule expanded[HOLDING_RULES];
    struct expand_scope scopes[HOLDING_SCOPES];
    struct expansion expansion;
    struct selection selections[HOLDING_DRIVES];
    struct save_job job; /* store, locks, config, efs: to be set before holding_save */
    struct arena arena;
};

void holding_begin(struct holding *holding, uint32_t ndrives, uint32_t most);

/* The row of the file, or of the folder where PATH ends in a backslash; folders on the way are
 * made. */
uint32_t holding_add(struct holding *holding, uint32_t drive, const char *path);
uint32_t holding_add_str(struct holding *holding, uint32_t drive, struct str path);

/* One more name of the file that was added last to DRIVE, in a folder that is there. */
void holding_link(struct holding *holding, uint32_t drive, const char *path);
void holding_link_str(struct holding *holding, uint32_t drive, struct str path);

/* The folder of PATH, which may be without backslashes at its end; made where it is not there. */
uint32_t holding_folder(struct holding *holding, uint32_t drive, struct str path);

struct expand_rule *holding_rule(struct holding *holding, enum rules_kind kind, uint32_t scope,
                                 const char *pattern);

/* A finding in FILE's record; before holding_finish, in the order of the files. */
void holding_find(struct holding *holding, uint32_t drive, uint32_t file, enum finding_kind kind,
                  uint64_t detail);

/* Indexes are whole; each file has as many links as names. */
void holding_finish(struct holding *holding);

/* Selects on all drives and plans; *PLAN_RET is begun here, and freed by the caller. */
void holding_save(struct holding *holding, struct plan *plan_ret);

void holding_free(struct holding *holding);

#endif
