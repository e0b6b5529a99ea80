/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A computer made by hand, for tests of rules: drives with folders and files, a Windows, users.
 *
 *   struct estate estate;
 *   estate_begin(&estate, ESTATE_VISTA);                    C: with Windows, of users Ann and Bob
 *   estate_add(&estate, 0, "Users\\Ann\\a.doc");            a file, with the folders above it
 *   estate_add(&estate, 0, "Data\\");                       a folder
 *   estate_drive(&estate, "D:", MACHINE_FIXED);             one more drive, number 1
 *   estate_shell(&estate, &estate.profiles.at[0].shell, "Desktop", "D:\\Ann");
 *   estate_finish(&estate);                                 now &estate.machine is whole
 *   estate_rules(&estate, "<migration ...>");               read by src/migxml.h
 *   estate_expand(&estate);
 *   estate_free(&estate);
 *
 * What fails aborts.
 */
#ifndef TESTS_SUPPORT_ESTATE_H
#define TESTS_SUPPORT_ESTATE_H

#include "planner/expand.h"
#include "tests/support/grove.h"

enum { ESTATE_DRIVES = 4, ESTATE_USERS = 32, ESTATE_SHELL = 16, ESTATE_NAMES = 4000 };

enum estate_kind {
    ESTATE_XP,     /* 5.1, \Documents and Settings */
    ESTATE_VISTA,  /* 10.0, 64 bits, \Users */
    ESTATE_NOTHING /* a drive without a Windows and users */
};

struct estate {
    struct grove groves[ESTATE_DRIVES];
    struct machine_drive drives[ESTATE_DRIVES];
    struct profile users[ESTATE_USERS];
    bool is_chosen[ESTATE_USERS];
    struct profiles profiles;
    struct machine machine;
    struct rules rules;
    struct config config;
    struct expansion expansion;
};

void estate_begin(struct estate *estate, enum estate_kind kind);

/* One more drive, which the other functions know by its number. */
void estate_drive(struct estate *estate, const char *name, enum machine_kind kind);

/* The row of the file or folder at PATH (from the root), made with all that is above it. */
uint32_t estate_add(struct estate *estate, uint32_t drive, const char *path);

/* One more user, who takes part: "Ann", with a folder of that name. */
struct profile *estate_user(struct estate *estate, const char *name);

/* A shell folder as the registry says it. */
void estate_shell(struct estate *estate, struct profile_folders *shell, const char *name,
                  const char *path);

void estate_finish(struct estate *estate);

/* Adds the rules of TEXT, which are called "r.xml". */
void estate_rules(struct estate *estate, const char *text);

void estate_expand(struct estate *estate);

/* A copy of TEXT that lives as long as the estate. */
const char *estate_text(struct estate *estate, const char *format, ...);

void estate_free(struct estate *estate);

#endif
