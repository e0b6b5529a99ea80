/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A computer made by hand, for tests of the planner: drives with folders and files, users, rules
 * that are expanded already.
 *
 *   struct estate estate;
 *   estate_begin(&estate, 2, 1000);                        C: and D:, of 1000 names each
 *   estate_add(&estate, 0, "\\Users\\Ann\\a.txt");         with all folders on the way
 *   estate_add(&estate, 0, "\\Users\\Ann\\Desktop\\");     a folder
 *   estate_link(&estate, 0, "\\Users\\b.txt");             one more name of the last file
 *   estate_rule(&estate, RULES_INCLUDE, 0, "C:\\Users\\* [*]");
 *   estate_finish(&estate);
 *   estate_save(&estate, &plan);                           the plan of the store C:\store
 *   estate_free(&estate);
 *
 * A file's size, times and attributes can be changed in estate.groves[i].index.files until the
 * plan is made. It must stay where it is. Without memory it aborts, and what fails aborts with a
 * sentence.
 */
#ifndef TESTS_SUPPORT_ESTATE_H
#define TESTS_SUPPORT_ESTATE_H

#include "planner/save.h"
#include "tests/support/grove.h"

enum { ESTATE_DRIVES = 4, ESTATE_RULES = 64, ESTATE_SCOPES = 4, ESTATE_USERS = 4 };

struct estate {
    struct grove groves[ESTATE_DRIVES];
    struct machine_drive drives[ESTATE_DRIVES];
    struct plan_volume volumes[ESTATE_DRIVES];
    struct finding findings[ESTATE_DRIVES][8];
    struct profiles profiles;
    struct profile users[ESTATE_USERS];
    bool is_chosen[ESTATE_USERS];
    struct machine machine;
    struct rules_component component;
    struct rule rules[ESTATE_RULES];
    struct expand_rule expanded[ESTATE_RULES];
    struct expand_scope scopes[ESTATE_SCOPES];
    struct expansion expansion;
    struct selection selections[ESTATE_DRIVES];
    struct save_job job; /* store, locks, config, efs: to be set before estate_save */
    struct arena arena;
};

void estate_begin(struct estate *estate, uint32_t ndrives, uint32_t most);

/* The row of the file, or of the folder where PATH ends in a backslash; folders on the way are
 * made. */
uint32_t estate_add(struct estate *estate, uint32_t drive, const char *path);
uint32_t estate_add_str(struct estate *estate, uint32_t drive, struct str path);

/* One more name of the file that was added last to DRIVE, in a folder that is there. */
void estate_link(struct estate *estate, uint32_t drive, const char *path);
void estate_link_str(struct estate *estate, uint32_t drive, struct str path);

/* The folder of PATH, which may be without backslashes at its end; made where it is not there. */
uint32_t estate_folder(struct estate *estate, uint32_t drive, struct str path);

struct expand_rule *estate_rule(struct estate *estate, enum rules_kind kind, uint32_t scope,
                                const char *pattern);

/* A finding in FILE's record; before estate_finish, in the order of the files. */
void estate_find(struct estate *estate, uint32_t drive, uint32_t file, enum finding_kind kind,
                 uint64_t detail);

/* Indexes are whole; each file has as many links as names. */
void estate_finish(struct estate *estate);

/* Selects on all drives and plans; *PLAN_RET is begun here, and freed by the caller. */
void estate_save(struct estate *estate, struct plan *plan_ret);

void estate_free(struct estate *estate);

#endif
