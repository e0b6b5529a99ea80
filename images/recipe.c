/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recipe: makes one test volume and prints what is special about it as key=value lines.
 */
#include "images/recipe.h"

#include "images/kit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct recipe_case *const groups[] = {
    recipe_demo_cases,    recipe_records_cases, recipe_links_cases,   recipe_mft_cases,
    recipe_mftlist_cases, recipe_state_cases,   recipe_disk_cases,    recipe_names_cases,
    recipe_paths_cases,   recipe_streams_cases, recipe_reparse_cases, recipe_meta_cases,
    recipe_users_cases,   recipe_refresh_cases, recipe_store_cases,   recipe_oldstore_cases,
    recipe_chance_cases,  recipe_story_cases,
};

#define NGROUPS (sizeof(groups) / sizeof(groups[0]))

static void list(void)
{
    for (size_t g = 0; g < NGROUPS; g++)
        for (const struct recipe_case *c = groups[g]; c->name; c++)
            printf("%s%s\t%s\n", c->name, c->args, c->what);
}

static void help(FILE *to)
{
    fputs(
        "usage: recipe NAME[:ARG...] OUT\n"
        "       recipe --list\n"
        "\n"
        "Makes the test volume NAME in the file OUT (anew) and prints what is special about it as\n"
        "key=value lines. --list prints every name with its arguments, which may be left out, and\n"
        "what it makes. The same name gives the same bytes each time.\n",
        to);
}

static const struct recipe_case *find(const char *name, size_t length)
{
    for (size_t g = 0; g < NGROUPS; g++)
        for (const struct recipe_case *c = groups[g]; c->name; c++)
            if (strlen(c->name) == length && strncmp(c->name, name, length) == 0)
                return c;
    return NULL;
}

static int count_colons(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += *text == ':';
    return n;
}

/* Cuts "name:1:2" at its colons. NULL, and a word about it, where no recipe has that name and those
 * arguments. */
static const struct recipe_case *parse(char *text, struct recipe *r)
{
    const struct recipe_case *c = find(text, strcspn(text, ":"));

    if (!c)
        fprintf(stderr, "recipe: no recipe is called %s; see recipe --list.\n", text);
    else if (count_colons(text) > count_colons(c->args))
        fprintf(stderr, "recipe: it is %s%s; see recipe --list.\n", c->name, c->args), c = NULL;
    while (c && (text = strchr(text, ':')) != NULL) {
        *text++ = '\0';
        r->args[r->nargs++] = text;
    }
    return c;
}

static int make(const struct recipe_case *c, struct recipe *r)
{
    char *facts = NULL;
    size_t nfacts;

    r->facts = open_memstream(&facts, &nfacts);
    if (!r->facts) {
        perror("recipe");
        return 1;
    }
    c->make(r);
    kit_finish(r);
    fclose(r->facts);
    if (failure_any(&r->failure)) {
        fprintf(stderr, "recipe %s: %s.\n", c->name, r->failure.text);
        unlink(r->out);
    } else {
        fputs(facts, stdout);
    }
    free(facts);
    return failure_any(&r->failure);
}

int main(int argc, char **argv)
{
    struct recipe r = {0};
    const struct recipe_case *c;

    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list(), 0;
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return help(stdout), 0;
    if (argc != 3)
        return help(stderr), 2;
    r.out = argv[2];
    c = parse(argv[1], &r);
    return c ? make(c, &r) : 2;
}
