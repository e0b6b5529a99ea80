/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FNV-1a over every column, the findings, the owners and the counts. */
#include "tests/support/digest.h"

static uint64_t add(uint64_t h, const void *at, size_t n)
{
    const uint8_t *p = at;

    for (size_t i = 0; p && i < n; i++)
        h = (h ^ p[i]) * UINT64_C(1099511628211);
    return (h ^ n) * UINT64_C(1099511628211);
}

static uint64_t add_files(uint64_t h, const struct file_rows *f)
{
    size_t n = f->n;

    h = add(h, f->record, n * sizeof *f->record);
    h = add(h, f->sequence, n * sizeof *f->sequence);
    h = add(h, f->flags, n * sizeof *f->flags);
    h = add(h, f->header_links, n * sizeof *f->header_links);
    h = add(h, f->first_name, n * sizeof *f->first_name);
    h = add(h, f->attributes, n * sizeof *f->attributes);
    h = add(h, f->size, n * sizeof *f->size);
    h = add(h, f->allocated, n * sizeof *f->allocated);
    h = add(h, f->times, n * TIMES * sizeof *f->times);
    h = add(h, f->security_id, n * sizeof *f->security_id);
    h = add(h, f->owner, n * sizeof *f->owner);
    h = add(h, f->usn, n * sizeof *f->usn);
    return add(h, f->room, n * sizeof *f->room);
}

static uint64_t add_names(uint64_t h, const struct name_rows *names)
{
    size_t n = names->n;

    h = add(h, names->file, n * sizeof *names->file);
    h = add(h, names->parent, n * sizeof *names->parent);
    h = add(h, names->text, n * sizeof *names->text);
    h = add(h, names->name_space, n * sizeof *names->name_space);
    h = add(h, names->dos, n * sizeof *names->dos);
    return add(h, names->times, n * TIMES * sizeof *names->times);
}

static uint64_t add_others(uint64_t h, const struct index *index)
{
    const struct stream_rows *streams = &index->streams;
    size_t n = streams->n;

    h = add(h, streams->file, n * sizeof *streams->file);
    h = add(h, streams->text, n * sizeof *streams->text);
    h = add(h, streams->size, n * sizeof *streams->size);
    h = add(h, streams->allocated, n * sizeof *streams->allocated);
    h = add(h, index->reparse.file, index->reparse.n * sizeof *index->reparse.file);
    h = add(h, index->reparse.tag, index->reparse.n * sizeof *index->reparse.tag);
    h = add(h, index->text.at, index->text.n);
    if (!index->first_child)
        return h;
    h = add(h, index->first_child, (index->files.n + (size_t)1) * sizeof *index->first_child);
    return add(h, index->children, index->first_child[index->files.n] * sizeof *index->children);
}

/* Findings have gaps between their members: these are taken one by one. */
static uint64_t add_findings(uint64_t h, const struct index *index)
{
    for (uint32_t i = 0; i < index->nfindings; i++) {
        const struct finding *f = &index->findings[i];

        h = add(h, &f->record, sizeof f->record);
        h = add(h, &f->offset, sizeof f->offset);
        h = add(h, &f->detail, sizeof f->detail);
        h = add(h, &f->at, sizeof f->at);
        h = add(h, &f->kind, sizeof f->kind);
    }
    return h;
}

uint64_t digest_of_index(const struct index *index)
{
    uint64_t h = UINT64_C(14695981039346656037);

    h = add_files(h, &index->files);
    h = add_names(h, &index->names);
    h = add_others(h, index);
    h = add_findings(h, index);
    for (uint32_t i = 0; i < index->nowners; i++)
        h = add(h, index->owners[i], strlen(index->owners[i]));
    return add(h, &index->counts, sizeof index->counts);
}
