/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations in words: see explain_report.h. */
#include "src/explain_report.h"

#include "src/explain_fate.h"
#include "src/username.h"

static const char *const outcome_words[] = {
    [EXPLAIN_WINS] = "wins",
    [EXPLAIN_LOSES] = "loses",
    [EXPLAIN_NOT_MEANT] = "not-meant",
    [EXPLAIN_NO_INCLUDE] = "no-include",
};

static const char *const point_words[] = {
    [PATTERN_ALIKE] = "exclude", [PATTERN_BY_FOLDERS] = "folders", [PATTERN_BY_REACH] = "reach",
    [PATTERN_BY_NODE] = "node",  [PATTERN_BY_LITERAL] = "literal", [PATTERN_BY_LEAF] = "leaf",
    [PATTERN_BY_FORM] = "form",
};

/* Why a rule loses to the winner. */
static const char *const point_phrases[] = {
    [PATTERN_ALIKE] = "as specific as the winner, and an exclude goes before an include",
    [PATTERN_BY_FOLDERS] = "the winner writes more folders out",
    [PATTERN_BY_REACH] = "the winner's folder goes less far",
    [PATTERN_BY_NODE] = "the winner's folder has more characters",
    [PATTERN_BY_LITERAL] = "the winner names the file itself",
    [PATTERN_BY_LEAF] = "the winner says more of the file's name",
    [PATTERN_BY_FORM] = "the winner says more than an extension",
};

static const char *kind_word(enum rules_kind kind)
{
    return kind == RULES_INCLUDE   ? "include"
           : kind == RULES_EXCLUDE ? "exclude"
                                   : "unconditionalExclude";
}

/* The place among the profiles of the user who takes no part, and in whose folder the path lies
 * that is not taken; MACHINE_NONE. */
static uint32_t left_out_user(const struct explain_report *r)
{
    const struct profiles *profiles = &r->planning->profiles;
    const uint16_t *upcase = r->planning->drives.machine.drives[0].upcase;

    for (uint32_t i = 0; i < profiles->n && !r->explanation->is_taken; i++) {
        struct str folder = profiles->at[i].path;

        while (folder.n > 0 && folder.at[folder.n - 1] == '\\')
            folder.n--;
        if (folder.n > 2 && !r->planning->drives.machine.is_chosen[i] &&
            r->planning->why[i] != USERCHOICE_DUPLICATE && r->path.n >= folder.n &&
            (r->path.n == folder.n || r->path.at[folder.n] == '\\') &&
            text_same_folded((struct str){r->path.at, folder.n}, folder, upcase))
            return i;
    }
    return MACHINE_NONE;
}

/* ---- For people ---- */

static const char *phrase_of(const struct explain_row *row, const struct expand_rule *rule)
{
    switch (row->outcome) {
    case EXPLAIN_WINS:
        return rule->rule->kind == RULES_UNCONDITIONAL_EXCLUDE ? "holds everywhere" : "wins";
    case EXPLAIN_LOSES:
        return point_phrases[row->point];
    case EXPLAIN_NOT_MEANT:
        return "its filter says that this file is not meant";
    case EXPLAIN_NO_INCLUDE:
        break;
    }
    return "its component includes nothing, so that it excludes nothing";
}

static void put_row(const struct explain_report *r, const struct explain_row *row,
                    struct textbuf *to)
{
    const struct expand_rule *rule = &r->planning->expansion.rules[row->rule];

    textbuf_format(to, "    %c %-8s ", row->outcome == EXPLAIN_WINS ? '*' : ' ',
                   rule->rule->kind == RULES_UNCONDITIONAL_EXCLUDE ? "never"
                                                                   : kind_word(rule->rule->kind));
    textbuf_shown(to, rule->text);
    textbuf_cstr(to, "\n               ");
    textbuf_shown(to, rule->place.file);
    textbuf_format(to, ":%u: %s\n", rule->place.line, phrase_of(row, rule));
}

static void put_scope(const struct explain_report *r, const struct expand_scope *scope,
                      struct textbuf *to)
{
    textbuf_cstr(to, "  ");
    textbuf_shown(to, scope->component->name.n > 0 ? scope->component->name
                                                   : str_of("(component without a name)"));
    textbuf_cstr(to, ", for ");
    if (scope->user == EXPAND_SYSTEM)
        textbuf_cstr(to, "the computer");
    else
        username_put(&r->planning->profiles.at[scope->user], to);
    textbuf_char(to, '\n');
}

