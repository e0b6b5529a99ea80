/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes about rules: see rules_report.h.
 */
#include "src/rules_report.h"

#include "src/json.h"

#include <stdlib.h>

struct row {
    const struct rules_note *note;
    size_t no; /* in the order in which they were added */
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
    const struct row *c = a, *d = b;
    int order = text_compare(c->note->place.file, d->note->place.file);

    if (order != 0)
        return order;
    if (c->note->place.line != d->note->place.line)
        return c->note->place.line < d->note->place.line ? -1 : 1;
    return (c->no > d->no) - (c->no < d->no);
}

/* All notes in order; NULL without memory. */
static struct row *sorted_notes(struct rules *rules)
{
    struct row *rows = arena_array(&rules->arena, rules->notes.n + 1, sizeof *rows);
    size_t n = 0;

    for (const struct rules_note *it = rules->notes.first; it && rows; it = it->next, n++)
        rows[n] = (struct row){it, n};
    if (rows)
        qsort(rows, n, sizeof *rows, by_place);
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

static void put_summary(const struct rules *rules, struct textbuf *to)
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
        put_count(to, rules->notes.nby[i], words[i]);
    }
    textbuf_char(to, '\n');
}

void rules_report_text(struct rules *rules, struct textbuf *to)
{
    const struct row *rows = sorted_notes(rules);

    for (size_t i = 0; i < rules->notes.n && rows; i++) {
        const struct rules_note *note = rows[i].note;

        textbuf_shown(to, note->place.file);
        textbuf_format(to, ":%u: %s: ", note->place.line, severity_of(note));
        textbuf_shown(to, note->text);
        textbuf_format(to, " [%s]\n", rules_note_word(note->kind));
    }
    put_summary(rules, to);
    to->is_short |= !rows;
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
    const struct row *rows = sorted_notes(rules);
    struct totals totals = totals_of(rules);
    struct json json = {.to = to};

    json_object(&json, NULL);
    json_number(&json, "schema_version", 1);
    put_files(rules, &json);
    json_number(&json, "components", totals.components);
    json_number(&json, "rules", totals.rules);
    json_number(&json, "errors", rules->notes.nby[RULES_ERROR]);
    json_number(&json, "warnings", rules->notes.nby[RULES_WARNING]);
    json_number(&json, "remarks", rules->notes.nby[RULES_REMARK]);
    json_array(&json, "notes");
    for (size_t i = 0; i < rules->notes.n && rows; i++)
        put_note(rows[i].note, &json);
    json_end(&json, ']');
    json_end(&json, '}');
    to->is_short |= !rows;
}
