/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a Config.xml says, as values: which components take part, what becomes of files that cannot
 * be read, of locked files, and of local groups.
 *
 *   struct config config = {0};
 *   ... src/configxml.h reads a file into it ...
 *   if (config_takes(&config, component->file->urlid, component->name)) ...
 *   config_free(&config);
 *
 * Read-only once it is built. Lists are linked by `next` and stand in the order of the file, which
 * is their priority: the first match wins. Patterns are as written, trimmed; only variables of the
 * running Windows could stand in them.
 */
#ifndef PLANNER_CONFIG_H
#define PLANNER_CONFIG_H

#include "planner/rules_note.h"

struct config_component {
    struct config_component *next;   /* of all, outer ones first */
    struct config_component *parent; /* NULL: none around it */
    struct rules_place place;
    struct str name, id; /* displayname and ID; may be empty */
    bool is_windows;     /* in <WindowsComponents>: nothing that files of rules have */
    bool says_yes;       /* its own migrate= */
    bool is_taken;       /* that and those of all parents */
};

/* <fatal> or <nonFatal> of fileError. */
struct config_error {
    struct config_error *next;
    struct rules_place place;
    bool is_fatal, is_any; /* IS_ANY: whatever the code */
    uint32_t code;         /* of Win32; 32 and 33 both mean a locked file */
    struct str pattern;
};

/* <createHardLink> or <errorHardLink> of fileLocked. */
struct config_lock {
    struct config_lock *next;
    struct rules_place place;
    bool is_linked; /* createHardLink: linked even where it is locked */
    struct str pattern;
};

struct config_user {
    struct config_user *next;
    struct rules_place place;
    bool is_excluded;
    struct str pattern; /* DOMAIN\user */
};

enum config_applies { CONFIG_ALL_USERS, CONFIG_MIGRATED_USERS, CONFIG_NON_MIGRATED_USERS };

/* <changeGroup>: accounts that change their local group when they are restored. */
struct config_group {
    struct config_group *next;
    struct rules_place place;
    struct str from, to; /* FROM may be "*" */
    enum config_applies applies;
    struct config_user *users;
};

struct config {
    struct arena arena;
    struct config_component *components;
    struct config_error *errors;
    struct config_lock *locks;
    struct config_group *groups;
};

/*
 * Does the component NAME of the rules with URLID take part? It does where it is not listed: what
 * is taken out of a Config.xml excludes nothing. Of several lines for one component a yes wins.
 */
bool config_takes(const struct config *config, struct str urlid, struct str name);

/* Does LINE speak of that component: the same name, and an ID that does not name other rules? */
bool config_is_about(const struct config_component *line, struct str urlid, struct str name);

void config_free(struct config *config);

#endif
