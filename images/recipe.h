/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a recipe is: a function that makes one test volume and tells what it did.
 *
 * Recipes live in recipe_*.c, grouped by subject, each group in a table that recipe.c lists. A
 * recipe
 *
 *     static void make_torn(struct recipe *r)
 *     {
 *         struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
 *         uint64_t file = ntfsdata_file(v, NTFSVOL_ROOT, "torn.txt", 100);
 *
 *         edit_poke(kit_edit(r), ntfsvol_record(file), 510, "xx", 2);
 *         kit_fact(r, "record", ntfsvol_record(file));
 *     }
 *
 * starts with kit_volume, may go on to kit_edit (which unmounts), and closes nothing: the
 * caller does. Errors stay in r->failure; a recipe need not look at them. Facts are printed once
 * the volume is made.
 */
#ifndef IMAGES_RECIPE_H
#define IMAGES_RECIPE_H

#include "images/edit.h"
#include "images/ntfsvol.h"

#include <stdio.h>

#define RECIPE_ARGS_MAX 4

struct recipe {
    const char *out; /* path of the image to make */
    const char *args[RECIPE_ARGS_MAX];
    int nargs;
    struct failure failure;
    struct ntfsvol volume;
    struct edit edit;
    bool editing; /* edit is open */
    FILE *facts;
};

struct recipe_case {
    const char *name;
    const char *args; /* names of its arguments, at most RECIPE_ARGS_MAX: ":N:LENGTH", or "" */
    const char *what; /* one line */
    void (*make)(struct recipe *r);
};

/* The groups; each ends with a case without a name. */
extern const struct recipe_case recipe_demo_cases[];
extern const struct recipe_case recipe_records_cases[];
extern const struct recipe_case recipe_links_cases[];
extern const struct recipe_case recipe_mft_cases[];
extern const struct recipe_case recipe_mftlist_cases[];
extern const struct recipe_case recipe_state_cases[];
extern const struct recipe_case recipe_disk_cases[];
extern const struct recipe_case recipe_names_cases[];
extern const struct recipe_case recipe_paths_cases[];
extern const struct recipe_case recipe_streams_cases[];
extern const struct recipe_case recipe_reparse_cases[];
extern const struct recipe_case recipe_meta_cases[];
extern const struct recipe_case recipe_users_cases[];
extern const struct recipe_case recipe_refresh_cases[];
extern const struct recipe_case recipe_store_cases[];
extern const struct recipe_case recipe_oldstore_cases[], recipe_chance_cases[];
extern const struct recipe_case recipe_story_cases[];

#endif