static void put_left_out(const struct explain_report *r, struct textbuf *to)
{
    uint32_t user = left_out_user(r);

    if (user == MACHINE_NONE)
        return;
    textbuf_cstr(to, "  Its user, ");
    username_put(&r->planning->profiles.at[user], to);
    textbuf_format(to, ", %s.\n", userchoice_phrase(r->planning->why[user]));
}

static void put_verdict(const struct explain_report *r, struct textbuf *to)
{
    const struct explanation *e = r->explanation;

    textbuf_cstr(to, "  ");
    if (e->drive == MACHINE_NONE)
        textbuf_cstr(to, "Its drive is none of those that were given. ");
    else if (e->name == INDEX_NONE)
        textbuf_cstr(to, "It is not on the volume. If it were: ");
    if (e->is_taken)
        textbuf_cstr(to, "Taken.");
    else if (e->n == 0)
        textbuf_cstr(to, "Left: no rule matches it.");
    else if (e->rule != MACHINE_NONE)
        textbuf_cstr(to, "Left: an unconditional exclude holds in all components.");
    else
        textbuf_cstr(to, "Left: no component takes it.");
    textbuf_char(to, '\n');
    put_left_out(r, to);
    if (e->name != INDEX_NONE)
        explain_fate_text(r, to);
}

void explain_report_text(const struct explain_report *r, struct textbuf *to)
{
    const struct expansion *expansion = &r->planning->expansion;
    const struct explanation *e = r->explanation;
    uint32_t scope = UINT32_MAX;

    textbuf_shown(to, r->path);
    textbuf_char(to, '\n');
    put_verdict(r, to);
    for (uint32_t i = 0; i < e->n; i++) {
        uint32_t own = expansion->rules[e->at[i].rule].scope;

        if (own != scope)
            put_scope(r, &expansion->scopes[own], to);
        scope = own;
        put_row(r, &e->at[i], to);
    }
}

/* ---- JSON ---- */

static void put_json_user(const struct explain_report *r, uint32_t user, const char *key,
                          struct json *json)
{
    struct textbuf name = {0};

    username_put(&r->planning->profiles.at[user], &name);
    json_text(json, key, textbuf_view(&name));
    textbuf_free(&name);
}

static void put_json_row(const struct explain_report *r, const struct explain_row *row,
                         struct json *json)
{
    const struct expand_rule *rule = &r->planning->expansion.rules[row->rule];
    const struct expand_scope *scope = &r->planning->expansion.scopes[rule->scope];

    json_object(json, NULL);
    json_text(json, "component", scope->component->name);
    if (scope->user == EXPAND_SYSTEM)
        json_null(json, "user");
    else
        put_json_user(r, scope->user, "user", json);
    json_word(json, "kind", kind_word(rule->rule->kind));
    json_text(json, "pattern", rule->text);
    json_text(json, "file", rule->place.file);
    json_number(json, "line", rule->place.line);
    json_word(json, "outcome", outcome_words[row->outcome]);
    if (row->outcome == EXPLAIN_LOSES)
        json_word(json, "because", point_words[row->point]);
    else
        json_null(json, "because");
    json_end(json, '}');
}

static void put_json_left_out(const struct explain_report *r, struct json *json)
{
    uint32_t user = left_out_user(r);

    if (user == MACHINE_NONE) {
        json_null(json, "left_out_user");
        return;
    }
    json_object(json, "left_out_user");
    put_json_user(r, user, "name", json);
    json_word(json, "why", userchoice_phrase(r->planning->why[user]));
    json_end(json, '}');
}

void explain_report_json(const struct explain_report *r, struct json *json)
{
    const struct explanation *e = r->explanation;

    json_object(json, NULL);
    json_text(json, "path", r->path);
    json_bool(json, "is_there", e->name != INDEX_NONE);
    json_bool(json, "is_folder", e->is_folder);
    json_bool(json, "is_taken", e->is_taken);
    put_json_left_out(r, json);
    explain_fate_json(r, json);
    json_array(json, "rules");
    for (uint32_t i = 0; i < e->n; i++)
        put_json_row(r, &e->at[i], json);
    json_end(json, ']');
    json_end(json, '}');
}
