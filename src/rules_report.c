/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes about rules: see rules_report.h.
 */
#include "src/rules_report.h"

#include "src/json.h"

#include <stdlib.h>

/* The notes in order, each once: a named element is read as often as it is referred to. */
struct rows {
    const struct rules_note **at; /* NULL without memory */
    size_t n, nby[3];             /* all; by severity */
};

struct totals {
    uint64_t files, components, rules;
};

static struct totals totals_of(const struct rules *rules)
{
    struct totals totals = {0};

    for (const struct rules_file *it = rules->files; it; it = it->next)
        totals.files++;
    for (const struct rules_component *it = rules->components; it; it = it->next) {
        totals.components++;
        for (const struct rules_group *group = it->groups; group; group = group->next)
            for (const struct rule *rule = group->rules; rule; rule = rule->next)
                totals.rules++;
    }
    return totals;
}

static int by_place(const void *a, const void *b)
{
    const struct rules_note *const *c = a, *const *d = b;
    int order = text_compare((*c)->place.file, (*d)->place.file);

    if (order != 0)
        return order;
    if ((*c)->place.line != (*d)->place.line)
        return (*c)->place.line < (*d)->place.line ? -1 : 1;
    if ((*c)->kind != (*d)->kind)
        return (*c)->kind < (*d)->kind ? -1 : 1;
    return text_compare((*c)->text, (*d)->text);
}

static struct rows rows_of(struct rules *rules)
{
    struct rows rows = {arena_array(&rules->arena, rules->notes.n + 1, sizeof *rows.at), 0, {0}};
    size_t n = 0;

    if (!rows.at)
        return rows;
    for (const struct rules_note *it = rules->notes.first; it; it = it->next)
        rows.at[n++] = it;
    qsort(rows.at, n, sizeof *rows.at, by_place);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && by_place(&rows.at[i], &rows.at[i - 1]) == 0)
            continue;
        rows.nby[rules_note_severity(rows.at[i]->kind)]++;
        rows.at[rows.n++] = rows.at[i];
    }
    return rows;
}

static const char *severity_of(const struct rules_note *note)
{
    return rules_note_severity_word(rules_note_severity(note->kind));
}

static void put_count(struct textbuf *to, uint64_t n, const char *word)
{
    textbuf_commas(to, n);
    textbuf_format(to, " %s%s", word, n == 1 ? "" : "s");
}

static void put_summary(const struct rules *rules, const struct rows *rows, struct textbuf *to)
{
    static const char *const words[] = {"error", "warning", "remark"};
    struct totals totals = totals_of(rules);

    put_count(to, totals.files, "file");
    textbuf_cstr(to, ", ");
    put_count(to, totals.components, "component");
    textbuf_cstr(to, ", ");
    put_count(to, totals.rules, "rule");
    for (int i = 0; i < 3; i++) {
        textbuf_cstr(to, i == 0 ? ": " : ", ");
        put_count(to, rows->nby[i], words[i]);
    }
    textbuf_char(to, '\n');
}

void rules_report_text(struct rules *rules, struct textbuf *to)
{
    struct rows rows = rows_of(rules);

    for (size_t i = 0; i < rows.n; i++) {
        const struct rules_note *note = rows.at[i];

        textbuf_shown(to, note->place.file);
        textbuf_format(to, ":%u: %s: ", note->place.line, severity_of(note));
        textbuf_shown(to, note->text);
        textbuf_format(to, " [%s]\n", rules_note_word(note->kind));
    }
    put_summary(rules, &rows, to);
    to->is_short |= !rows.at;
}

static void put_files(const struct rules *rules, struct json *json)
{
    json_array(json, "files");
    for (const struct rules_file *it = rules->files; it; it = it->next) {
        json_row(json, NULL);
        json_text(json, "path", it->path);
        if (it->urlid.n > 0)
            json_text(json, "urlid", it->urlid);
        else
            json_null(json, "urlid");
        json_bool(json, "ignored", it->is_ignored);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_note(const struct rules_note *note, struct json *json)
{
    json_row(json, NULL);
    json_text(json, "file", note->place.file);
    json_number(json, "line", note->place.line);
    json_word(json, "severity", severity_of(note));
    json_word(json, "kind", rules_note_word(note->kind));
    json_text(json, "text", note->text);
    json_end(json, '}');
}

void rules_report_json(struct rules *rules, struct textbuf *to)
{
    struct rows rows = rows_of(rules);
    struct totals totals = totals_of(rules);
    struct json json = {.to = to};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    put_files(rules, &json);
    json_number(&json, "components", totals.components);
    json_number(&json, "rules", totals.rules);
    json_number(&json, "errors", rows.nby[RULES_ERROR]);
    json_number(&json, "warnings", rows.nby[RULES_WARNING]);
    json_number(&json, "remarks", rows.nby[RULES_REMARK]);
    json_array(&json, "notes");
    for (size_t i = 0; i < rows.n; i++)
        put_note(rows.at[i], &json);
    json_end(&json, ']');
    json_end(&json, '}');
    to->is_short |= !rows.at;
}
