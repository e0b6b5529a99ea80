/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See mountplan.h. */
#include "tests/support/mountplan.h"

#include <stdlib.h>

#include "planner/lookup.h"
#include "planner/manifest.h"

struct making {
    struct storeplan *maker;
    const struct index *index;
    uint32_t copy_every, nfiles;
};

static void put_file(struct making *m, uint32_t store, uint32_t from, uint32_t name)
{
    const struct file_rows *files = &m->index->files;
    uint32_t row = m->index->names.file[name];
    bool is_copy = m->copy_every && ++m->nfiles % m->copy_every == 0;
    struct plan_op *op =
        storeplan_op(m->maker, is_copy ? PLAN_COPY : PLAN_LINK, store, index_name(m->index, name),
                     index_reference(m->index, row), files->size[row]);

    op->from_folder = from;
    op->from_name = op->name;
    op->expect.created = files->times[(size_t)TIMES * row];
    op->expect.modified = files->times[(size_t)TIMES * row + 1];
    op->expect.attributes = files->attributes[row];
    op->expect.links = files->header_links[row];
}

static void put_folder(struct making *m, uint32_t store, uint32_t source, uint32_t name)
{
    const struct index *index = m->index;
    uint32_t row = index->names.file[name];
    uint32_t to = storeplan_folder(m->maker, store, index_name(index, name), true);
    uint32_t from = storeplan_folder(m->maker, source, index_name(index, name), false);

    for (uint32_t i = index->first_child[row]; i < index->first_child[row + 1]; i++)
        put_file(m, to, from, index->children[i]);
}

void mountplan_make(struct storeplan *maker, const struct index *index, uint32_t copy_every)
{
    struct making m = {.maker = maker, .index = index, .copy_every = copy_every};
    uint32_t root, source, store, row;
    struct lookup lookup;

    if (lookup_begin(&lookup, index, NULL) != STATUS_OK)
        abort();
    row = index->names.file[lookup_path(&lookup, str_of("\\source"))];
    lookup_free(&lookup);
    storeplan_begin(maker, &(struct plan_volume){.drive = str_of("C:"), .is_ntfs = true});
    maker->plan.store = str_of("C:\\store");
    root = storeplan_folder(maker, PLAN_NONE, str_of(""), false);
    source = storeplan_folder(maker, root, str_of("source"), false);
    store = storeplan_folder(maker, root, str_of("store"), true);
    for (uint32_t i = index->first_child[row]; i < index->first_child[row + 1]; i++)
        put_folder(&m, store, source, index->children[i]);
    storeplan_op(maker, PLAN_MANIFEST, storeplan_folder(maker, store, str_of("USMT"), true),
                 str_of(MANIFEST_NAME), 0, 0);
}

/* The last step of PATH. */
static struct str last_step(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.at[at - 1] != '\\')
        at--;
    return (struct str){path.at + at, path.n - at};
}

struct backend_folder *mountplan_folders(const struct plan *plan)
{
    struct backend_folder *folders = calloc(plan->nfolders, sizeof *folders);

    if (!folders)
        abort();
    for (uint32_t i = 0; i < plan->nfolders; i++)
        folders[i] =
            (struct backend_folder){plan->folders[i].parent, last_step(plan->folders[i].path)};
    return folders;
}
