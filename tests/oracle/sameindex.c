/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Column by column, and what refers to other tables as what it leads to: see sameindex.h. */
#include "tests/oracle/sameindex.h"

#include "mft/path.h"

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
        {"usn", a->usn, b->usn, n * sizeof(*a->usn)},
        {"room", a->room, b->room, n * sizeof(*a->room)},
    };

    return a->n != b->n ? "files" : first_difference(columns, sizeof(columns) / sizeof(columns[0]));
}

static const char *names_differ(const struct name_rows *a, const struct name_rows *b)
{
    const size_t n = a->n;
    const struct column columns[] = {
        {"names.file", a->file, b->file, n * sizeof(*a->file)},
        {"names.parent", a->parent, b->parent, n * sizeof(*a->parent)},
        {"names.name_space", a->name_space, b->name_space, n * sizeof(*a->name_space)},
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
        {"streams.size", s->size, t->size, s->n * sizeof(*s->size)},
        {"streams.allocated", s->allocated, t->allocated, s->n * sizeof(*s->allocated)},
        {"reparse.file", r->file, q->file, r->n * sizeof(*r->file)},
        {"reparse.tag", r->tag, q->tag, r->n * sizeof(*r->tag)},
        {"first_child", a->first_child, b->first_child, (a->files.n + 1) * sizeof(*a->first_child)},
        {"children", a->children, b->children,
         a->first_child ? a->first_child[a->files.n] * sizeof(*a->children) : 0},
    };

    if (s->n != t->n || r->n != q->n)
        return "number of streams or reparse points";
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

/* ---- Byte for byte ---- */

static const char *pools_differ(const struct index *a, const struct index *b)
{
    const size_t n = a->names.n;
    const struct column columns[] = {
        {"names.text", a->names.text, b->names.text, n * sizeof(*a->names.text)},
        {"names.dos", a->names.dos, b->names.dos, n * sizeof(*a->names.dos)},
        {"streams.text", a->streams.text, b->streams.text, a->streams.n * sizeof(*a->streams.text)},
        {"text", a->text.at, b->text.at, a->text.n},
    };

    return a->text.n != b->text.n ? "length of all texts"
                                  : first_difference(columns, sizeof(columns) / sizeof(columns[0]));
}

static const char *owners_differ(const struct index *a, const struct index *b)
{
    const struct column ids = {"owner", a->files.owner, b->files.owner,
                               a->files.n * sizeof(*a->files.owner)};

    if (a->nowners != b->nowners)
        return "number of owners";
    for (uint32_t i = 0; i < a->nowners; i++)
        if (strcmp(a->owners[i], b->owners[i]) != 0)
            return "owners";
    return first_difference(&ids, 1);
}

/* ---- Row for row ---- */

static bool is_same_text(const struct index *a, const uint32_t *a_texts, const struct index *b,
                         const uint32_t *b_texts, uint32_t i)
{
    return str_equal(text_pool_get(&a->text, a_texts[i]), text_pool_get(&b->text, b_texts[i]));
}

static const char *texts_differ(const struct index *a, const struct index *b)
{
    if (!a->names.dos != !b->names.dos)
        return "names.dos";
    for (uint32_t i = 0; i < a->names.n; i++) {
        if (!is_same_text(a, a->names.text, b, b->names.text, i))
            return "names.text";
        if (a->names.dos && (!a->names.dos[i] != !b->names.dos[i] ||
                             !is_same_text(a, a->names.dos, b, b->names.dos, i)))
            return "names.dos";
    }
    for (uint32_t i = 0; i < a->streams.n; i++)
        if (!is_same_text(a, a->streams.text, b, b->streams.text, i))
            return "streams.text";
    return NULL;
}

static struct str owner_of(const struct index *index, const struct security *security,
                           uint32_t file)
{
    uint32_t own = index->files.owner[file];
    const char *sid =
        own ? index->owners[own - 1] : security_owner(security, index->files.security_id[file]);

    return str_of(sid ? sid : "");
}

static const char *owned_differ(const struct index *scan, const struct security *security,
                                const struct index *kept)
{
    if (!scan->files.owner != !kept->files.owner)
        return "owner";
    for (uint32_t file = 0; scan->files.owner && file < scan->files.n; file++)
        if (!str_equal(owner_of(scan, security, file), owner_of(kept, NULL, file)))
            return "owner";
    return NULL;
}

/* A path is what many columns say together. */
static const char *paths_differ(const struct index *a, const struct index *b)
{
    struct path one = {0}, two = {0};
    const char *difference = NULL;

    for (uint32_t i = 0; i < a->names.n && !difference; i++)
        if (path_of_name(a, i, &one) != STATUS_OK || path_of_name(b, i, &two) != STATUS_OK ||
            !str_equal(path_str(&one), path_str(&two)))
            difference = "path";
    path_free(&one);
    path_free(&two);
    return difference;
}

/* ---- Both ---- */

static const char *tables_differ(const struct index *a, const struct index *b)
{
    const char *difference = a->want != b->want ? "want" : files_differ(&a->files, &b->files);

    if (!difference)
        difference = names_differ(&a->names, &b->names);
    if (!difference)
        difference = others_differ(a, b);
    if (!difference)
        difference = findings_differ(a, b);
    if (!difference && a->nrecords != b->nrecords)
        difference = "nrecords";
    if (!difference && memcmp(&a->counts, &b->counts, sizeof(a->counts)) != 0)
        difference = "counts";
    return difference;
}

const char *sameindex_difference(const struct index *a, const struct index *b)
{
    const char *difference = tables_differ(a, b);

    if (!difference)
        difference = pools_differ(a, b);
    if (!difference)
        difference = owners_differ(a, b);
    return difference;
}

const char *sameindex_kept_difference(const struct index *scan, const struct security *security,
                                      const struct index *kept)
{
    const char *difference = tables_differ(scan, kept);

    if (!difference)
        difference = texts_differ(scan, kept);
    if (!difference)
        difference = owned_differ(scan, security, kept);
    if (!difference)
        difference = paths_differ(scan, kept);
    return difference;
}
