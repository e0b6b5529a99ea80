/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the manifests have of the names in the store. Their rows come folder by folder, so that the
 * folder of the row before is nearly always the one to look into.
 */
#include "planner/restore_place.h"

struct marking {
    struct comeback *r;
    uint32_t drive;
    struct str above; /* the path of the folder found last */
    uint32_t folder;  /* its row; INDEX_NONE */
};

static uint32_t find_folder(struct marking *m, struct str above)
{
    const struct index *index = comeback_index(m->r, m->drive);
    uint32_t name;

    if (m->above.at && str_equal(m->above, above))
        return m->folder;
    name = lookup_path(&m->r->lookups[m->drive], above);
    m->above = above;
    m->folder = name != INDEX_NONE && index->files.flags[index->names.file[name]] & FILE_DIRECTORY
                    ? index->names.file[name]
                    : INDEX_NONE;
    return m->folder;
}

/* The name in the store that ROW is about; INDEX_NONE. */
static uint32_t find_name(struct marking *m, const struct manifest_row *row)
{
    const struct index *index = comeback_index(m->r, m->drive);
    size_t at = row->path.n;
    uint32_t folder, name;

    while (at > 0 && row->path.at[at - 1] != '\\')
        at--;
    if (at == 0 || at == row->path.n)
        return INDEX_NONE;
    folder = find_folder(m, (struct str){row->path.at, at - 1});
    if (folder == INDEX_NONE)
        return INDEX_NONE;
    name = lookup_child(&m->r->lookups[m->drive], folder,
                        (struct str){row->path.at + at, row->path.n - at});
    if (name == INDEX_NONE || (bool)(index->files.flags[index->names.file[name]] &
                                     FILE_DIRECTORY) != (row->kind == PLAN_MKDIR))
        return INDEX_NONE;
    return name;
}

static enum status take_gone(struct marking *m, const struct manifest_row *row)
{
    struct comeback *r = m->r;
    struct comeback_gone *gone =
        restore_place_room(r, r->gone, r->ngone, &r->gone_capacity, sizeof *gone);

    if (!gone)
        return STATUS_NO_MEMORY;
    r->gone = gone;
    gone[r->ngone++] = (struct comeback_gone){row->path, m->drive, (uint8_t)row->kind};
    return STATUS_OK;
}

/* What lies in a folder of the store makes it one: up to one that is known already. */
static void mark(struct marking *m, uint32_t name, uint8_t as)
{
    const struct index *index = comeback_index(m->r, m->drive);
    uint8_t *marks = m->r->marks[m->drive];

    marks[name] = as;
    while (index->files.record[index->names.file[name]] != RECORD_ROOT) {
        uint32_t parent = index_parent(index, name);

        if (parent == INDEX_NONE)
            return;
        name = index_first_name(index, parent);
        if (marks[name] != COMEBACK_UNKNOWN)
            return;
        marks[name] = COMEBACK_LINK;
    }
}

/* Of a name that several manifests have, the latest row counts. */
static enum status take_row(struct marking *m, const struct manifest_row *row)
{
    uint32_t name = find_name(m, row);

    if (name != INDEX_NONE)
        mark(m, name, row->kind == PLAN_COPY ? COMEBACK_COPY : COMEBACK_LINK);
    else if (row->original.n > 0)
        return take_gone(m, row);
    return STATUS_OK;
}

enum status restore_marks(struct comeback *r)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < r->machine->ndrives; i++) {
        const struct restore_part *part = &r->job->parts[i];
        struct marking m = {.r = r, .drive = i, .folder = INDEX_NONE};

        if (part->n == 0 || !restoring_is_usable(r, i))
            continue;
        r->marks[i] = arena_array(&r->arena, (size_t)comeback_index(r, i)->names.n + 1, 1);
        if (!r->marks[i])
            return STATUS_NO_MEMORY;
        for (uint32_t k = 0; k < part->n; k++)
            for (uint32_t row = 0; row < part->manifests[k].n && status == STATUS_OK; row++)
                status = take_row(&m, &part->manifests[k].rows[row]);
    }
    return status;
}
