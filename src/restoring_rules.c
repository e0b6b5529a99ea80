/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of a restore: see restoring_rules.h. */
#include "src/restoring_rules.h"

#include "planner/restore_number.h"
#include "src/planning_notes.h"
#include "src/restoring_links.h"
#include "src/say.h"

/* ---- What they mean ---- */

/* The store was chosen by users once: who of them takes part is no question any more. */
static bool choose_all(struct planning *p, struct oldwindows *old)
{
    bool *is_chosen = arena_array(&p->arena, (size_t)old->profiles.n + 1, sizeof *is_chosen);

    for (uint32_t i = 0; i < old->profiles.n && is_chosen; i++)
        is_chosen[i] =
            !(old->profiles.at[i].flags & PROFILE_SYSTEM) && old->profiles.at[i].path.n > 0;
    old->machine.is_chosen = is_chosen;
    if (!is_chosen)
        say_no_memory();
    return is_chosen;
}

static void say_wrong(const struct relocations *moves)
{
    const struct expand_rule *rule = moves->wrong;

    say("%.*s:%u: '%.*s' is no one place on this computer: %s needs a path with a drive, such as "
        "'C:\\Music', with variables that have a value here. Nothing is planned.",
        (int)rule->rule->place.file.n, rule->rule->place.file.at, rule->rule->place.line,
        (int)moves->argument.n, moves->argument.at, rule->rule->call->helper->name);
}

/* A form without a number would be one name for all. */
static bool are_forms_right(const struct expansion *expansion)
{
    for (uint32_t i = 0; i < expansion->nrules; i++) {
        const struct rule *rule = expansion->rules[i].rule;

        if (rule->kind != RULES_MERGE || !rule->call ||
            rule->call->helper->id != HELPER_FIND_FILE_PLACE_BY_PATTERN ||
            restore_number_can(rule->call->arguments[0]))
            continue;
        say("%.*s:%u: '%.*s' makes no names: FindFilePlaceByPattern needs a form with <N> in it, "
            "such as '<F> (<N>).<E>'. Nothing is planned.",
            (int)rule->place.file.n, rule->place.file.at, rule->place.line,
            (int)rule->call->arguments[0].n, rule->call->arguments[0].at);
        return false;
    }
    return true;
}

bool restoring_rules_mean(struct planning *p, struct oldwindows *old,
                          const struct knownfolders *folders, struct relocations *moves_ret)
{
    const struct relocate_job job = {&p->expansion, &old->machine, &p->drives.machine,
                                     folders->heirs};

    if (p->options->rules.n == 0)
        return true;
    if (!choose_all(p, old) || !planning_mean(p, &old->machine))
        return false;
    if (relocate_find(&job, moves_ret) != STATUS_OK)
        return say_no_memory(), false;
    if (moves_ret->wrong)
        say_wrong(moves_ret);
    return !moves_ret->wrong && are_forms_right(&p->expansion);
}

/* ---- What is done otherwise, or not ---- */

enum untold {
    CLEANUP,
    NO_ATTRIBUTES,
    NO_CONTENT,
    NO_LINKS,
    NO_NEVER,
    DONE, /* or nothing of a restore */
};

static const char *const sentences[DONE] = {
    [CLEANUP] =
        "<destinationCleanup> deletes files of the new Windows before a restore: here they are "
        "moved into the store, below USMT\\Cleaned. Undo gives them back; when the store is "
        "removed they are kept, or deleted by --only-copies delete.",
    [NO_ATTRIBUTES] =
        "<excludeAttributes> leaves out owners, permissions and times: of files Security "
        "as a whole is left out where descriptors are known. Times, and parts of a "
        "descriptor, are those of the file, which all its names share.",
    [NO_CONTENT] = "<contentModify> changes what files contain: that is not done, a restored name "
                   "is one more link to its file.",
    [NO_LINKS] = "IgnoreIrrelevantLinks leaves out shortcuts whose target is nowhere: an inventory "
                 "has no contents of files, and all that were on such a drive are restored.",
    [NO_NEVER] = "NeverRestore leaves out files that the store has: rules do not choose among "
                 "what a store has, all of it is restored.",
};

static enum untold untold_of_filter(const struct planning *p, const struct rule *rule)
{
    if (!rule->call)
        return DONE;
    if (rule->call->helper->id == HELPER_IGNORE_IRRELEVANT_LINKS)
        return restoring_links_are_unread(p) ? NO_LINKS : DONE;
    return rule->call->helper->id == HELPER_NEVER_RESTORE ? NO_NEVER : DONE;
}

static enum untold untold_of(const struct planning *p, const struct rule *rule)
{
    switch (rule->kind) {
    case RULES_INCLUDE:
    case RULES_EXCLUDE:
        return untold_of_filter(p, rule);
    case RULES_CONTENT_MODIFY:
        return NO_CONTENT;
    case RULES_DESTINATION_CLEANUP:
        return CLEANUP;
    case RULES_EXCLUDE_ATTRIBUTES:
        return rule->attributes == RULES_SECURITY && !restoring_links_are_unread(p) ? DONE
                                                                                    : NO_ATTRIBUTES;
    case RULES_INCLUDE_ATTRIBUTES: /* they come anyway */
    case RULES_UNCONDITIONAL_EXCLUDE:
    case RULES_LOCATION_MODIFY:
    case RULES_MERGE:
    case RULES_ADD_OBJECTS:
    case RULES_PROCESSING:
    case RULES_EXTERNAL_PROCESS:
        break;
    }
    return DONE;
}

static bool add_note(struct plan *plan, const struct rule *rule, const char *sentence)
{
    struct textbuf text = {0};

    textbuf_shown(&text, rule->place.file);
    textbuf_format(&text, ":%u: %s", rule->place.line, sentence);
    return planning_notes_add(plan, &text);
}

/* Each is told once, of the first rule that asks for it. */
static bool add_untold(struct planning *p)
{
    bool is_told[DONE + 1] = {[DONE] = true}, is_good = true;

    for (uint32_t i = 0; i < p->expansion.nrules && is_good; i++) {
        const struct rule *rule = p->expansion.rules[i].rule;
        enum untold untold = untold_of(p, rule);

        if (!is_told[untold])
            is_good = add_note(&p->plan, rule, sentences[untold]);
        is_told[untold] = true;
    }
    return is_good;
}

bool restoring_rules_note(struct planning *p)
{
    return p->options->rules.n == 0 || (add_untold(p) && planning_notes_rules(p));
}
