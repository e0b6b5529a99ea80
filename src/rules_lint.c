/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mistakes of whole rule sets: see rules_lint.h.
 */
#include "src/rules_lint.h"

#include "src/builtin.h"
#include "src/textbuf.h"

#include <stdlib.h>

enum { LOOKS_MAX = 10 * 1000 * 1000 };

/* What the rules of one component are about. */
struct census {
    const struct rule *first_exclude;
    size_t nincludes, nfile_includes, nothers;
};

static void add_note(struct rules *rules, enum rules_note_kind kind, struct rules_place place,
                     const char *before, struct str name, const char *behind)
{
    struct textbuf text = {0};

    textbuf_cstr(&text, before);
    textbuf_shown(&text, name);
    textbuf_cstr(&text, behind);
    rules->notes.is_short |= text.is_short;
    rules_note_add(&rules->notes, kind, place, textbuf_view(&text));
    textbuf_free(&text);
}

static bool is_about_files(const struct rules_set *set)
{
    for (; set; set = set->next) {
        if (set->scripts || set->contents)
            return true;
        for (const struct rules_pattern *it = set->patterns; it; it = it->next)
            if (it->type == RULES_FILE)
                return true;
    }
    return false;
}

static struct census census_of(const struct rules_component *component)
{
    struct census census = {0};

    for (const struct rules_group *group = component->groups; group; group = group->next)
        for (const struct rule *rule = group->rules; rule; rule = rule->next) {
            bool is_exclude = rule->kind == RULES_EXCLUDE;

            if (rule->kind == RULES_INCLUDE) {
                census.nincludes++;
                census.nfile_includes += is_about_files(rule->sets);
            } else if (!is_exclude) {
                census.nothers++;
            } else if (!census.first_exclude) {
                census.first_exclude = rule;
            }
        }
    return census;
}

static bool has_children(const struct rules_component *component)
{
    /* Those in it stand right behind it. */
    return component->next && component->next->parent == component;
}

static void check_component(struct rules *rules, const struct rules_component *component)
{
    struct census census = census_of(component);

    if (census.first_exclude && census.nincludes == 0)
        add_note(
            rules, RULES_DEAD_EXCLUDE, census.first_exclude->place, "Component '", component->name,
            "' includes nothing, so that its excludes exclude nothing: other components do not "
            "heed them. <unconditionalExclude> is heeded by all.");
    else if (census.nincludes > 0 && census.nfile_includes == 0)
        add_note(rules, RULES_NO_FILES, component->place, "Component '", component->name,
                 "' includes settings alone, and no files: nothing of it is carried.");
    else if (census.nincludes + census.nothers == 0 && !has_children(component))
        add_note(rules, RULES_EMPTY, component->place, "Component '", component->name,
                 "' has no rules: it takes no files.");
}

static int by_name(const void *a, const void *b)
{
    const struct rules_component *const *c = a, *const *d = b;
    int order = text_compare((*c)->file->path, (*d)->file->path);

    if (order == 0)
        order = text_compare((*c)->name, (*d)->name);
    return order != 0
               ? order
               : ((*c)->place.line > (*d)->place.line) - ((*c)->place.line < (*d)->place.line);
}

/* Two components of one file with one name: a Config.xml cannot tell them apart. */
static void check_names(struct rules *rules)
{
    const struct rules_component **sorted;
    size_t n = 0;

    for (const struct rules_component *it = rules->components; it; it = it->next)
        n++;
    sorted = arena_array(&rules->arena, n + 1, sizeof *sorted);
    if (!sorted) {
        rules->notes.is_short = true;
        return;
    }
    n = 0;
    for (const struct rules_component *it = rules->components; it; it = it->next)
        sorted[n++] = it;
    qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 1; i < n; i++)
        if (sorted[i]->name.n > 0 && sorted[i]->file == sorted[i - 1]->file &&
            str_equal(sorted[i]->name, sorted[i - 1]->name))
            add_note(rules, RULES_SAME_COMPONENT, sorted[i]->place, "A component '",
                     sorted[i]->name,
                     "' is there already in this file: Config.xml cannot tell them apart.");
}

static bool ends_with(struct str text, const char *end)
{
    size_t n = strlen(end);

    return text.n >= n &&
           text_same_folded((struct str){text.at + text.n - n, n}, str_of(end), NULL);
}

/* The first file whose urlid ends as Microsoft's set for this purpose does, or is that of ours. */
static const struct rules_file *file_of(const struct rules *rules, const char *urlid_end,
                                        const char *builtin)
{
    for (const struct rules_file *file = rules->files; file; file = file->next)
        if (!file->is_ignored &&
            (ends_with(file->urlid, urlid_end) || str_equal(file->urlid, str_of(builtin))))
            return file;
    return NULL;
}

/* The sets for users' files are known by their urlids. */
static void check_sets(struct rules *rules)
{
    const struct rules_file *user = file_of(rules, "/miguser", BUILTIN_USER);
    const struct rules_file *docs = file_of(rules, "/migdocs", BUILTIN_DOCUMENTS);

    if (user && docs)
        add_note(rules, RULES_USER_AND_DOCS, (struct rules_place){user->path, 1},
                 "MigUser and MigDocs (or builtin:user and builtin:documents, which are like them) "
                 "are given together, and take many files twice: use one of them. The other is '",
                 docs->path, "'.");
}

/* Is there such a component? Also where NLOOKS, which each look at one takes from, is used up. */
static bool is_known(const struct rules *rules, const struct config_component *line, size_t *nlooks)
{
    for (const struct rules_component *it = rules->components; it; it = it->next) {
        if (*nlooks == 0)
            return true;
        (*nlooks)--;
        if (config_is_about(line, it->file->urlid, it->name))
            return true;
    }
    return false;
}

/* A line that is to leave a component out, and names none. Lists that no administrator writes are
 * looked at in part. */
static void check_config(struct rules *rules, const struct config *config)
{
    size_t nlooks = LOOKS_MAX;

    for (const struct config_component *it = config->components; it; it = it->next) {
        bool has_parts = it->next && it->next->parent == it;

        if (it->is_windows || it->is_taken || has_parts || it->name.n == 0 ||
            is_known(rules, it, &nlooks))
            continue;
        add_note(rules, RULES_UNMATCHED_CONFIG, it->place, "No file of rules has a component '",
                 it->name, "': this line leaves nothing out.");
    }
}

void rules_lint(struct rules *rules, const struct config *config)
{
    for (const struct rules_component *it = rules->components; it; it = it->next)
        check_component(rules, it);
    check_names(rules);
    check_sets(rules);
    if (rules->components)
        check_config(rules, config);
}
