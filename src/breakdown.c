/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hard-link group for people or programs: see breakdown.h.
 */
#include "src/breakdown.h"

#include "src/number.h"

enum { NLINES = 5, COLUMN = 30 };

struct line {
    const char *label;
    const char *unit; /* behind the value */
    char value[32];
    size_t n;
};

static void fill_lines(const struct linkgroup *group, struct line *lines)
{
    size_t kind_n = strlen(group->kind);

    lines[0] = (struct line){.label = "  Unique ID:", .unit = ""};
    lines[0].n = number_hex(group->reference, 1, lines[0].value);
    lines[1] = (struct line){.label = "  Hardlink count:", .unit = ""};
    lines[1].n = number_commas(group->n, lines[1].value);
    lines[2] = (struct line){.label = "  Naive file size:", .unit = " bytes"};
    lines[2].n = number_commas(group->naive, lines[2].value);
    lines[3] = (struct line){.label = "  Unique file size:", .unit = " bytes"};
    lines[3].n = number_commas(group->size, lines[3].value);
    lines[4] = (struct line){.label = "  Kind of file:", .unit = ""};
    lines[4].n = kind_n < sizeof lines[4].value ? kind_n : sizeof lines[4].value;
    memcpy(lines[4].value, group->kind, lines[4].n);
}

void breakdown_text(const struct linkgroup *group, struct str title, struct textbuf *to)
{
    struct line lines[NLINES];
    size_t column = COLUMN;

    fill_lines(group, lines);
    for (size_t i = 0; i < NLINES; i++)
        if (strlen(lines[i].label) + 1 + lines[i].n > column)
            column = strlen(lines[i].label) + 1 + lines[i].n;
    textbuf_cstr(to, "Breakdown for \"");
    textbuf_shown(to, title);
    textbuf_cstr(to, "\"\n");
    for (size_t i = 0; i < NLINES; i++) {
        textbuf_cstr(to, lines[i].label);
        textbuf_fill(to, ' ', column - strlen(lines[i].label) - lines[i].n);
        textbuf_str(to, (struct str){lines[i].value, lines[i].n});
        textbuf_cstr(to, lines[i].unit);
        textbuf_char(to, '\n');
    }
    textbuf_cstr(to, "  Filenames:\n");
    for (uint32_t i = 0; i < group->n; i++) {
        textbuf_cstr(to, "    ");
        textbuf_shown(to, group->names[i]);
        textbuf_char(to, '\n');
    }
}

void breakdown_json(const struct linkgroup *group, struct str title, struct json *json)
{
    char id[NUMBER_BYTES];

    json_object(json, NULL);
    if (title.at)
        json_text(json, "path", title);
    json_reference(json, "reference", group->reference);
    json_text(json, "unique_id", (struct str){id, number_hex(group->reference, 1, id)});
    json_number(json, "links", group->n);
    json_number(json, "naive_bytes", group->naive);
    json_number(json, "unique_bytes", group->size);
    json_number(json, "allocated_bytes", group->allocated);
    json_word(json, "kind", group->kind);
    json_bool(json, "system", group->is_system);
    json_array(json, "names");
    for (uint32_t i = 0; i < group->n; i++)
        json_text(json, NULL, group->names[i]);
    json_end(json, ']');
    json_end(json, '}');
}
