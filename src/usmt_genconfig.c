/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * /genconfig: see usmt_genconfig.h.
 *
 * Components stand in the order of their files, outer ones before what is in them; so do scopes,
 * which tell which of them have rules here. One walk marks these and all around them, a second one
 * writes.
 */
#include "src/usmt_genconfig.h"

#include "src/outfile.h"
#include "src/say.h"

#include <strings.h>

struct row {
    const struct rules_component *component;
    uint32_t parent; /* row; UINT32_MAX */
    bool is_present;
};

struct rows {
    struct row *at;
    uint32_t n;
    struct arena arena;
};

/* The row of PARENT, which is the last one before row I or one around that. */
static uint32_t row_of(const struct rows *rows, uint32_t i, const struct rules_component *parent)
{
    uint32_t at = i == 0 ? UINT32_MAX : i - 1;

    while (parent && at != UINT32_MAX && rows->at[at].component != parent)
        at = rows->at[at].parent;
    return parent ? at : UINT32_MAX;
}

static bool make_rows(const struct planning *planning, struct rows *rows)
{
    uint32_t n = 0;

    for (const struct rules_component *c = planning->rules.components; c; c = c->next)
        n++;
    rows->at = arena_array(&rows->arena, (size_t)n + 1, sizeof *rows->at);
    if (!rows->at)
        return false;
    for (const struct rules_component *c = planning->rules.components; c; c = c->next) {
        rows->at[rows->n] = (struct row){c, row_of(rows, rows->n, c->parent), false};
        rows->n++;
    }
    return true;
}

static void mark(const struct planning *planning, struct rows *rows)
{
    uint32_t row = 0;

    for (uint32_t i = 0; i < planning->expansion.nscopes; i++) {
        const struct expand_scope *scope = &planning->expansion.scopes[i];

        while (row < rows->n && rows->at[row].component != scope->component)
            row++;
        if (row == rows->n)
            return;
        for (uint32_t at = row; scope->has_include && at != UINT32_MAX && !rows->at[at].is_present;
             at = rows->at[at].parent)
            rows->at[at].is_present = true;
    }
}

/* ---- Writing ---- */

static void put_escaped(struct str text, struct textbuf *to)
{
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        if (c == '&')
            textbuf_cstr(to, "&amp;");
        else if (c == '<')
            textbuf_cstr(to, "&lt;");
        else if (c == '"')
            textbuf_cstr(to, "&quot;");
        else if ((unsigned char)c >= ' ')
            textbuf_char(to, c);
    }
}

static void put_component(const struct row *row, uint32_t depth, bool is_empty, struct textbuf *to)
{
    const struct rules_component *component = row->component;

    textbuf_fill(to, ' ', 4 + 2 * (size_t)depth);
    textbuf_cstr(to, "<component displayname=\"");
    put_escaped(component->name, to);
    textbuf_cstr(to, "\" migrate=\"yes\" ID=\"");
    put_escaped(component->file->urlid, to);
    textbuf_char(to, '/');
    put_escaped(component->name, to);
    textbuf_cstr(to, is_empty ? "\"/>\n" : "\">\n");
}

static void put_end(uint32_t depth, struct textbuf *to)
{
    textbuf_fill(to, ' ', 4 + 2 * (size_t)depth);
    textbuf_cstr(to, "</component>\n");
}

static uint32_t next_present(const struct rows *rows, uint32_t i)
{
    do
        i++;
    while (i < rows->n && !rows->at[i].is_present);
    return i;
}

static uint32_t root_of(const struct rows *rows, uint32_t i)
{
    while (rows->at[i].parent != UINT32_MAX)
        i = rows->at[i].parent;
    return i;
}

static bool is_application(const struct rows *rows, uint32_t i)
{
    struct str type = rows->at[root_of(rows, i)].component->type;

    return text_same_folded(type, str_of("Application"), NULL);
}

/* The components of one section, in each other as in their files. */
static void put_section(const struct rows *rows, bool of_applications, struct textbuf *to)
{
    uint32_t open = UINT32_MAX, depth = 0;

    textbuf_cstr(to, of_applications ? "  <Applications>\n" : "  <Documents>\n");
    for (uint32_t i = next_present(rows, UINT32_MAX); i < rows->n; i = next_present(rows, i)) {
        uint32_t next = next_present(rows, i);
        const bool has_inner = next < rows->n && rows->at[next].parent == i;

        if (is_application(rows, i) != of_applications)
            continue;
        for (; open != UINT32_MAX && open != rows->at[i].parent; open = rows->at[open].parent)
            put_end(--depth, to);
        put_component(&rows->at[i], depth, !has_inner, to);
        if (has_inner) {
            open = i;
            depth++;
        }
    }
    for (; open != UINT32_MAX; open = rows->at[open].parent)
        put_end(--depth, to);
    textbuf_cstr(to, of_applications ? "  </Applications>\n" : "  </Documents>\n");
}

bool usmt_genconfig(const struct planning *planning, const char *path)
{
    struct rows rows = {0};
    struct outfile file;
    bool is_good = make_rows(planning, &rows);

    if (!is_good)
        say_no_memory();
    if (is_good && (is_good = outfile_open(path, &file))) {
        mark(planning, &rows);
        textbuf_cstr(&file.out.text,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Configuration>\n");
        put_section(&rows, true, &file.out.text);
        put_section(&rows, false, &file.out.text);
        textbuf_cstr(&file.out.text,
                     "  <Policies>\n    <ErrorControl>\n    </ErrorControl>\n"
                     "    <HardLinkStoreControl>\n    </HardLinkStoreControl>\n  </Policies>\n"
                     "</Configuration>\n");
        is_good = outfile_finish(&file, true);
    }
    arena_free(&rows.arena);
    return is_good;
}
