/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Column by column: see sameindex.h. */
#include "tests/oracle/sameindex.h"

#include <string.h>

struct column {
    const char *name;
    const void *a, *b;
    size_t nbytes;
};

static const char *first_difference(const struct column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!columns[i].a != !columns[i].b ||
            (columns[i].a && memcmp(columns[i].a, columns[i].b, columns[i].nbytes) != 0))
            return columns[i].name;
    return NULL;
}

static const char *files_differ(const struct file_rows *a, const struct file_rows *b)
{
    const size_t n = a->n;
    const struct column columns[] = {
        {"record", a->record, b->record, n * sizeof(*a->record)},
        {"sequence", a->sequence, b->sequence, n * sizeof(*a->sequence)},
        {"flags", a->flags, b->flags, n * sizeof(*a->flags)},
        {"header_links", a->header_links, b->header_links, n * sizeof(*a->header_links)},
        {"first_name", a->first_name, b->first_name, n * sizeof(*a->first_name)},
        {"attributes", a->attributes, b->attributes, n * sizeof(*a->attributes)},
        {"size", a->size, b->size, n * sizeof(*a->size)},
        {"allocated", a->allocated, b->allocated, n * sizeof(*a->allocated)},
        {"times", a->times, b->times, n * TIMES * sizeof(*a->times)},
        {"security_id", a->security_id, b->security_id, n * sizeof(*a->security_id)},
        {"owner", a->owner, b->owner, n * sizeof(*a->owner)},
        {"usn", a->usn, b->usn, n * sizeof(*a->usn)},
    };

    return a->n != b->n ? "files" : first_difference(columns, sizeof(columns) / sizeof(columns[0]));
}

static const char *names_differ(const struct name_rows *a, const struct name_rows *b)
{
    const size_t n = a->n;
    const struct column columns[] = {
        {"names.file", a->file, b->file, n * sizeof(*a->file)},
        {"names.parent", a->parent, b->parent, n * sizeof(*a->parent)},
        {"names.text", a->text, b->text, n * sizeof(*a->text)},
        {"names.name_space", a->name_space, b->name_space, n * sizeof(*a->name_space)},
        {"names.dos", a->dos, b->dos, n * sizeof(*a->dos)},
        {"names.times", a->times, b->times, n * TIMES * sizeof(*a->times)},
    };

    return a->n != b->n ? "names" : first_difference(columns, sizeof(columns) / sizeof(columns[0]));
}

static const char *others_differ(const struct index *a, const struct index *b)
{
    const struct stream_rows *s = &a->streams, *t = &b->streams;
    const struct reparse_rows *r = &a->reparse, *q = &b->reparse;
    const struct column columns[] = {
        {"streams.file", s->file, t->file, s->n * sizeof(*s->file)},
        {"streams.text", s->text, t->text, s->n * sizeof(*s->text)},
        {"streams.size", s->size, t->size, s->n * sizeof(*s->size)},
        {"streams.allocated", s->allocated, t->allocated, s->n * sizeof(*s->allocated)},
        {"reparse.file", r->file, q->file, r->n * sizeof(*r->file)},
        {"reparse.tag", r->tag, q->tag, r->n * sizeof(*r->tag)},
        {"text", a->text.at, b->text.at, a->text.n},
        {"first_child", a->first_child, b->first_child, (a->files.n + 1) * sizeof(*a->first_child)},
        {"children", a->children, b->children,
         a->first_child ? a->first_child[a->files.n] * sizeof(*a->children) : 0},
    };

    if (s->n != t->n || r->n != q->n || a->text.n != b->text.n)
        return "number of streams, reparse points or texts";
    return first_difference(columns, sizeof(columns) / sizeof(columns[0]));
}

/* Findings have gaps between their members: they are compared one by one. */
static const char *findings_differ(const struct index *a, const struct index *b)
{
    if (a->nfindings != b->nfindings)
        return "findings";
    for (uint32_t i = 0; i < a->nfindings; i++) {
        const struct finding *f = &a->findings[i], *g = &b->findings[i];

        if (f->record != g->record || f->offset != g->offset || f->detail != g->detail ||
            f->at != g->at || f->kind != g->kind)
            return "findings";
    }
    return NULL;
}

static const char *owners_differ(const struct index *a, const struct index *b)
{
    if (a->nowners != b->nowners)
        return "owners";
    for (uint32_t i = 0; i < a->nowners; i++)
        if (strcmp(a->owners[i], b->owners[i]) != 0)
            return "owners";
    return NULL;
}

const char *sameindex_difference(const struct index *a, const struct index *b)
{
    const char *difference = files_differ(&a->files, &b->files);

    if (!difference)
        difference = names_differ(&a->names, &b->names);
    if (!difference)
        difference = others_differ(a, b);
    if (!difference)
        difference = findings_differ(a, b);
    if (!difference)
        difference = owners_differ(a, b);
    if (!difference && memcmp(&a->counts, &b->counts, sizeof(a->counts)) != 0)
        difference = "counts";
    return difference;
}
